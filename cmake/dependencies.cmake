# jetwork_find(NAME VERSION [PKG_CONFIG name])
#
# Finds a package that we are built with, and notes how whoever uses what is installed finds it again: in CMake by
# find_dependency, in pkg-config by its name there. A package without that name is headers that lie where every compiler looks.
macro(jetwork_find name version)
  find_package(${name} ${version} REQUIRED CONFIG)
  set(jetwork_find_${name} "${name} ${version} CONFIG")
  if("${ARGV2}" STREQUAL "PKG_CONFIG")
    set(jetwork_pkg_config_${name} "${ARGV3} >= ${version}")
  endif()
endmacro()
