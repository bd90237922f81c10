// The squared error of a small network, 1-16-16-1 with tanh, on 64 points, by all its weights.
//
// The weights lie one after another: W1[16], b1[16], W2[16 × 16], b2[16], w3[16], b3. W2[i * 16 + j] leads from
// neuron i of the first layer to neuron j of the second.
#pragma once

#include "benchmarks/derivatives/workloads/random_numbers.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace jetwork::benchmarks {

struct Network {
  static constexpr const char* title = "network 1-16-16-1 on 64 points: gradient";
  static constexpr std::size_t width = 16, points = 64;
  static constexpr std::size_t b1 = width, W2 = b1 + width, b2 = W2 + width * width,
                               w3 = b2 + width, b3 = w3 + width, size = b3 + 1;

  std::vector<double> input = random_numbers(points, -2, 2, 6);
  std::vector<double> target = random_numbers(points, -1, 1, 7);

  static auto inputs() { return random_numbers(size, -0.7, 0.7, 8); }
  static auto results() { return size; }

  template <class T>
  auto operator()(std::span<const T> weight) const -> T {
    using std::tanh;
    T loss(0.0);
    for (std::size_t n = 0; n < points; ++n) {
      std::array<T, width> first, second;
      for (std::size_t i = 0; i < width; ++i)
        first[i] = tanh(weight[i] * input[n] + weight[b1 + i]);
      for (std::size_t j = 0; j < width; ++j) second[j] = weight[b2 + j];
      for (std::size_t i = 0; i < width; ++i)
        for (std::size_t j = 0; j < width; ++j) second[j] += weight[W2 + i * width + j] * first[i];
      T output = weight[b3];
      for (std::size_t j = 0; j < width; ++j) {
        const T activation = tanh(second[j]);
        output += weight[w3 + j] * activation;
      }
      const T error = output - target[n];
      loss += error * error;
    }
    return loss;
  }

  /// Back-propagation, point by point.
  void hand_written(std::span<const double> w, std::span<double> g) const {
    std::fill(g.begin(), g.end(), 0.0);
    for (std::size_t n = 0; n < points; ++n) {
      std::array<double, width> first, second, by_second;
      for (std::size_t i = 0; i < width; ++i) first[i] = std::tanh(w[i] * input[n] + w[b1 + i]);
      for (std::size_t j = 0; j < width; ++j) second[j] = w[b2 + j];
      for (std::size_t i = 0; i < width; ++i)
        for (std::size_t j = 0; j < width; ++j) second[j] += w[W2 + i * width + j] * first[i];
      double output = w[b3];
      for (std::size_t j = 0; j < width; ++j) {
        second[j] = std::tanh(second[j]);
        output += w[w3 + j] * second[j];
      }

      const double by_output = 2 * (output - target[n]);
      g[b3] += by_output;
      for (std::size_t j = 0; j < width; ++j) {
        g[w3 + j] += by_output * second[j];
        by_second[j] = by_output * w[w3 + j] * (1 - second[j] * second[j]);
        g[b2 + j] += by_second[j];
      }
      for (std::size_t i = 0; i < width; ++i) {
        double by_first = 0;
        for (std::size_t j = 0; j < width; ++j) {
          g[W2 + i * width + j] += first[i] * by_second[j];
          by_first += w[W2 + i * width + j] * by_second[j];
        }
        const double by_sum = by_first * (1 - first[i] * first[i]);
        g[i] += by_sum * input[n];
        g[b1 + i] += by_sum;
      }
    }
  }
};

} // namespace jetwork::benchmarks
