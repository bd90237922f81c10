// The Helmholtz energy of a mixed fluid under the Peng–Robinson equation of state, ten inputs: the example of
// Griewank, "On automatic differentiation" (1989).
//
//   f(x) = RT Σ x[i] log(x[i] / (1 - bᵀx)) - xᵀAx / (√8 bᵀx) · log((1 + (1 + √2) bᵀx) / (1 + (1 - √2) bᵀx))
#pragma once

#include "benchmarks/derivatives/workloads/random_numbers.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <span>

namespace jetwork::benchmarks {

struct Helmholtz {
  static constexpr const char* title = "Helmholtz energy, 10 inputs: gradient";
  static constexpr std::size_t size = 10;
  static constexpr double plus = 1 + std::numbers::sqrt2, minus = 1 - std::numbers::sqrt2,
                          root_8 = 2 * std::numbers::sqrt2;

  double RT = 1.5;
  std::vector<double> b = random_numbers(size, 0.02, 0.08, 9);
  std::vector<double> A = symmetric(random_numbers(size * size, 0.5, 2, 10));

  static auto inputs() { return random_numbers(size, 0.3, 1.2, 11); }
  static auto results() { return size; }

  template <class T>
  auto operator()(std::span<const T> x) const -> T {
    using std::log;
    T b_x = 0.0;
    for (std::size_t i = 0; i < size; ++i) b_x += b[i] * x[i];
    const T free = 1.0 - b_x;
    T ideal = 0.0, x_A_x = 0.0;
    for (std::size_t i = 0; i < size; ++i) {
      ideal += x[i] * log(x[i] / free);
      T A_x = 0.0;
      for (std::size_t j = 0; j < size; ++j) A_x += A[i * size + j] * x[j];
      x_A_x += x[i] * A_x;
    }
    return RT * ideal - x_A_x / (root_8 * b_x) * log((1.0 + plus * b_x) / (1.0 + minus * b_x));
  }

  void hand_written(std::span<const double> x, std::span<double> gradient) const {
    const Parts p = parts(x);
    for (std::size_t k = 0; k < size; ++k)
      gradient[k] = RT * (std::log(x[k] / p.free) + 1 + b[k] * p.sum / p.free) - 2 * p.A_x[k] * p.g
                    - p.x_A_x * p.dg * b[k];
  }

  /// The whole matrix, row by row.
  void hand_written_hessian(std::span<const double> x, std::span<double> hessian) const {
    const Parts p = parts(x);
    const double ideal = 1 / p.free, crowding = p.sum / (p.free * p.free);
    for (std::size_t k = 0; k < size; ++k)
      for (std::size_t l = 0; l <= k; ++l)
        hessian[k * size + l] = hessian[l * size + k] =
            RT * ((k == l ? 1 / x[k] : 0.0) + (b[k] + b[l]) * ideal + b[k] * b[l] * crowding)
            - 2 * A[k * size + l] * p.g - 2 * p.dg * (p.A_x[k] * b[l] + p.A_x[l] * b[k])
            - p.x_A_x * p.ddg * b[k] * b[l];
  }

private:
  /// With s = bᵀx, the second term is -xᵀAx · g(s); sum is Σ x[i] and free is 1 - s.
  struct Parts {
    double sum = 0, free = 0, x_A_x = 0, g = 0, dg = 0, ddg = 0;
    std::array<double, size> A_x = {};
  };
  auto parts(std::span<const double> x) const -> Parts {
    Parts p;
    double s = 0;
    for (std::size_t i = 0; i < size; ++i) {
      s += b[i] * x[i];
      p.sum += x[i];
    }
    for (std::size_t j = 0; j < size; ++j) // A is symmetric: a column is a row
      for (std::size_t i = 0; i < size; ++i) p.A_x[i] += A[j * size + i] * x[j];
    for (std::size_t i = 0; i < size; ++i) p.x_A_x += x[i] * p.A_x[i];
    p.free = 1 - s;
    const double h = std::log((1 + plus * s) / (1 + minus * s));
    const double product = (1 + plus * s) * (1 + minus * s); // 1 + 2s - s²
    const double dh = root_8 / product;
    p.g = h / (root_8 * s);
    p.dg = (dh / root_8 - p.g) / s;
    p.ddg = (-2 * (1 - s) / (product * product) - 2 * p.dg) / s;
    return p;
  }
  static auto symmetric(std::vector<double> matrix) -> std::vector<double> {
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t j = 0; j < i; ++j) matrix[i * size + j] = matrix[j * size + i];
    return matrix;
  }
};

/// All second derivatives of the same function; the divisor is the hand-written gradient, above.
struct HelmholtzHessian : Helmholtz {
  static constexpr const char* title =
      "Helmholtz energy, 10 inputs: Hessian ÷ hand-written gradient";

  static auto results() { return size * size; }
  void hand_written(std::span<const double> x, std::span<double> hessian) const {
    hand_written_hessian(x, hessian);
  }
  void divisor(std::span<const double> x, std::span<double> gradient) const {
    Helmholtz::hand_written(x, gradient);
  }
};

} // namespace jetwork::benchmarks
