// Hyper-dual numbers: a value, its gradient in N directions, and the triangle of its Hessian.
//
//   auto [x, y] = HyperDual<double, 2>::variables(1.0, 2.0);
//   auto f = x * x * exp(y);
//   f.value(); f.gradient(0); f.hessian(0, 1);       // 2x·exp(y)
//
// Second derivatives are exact, without subtraction (Fike and Alonso 2011). The second derivative of a
// rule is the first derivative of its slope, taken with a Dual: no rule states it.
#pragma once

#include "autodiff/dual.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace jetwork::autodiff {

template <class T, int N = 1>
class HyperDual {
public:
  static constexpr int directions = N;
  static constexpr int pairs = N * (N + 1) / 2;

  constexpr HyperDual() = default;
  /// A constant: every derivative is zero.
  template <class S>
  requires std::convertible_to<S, T>
  constexpr HyperDual(const S& value)
      : value_(static_cast<T>(value)) {} // NOLINT(google-explicit-constructor)

  /// The independent variable of direction `direction`. Requires direction < N.
  static constexpr auto variable(const T& value, int direction = 0) -> HyperDual {
    HyperDual x(value);
    x.gradient_[static_cast<std::size_t>(direction)] = T(1);
    return x;
  }
  /// N independent variables, one a direction, at the values given.
  template <class... Values>
  requires(sizeof...(Values) == N) static constexpr auto variables(const Values&... values)
      -> std::array<HyperDual, N> {
    int direction = 0;
    return {variable(T(values), direction++)...};
  }

  constexpr auto value() const -> const T& { return value_; }
  constexpr auto gradient(int i = 0) const -> const T& {
    return gradient_[static_cast<std::size_t>(i)];
  }
  constexpr auto hessian(int i = 0, int j = 0) const -> const T& { return hessian_[index(i, j)]; }
  constexpr auto gradients() const -> const std::array<T, N>& { return gradient_; }
  constexpr auto hessians() const -> const std::array<T, pairs>& { return hessian_; }

  /// y = f(x): y_ij = f'·x_ij + f''·x_i·x_j.
  static constexpr auto lift(const T& value, const T& first, const T& second, const HyperDual& x)
      -> HyperDual {
    HyperDual y(value);
    for (std::size_t i = 0; i < N; ++i) y.gradient_[i] = chain(first, x.gradient_[i]);
    for_each_pair([&](std::size_t ij, std::size_t i, std::size_t j) {
      y.hessian_[ij] =
          chain(first, x.hessian_[ij]) + chain(second, x.gradient_[i] * x.gradient_[j]);
    });
    return y;
  }
  /// z = f(x, y), given its first and second partial derivatives.
  struct Partials {
    T x, y, xx, xy, yy;
  };
  static constexpr auto lift(const T& value, const Partials& f, const HyperDual& x,
                             const HyperDual& y) -> HyperDual {
    HyperDual z(value);
    for (std::size_t i = 0; i < N; ++i)
      z.gradient_[i] = chain(f.x, x.gradient_[i]) + chain(f.y, y.gradient_[i]);
    for_each_pair([&](std::size_t ij, std::size_t i, std::size_t j) {
      const auto &xi = x.gradient_[i], &xj = x.gradient_[j], &yi = y.gradient_[i],
                 &yj = y.gradient_[j];
      z.hessian_[ij] = chain(f.x, x.hessian_[ij]) + chain(f.y, y.hessian_[ij])
                       + chain(f.xx, xi * xj) + chain(f.xy, xi * yj + xj * yi)
                       + chain(f.yy, yi * yj);
    });
    return z;
  }

