# Debian packages, by `cpack -G DEB`: jetwork, the command, and jetwork-dev, headers and libraries.
file(READ LICENSE license)
string(REGEX MATCH "Copyright [(]c[)] ([^\n]*)" jetwork_copyright "${license}")
set(jetwork_copyright ${CMAKE_MATCH_1})
string(REGEX REPLACE "^.*\n(Permission is hereby.*)$" "\\1" license "${license}")
string(REGEX REPLACE "\n$" "" license "${license}")
string(REPLACE "\n\n" "\n.\n" license "${license}")
string(REPLACE "\n" "\n " jetwork_license "${license}")
configure_file(packaging/debian/copyright.in ${PROJECT_BINARY_DIR}/copyright @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/jetwork COMPONENT command)
install(FILES ${PROJECT_BINARY_DIR}/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/jetwork-dev COMPONENT development)

set(CPACK_PACKAGE_VENDOR "The Jetwork maintainers")
set(CPACK_PACKAGE_CONTACT "The Jetwork maintainers <maintainers@jetwork.invalid>")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL command development)
set(CPACK_STRIP_FILES ON)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)

set(CPACK_DEBIAN_COMMAND_PACKAGE_NAME jetwork)
set(CPACK_DEBIAN_COMMAND_PACKAGE_SECTION math)
set(CPACK_DEBIAN_COMMAND_PACKAGE_RECOMMENDS gnuplot-nox) # draws the plots
set(CPACK_COMPONENT_COMMAND_DESCRIPTION
  "The command jetwork solves differential equations with neural networks, to the
accuracy of a numerical solver and in milliseconds, and estimates its own
error.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME jetwork-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libeigen3-dev (>= 3.4), libboost-dev (>= 1.74), libfmt-dev (>= 9)")
if(TARGET jetwork_onnx)
  set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_RECOMMENDS "libonnx-dev, libprotobuf-dev")
endif()
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
  "Headers and static libraries of Jetwork, a framework of automatic
differentiation for C++20 with a solver of differential equations that
estimates its own error, and what CMake and pkg-config need to find them.")
include(CPack)
