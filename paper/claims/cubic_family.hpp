// The cubic of section 4.1.1 at 2000 points of the sine, from several starts.
//
//   for (const Cubic& cubic : cubics(1)) cubic.gradient();      // of Σ(y_pred - y)², by Duals
#pragma once

#include "autodiff/dual.hpp"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace jetwork::paper {

struct Cubic {
  static constexpr double learning_rate = 1e-6;
  static constexpr int points = 2000;

  std::array<double, 4> coefficients{};

  auto operator()(double x) const -> double { return value(coefficients, x); }

  /// ∂y_pred/∂a, …, ∂d at x.
  auto by_coefficient(double x) const -> std::array<double, 4> {
    const auto y = value(variables(), x);
    return {y.tangent(0), y.tangent(1), y.tangent(2), y.tangent(3)};
  }
  /// ∂loss/∂a, …, ∂d.
  auto gradient() const -> std::array<double, 4>;
  /// Σ term(x, y_pred - y) over all points.
  template <class Term>
  auto sum(const Term& term) const -> double {
    double total = 0;
    for (int p = 0; p < points; ++p)
      total += term(abscissa(p), (*this)(abscissa(p))-std::sin(abscissa(p)));
    return total;
  }
  /// The coefficients at which the loss is least: odd ones alone, as the sine is odd.
  static auto limit() -> std::array<double, 4>;
  /// From a start, by steps of -learning_rate·gradient.
  static auto descended(const std::array<double, 4>& start, int steps) -> std::array<double, 4>;
  /// A start from which 2000 steps come near these coefficients. What decays slowest is left of it by then: the start
  /// has nothing else.
  static auto start_of(const std::array<double, 4>& coefficients) -> std::array<double, 4>;

  static auto abscissa(int p) -> double;
  template <class T>
  static auto value(const std::array<T, 4>& c, double x) -> T {
    return c[0] + x * (c[1] + x * (c[2] + x * c[3]));
  }
  auto variables() const -> std::array<autodiff::Dual<double, 4>, 4>;
};

auto cubics(std::uint64_t seed) -> std::vector<Cubic>;
auto attributes_of(const Cubic& cubic) -> std::map<std::string, std::string>;
auto size_of(const Cubic& cubic) -> int;
void write_numbers(const Cubic& cubic, nlohmann::json& json);

} // namespace jetwork::paper
