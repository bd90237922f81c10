# What `cmake --install` puts where, and what find_package(jetwork COMPONENTS ...) finds there. It is in two parts, which
# become two packages: `command`, and `development` with headers and libraries.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
include(cmake/pkg_config.cmake)

set(jetwork_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/jetwork)
if(JETWORK_INSTALL)
  if(JETWORK_AUTODIFF_ONLY)
    set(any_processor ARCH_INDEPENDENT)
  endif()
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/jetwork-config-version.cmake
    COMPATIBILITY SameMinorVersion ${any_processor})
  install(FILES cmake/jetwork-config.cmake ${PROJECT_BINARY_DIR}/jetwork-config-version.cmake
    DESTINATION ${jetwork_package_dir} COMPONENT development)
endif()

# jetwork_needs(ROOM ROOMS PACKAGES)
#
# What the library jetwork_ROOM is linked with, as its CMakeLists.txt says: our own rooms in one list, the namespaces of
# other packages' targets in the other. What only its sources include is left out.
function(jetwork_needs room rooms packages)
  set(own)
  set(others)
  get_target_property(libraries jetwork_${room} INTERFACE_LINK_LIBRARIES)
  list(FILTER libraries EXCLUDE REGEX BUILD_INTERFACE)
  foreach(library IN LISTS libraries)
    if(library MATCHES "jetwork::([a-z]+)")
      list(APPEND own ${CMAKE_MATCH_1})
    elseif(library MATCHES "([A-Za-z0-9_]+)::")
      list(APPEND others ${CMAKE_MATCH_1})
    endif()
  endforeach()
  list(REMOVE_DUPLICATES others)
  set(${rooms} ${own} PARENT_SCOPE)
  set(${packages} ${others} PARENT_SCOPE)
endfunction()

# jetwork_install_room(ROOM)
#
# Installs the headers of the folder ROOM, with its subfolders, and the library jetwork_ROOM as the component ROOM:
# find_package gives the target jetwork::ROOM, and pkg-config jetwork-ROOM.
function(jetwork_install_room room)
  if(NOT JETWORK_INSTALL)
    return()
  endif()
  if(IS_DIRECTORY ${PROJECT_SOURCE_DIR}/${room})
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/${room} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/jetwork
      COMPONENT development FILES_MATCHING PATTERN "*.hpp" PATTERN build_time EXCLUDE)
  endif()
  set_target_properties(jetwork_${room} PROPERTIES EXPORT_NAME ${room})
  install(TARGETS jetwork_${room} EXPORT jetwork_${room}_targets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
  install(EXPORT jetwork_${room}_targets NAMESPACE jetwork:: FILE jetwork-${room}-targets.cmake
    DESTINATION ${jetwork_package_dir} COMPONENT development)

  jetwork_needs(${room} rooms packages)
  set(needs)
  foreach(below IN LISTS rooms)
    string(APPEND needs "include(\${CMAKE_CURRENT_LIST_DIR}/jetwork-${below}.cmake)\n")
  endforeach()
  foreach(package IN LISTS packages)
    string(APPEND needs "find_dependency(${jetwork_find_${package}})\n")
  endforeach()
  configure_file(${PROJECT_SOURCE_DIR}/cmake/jetwork-component.cmake.in ${PROJECT_BINARY_DIR}/jetwork-${room}.cmake @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/jetwork-${room}.cmake
    DESTINATION ${jetwork_package_dir} COMPONENT development)
  jetwork_install_pkg_config(${room} "${rooms}" "${packages}")
endfunction()
