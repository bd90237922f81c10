# A program that is compiled for wider or narrower vector registers than the library is not linked with it, and told why.
include(${CMAKE_CURRENT_LIST_DIR}/project.cmake)
execute_process(COMMAND ${COMPILER} -dumpmachine OUTPUT_VARIABLE machine)
if(NOT machine MATCHES "x86_64")
  message("skipped: registers of several widths are known of x86_64 alone")
  return()
endif()

set(linked)
foreach(processor IN ITEMS x86-64 x86-64-v2 x86-64-v3 x86-64-v4) # registers of 16, 16, 32 and 64 bytes
  execute_process(
    COMMAND ${COMPILER} -std=c++20 ${flags} -march=${processor} -I${prefix}/include/jetwork -isystem ${EIGEN}
            ${programs}/formula.cpp -L${prefix}/${LIBDIR} -ljetwork_formula -lfmt -o ${WORK}/other_processor
    RESULT_VARIABLE status ERROR_VARIABLE message)
  if(status EQUAL 0)
    list(APPEND linked ${processor})
  elseif(NOT message MATCHES "library_is_compiled_for\\(jetwork::autodiff::RegistersOf<(16|32|64)ul>\\)")
    message(FATAL_ERROR "not linked, but the linker does not say why: ${message}")
  endif()
endforeach()
if(NOT linked MATCHES "^(x86-64;x86-64-v2|x86-64-v3|x86-64-v4)$")
  message(FATAL_ERROR "linked with the library: ${linked}")
endif()
