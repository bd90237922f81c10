# The engine in one header: alone, and with Eigen beside it, and nothing else of ours.
include(${CMAKE_CURRENT_LIST_DIR}/project.cmake)
set(alone ${WORK}/single_header)
file(REMOVE_RECURSE ${alone})
file(COPY ${prefix}/include/jetwork/jetwork_autodiff.hpp ${programs}/single_header.cpp DESTINATION ${alone})

set(options -std=c++20 -Wall -Wextra -Wpedantic -Werror ${flags} ${alone}/single_header.cpp -o ${alone}/program)
run(${COMPILER} ${options})
run(${alone}/program)

run(${COMPILER} ${options} -DWITH_EIGEN -isystem ${EIGEN})
run(${alone}/program)
