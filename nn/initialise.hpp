// Initial weights, the same for the same seed on every machine and with every standard library.
//
//   DenseNetwork network({2, 20, 20, 1}, activation("tanh"));
//   glorot_uniform(network, 7);
//
//   DenseNetwork features({1, 24, 1}, activation("tanh"));
//   random_features(features, 7);                 // a random hidden layer for inputs in [-1, 1]
//
//   Eigen::MatrixXd B = random_fourier_frequencies(16, 2, 3.0, 7);     // for DenseNetworkOptions
//
// | initialiser    | weights, for a layer of n inputs and m outputs  | suits                       | source          |
// |----------------|--------------------------------------------------|-----------------------------|-----------------|
// | glorot_uniform | ±√(6/(n + m))                                    | tanh, sigmoid, softsign     | Glorot and      |
// | glorot_normal  | deviation √(2/(n + m))                           |                             | Bengio 2010     |
// | he_uniform     | ±√(6/n)                                          | relu, gelu, swish, softplus | He, Zhang, Ren  |
// | he_normal      | deviation √(2/n)                                 |                             | and Sun 2015    |
// | lecun_uniform  | ±√(3/n)                                          | identity, scaled tanh       | LeCun, Bottou,  |
// | lecun_normal   | deviation √(1/n)                                 |                             | Orr, Müller 1998|
// | siren          | ±√(6/n), the first layer ±frequency/n            | sin                         | Sitzmann et al. |
// |                |                                                  |                             | 2020            |
// | random_features| uniform in ±steepest, centres inside             | layers that are not trained | Dong and Li     |
// |                |                                                  |                             | 2021, Fabiani   |
// |                |                                                  |                             | et al. 2021     |
//
// Bits come from std::mt19937_64, which the standard fixes. Uniform and normal numbers are made of them here, because
// the standard leaves the algorithms of its own distributions open. Uniform numbers are the same bit for bit
// everywhere, normal ones to the rounding of log, sin and cos.
#pragma once

#include "nn/dense_network.hpp"

#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>
#include <random>
#include <utility>

