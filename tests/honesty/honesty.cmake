# Random problems of which the truth is known: the problems, the judge, the program `honesty`, and their own tests.
file(GLOB_RECURSE problem_sources CONFIGURE_DEPENDS honesty/problems/*.cpp honesty/judge/*.cpp)
list(FILTER problem_sources EXCLUDE REGEX "_test\\.cpp$")
add_library(jetwork_honesty STATIC ${problem_sources})
target_link_libraries(jetwork_honesty PUBLIC jetwork::pinn fmt::fmt Boost::headers)
# Fifty digits are slow to compile.
target_precompile_headers(jetwork_honesty PRIVATE honesty/problems/chosen_problem.hpp)

add_executable(honesty honesty/program/main.cpp honesty/program/tally.cpp)
target_link_libraries(honesty PRIVATE jetwork_honesty CLI11::CLI11)

file(GLOB_RECURSE test_sources CONFIGURE_DEPENDS honesty/*_test.cpp)
add_executable(honesty_tests ${test_sources})
target_link_libraries(honesty_tests PRIVATE jetwork_test_main jetwork_honesty)
target_precompile_headers(honesty_tests REUSE_FROM jetwork_test_main)
add_test(NAME honesty_tests COMMAND honesty_tests --log_level=error --report_level=short)
set_tests_properties(honesty_tests PROPERTIES LABELS honesty TIMEOUT 900)

# What the solver claims, on a few hundred problems that stay the same; without what is known to be wrong.
add_test(NAME honesty COMMAND honesty --problems 400 --seed 1 --time-limit 0.5 --without-known-faults)
set_tests_properties(honesty PROPERTIES LABELS honesty TIMEOUT 900)
