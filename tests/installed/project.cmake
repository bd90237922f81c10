# What the tests in this folder share. They are given SOURCE, BUILD (the build folder), WORK (theirs), COMPILER, GENERATOR,
# LIBDIR, FLAGS, NATIVE, VERSION and EIGEN (its folder), and find the installation in ${WORK}/installed.
foreach(needed SOURCE BUILD WORK COMPILER GENERATOR LIBDIR VERSION EIGEN)
  if(NOT DEFINED ${needed})
    message(FATAL_ERROR "this test is run by ctest, which gives it -D${needed}=...")
  endif()
endforeach()
set(prefix ${WORK}/installed)
set(programs ${SOURCE}/tests/installed/programs)
separate_arguments(flags UNIX_COMMAND "${FLAGS}")

# run(COMMAND...): it must succeed; what it prints is in `output`.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE printed ERROR_VARIABLE errors)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "failed: ${command}\n${printed}${errors}")
  endif()
  set(output "${printed}" PARENT_SCOPE)
endfunction()

# build_project(NAME LISTS [cache entry...]): a project of that name with this CMakeLists.txt, built with all warnings as
# errors. Its program, NAME/build/program, is run.
function(build_project name lists)
  file(REMOVE_RECURSE ${WORK}/${name})
  file(WRITE ${WORK}/${name}/CMakeLists.txt "cmake_minimum_required(VERSION 3.25)\nproject(${name} LANGUAGES CXX)\n${lists}")
  run(${CMAKE_COMMAND} -S ${WORK}/${name} -B ${WORK}/${name}/build -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER}
      -DCMAKE_BUILD_TYPE=Release "-DCMAKE_CXX_FLAGS=${FLAGS}" ${ARGN})
  run(${CMAKE_COMMAND} --build ${WORK}/${name}/build)
  run(${WORK}/${name}/build/program)
endfunction()
