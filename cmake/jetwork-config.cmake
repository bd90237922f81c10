# find_package(jetwork 0.1 COMPONENTS autodiff) gives the target jetwork::autodiff, which needs Eigen alone.
@PACKAGE_INIT@
include(CMakeFindDependencyMacro)

if(NOT jetwork_FIND_COMPONENTS)
  set(jetwork_FIND_COMPONENTS autodiff)
endif()
foreach(component IN LISTS jetwork_FIND_COMPONENTS)
  if(EXISTS ${CMAKE_CURRENT_LIST_DIR}/jetwork-${component}.cmake)
    find_dependency(Eigen3 3.4 CONFIG)
    include(${CMAKE_CURRENT_LIST_DIR}/jetwork-${component}.cmake)
    set(jetwork_${component}_FOUND TRUE)
  elseif(jetwork_FIND_REQUIRED_${component})
    set(jetwork_FOUND FALSE)
    set(jetwork_NOT_FOUND_MESSAGE "jetwork has no installed component '${component}'; there is: autodiff")
  endif()
endforeach()
check_required_components(jetwork)
