// Training a network on samples.
//
//   DenseNetwork network({1, 20, 1}, activation("tanh"));
//   glorot_uniform(network, 7);
//   TrainingHistory history = train(network, samples,
//                                   {.loss = Loss::mean_squares(), .optimiser = Adam({.rate = 1e-2}),
//                                    .epochs = 200, .validation = others, .patience = 20});
//
// The loss is recorded once and replayed on every batch. The order of the samples in an epoch depends on the seed and the
// epoch's number alone, on every machine. A training that was killed goes on from its checkpoint, bit for bit.
#pragma once

#include "nn/network_file.hpp"
#include "nn/training/objective.hpp"
#include "nn/optimise/optimiser.hpp"
#include "nn/optimise/schedule.hpp"
#include "nn/training/history.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace jetwork::nn {

enum class AfterEpoch { go_on, stop };

struct CheckpointOptions {
  std::filesystem::path file =
      {}; ///< continued if it is there, made if not; without a name: no checkpoints
  int every_epochs = 1;
  int every_steps = 0; ///< also within an epoch, after every so many batches; 0: not
};

struct TrainingOptions {
  Loss loss = Loss::half_squares();
  Optimiser optimiser = Adam();
  Schedule schedule = ConstantSchedule{};
  int epochs = 100;
  /// Samples a step; the last batch of an epoch holds what is left. Without a number: 32, or all where the optimiser looks
  /// at all samples at once.
  std::optional<Eigen::Index> batch_size = {};
  std::optional<Samples> validation = {};
  /// Stop when the watched loss (of the validation data, or else of the training data) has not sunk for so many epochs;
  /// 0: never.
  int patience = 0;
  std::uint64_t seed = 1; ///< of the order of the samples
  /// Called after every epoch; the network then has that epoch's weights.
  std::function<AfterEpoch(const EpochRecord&)> callback = {};
  std::optional<bool> progress =
      {}; ///< a line on standard error; by default where that is a terminal
  CheckpointOptions checkpoint = {};
};

namespace detail {

/// What training needs to know of a network.
struct TrainedNetwork {
  std::string architecture; // of which a checkpoint must be
  int inputs, outputs;
  BiasMask is_bias;
  Eigen::Ref<Eigen::VectorXd> parameters;
};

auto train(Objective& objective, TrainedNetwork network, const Samples& samples,
           const TrainingOptions& options) -> TrainingHistory;

/// Whether the optimiser makes one iteration an epoch, on all samples.
auto looks_at_all_samples(const Optimiser& optimiser) -> bool;

/// Throws where samples and options do not fit the network.
void check_training(const TrainedNetwork& network, const Samples& samples,
                    const TrainingOptions& options);

} // namespace detail

/// 1 where the flat vector of parameters holds a bias.
template <class Activation>
auto bias_mask(const DenseNetwork<Activation>& network) -> BiasMask {
  BiasMask mask = BiasMask::Zero(network.parameters().size());
  if (network.options().biases)
    for (const DenseLayer& layer : network.layers()) mask.segment(layer.biases, layer.outputs) = 1;
  return mask;
}

/// Trains the network in place. With validation data or patience it ends with the weights of the lowest watched loss,
/// otherwise with the last ones; where a loss becomes infinite or NaN, with the best. Throws std::invalid_argument where
/// data or options are wrong, DamagedFile or std::invalid_argument on a checkpoint that is damaged or of another training,
/// and WriteError where a checkpoint cannot be written; the network then has the weights it had come to.
template <class Activation>
auto train(DenseNetwork<Activation>& network, const Samples& samples,
           const TrainingOptions& options = {}) -> TrainingHistory {
  const detail::TrainedNetwork trained{.architecture = architecture(network),
                                       .inputs = network.widths().front(),
                                       .outputs = network.widths().back(),
                                       .is_bias = bias_mask(network),
                                       .parameters = network.parameters()};
  detail::check_training(trained, samples, options);
  Objective objective(network, options.loss, static_cast<int>(samples.targets.rows()));
  return detail::train(objective, trained, samples, options);
}

} // namespace jetwork::nn
