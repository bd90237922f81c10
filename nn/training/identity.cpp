#include "nn/training/identity.hpp"

#include "io/checksum.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <variant>

namespace jetwork::nn::detail {
namespace {

auto checksum_of(const Samples& samples) -> std::string {
  const auto of = [](const Eigen::MatrixXd& matrix) {
    return io::crc32({reinterpret_cast<const char*>(matrix.data()),
                      static_cast<std::size_t>(matrix.size()) * sizeof(double)});
  };
  return fmt::format("{} samples, {:08x} and {:08x}", samples.count(), of(samples.inputs),
                     of(samples.targets));
}

} // namespace

auto training_identity(const TrainedNetwork& network, const Samples& samples,
                       const TrainingOptions& options, Eigen::Index batch)
    -> std::map<std::string, std::string> {
  const auto description = [](const auto& x) { return x.description(); };
  return {{"network", network.architecture},
          {"loss", options.loss.name},
          {"optimiser", std::visit(description, options.optimiser)},
          {"schedule", std::visit(description, options.schedule)},
          {"batch size", std::to_string(batch)},
          {"seed", std::to_string(options.seed)},
          {"training data", checksum_of(samples)},
          {"validation data", options.validation ? checksum_of(*options.validation) : "none"}};
}

void require_same_training(const Checkpoint& found, const Checkpoint& begun, Eigen::Index steps,
                           const std::filesystem::path& file) {
  for (const auto& [name, value] : begun.identity) {
    const auto other = found.identity.find(name);
    if (other == found.identity.end() || other->second != value)
      throw std::invalid_argument(fmt::format(
          "the checkpoint {} is of another training: its {} is {}, but now it is {}; name another "
          "file, or remove this one to begin anew",
          file.string(), name, other == found.identity.end() ? "missing" : other->second, value));
  }
  if (found.weights.size() != begun.weights.size()
      || found.best_weights.size() != begun.weights.size() || found.step < 0 || found.step >= steps
      || found.epoch < 0)
    throw io::DamagedFile(fmt::format(
        "the checkpoint {} contradicts itself; remove it to begin anew", file.string()));
}

} // namespace jetwork::nn::detail
