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

  /// Lane by lane, the value and derivatives of a or of b.
  template <Mask M>
  friend constexpr auto blend(const M& mask, const HyperDual& a, const HyperDual& b) -> HyperDual {
    HyperDual y(select(mask, a.value_, b.value_));
    for (std::size_t i = 0; i < N; ++i)
      y.gradient_[i] = select(mask, a.gradient_[i], b.gradient_[i]);
    for (std::size_t i = 0; i < pairs; ++i)
      y.hessian_[i] = select(mask, a.hessian_[i], b.hessian_[i]);
    return y;
  }

private:
  friend struct RuleOn<HyperDual>;

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

/// y = f(x…): y_i = Σ f_a·x_a,i and y_ij = Σ f_a·x_a,ij + Σ f_ab·x_a,i·x_b,j over the arguments that move.
template <class T, int N>
struct RuleOn<HyperDual<T, N>> {
  template <class Rule, class... Arguments>
  static constexpr auto apply(const Arguments&... x) -> HyperDual<T, N> {
    constexpr int active = (0 + ... + (std::same_as<Arguments, HyperDual<T, N>> ? 1 : 0));
    const T value = apply_rule<Rule>(value_of(x)...);
    HyperDual<T, N> y(value);

    std::array<T, active> first{};
    for_each_numbered(
        [&](auto argument, std::size_t a, const HyperDual<T, N>& x_a) {
          first[a] = Rule::template partial<argument.value>(value_of(x)..., value);
          for (std::size_t i = 0; i < N; ++i) {
            const T term = chain(first[a], x_a.gradient_[i]);
            y.gradient_[i] = a == 0 ? term : T(y.gradient_[i] + term);
          }
          for (std::size_t ij = 0; ij < y.hessian_.size(); ++ij) {
            const T term = chain(first[a], x_a.hessian_[ij]);
            y.hessian_[ij] = a == 0 ? term : T(y.hessian_[ij] + term);
          }
        },
        x...);

    // The second partial derivatives are the derivatives of the slopes.
    using Slope = Dual<T, active>;
    const Slope value_and_slopes(value, first);
    for_each_numbered(
        [&](auto argument, std::size_t a, const HyperDual<T, N>& x_a) {
          const Slope slope = [&]<int... k>(std::integer_sequence<int, k...>)->Slope {
            return Rule::template partial<argument.value>(
                seed<Slope>(x, active_before<Arguments...>(k))..., value_and_slopes);
          }
          (std::make_integer_sequence<int, sizeof...(Arguments)>{});
          for_each_numbered(
              [&](auto, std::size_t b, const HyperDual<T, N>& x_b) {
                if (b > a) return;
                const T& second = slope.tangent(static_cast<int>(b));
                HyperDual<T, N>::for_each_pair([&](std::size_t ij, std::size_t i, std::size_t j) {
                  const T motion = a == b ? T(x_a.gradient_[i] * x_a.gradient_[j])
                                          : T(x_a.gradient_[i] * x_b.gradient_[j]
                                              + x_a.gradient_[j] * x_b.gradient_[i]);
                  y.hessian_[ij] = y.hessian_[ij] + chain(second, motion);
                });
              },
              x...);
        },
        x...);
    return y;
  }

private:
  static constexpr auto value_of(const HyperDual<T, N>& x) -> const T& { return x.value(); }
  template <class Constant>
  static constexpr auto value_of(const Constant& x) -> const Constant& {
    return x;
  }
  /// The arguments that move are the slopes' independent variables.
  template <class Slope>
  static constexpr auto seed(const HyperDual<T, N>& x, int direction) -> Slope {
    return Slope::variable(x.value(), direction);
  }
  template <class Slope, class Constant>
  static constexpr auto seed(const Constant& x, int) -> const Constant& {
    return x;
  }
  template <class... Arguments>
  static constexpr auto active_before(int place) -> int {
    int i = 0, count = 0;
    ((count += i++ < place && std::same_as<Arguments, HyperDual<T, N>> ? 1 : 0), ...);
    return count;
  }
  /// Calls visit(place among all arguments, number among those that move, argument).
  template <class Visit, class... Arguments>
  static constexpr void for_each_numbered(Visit&& visit, const Arguments&... x) {
    std::size_t number = 0;
    for_each_active<HyperDual<T, N>>(
        [&](auto argument, const HyperDual<T, N>& x_a) { visit(argument, number++, x_a); }, x...);
  }
};

} // namespace jetwork::autodiff
