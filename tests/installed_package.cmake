# Installs the derivative library alone into an empty place, and builds and runs a project there that finds it.
#
#   cmake -DSOURCE=... -DWORK=... -DCOMPILER=... -DGENERATOR=... -P installed_package.cmake
foreach(needed SOURCE WORK COMPILER GENERATOR)
  if(NOT DEFINED ${needed})
    message(FATAL_ERROR "installed_package.cmake needs -D${needed}=...")
  endif()
endforeach()

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "failed: ${command}")
  endif()
endfunction()

file(REMOVE_RECURSE ${WORK})
set(options -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_BUILD_TYPE=Release)
run(${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/library ${options} -DJETWORK_AUTODIFF_ONLY=ON)
run(${CMAKE_COMMAND} --install ${WORK}/library --prefix ${WORK}/prefix)
run(${CMAKE_COMMAND} -S ${SOURCE}/examples/consumer -B ${WORK}/consumer ${options}
    -DCMAKE_PREFIX_PATH=${WORK}/prefix)
run(${CMAKE_COMMAND} --build ${WORK}/consumer)
run(${WORK}/consumer/rosenbrock)

# A component that is not there is an error that says so.
file(WRITE ${WORK}/missing/CMakeLists.txt "cmake_minimum_required(VERSION 3.25)
project(missing NONE)
find_package(jetwork REQUIRED COMPONENTS telepathy)
")
execute_process(
  COMMAND ${CMAKE_COMMAND} -S ${WORK}/missing -B ${WORK}/missing/build -G ${GENERATOR} -DCMAKE_PREFIX_PATH=${WORK}/prefix
  RESULT_VARIABLE status ERROR_VARIABLE message OUTPUT_QUIET)
if(status EQUAL 0 OR NOT message MATCHES "no installed component 'telepathy'")
  message(FATAL_ERROR "a missing component was not noticed: ${message}")
endif()
