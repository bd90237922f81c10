// Jets: a function's Taylor coefficients in one variable, to order K.
//
//   auto t = Jet<double, 4>::variable(1.0);
//   auto y = exp(-t * t);
//   y[3];                  // the coefficient y'''(1)/3!
//   y.derivative(3);       // y'''(1)
//
// Coefficients are normalised, y[k] = y⁽ᵏ⁾/k!, so that products are plain convolutions. For y = f(x) the
// chain rule y' = f'(x)·x' gives k·y[k] = Σ j·x[j]·s[k-j], j = 1…k, with s the jet of the slope f'(x), itself
// computed from the rule on shorter jets (Griewank and Walther 2008, section 13.2).
#pragma once

#include "autodiff/arithmetic.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace jetwork::autodiff {

template <class T, int K>
class Jet {
public:
  static constexpr int order = K;

  constexpr Jet() = default;
  /// A constant: all coefficients but the first are zero.
  template <class S>
  requires std::convertible_to<S, T>
  constexpr Jet(const S& value) { // NOLINT(google-explicit-constructor)
    for (T& c : coefficient_) c = T(0);
    coefficient_[0] = static_cast<T>(value);
  }
  constexpr explicit Jet(const std::array<T, K + 1>& coefficients) : coefficient_(coefficients) {}

  /// The independent variable at `value`: x(t) = value + velocity·t.
  static constexpr auto variable(const T& value, const T& velocity = T(1)) -> Jet {
    Jet x(value);
    if constexpr (K >= 1) x[1] = velocity;
    return x;
  }

  constexpr auto value() const -> const T& { return coefficient_[0]; }
  constexpr auto operator[](int k) const -> const T& {
    return coefficient_[static_cast<std::size_t>(k)];
  }
  constexpr auto operator[](int k) -> T& { return coefficient_[static_cast<std::size_t>(k)]; }
  constexpr auto coefficients() const -> const std::array<T, K + 1>& { return coefficient_; }
  /// The k-th derivative, k!·y[k].
  constexpr auto derivative(int k) const -> T {
    T y = (*this)[k];
    for (int i = 2; i <= k; ++i) y = y * i;
    return y;
  }
  /// The first M + 1 coefficients.
  template <int M>
  requires(M <= K) constexpr auto truncated() const -> Jet<T, M> {
    Jet<T, M> x;
    for (int k = 0; k <= M; ++k) x[k] = (*this)[k];
    return x;
  }

  constexpr auto operator-() const -> Jet {
    Jet y;
    for (int k = 0; k <= K; ++k) y[k] = -(*this)[k];
    return y;
  }
  constexpr auto operator+=(const Jet& other) -> Jet& {
    for (int k = 0; k <= K; ++k) (*this)[k] = (*this)[k] + other[k];
    return *this;
  }
  constexpr auto operator-=(const Jet& other) -> Jet& {
    for (int k = 0; k <= K; ++k) (*this)[k] = (*this)[k] - other[k];
    return *this;
  }
  constexpr auto operator*=(const Jet& other) -> Jet& { return *this = *this * other; }
  constexpr auto operator/=(const Jet& other) -> Jet& { return *this = *this / other; }

private:
  std::array<T, K + 1> coefficient_{};
};

template <class T, int K>
inline constexpr bool is_active<Jet<T, K>> = true;

template <class T, int K>
struct UnderlyingOf<Jet<T, K>> : UnderlyingOf<T> {};

template <class T, int K>
constexpr auto is_zero(const Jet<T, K>& x) {
  auto zero = is_zero(x[0]);
  for (int k = 1; k <= K; ++k) zero = zero & is_zero(x[k]);
  return zero;
}

/// Lane by lane, the coefficients of a or of b.
template <Mask M, class T, int K>
constexpr auto blend(const M& mask, const Jet<T, K>& a, const Jet<T, K>& b) -> Jet<T, K> {
  Jet<T, K> y;
  for (int k = 0; k <= K; ++k) y[k] = select(mask, a[k], b[k]);
  return y;
}

namespace detail {

/// Coefficient k of ∫ slope·x' dt: what x's motion contributes to y' = slope·x'. Needs slope to order k - 1.
template <class T, int K, int S>
constexpr auto integrated_chain(const Jet<T, S>& slope, const Jet<T, K>& x, int k) -> T {
  T sum = chain(slope[k - 1], x[1]);
  for (int j = 2; j <= k; ++j) sum = sum + chain(slope[k - j], x[j]) * j;
  return k == 1 ? sum : sum / k;
}

/// Calls step(std::integral_constant<int, k>) for k = 1 … K.
template <int K, class Step>
constexpr void for_each_order(Step&& step) {
  [&]<int... k>(std::integer_sequence<int, k...>) {
    (step(std::integral_constant<int, k + 1>{}), ...);
  }
  (std::make_integer_sequence<int, K>{});
}

/// The jet of a slope, for the coefficient y[k]. A slope that is stated without y is computed once, to the highest
/// order; one that reuses y needs y to order k - 1, and gives it to order k.
template <bool needs_value, int K, class Slope>
class SlopeJet {
public:
  constexpr explicit SlopeJet(const Slope& slope) : slope_(slope), once_(compute()) {}
  template <int k>
  constexpr auto at(std::integral_constant<int, k> order) const -> decltype(auto) {
    if constexpr (needs_value) return slope_(order);
    else return (once_);
  }

private:
  constexpr auto compute() const {
    if constexpr (needs_value) return 0;
    else return slope_(std::integral_constant<int, K>{});
  }
  Slope slope_;
  decltype(std::declval<const SlopeJet&>().compute()) once_;
};

} // namespace detail

