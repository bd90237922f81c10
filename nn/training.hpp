// Training a network on samples.
//
//   DenseNetwork network({1, 20, 1}, activation("tanh"));
//   glorot_uniform(network, 7);
//   TrainingHistory history = train(network, samples,
//                                   {.loss = Loss::mean_squares(), .optimiser = Adam({.learning_rate = 1e-2}),
//                                    .epochs = 200, .validation = others, .patience = 20});
//
// The loss is recorded once and replayed on every batch. The order of the samples in an epoch depends on the seed and the
// epoch's number alone, on every machine. A training that was killed goes on from its checkpoint, bit for bit.
#pragma once

#include "nn/network_file.hpp"
#include "nn/training/checks.hpp"
#include "nn/training/objective.hpp"
#include "nn/training/options.hpp"
#include "nn/training/trained_network.hpp"

namespace jetwork::nn {

namespace detail {

auto train(Objective& objective, TrainedNetwork network, const Samples& samples,
           const TrainingOptions& options) -> TrainingHistory;

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
/// otherwise with the last ones; if a loss becomes infinite or NaN, with the best. Throws std::invalid_argument if
/// data or options are wrong, DamagedFile or std::invalid_argument on a checkpoint that is damaged or of another
/// training, and WriteError if a checkpoint cannot be written; the network then has the weights of the last step.
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
