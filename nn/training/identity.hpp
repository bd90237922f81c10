// What identifies a training, so that a checkpoint goes on with the same training only.
//
//   checkpoint.identity = training_identity(network, samples, options, batch);
//   require_same_training(found, begun, steps, file);
#pragma once

#include "nn/training/checkpoint.hpp"
#include "nn/training/options.hpp"
#include "nn/training/trained_network.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace jetwork::nn::detail {

/// Network, data and all options that the weights to come depend on, by name; data as checksums.
auto training_identity(const TrainedNetwork& network, const Samples& samples,
                       const TrainingOptions& options, Eigen::Index batch)
    -> std::map<std::string, std::string>;

/// Throws std::invalid_argument if the checkpoint `found` in the file is of another training than `begun`, and
/// DamagedFile if it is impossible in a training of `steps` steps an epoch.
void require_same_training(const Checkpoint& found, const Checkpoint& begun, Eigen::Index steps,
                           const std::filesystem::path& file);

} // namespace jetwork::nn::detail