namespace jetwork::nn {

/// Uniform numbers from the bits of std::mt19937_64. The standard fixes these bits, but leaves the algorithm of
/// std::uniform_real_distribution open, in which libraries differ.
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

/// Normal numbers from the same bits, in pairs (Box and Muller 1958).
class NormalGenerator {
public:
  explicit NormalGenerator(std::uint64_t seed) : uniform_(seed) {}
  /// A number of mean zero.
  auto operator()(double deviation) -> double {
    if (second_) return deviation * *std::exchange(second_, std::nullopt);
    const double radius = std::sqrt(-2 * std::log(1 - uniform_(0, 1))); // 1 - u is in (0, 1]
    const double angle = 2 * std::numbers::pi * uniform_(0, 1);
    second_ = radius * std::sin(angle);
    return deviation * (radius * std::cos(angle));
  }

private:
  UniformGenerator uniform_;
  std::optional<double> second_;
};

namespace detail {

/// Weights uniform in ±bound(inputs, outputs) of each layer, biases zero.
template <class Activation, class Bound>
void draw_uniform(DenseNetwork<Activation>& network, std::uint64_t seed, Bound bound) {
  UniformGenerator uniform(seed);
  for (std::size_t l = 0; l < network.layers().size(); ++l) {
    auto weights = network.weights(l);
    const double largest =
        bound(static_cast<double>(weights.cols()), static_cast<double>(weights.rows()));
    for (double& weight : weights.reshaped()) weight = uniform(-largest, largest);
    network.biases(l).setZero();
  }
}
/// Weights normal with deviation(inputs, outputs) of each layer, biases zero.
template <class Activation, class Deviation>
void draw_normal(DenseNetwork<Activation>& network, std::uint64_t seed, Deviation deviation) {
  NormalGenerator normal(seed);
  for (std::size_t l = 0; l < network.layers().size(); ++l) {
    auto weights = network.weights(l);
    const double its_deviation =
        deviation(static_cast<double>(weights.cols()), static_cast<double>(weights.rows()));
    for (double& weight : weights.reshaped()) weight = normal(its_deviation);
    network.biases(l).setZero();
  }
}
inline void require_positive(double number, const char* message) {
  if (!(number > 0) || !std::isfinite(number)) throw std::invalid_argument(message);
}

} // namespace detail

template <class Activation>
void glorot_uniform(DenseNetwork<Activation>& network, std::uint64_t seed) {
  detail::draw_uniform(network, seed, [](double n, double m) { return std::sqrt(6 / (n + m)); });
}
template <class Activation>
void glorot_normal(DenseNetwork<Activation>& network, std::uint64_t seed) {
  detail::draw_normal(network, seed, [](double n, double m) { return std::sqrt(2 / (n + m)); });
}
template <class Activation>
void he_uniform(DenseNetwork<Activation>& network, std::uint64_t seed) {
  detail::draw_uniform(network, seed, [](double n, double) { return std::sqrt(6 / n); });
}
template <class Activation>
void he_normal(DenseNetwork<Activation>& network, std::uint64_t seed) {
  detail::draw_normal(network, seed, [](double n, double) { return std::sqrt(2 / n); });
}
template <class Activation>
void lecun_uniform(DenseNetwork<Activation>& network, std::uint64_t seed) {
  detail::draw_uniform(network, seed, [](double n, double) { return std::sqrt(3 / n); });
}
template <class Activation>
void lecun_normal(DenseNetwork<Activation>& network, std::uint64_t seed) {
  detail::draw_normal(network, seed, [](double n, double) { return std::sqrt(1 / n); });
}

struct SirenOptions {
  double frequency = 30; // ω₀: how fast the first layer oscillates for inputs in [-1, 1]
};

/// For sin. The authors' layers are sin(ω₀·(W x + b)); here ω₀ is part of W and b, so that hidden weights are uniform
/// in ±√(6/n), those of the first layer in ±ω₀/n and of the output in ±√(6/n)/ω₀. Biases are uniform in ±1/√n, times
/// ω₀ in front of a sine, as in the authors' program.
template <class Activation>
void siren(DenseNetwork<Activation>& network, std::uint64_t seed, SirenOptions options = {}) {
  detail::require_positive(options.frequency, "siren: the frequency must be positive and finite");
  UniformGenerator uniform(seed);
  const std::size_t last = network.layers().size() - 1;
  for (std::size_t l = 0; l <= last; ++l) {
    auto weights = network.weights(l);
    const auto n = static_cast<double>(weights.cols());
    const double factor = l < last ? options.frequency : 1;
    const double bound = factor * (l == 0 ? 1 / n : std::sqrt(6 / n) / options.frequency);
    for (double& weight : weights.reshaped()) weight = uniform(-bound, bound);
    for (double& bias : network.biases(l)) bias = factor * uniform(-1, 1) / std::sqrt(n);
  }
}

/// B of DenseNetworkOptions, count × inputs: 2π times normal numbers of this deviation, so that the features
/// oscillate about `deviation` times in a distance of 1 (Tancik et al. 2020).
inline auto random_fourier_frequencies(int count, int inputs, double deviation, std::uint64_t seed)
    -> Eigen::MatrixXd {
  if (count < 1 || inputs < 1)
    throw std::invalid_argument(
        "random_fourier_frequencies: give at least one frequency and one input");
  detail::require_positive(deviation,
                           "random_fourier_frequencies: the deviation must be positive and finite");
  NormalGenerator normal(seed);
  Eigen::MatrixXd frequencies(count, inputs);
  for (double& frequency : frequencies.reshaped())
    frequency = 2 * std::numbers::pi * normal(deviation);
  return frequencies;
}

struct RandomFeatureOptions {
  double steepest = 4; // weights are uniform in (-steepest, steepest)
};

/// A random hidden layer for inputs in [-1, 1]: f(w·(x - c)) with w uniform. For one input the centres c are spread
/// evenly over the segment, for several they are uniform in the box. The output layer is left zero, for a solver to
/// set.
template <class Activation>
void random_features(DenseNetwork<Activation>& network, std::uint64_t seed,
                     RandomFeatureOptions options = {}) {
  if (network.widths().size() != 3 || !network.options().biases)
    throw std::invalid_argument(
        "random_features: the network must have one hidden layer, and biases");
  detail::require_positive(options.steepest,
                           "random_features: the steepest slope must be positive and finite");
  UniformGenerator uniform(seed);
  auto weights = network.weights(0);
  auto biases = network.biases(0);
  const auto features = static_cast<double>(weights.rows());
  for (Eigen::Index j = 0; j < weights.rows(); ++j) {
    biases[j] = 0;
    for (Eigen::Index i = 0; i < weights.cols(); ++i) {
      weights(j, i) = uniform(-options.steepest, options.steepest);
      const double centre =
          weights.cols() == 1 ? (2 * static_cast<double>(j) + 1) / features - 1 : uniform(-1, 1);
      biases[j] -= weights(j, i) * centre;
    }
  }
  network.weights(1).setZero();
  network.biases(1).setZero();
}

} // namespace jetwork::nn
