# jetwork_autodiff.hpp, the engine in one header: made in the build folder by the target jetwork_single_header, and anew
# whenever it is installed.
set(header ${PROJECT_BINARY_DIR}/jetwork_autodiff.hpp)
add_custom_target(jetwork_single_header
  COMMAND ${PROJECT_SOURCE_DIR}/scripts/amalgamate > ${header} BYPRODUCTS ${header} VERBATIM)
if(JETWORK_INSTALL)
  install(CODE "execute_process(COMMAND ${PROJECT_SOURCE_DIR}/scripts/amalgamate OUTPUT_FILE ${header}
    COMMAND_ERROR_IS_FATAL ANY)" COMPONENT development)
  install(FILES ${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/jetwork COMPONENT development)
endif()
