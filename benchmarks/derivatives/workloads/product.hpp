// The product of many numbers, the example of Speelpenning (1980): each derivative is the product of all others.
#pragma once

#include "benchmarks/derivatives/workloads/random_numbers.hpp"

#include <span>

namespace jetwork::benchmarks {

struct Product {
  static constexpr const char* title = "product of 100 numbers: gradient";
  static constexpr std::size_t size = 100;

  static auto inputs() { return random_numbers(size, 0.5, 1.7, 2); }
  static auto results() { return size; }

  template <class T>
  auto operator()(std::span<const T> x) const -> T {
    T product = x[0];
    for (std::size_t i = 1; i < size; ++i) product *= x[i];
    return product;
  }

  static void hand_written(std::span<const double> x, std::span<double> gradient) {
    double before = 1;
    for (std::size_t i = 0; i < size; ++i) {
      gradient[i] = before;
      before *= x[i];
    }
    double after = 1;
    for (std::size_t i = size; i-- > 0;) {
      gradient[i] *= after;
      after *= x[i];
    }
  }
};

} // namespace jetwork::benchmarks
