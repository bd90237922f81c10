// Initial weights, the same for the same seed on every machine and with every standard library.
//
//   DenseNetwork network({2, 20, 20, 1}, activation("tanh"));
//   glorot_uniform(network, 7);
//
//   DenseNetwork features({1, 24, 1}, activation("tanh"));
//   random_features(features, 7);                 // a random hidden layer for inputs in [-1, 1]
//
// Glorot and Bengio 2010; random feature layers for differential equations: Dong and Li 2021, Fabiani,
// Galaris, Russo and Siettos 2021.
#pragma once

#include "nn/dense_network.hpp"

#include <cmath>
#include <cstdint>
#include <random>

namespace jetwork::nn {

/// Uniform numbers from the bits of std::mt19937_64, which the standard fixes; it leaves the algorithm of
/// std::uniform_real_distribution open, and libraries differ.
class UniformGenerator {
public:
  explicit UniformGenerator(std::uint64_t seed) : bits_(seed) {}
  /// A number in [lower, upper).
  auto operator()(double lower, double upper) -> double {
    const double unit = static_cast<double>(bits_() >> 11) * 0x1p-53;
    return lower + (upper - lower) * unit;
  }

private:
  std::mt19937_64 bits_;
};

/// Weights uniform in ±√(6/(inputs + outputs)) of each layer, biases zero.
template <class Activation>
void glorot_uniform(DenseNetwork<Activation>& network, std::uint64_t seed) {
  UniformGenerator uniform(seed);
  for (std::size_t l = 0; l < network.layers().size(); ++l) {
    auto weights = network.weights(l);
    const double bound = std::sqrt(6.0 / static_cast<double>(weights.rows() + weights.cols()));
    for (double& weight : weights.reshaped()) weight = uniform(-bound, bound);
    network.biases(l).setZero();
  }
}

struct RandomFeatureOptions {
  double steepest = 4; // weights are uniform in (-steepest, steepest)
};

/// A random hidden layer for one input in [-1, 1]: f(w·(τ - c)) with w uniform and the centres c spread
/// evenly over the segment. The output layer is left zero: it is what is solved for.
template <class Activation>
void random_features(DenseNetwork<Activation>& network, std::uint64_t seed,
                     RandomFeatureOptions options = {}) {
  if (network.widths().size() != 3 || network.widths().front() != 1 || !network.options().biases)
    throw std::invalid_argument(
        "random_features: the network must have one input, one hidden layer, and biases");
  UniformGenerator uniform(seed);
  auto weights = network.weights(0);
  auto biases = network.biases(0);
  const auto features = static_cast<double>(weights.rows());
  for (Eigen::Index j = 0; j < weights.rows(); ++j) {
    const double centre = (2 * static_cast<double>(j) + 1) / features - 1;
    weights(j, 0) = uniform(-options.steepest, options.steepest);
    biases[j] = -weights(j, 0) * centre;
  }
  network.weights(1).setZero();
  network.biases(1).setZero();
}

} // namespace jetwork::nn
