// Networks in files: a documented, versioned JSON format (nn/README.md) that holds every number exactly.
//
//   save_network(network, "sine.json");
//   DenseNetwork<NamedActivation> again = load_network("sine.json");
//   auto mine = load_network("mine.json", activation<my_rule>());     // an activation that is not in the table
//
// A network is saved whole or not at all. A file that is damaged, cut off, of another version or of an unknown
// activation is refused.
#pragma once

#include "io/atomic_file.hpp"
#include "io/checksum.hpp"
#include "nn/network_description.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jetwork::nn {

/// A file cannot be read, is of another version, or describes no possible network.
class NetworkFileError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

namespace detail {

auto architecture(const NetworkDescription& network) -> std::string;
auto network_text(const NetworkDescription& network) -> std::string;
/// Throws DamagedFile or NetworkFileError, whose messages call the text `file`.
auto read_network_text(const std::string& text, const std::string& file) -> NetworkDescription;
auto read_network(const std::filesystem::path& path) -> NetworkDescription;

template <class Activation>
auto restored(const NetworkDescription& stored, const Activation& activation,
              const std::filesystem::path& path) -> DenseNetwork<Activation> {
  try {
    DenseNetwork<Activation> network(stored.widths, activation, stored.options);
    network.parameters() = stored.parameters;
    return network;
  } catch (const std::invalid_argument& error) { // options that contradict each other
    throw NetworkFileError(path.string() + ": " + error.what());
  }
}

} // namespace detail

/// Widths, activation and options as JSON, on one line.
template <class Activation>
auto architecture(const DenseNetwork<Activation>& network) -> std::string {
  return detail::architecture(describe(network));
}

/// Throws WriteError where the file cannot be written, and std::invalid_argument where a weight is infinite or NaN; the
/// old file is then as it was.
template <class Activation>
void save_network(const DenseNetwork<Activation>& network, const std::filesystem::path& path) {
  io::write_file_atomically(path, detail::network_text(describe(network)));
}

/// Throws DamagedFile where the file is cut off or was changed, NetworkFileError where it cannot be read, is of another
/// version, or has an unknown activation.
inline auto load_network(const std::filesystem::path& path) -> DenseNetwork<NamedActivation> {
  const NetworkDescription stored = detail::read_network(path);
  try {
    return detail::restored(stored, NamedActivation(stored.activation), path);
  } catch (const std::invalid_argument& error) { // there is no such activation
    throw NetworkFileError(path.string() + ": " + error.what());
  }
}

/// The same for a network of this activation, which must have the name that the file gives.
template <class Activation>
auto load_network(const std::filesystem::path& path, const Activation& activation)
    -> DenseNetwork<Activation> {
  const NetworkDescription stored = detail::read_network(path);
  if (stored.activation != activation.name())
    throw NetworkFileError(path.string() + ": is a network of the activation \"" + stored.activation
                           + "\", but it is loaded as one of \"" + std::string(activation.name())
                           + "\"");
  return detail::restored(stored, activation, path);
}

} // namespace jetwork::nn
