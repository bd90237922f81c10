// log Σ exp(x[i]), shifted by the largest so that nothing overflows. Its gradient is the softmax.
#pragma once

#include "benchmarks/derivatives/workloads/random_numbers.hpp"

#include <cmath>
#include <span>

namespace jetwork::benchmarks {

struct LogSumExp {
  static constexpr const char* title = "log-sum-exp, 1000 inputs: gradient";
  static constexpr std::size_t size = 1000;

  static auto inputs() { return random_numbers(size, -5, 5, 3); }
  static auto results() { return size; }

  template <class T>
  auto operator()(std::span<const T> x) const -> T {
    using std::exp, std::log;
    T largest = x[0];
    for (std::size_t i = 1; i < size; ++i)
      if (x[i] > largest) largest = x[i];
    T sum = 0.0;
    for (std::size_t i = 0; i < size; ++i) sum += exp(x[i] - largest);
    return largest + log(sum);
  }

  static void hand_written(std::span<const double> x, std::span<double> gradient) {
    double largest = x[0];
    for (std::size_t i = 1; i < size; ++i) largest = x[i] > largest ? x[i] : largest;
    double sum = 0;
    for (std::size_t i = 0; i < size; ++i) sum += gradient[i] = std::exp(x[i] - largest);
    const double scale = 1 / sum;
    for (std::size_t i = 0; i < size; ++i) gradient[i] *= scale;
  }
};

} // namespace jetwork::benchmarks
