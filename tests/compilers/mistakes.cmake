# What compilers say of the mistakes that users make, one in each file of tests/compilers/mistakes. Its first line says what is to come:
#
#   // works                       it compiles, and means what was meant
#   // says: REGEX                 it does not, and the message names the cure
#   // out of reach: REASON        it does not, within a dozen lines at the user's own line
#
#   cmake -DSOURCE=... -DWORK=... -DCOMPILERS="g++;clang++-19" -DEIGEN=... -P mistakes.cmake
foreach(needed SOURCE WORK COMPILERS EIGEN)
  if(NOT DEFINED ${needed})
    message(FATAL_ERROR "mistakes.cmake needs -D${needed}=...")
  endif()
endforeach()

file(GLOB mistakes ${SOURCE}/tests/compilers/mistakes/*.cpp)
list(LENGTH mistakes count)
if(count LESS 20)
  message(FATAL_ERROR "only ${count} mistakes in ${SOURCE}/tests/compilers/mistakes")
endif()
set(wrong "")
foreach(mistake IN LISTS mistakes)
  file(STRINGS ${mistake} first LIMIT_COUNT 1)
  get_filename_component(name ${mistake} NAME)
  foreach(compiler IN LISTS COMPILERS)
    execute_process(
      COMMAND ${compiler} -std=c++20 -fsyntax-only -I${SOURCE} -isystem ${EIGEN} ${mistake}
      RESULT_VARIABLE status ERROR_VARIABLE messages OUTPUT_QUIET)
    string(REGEX MATCHALL "error:" errors "${messages}")
    list(LENGTH errors errors)
    if(first MATCHES "^// works$")
      set(is_right status EQUAL 0)
    elseif(first MATCHES "^// says: (.*)$")
      set(is_right NOT status EQUAL 0 AND messages MATCHES "${CMAKE_MATCH_1}")
    elseif(first MATCHES "^// out of reach: .")
      set(is_right NOT status EQUAL 0 AND errors EQUAL 1 AND messages MATCHES "${name}:[0-9]+:[0-9]+: error")
    else()
      message(FATAL_ERROR "${mistake}: its first line does not say what is to come")
    endif()
    if(NOT (${is_right}))
      list(APPEND wrong "${name} by ${compiler}")
      message("${compiler}, ${name}: expected '${first}', and status ${status} with:\n${messages}")
    endif()
  endforeach()
endforeach()
if(wrong)
  list(JOIN wrong "\n  " list)
  message(FATAL_ERROR "not as expected:\n  ${list}")
endif()
