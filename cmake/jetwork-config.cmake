# find_package(jetwork 0.1 COMPONENTS pinn) gives the target jetwork::pinn, and finds what it is linked with. Where no
# component is named, it is autodiff, which needs Eigen alone.
include(CMakeFindDependencyMacro)

set(jetwork_module_path ${CMAKE_MODULE_PATH})
list(APPEND CMAKE_MODULE_PATH ${CMAKE_CURRENT_LIST_DIR}) # FindOnnxMessages.cmake
if(NOT jetwork_FIND_COMPONENTS)
  set(jetwork_FIND_COMPONENTS autodiff)
endif()
foreach(component IN LISTS jetwork_FIND_COMPONENTS)
  if(EXISTS ${CMAKE_CURRENT_LIST_DIR}/jetwork-${component}-targets.cmake)
    include(${CMAKE_CURRENT_LIST_DIR}/jetwork-${component}.cmake)
    set(jetwork_${component}_FOUND TRUE)
  elseif(jetwork_FIND_REQUIRED_${component})
    file(GLOB installed RELATIVE ${CMAKE_CURRENT_LIST_DIR} ${CMAKE_CURRENT_LIST_DIR}/jetwork-*-targets.cmake)
    list(TRANSFORM installed REPLACE "jetwork-(.*)-targets.cmake" "\\1")
    list(JOIN installed ", " installed)
    set(jetwork_FOUND FALSE)
    set(jetwork_NOT_FOUND_MESSAGE "jetwork has no installed component '${component}'; there are: ${installed}. \
A component is left out where jetwork was built without the libraries that it needs.")
  endif()
endforeach()
set(CMAKE_MODULE_PATH ${jetwork_module_path})
