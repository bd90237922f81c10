# The benchmark over the problem sets: right-hand sides are generated from tests/data, and peers are entered if
# installed.
set(problem_sets odebench detest mechanics_and_classics bvp_test_set)
set(right_sides ${CMAKE_CURRENT_BINARY_DIR}/right_sides)
file(MAKE_DIRECTORY ${right_sides})

file(GLOB sources CONFIGURE_DEPENDS problem_sets/generate/*.cpp)
add_executable(generate_right_sides ${sources} problem_sets/text_problem.cpp)
target_link_libraries(generate_right_sides PRIVATE jetwork::pinn fmt::fmt nlohmann_json::nlohmann_json)
set(generated)
foreach(name IN LISTS problem_sets)
  set(data ${PROJECT_SOURCE_DIR}/tests/data/${name}.json)
  add_custom_command(OUTPUT ${right_sides}/${name}.cpp ${right_sides}/${name}.py
    COMMAND generate_right_sides ${data} ${right_sides}/${name}.cpp ${right_sides}/${name}.py
    DEPENDS generate_right_sides ${data} VERBATIM)
  list(APPEND generated ${right_sides}/${name}.cpp)
endforeach()

file(GLOB sources CONFIGURE_DEPENDS problem_sets/*.cpp)
add_executable(benchmark_problem_sets ${sources} ${generated} problem_sets/peers/peer.cpp problem_sets/peers/scipy.cpp)
set_target_properties(benchmark_problem_sets PROPERTIES OUTPUT_NAME problem_sets)
target_link_libraries(benchmark_problem_sets PRIVATE jetwork::pinn fmt::fmt nlohmann_json::nlohmann_json CLI11::CLI11)
target_compile_definitions(benchmark_problem_sets PRIVATE
  JETWORK_PROBLEM_DATA="${PROJECT_SOURCE_DIR}/tests/data" JETWORK_RIGHT_SIDES="${right_sides}"
  JETWORK_SCIPY_SCRIPT="${CMAKE_CURRENT_SOURCE_DIR}/problem_sets/peers/scipy/runs.py")

find_path(JETWORK_ODEINT_INCLUDE boost/numeric/odeint.hpp)
find_path(JETWORK_CVODE_INCLUDE cvode/cvode.h)
find_library(JETWORK_CVODE_LIBRARY sundials_cvode)
find_library(JETWORK_NVECTOR_LIBRARY sundials_nvecserial)
mark_as_advanced(JETWORK_ODEINT_INCLUDE JETWORK_CVODE_INCLUDE JETWORK_CVODE_LIBRARY JETWORK_NVECTOR_LIBRARY)
if(JETWORK_ODEINT_INCLUDE)
  target_sources(benchmark_problem_sets PRIVATE problem_sets/peers/odeint.cpp)
  target_compile_definitions(benchmark_problem_sets PRIVATE JETWORK_ODEINT)
  target_include_directories(benchmark_problem_sets SYSTEM PRIVATE ${JETWORK_ODEINT_INCLUDE})
endif()
if(JETWORK_CVODE_INCLUDE AND JETWORK_CVODE_LIBRARY AND JETWORK_NVECTOR_LIBRARY)
  target_sources(benchmark_problem_sets PRIVATE problem_sets/peers/cvode.cpp)
  target_compile_definitions(benchmark_problem_sets PRIVATE JETWORK_CVODE)
  target_include_directories(benchmark_problem_sets SYSTEM PRIVATE ${JETWORK_CVODE_INCLUDE})
  target_link_libraries(benchmark_problem_sets PRIVATE ${JETWORK_CVODE_LIBRARY} ${JETWORK_NVECTOR_LIBRARY})
endif()

# COLNEW does not come with Jetwork: a user names a copy.
set(JETWORK_COLNEW_SOURCE "" CACHE FILEPATH "A copy of colnew.f, to compare boundary-value problems with COLNEW; it needs a Fortran compiler")
if(JETWORK_COLNEW_SOURCE)
  enable_language(Fortran)
  add_library(colnew STATIC ${JETWORK_COLNEW_SOURCE})
  # These options alone, as ours are for C++. A run that takes too long is left by an exception, through COLNEW.
  set_target_properties(colnew PROPERTIES COMPILE_OPTIONS "-std=legacy;-w;-fexceptions")
  target_sources(benchmark_problem_sets PRIVATE problem_sets/peers/colnew.cpp)
  target_compile_definitions(benchmark_problem_sets PRIVATE JETWORK_COLNEW)
  target_link_libraries(benchmark_problem_sets PRIVATE colnew)
endif()