/// k·y[k] = Σ over the arguments that move of Σ j·x[j]·s[k-j], j = 1…k, with s the jet of ∂f/∂x.
template <class T, int K>
struct RuleOn<Jet<T, K>> {
  template <class Rule, class... Arguments>
  static constexpr auto apply(const Arguments&... x) -> Jet<T, K> {
    Jet<T, K> y(apply_rule<Rule>(value_of(x)...));
    const auto integrate = [&](const auto&... slope) {
      detail::for_each_order<K>([&](auto k) {
        bool first = true;
        const auto add = [&]<class X>(const auto& slope_by_x, const X& argument) {
          if constexpr (std::same_as<X, Jet<T, K>>) {
            const T term = detail::integrated_chain(slope_by_x.at(k), argument, k);
            y[k] = first ? term : T(y[k] + term);
            first = false;
          }
        };
        (add(slope, x), ...);
      });
    };
    if constexpr (K > 0) [&]<int... i>(std::integer_sequence<int, i...>) {
        integrate(slope_jet<Rule, i>(y, x...)...);
      }
    (std::make_integer_sequence<int, sizeof...(Arguments)>{});
    return y;
  }

private:
  static constexpr auto value_of(const Jet<T, K>& x) -> const T& { return x[0]; }
  template <class Constant>
  static constexpr auto value_of(const Constant& x) -> const Constant& {
    return x;
  }
  template <int M>
  static constexpr auto truncated(const Jet<T, K>& x) -> Jet<T, M> {
    return x.template truncated<M>();
  }
  template <int M, class Constant>
  static constexpr auto truncated(const Constant& x) -> const Constant& {
    return x;
  }
  /// ∂f/∂xᵢ to order k - 1, from the arguments and y to that order.
  template <class Rule, int i, class... Arguments>
  static constexpr auto slope_jet(const Jet<T, K>& y, const Arguments&... x) {
    constexpr bool needs_value = Rule::template partial_needs_value<i>;
    const auto slope = [&]<int k>(std::integral_constant<int, k>) -> Jet<T, k - 1> {
      if constexpr (needs_value)
        return Rule::template partial<i>(truncated<k - 1>(x)..., y.template truncated<k - 1>());
      else return Rule::template partial<i>(truncated<k - 1>(x)..., ValueNotGiven{});
    };
    return detail::SlopeJet<needs_value, K, decltype(slope)>(slope);
  }
};

// Products and quotients by Leibniz's rule for series: the same derivatives, in half the work.
template <class T, int K>
constexpr auto operator*(const Jet<T, K>& x, const Jet<T, K>& y) -> Jet<T, K> {
  Jet<T, K> z;
  for (int k = 0; k <= K; ++k) {
    z[k] = x[0] * y[k];
    for (int j = 1; j <= k; ++j) z[k] = z[k] + x[j] * y[k - j];
  }
  return z;
}
template <class T, int K, ConstantFor<Jet<T, K>> C>
constexpr auto operator*(const Jet<T, K>& x, const C& factor) -> Jet<T, K> {
  Jet<T, K> z;
  for (int k = 0; k <= K; ++k) z[k] = x[k] * factor;
  return z;
}
template <class T, int K, ConstantFor<Jet<T, K>> C>
constexpr auto operator*(const C& factor, const Jet<T, K>& x) -> Jet<T, K> {
  Jet<T, K> z;
  for (int k = 0; k <= K; ++k) z[k] = factor * x[k];
  return z;
}
template <class T, int K>
constexpr auto operator/(const Jet<T, K>& x, const Jet<T, K>& y) -> Jet<T, K> {
  Jet<T, K> z;
  for (int k = 0; k <= K; ++k) {
    T remainder = x[k];
    for (int j = 1; j <= k; ++j) remainder = remainder - chain(z[k - j], y[j]);
    z[k] = remainder / y[0];
  }
  return z;
}
template <class T, int K, ConstantFor<Jet<T, K>> C>
constexpr auto operator/(const Jet<T, K>& x, const C& divisor) -> Jet<T, K> {
  Jet<T, K> z;
  for (int k = 0; k <= K; ++k) z[k] = x[k] / divisor;
  return z;
}

} // namespace jetwork::autodiff
