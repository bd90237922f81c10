// The energy of ten bodies that attract each other: the sum over pairs of m[i] m[j] / distance.
#pragma once

#include "benchmarks/derivatives/workloads/random_numbers.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace jetwork::benchmarks {

struct Bodies {
  static constexpr const char* title = "energy of 10 bodies, 30 inputs: gradient";
  static constexpr std::size_t bodies = 10, size = 3 * bodies;

  std::vector<double> mass = random_numbers(bodies, 0.5, 2, 4);

  static auto inputs() { return random_numbers(size, -1, 1, 5); }
  static auto results() { return size; }

  template <class T>
  auto operator()(std::span<const T> x) const -> T {
    using std::sqrt;
    T energy = 0.0;
    for (std::size_t i = 0; i < bodies; ++i)
      for (std::size_t j = 0; j < i; ++j) {
        const T dx = x[3 * i] - x[3 * j];
        const T dy = x[3 * i + 1] - x[3 * j + 1];
        const T dz = x[3 * i + 2] - x[3 * j + 2];
        energy += mass[i] * mass[j] / sqrt(dx * dx + dy * dy + dz * dz);
      }
    return energy;
  }

  void hand_written(std::span<const double> x, std::span<double> gradient) const {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    for (std::size_t i = 0; i < bodies; ++i) {
      double gx = 0, gy = 0, gz = 0;
      for (std::size_t j = 0; j < i; ++j) {
        const double dx = x[3 * i] - x[3 * j];
        const double dy = x[3 * i + 1] - x[3 * j + 1];
        const double dz = x[3 * i + 2] - x[3 * j + 2];
        const double square = dx * dx + dy * dy + dz * dz;
        const double pull = mass[i] * mass[j] / (square * std::sqrt(square));
        gx -= pull * dx;
        gy -= pull * dy;
        gz -= pull * dz;
        gradient[3 * j] += pull * dx;
        gradient[3 * j + 1] += pull * dy;
        gradient[3 * j + 2] += pull * dz;
      }
      gradient[3 * i] = gx;
      gradient[3 * i + 1] = gy;
      gradient[3 * i + 2] = gz;
    }
  }
};

} // namespace jetwork::benchmarks
