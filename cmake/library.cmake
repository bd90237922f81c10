# jetwork_add_library(NAME SOURCES [file...] PUBLIC [library...] PRIVATE [library...] HEADERS [library...])
#
# The static library jetwork_NAME, alias jetwork::NAME; it is header-only for as long as it has no sources. Of HEADERS, no
# more than the headers is used, and in the sources alone: a program that is linked with the library does not need them.
function(jetwork_add_library name)
  cmake_parse_arguments(PARSE_ARGV 1 library "" "" "SOURCES;PUBLIC;PRIVATE;HEADERS")
  if(library_SOURCES)
    add_library(jetwork_${name} STATIC ${library_SOURCES})
    target_compile_features(jetwork_${name} PUBLIC cxx_std_20)
    target_include_directories(jetwork_${name} PUBLIC
      $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
      $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/jetwork>)
    target_link_libraries(jetwork_${name} PUBLIC ${library_PUBLIC} PRIVATE ${library_PRIVATE})
    foreach(headers IN LISTS library_HEADERS)
      target_link_libraries(jetwork_${name} PRIVATE $<BUILD_INTERFACE:${headers}>)
    endforeach()
    # Compiled for one processor, a library serves programs that are compiled for it as well (autodiff/numbers/compiled_for.hpp).
    if(JETWORK_NATIVE)
      target_compile_options(jetwork_${name} INTERFACE $<INSTALL_INTERFACE:-march=native>)
    endif()
  else()
    add_library(jetwork_${name} INTERFACE)
    target_link_libraries(jetwork_${name} INTERFACE ${library_PUBLIC} ${library_PRIVATE})
  endif()
  # What a project around us does not use is not built.
  if(NOT JETWORK_INSTALL AND NOT PROJECT_IS_TOP_LEVEL)
    set_target_properties(jetwork_${name} PROPERTIES EXCLUDE_FROM_ALL ON)
  endif()
  add_library(jetwork::${name} ALIAS jetwork_${name})
endfunction()

# jetwork_without_undefined_checks(FILE...)
#
# Where every function is instantiated, looking for undefined behaviour takes a compiler several minutes a file.
function(jetwork_without_undefined_checks)
  if(CMAKE_CXX_FLAGS MATCHES "sanitize=[a-z,]*undefined")
    set_source_files_properties(${ARGN} PROPERTIES
      COMPILE_OPTIONS -fno-sanitize=undefined SKIP_PRECOMPILE_HEADERS ON)
  endif()
endfunction()
