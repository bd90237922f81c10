# find_package: each component, the project that README.md names, and what is said of a component that is not there.
include(${CMAKE_CURRENT_LIST_DIR}/project.cmake)
set(found -DCMAKE_PREFIX_PATH=${prefix})

build_project(pinn_found "
find_package(jetwork 0.1 REQUIRED COMPONENTS pinn)
add_executable(program ${programs}/spring.cpp)
target_link_libraries(program PRIVATE jetwork::pinn)
" ${found})

if(EXISTS ${prefix}/${LIBDIR}/cmake/jetwork/jetwork-onnx.cmake)
  build_project(onnx_found "
find_package(jetwork 0.1 REQUIRED COMPONENTS onnx)
add_executable(program ${programs}/onnx.cpp)
target_link_libraries(program PRIVATE jetwork::onnx)
" ${found})
endif()

# Only what the component needs is looked for, and our warnings and the room of our headers are not theirs.
build_project(autodiff_found "
find_package(jetwork 0.1 REQUIRED COMPONENTS autodiff OPTIONAL_COMPONENTS telepathy)
if(jetwork_telepathy_FOUND OR fmt_FOUND OR Boost_FOUND OR TARGET jetwork::formula)
  message(FATAL_ERROR \"more was found than the component needs\")
endif()
add_executable(program ${programs}/gradient.cpp)
target_link_libraries(program PRIVATE jetwork::autodiff)
" ${found})

run(${CMAKE_COMMAND} -S ${SOURCE}/examples/consumer -B ${WORK}/consumer -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER}
    -DCMAKE_BUILD_TYPE=Release "-DCMAKE_CXX_FLAGS=${FLAGS}" -DCMAKE_PREFIX_PATH=${prefix})
run(${CMAKE_COMMAND} --build ${WORK}/consumer)
run(${WORK}/consumer/rosenbrock)

# refused(NAME LISTS PATTERN [argument...]): such a project is not configured, and the message says why.
function(refused name lists pattern)
  file(WRITE ${WORK}/${name}/CMakeLists.txt "cmake_minimum_required(VERSION 3.25)\nproject(${name} LANGUAGES CXX)\n${lists}")
  execute_process(
    COMMAND ${CMAKE_COMMAND} -S ${WORK}/${name} -B ${WORK}/${name}/build -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER}
            -DCMAKE_PREFIX_PATH=${prefix} ${ARGN}
    RESULT_VARIABLE status ERROR_VARIABLE message OUTPUT_QUIET)
  string(REGEX REPLACE "[ \n]+" " " message "${message}")
  if(status EQUAL 0 OR NOT message MATCHES "${pattern}")
    message(FATAL_ERROR "${name} was not refused as it should be: ${message}")
  endif()
endfunction()
refused(missing "find_package(jetwork REQUIRED COMPONENTS telepathy)" "no installed component 'telepathy'.*pinn.* A component is left out")
# A package that a component needs is named, where it is missing.
refused(without_fmt "find_package(jetwork REQUIRED COMPONENTS formula)" "fmt" -DCMAKE_DISABLE_FIND_PACKAGE_fmt=ON)
