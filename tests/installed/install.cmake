# Installs what is built, moves it elsewhere, and looks for what must not be in it.
include(${CMAKE_CURRENT_LIST_DIR}/project.cmake)
file(REMOVE_RECURSE ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/first)
file(RENAME ${WORK}/first ${prefix})

# No folder of this machine is in what CMake, pkg-config and users read.
file(GLOB_RECURSE texts ${prefix}/${LIBDIR}/*.cmake ${prefix}/${LIBDIR}/*.pc ${prefix}/include/*)
foreach(text IN LISTS texts)
  file(STRINGS ${text} absolute REGEX "${SOURCE}|${BUILD}|${WORK}")
  if(absolute OR text MATCHES "build_time")
    message(FATAL_ERROR "${text} does not belong into an installation:\n${absolute}")
  endif()
endforeach()

# Warnings are ours alone.
file(GLOB exported ${prefix}/${LIBDIR}/cmake/jetwork/*-targets*.cmake)
foreach(file IN LISTS exported)
  file(STRINGS ${file} options REGEX "INTERFACE_COMPILE_OPTIONS|\"-W")
  if(options AND NOT NATIVE)
    message(FATAL_ERROR "${file} gives our compile options to others: ${options}")
  endif()
endforeach()
