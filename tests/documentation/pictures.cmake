# The pictures of README.md are small, those that its commands draw, and stand beside the commands.
#
#   cmake -DSOURCE=... -DWORK=... -DCOMMAND=... -P pictures.cmake
find_program(GNUPLOT gnuplot)
if(NOT GNUPLOT)
  message("skipped: gnuplot was not found")
  return()
endif()

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${ARGN} failed: ${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK})
run(${SOURCE}/scripts/pictures ${WORK} ${COMMAND})
file(READ ${SOURCE}/README.md readme)
run(${SOURCE}/scripts/pictures --list)
string(STRIP "${output}" commands)
string(REPLACE "\n" ";" commands "${commands}")
foreach(command IN LISTS commands)
  string(REGEX REPLACE ".* --plot " "" picture "${command}")
  string(FIND "${readme}" "${command}\n" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "README.md does not have the command '${command}' of scripts/pictures")
  endif()
  string(FIND "${readme}" "docs/pictures/${picture}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "README.md does not show docs/pictures/${picture}")
  endif()
  file(SIZE ${SOURCE}/docs/pictures/${picture} size)
  if(size GREATER 40000)
    message(FATAL_ERROR "docs/pictures/${picture} has ${size} bytes; more than 40000 are slow to look at")
  endif()
  run(awk -f ${CMAKE_CURRENT_LIST_DIR}/pictures.awk ${SOURCE}/docs/pictures/${picture} ${WORK}/${picture})
endforeach()

# The comparison notices what differs.
execute_process(COMMAND awk -f ${CMAKE_CURRENT_LIST_DIR}/pictures.awk ${WORK}/spring.svg ${WORK}/orbit.svg
  RESULT_VARIABLE status OUTPUT_QUIET)
run(${COMMAND} solve ${SOURCE}/examples/problems/spring.toml --parameter k=4.1 --quiet --plot ${WORK}/other.svg)
execute_process(COMMAND awk -f ${CMAKE_CURRENT_LIST_DIR}/pictures.awk ${WORK}/spring.svg ${WORK}/other.svg
  RESULT_VARIABLE other_status OUTPUT_QUIET)
if(status EQUAL 0 OR other_status EQUAL 0)
  message(FATAL_ERROR "pictures.awk does not tell different curves apart")
endif()
