# -ffast-math is refused with a message that names the way out, and accepted from who takes it.
#
#   cmake -DSOURCE=... -DWORK=... -DCOMPILER=... -DEIGEN=... -P fast_math.cmake
foreach(needed SOURCE WORK COMPILER EIGEN)
  if(NOT DEFINED ${needed})
    message(FATAL_ERROR "fast_math.cmake needs -D${needed}=...")
  endif()
endforeach()

file(WRITE ${WORK}/fast_math.cpp "#include \"autodiff/dual.hpp\"\n")
function(compile status_name messages_name)
  execute_process(
    COMMAND ${COMPILER} -std=c++20 -fsyntax-only -I${SOURCE} -isystem ${EIGEN} ${ARGN} ${WORK}/fast_math.cpp
    RESULT_VARIABLE status ERROR_VARIABLE messages OUTPUT_QUIET)
  set(${status_name} ${status} PARENT_SCOPE)
  set(${messages_name} "${messages}" PARENT_SCOPE)
endfunction()

foreach(option -ffast-math -ffinite-math-only)
  compile(status messages ${option})
  if(status EQUAL 0 OR NOT messages MATCHES "define JETWORK_ALLOW_FAST_MATH")
    message(FATAL_ERROR "${option} was not refused by name: ${messages}")
  endif()
endforeach()
foreach(options "" "-ffast-math;-DJETWORK_ALLOW_FAST_MATH")
  compile(status messages ${options})
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "refused with '${options}': ${messages}")
  endif()
endforeach()
