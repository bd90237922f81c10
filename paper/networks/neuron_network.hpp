// The paper's educational network (2.1–2.5), to be read: every neuron is a structure, every step a nested
// loop.
//
//   NeuronNetwork network({2, 3, 1}, activation("sigmoid"));
//   network.forward({0.0, 1.0});                                      // 2.3.1
//   network.compute_deltas({1.0});                                    // 2.4.1, lines 9–32
//   network.correct({.eta = 0.5, .eta_b = 0.1});                      // 2.4.1, lines 34–44
//   network.train({{{0, 1}, {1}}, {{1, 1}, {0}}}, {.eta = 0.5});      // the average over all pairs, Eq. 5
//
// The loss is L = ½ Σ_k (a_k - y_k)² (Eq. 46), and δ of a neuron is ∂L/∂z. Where the paper prints another
// formula than the code, a comment says so; paper/README.md collects those places. For work rather than for
// reading, take nn/dense_network.hpp.
#pragma once

#include "paper/networks/network_options.hpp"
#include "paper/networks/scalar_activation.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace jetwork::paper::networks {

/// 2.1
struct Neuron {
  std::string description;
  double z = 0;          ///< its input, with the bias
  double a = 0;          ///< its activation
  double b = 0;          ///< its bias; stays 0 where there is none
  std::vector<double> w; ///< the weights to each neuron of the next layer
  double delta = 0;      ///< ∂L/∂z
};
using Layer = std::vector<Neuron>;

/// An input, and the output that is wanted for it.
struct TrainingPair {
  std::vector<double> input;
  std::vector<double> target;
};

/// What is to be added to a neuron's bias and weights.
struct NeuronCorrection {
  double b = 0;
  std::vector<double> w;
};
using NeuronCorrections = std::vector<std::vector<NeuronCorrection>>; ///< by layer and neuron

class NeuronNetwork {
public:
  /// Widths from the input to the output layer. Throws std::invalid_argument if one is not positive.
  NeuronNetwork(const std::vector<int>& widths, ScalarActivation activation,
                NetworkOptions options = {});

  /// Computes z and a of all neurons; returns those of the output layer. Throws std::invalid_argument if
  /// the input has the wrong size or is not finite, std::overflow_error if a neuron's z or a is not.
  auto forward(const std::vector<double>& input) -> std::vector<double>;

  /// Computes δ of all neurons, for the input last sent forward. Throws std::logic_error if there is none,
  /// std::invalid_argument if the target has the wrong size or is not finite.
  void compute_deltas(const std::vector<double>& target);

  /// Δw_xy = -eta·δ_y·a_x (Eq. 39) and Δb_y = -eta_b·δ_y, from the δ last computed. Throws std::logic_error
  /// if there are none.
  auto corrections(const LearningRates& rates) const -> NeuronCorrections;

  /// Applies these corrections.
  void correct(const LearningRates& rates);

  /// Corrects all weights and biases once, by the average over all pairs (Eq. 5). Returns the mean loss
  /// before. Throws as the steps above do, and std::invalid_argument if there is no pair; nothing is
  /// corrected then.
  auto train(const std::vector<TrainingPair>& pairs, const LearningRates& rates) -> double;

  /// ½ Σ_k (a_k - y_k)² (Eq. 46), of the input last sent forward.
  auto loss(const std::vector<double>& target) const -> double;

  auto layers() const -> const std::vector<Layer>& { return layers_; }
  auto activation() const -> const ScalarActivation& { return f_; }
  auto options() const -> const NetworkOptions& { return options_; }

  /// One weight, to be set. Throws std::out_of_range if there is no such neuron.
  auto weight(std::size_t layer, std::size_t neuron, std::size_t forward_neuron) -> double&;
  /// One bias, to be set. Throws std::invalid_argument if the neuron has none.
  auto bias(std::size_t layer, std::size_t neuron) -> double&;

private:
  /// Which of the neurons' numbers were computed with the present weights.
  enum class Holds { nothing, activations, deltas };

  auto has_bias(std::size_t layer) const -> bool;
  void require_target(const std::vector<double>& target) const;
  void apply(const NeuronCorrections& corrections);

  ScalarActivation f_;
  NetworkOptions options_;
  std::vector<Layer> layers_;
  Holds holds_ = Holds::nothing;
};

} // namespace jetwork::paper::networks
