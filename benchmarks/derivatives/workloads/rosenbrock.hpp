// Rosenbrock's valley in many dimensions: Σ 100 (x[i+1] - x[i]²)² + (1 - x[i])². Much arithmetic, little reuse.
#pragma once

#include "benchmarks/derivatives/workloads/random_numbers.hpp"

#include <algorithm>
#include <span>

namespace jetwork::benchmarks {

struct Rosenbrock {
  static constexpr const char* title = "Rosenbrock, 1000 inputs: gradient";
  static constexpr std::size_t size = 1000;

  static auto inputs() { return random_numbers(size, -1.5, 1.5, 1); }
  static auto results() { return size; }

  template <class T>
  auto operator()(std::span<const T> x) const -> T {
    T sum(0.0);
    for (std::size_t i = 0; i + 1 < size; ++i) {
      const T across = x[i + 1] - x[i] * x[i];
      const T along = 1.0 - x[i];
      sum += 100.0 * across * across + along * along;
    }
    return sum;
  }

  static void hand_written(std::span<const double> x, std::span<double> gradient) {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    for (std::size_t i = 0; i + 1 < size; ++i) {
      const double across = x[i + 1] - x[i] * x[i], along = 1 - x[i];
      gradient[i] -= 400 * x[i] * across + 2 * along;
      gradient[i + 1] += 200 * across;
    }
  }
};

} // namespace jetwork::benchmarks
