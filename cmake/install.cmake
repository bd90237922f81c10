# What `cmake --install` puts where, and what find_package(jetwork COMPONENTS ...) finds there.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(jetwork_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/jetwork)
configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/cmake/jetwork-config.cmake.in ${PROJECT_BINARY_DIR}/jetwork-config.cmake
  INSTALL_DESTINATION ${jetwork_package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/jetwork-config-version.cmake
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${PROJECT_BINARY_DIR}/jetwork-config.cmake ${PROJECT_BINARY_DIR}/jetwork-config-version.cmake
  DESTINATION ${jetwork_package_dir})

# jetwork_install_headers(ROOM)
#
# Installs the headers of the folder ROOM, with its subfolders, and the header-only library jetwork_ROOM as the component
# ROOM: find_package gives the target jetwork::ROOM.
function(jetwork_install_headers room)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${room} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/jetwork
    FILES_MATCHING PATTERN "*.hpp")
  set_target_properties(jetwork_${room} PROPERTIES EXPORT_NAME ${room})
  install(TARGETS jetwork_${room} EXPORT jetwork_${room}_targets)
  install(EXPORT jetwork_${room}_targets NAMESPACE jetwork:: FILE jetwork-${room}.cmake
    DESTINATION ${jetwork_package_dir})
endfunction()
