// A network as an ONNX file, for use in other programs.
//
//   save_onnx(network, "digits.onnx");                                       // 32-bit floating point
//   save_onnx(network, "field.onnx", {.precision = OnnxPrecision::float64});
//
// The model takes `input`, samples × inputs, and gives `output`, samples × outputs; the number of samples is open. It
// is made of the standard's own operators (operator set 13, https://onnx.ai; format version 7), none of a vendor's.
// 32-bit numbers are the default because many runtimes have no 64-bit kernels, or none for activations.
//
// It is in the library jetwork::onnx, which is built where ONNX's own library is installed (Debian: libonnx-dev and
// libprotobuf-dev).
#pragma once

#include "nn/network_description.hpp"

#include <filesystem>
#include <string>

namespace jetwork::nn {

enum class OnnxPrecision { float32, float64 };

struct OnnxOptions {
  OnnxPrecision precision = OnnxPrecision::float32;
  std::string name = "network"; // of the model, as viewers show it
};

/// The bytes of the model. Throws std::invalid_argument for an activation that ONNX cannot express, for parameters that
/// are infinite or NaN, or too large for the precision, and for an empty name.
auto onnx_model(const NetworkDescription& network, const OnnxOptions& options = {}) -> std::string;

/// Writes the model; an old file is replaced whole or stays as it was. Throws WriteError (io/atomic_file.hpp) where the
/// file cannot be written, and what onnx_model throws.
void save_onnx(const NetworkDescription& network, const std::filesystem::path& path,
               const OnnxOptions& options = {});
template <class Activation>
void save_onnx(const DenseNetwork<Activation>& network, const std::filesystem::path& path,
               const OnnxOptions& options = {}) {
  save_onnx(describe(network), path, options);
}

} // namespace jetwork::nn
