# ONNX's own messages, made by protobuf: the target OnnxMessages::OnnxMessages. Debian's package description for CMake asks
# for libraries that it does not install, so they are looked for here. Installed with us, for those who use jetwork::onnx.
find_path(ONNX_INCLUDE_DIR onnx/onnx_pb.h)
find_library(ONNX_MESSAGES_LIBRARY onnx_proto)
mark_as_advanced(ONNX_INCLUDE_DIR ONNX_MESSAGES_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OnnxMessages REQUIRED_VARS ONNX_MESSAGES_LIBRARY ONNX_INCLUDE_DIR)
if(OnnxMessages_FOUND AND NOT TARGET OnnxMessages::OnnxMessages)
  add_library(OnnxMessages::OnnxMessages UNKNOWN IMPORTED)
  set_target_properties(OnnxMessages::OnnxMessages PROPERTIES
    IMPORTED_LOCATION ${ONNX_MESSAGES_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${ONNX_INCLUDE_DIR}
    INTERFACE_COMPILE_DEFINITIONS "ONNX_NAMESPACE=onnx;ONNX_ML=1")
endif()
