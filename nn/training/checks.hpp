// The checks that train() makes before it begins.
#pragma once

#include "nn/training/options.hpp"
#include "nn/training/trained_network.hpp"

namespace jetwork::nn::detail {

/// Whether the optimiser makes one iteration an epoch, on all samples.
auto looks_at_all_samples(const Optimiser& optimiser) -> bool;

/// Throws std::invalid_argument where samples and options do not fit the network.
void check_training(const TrainedNetwork& network, const Samples& samples,
                    const TrainingOptions& options);

} // namespace jetwork::nn::detail
