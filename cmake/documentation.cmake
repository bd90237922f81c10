# The manual pages, by help2man where it is installed, and the scripts by which shells complete commands and options. Both are
# made by the command, so that they say what it does.
if(CMAKE_CROSSCOMPILING)
  return()
endif()
set(folder ${PROJECT_BINARY_DIR}/documentation)
file(MAKE_DIRECTORY ${folder})
set(outputs)

# jetwork_install_completion(SHELL FILE FOLDER)
macro(jetwork_install_completion shell file destination)
  add_custom_command(OUTPUT ${folder}/${file} COMMAND jetwork --completion ${shell} > ${folder}/${file}
    DEPENDS jetwork VERBATIM)
  list(APPEND outputs ${folder}/${file})
  install(FILES ${folder}/${file} DESTINATION ${CMAKE_INSTALL_DATADIR}/${destination} COMPONENT command)
endmacro()
jetwork_install_completion(bash jetwork bash-completion/completions)
jetwork_install_completion(fish jetwork.fish fish/vendor_completions.d)
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr") # where Debian's zsh looks
  jetwork_install_completion(zsh _jetwork zsh/vendor-completions)
else()
  jetwork_install_completion(zsh _jetwork zsh/site-functions)
endif()

# jetwork_install_manual(PAGE SUMMARY [SUBCOMMAND])
macro(jetwork_install_manual page summary)
  string(JOIN " " command ./$<TARGET_FILE_NAME:jetwork> ${ARGN})
  file(WRITE ${folder}/${page}.h2m "[name]\n${page} \\- ${summary}\n")
  add_custom_command(OUTPUT ${folder}/${page}.1
    COMMAND ${JETWORK_HELP2MAN} --no-info --section=1 --source=Jetwork "--manual=User Commands"
            --include=${folder}/${page}.h2m --version-string=${PROJECT_VERSION} --output=${folder}/${page}.1 "${command}"
    DEPENDS jetwork WORKING_DIRECTORY $<TARGET_FILE_DIR:jetwork> VERBATIM)
  list(APPEND outputs ${folder}/${page}.1)
  install(FILES ${folder}/${page}.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT command)
endmacro()
find_program(JETWORK_HELP2MAN help2man)
mark_as_advanced(JETWORK_HELP2MAN)
if(JETWORK_HELP2MAN)
  jetwork_install_manual(jetwork "solve differential equations to a tolerance")
  jetwork_install_manual(jetwork-solve "solve a differential equation, from a file or from the command line" solve)
  jetwork_install_manual(jetwork-eval "values and derivatives of a saved solution" eval)
  jetwork_install_manual(jetwork-verify "check a claimed derivative or a claimed solution" verify)
else()
  message(STATUS "help2man was not found: manual pages are left out")
endif()

add_custom_target(jetwork_documentation ALL DEPENDS ${outputs})