  constexpr auto operator-() const -> HyperDual { return HyperDual() -= *this; }
  constexpr auto operator+=(const HyperDual& other) -> HyperDual& {
    value_ += other.value_;
    for (std::size_t i = 0; i < N; ++i) gradient_[i] += other.gradient_[i];
    for (std::size_t i = 0; i < pairs; ++i) hessian_[i] += other.hessian_[i];
    return *this;
  }
  constexpr auto operator-=(const HyperDual& other) -> HyperDual& {
    value_ -= other.value_;
    for (std::size_t i = 0; i < N; ++i) gradient_[i] -= other.gradient_[i];
    for (std::size_t i = 0; i < pairs; ++i) hessian_[i] -= other.hessian_[i];
    return *this;
  }
  constexpr auto operator*=(const HyperDual& other) -> HyperDual& { return *this = *this * other; }
  constexpr auto operator/=(const HyperDual& other) -> HyperDual& { return *this = *this / other; }

private:
  /// Row by row through the lower triangle: (0,0), (1,0), (1,1), (2,0), …
  static constexpr auto index(int i, int j) -> std::size_t {
    if (i < j) std::swap(i, j);
    return static_cast<std::size_t>(i * (i + 1) / 2 + j);
  }
  template <class Visit>
  static constexpr void for_each_pair(Visit&& visit) {
    std::size_t ij = 0;
    for (std::size_t i = 0; i < N; ++i)
      for (std::size_t j = 0; j <= i; ++j) visit(ij++, i, j);
  }

  T value_{};
  std::array<T, N> gradient_{};
  std::array<T, pairs> hessian_{};
};

template <class T, int N>
inline constexpr bool is_active<HyperDual<T, N>> = true;

template <class T, int N>
struct UnderlyingOf<HyperDual<T, N>> : UnderlyingOf<T> {};

template <class T, int N>
constexpr auto is_zero(const HyperDual<T, N>& x) {
  auto zero = is_zero(x.value());
  for (const T& derivative : x.gradients()) zero = zero & is_zero(derivative);
  for (const T& derivative : x.hessians()) zero = zero & is_zero(derivative);
  return zero;
}

template <class Rule, class T, int N>
constexpr auto apply_rule(const HyperDual<T, N>& x) -> HyperDual<T, N> {
  const T y = apply_rule<Rule>(x.value());
  const T first = Rule::derivative(x.value(), y);
  const Dual<T> slope = Rule::derivative(Dual<T>(x.value(), T(1)), Dual<T>(y, first));
  return HyperDual<T, N>::lift(y, first, slope.tangent(), x);
}
template <class Rule, class T, int N>
constexpr auto apply_rule(const HyperDual<T, N>& x, const HyperDual<T, N>& y) -> HyperDual<T, N> {
  const T z = apply_rule<Rule>(x.value(), y.value());
  const T by_x = Rule::partial_x(x.value(), y.value(), z);
  const T by_y = Rule::partial_y(x.value(), y.value(), z);
  using Slope = Dual<T, 2>;
  const auto [dx, dy] = Slope::variables(x.value(), y.value());
  const Slope dz(z, std::array<T, 2>{by_x, by_y});
  const Slope slope_x = Rule::partial_x(dx, dy, dz);
  const Slope slope_y = Rule::partial_y(dx, dy, dz);
  return HyperDual<T, N>::lift(
      z, {by_x, by_y, slope_x.tangent(0), slope_x.tangent(1), slope_y.tangent(1)}, x, y);
}
template <class Rule, class T, int N, ConstantFor<HyperDual<T, N>> C>
constexpr auto apply_rule(const HyperDual<T, N>& x, const C& y) -> HyperDual<T, N> {
  const T z = apply_rule<Rule>(x.value(), y);
  const T first = Rule::partial_x(x.value(), y, z);
  const Dual<T> slope = Rule::partial_x(Dual<T>(x.value(), T(1)), y, Dual<T>(z, first));
  return HyperDual<T, N>::lift(z, first, slope.tangent(), x);
}
template <class Rule, class T, int N, ConstantFor<HyperDual<T, N>> C>
constexpr auto apply_rule(const C& x, const HyperDual<T, N>& y) -> HyperDual<T, N> {
  const T z = apply_rule<Rule>(x, y.value());
  const T first = Rule::partial_y(x, y.value(), z);
  const Dual<T> slope = Rule::partial_y(x, Dual<T>(y.value(), T(1)), Dual<T>(z, first));
  return HyperDual<T, N>::lift(z, first, slope.tangent(), y);
}

} // namespace jetwork::autodiff
