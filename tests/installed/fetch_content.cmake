# FetchContent, of this very checkout: the engine alone.
include(${CMAKE_CURRENT_LIST_DIR}/project.cmake)
build_project(fetch_content "
include(FetchContent)
set(JETWORK_AUTODIFF_ONLY ON)
FetchContent_Declare(jetwork SOURCE_DIR ${SOURCE})
FetchContent_MakeAvailable(jetwork)
add_executable(program ${programs}/gradient.cpp)
target_link_libraries(program PRIVATE jetwork::autodiff)
install(TARGETS program)
")
# Nothing of ours is installed with the program.
run(${CMAKE_COMMAND} --install ${WORK}/fetch_content/build --prefix ${WORK}/fetch_content/prefix)
file(GLOB_RECURSE files RELATIVE ${WORK}/fetch_content/prefix ${WORK}/fetch_content/prefix/*)
if(NOT files STREQUAL bin/program)
  message(FATAL_ERROR "more than the program was installed: ${files}")
endif()
