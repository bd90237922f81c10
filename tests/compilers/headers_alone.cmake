# Compiles every header of the derivative library alone.
#
#   cmake -DSOURCE=... -DWORK=... -DCOMPILER=... -DFLAGS=... -DEIGEN=... -P headers_alone.cmake
foreach(needed SOURCE WORK COMPILER EIGEN)
  if(NOT DEFINED ${needed})
    message(FATAL_ERROR "headers_alone.cmake needs -D${needed}=...")
  endif()
endforeach()

file(GLOB_RECURSE headers RELATIVE ${SOURCE} ${SOURCE}/autodiff/*.hpp)
if(NOT headers)
  message(FATAL_ERROR "no headers in ${SOURCE}/autodiff")
endif()
set(failed "")
foreach(header IN LISTS headers)
  # Twice, so that a header without a guard is found as well.
  file(WRITE ${WORK}/alone.cpp "#include \"${header}\"\n#include \"${header}\"\n")
  execute_process(
    COMMAND ${COMPILER} -std=c++20 ${FLAGS} -fsyntax-only -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
            -I${SOURCE} -isystem ${EIGEN} ${WORK}/alone.cpp
    RESULT_VARIABLE status ERROR_VARIABLE messages OUTPUT_QUIET)
  if(NOT status EQUAL 0)
    list(APPEND failed ${header})
    message("${messages}")
  endif()
endforeach()
if(failed)
  list(JOIN failed "\n  " list)
  message(FATAL_ERROR "these headers do not compile alone:\n  ${list}")
endif()
