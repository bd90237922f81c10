// Jets: a function's Taylor coefficients in one variable, to order K.
//
//   auto t = Jet<double, 4>::variable(1.0);
//   auto y = exp(-t * t);
//   y[3];                  // the coefficient y'''(1)/3!
//   y.derivative(3);       // y'''(1)
//
// Coefficients are normalised, y[k] = y⁽ᵏ⁾/k!, so that products are plain convolutions. For y = f(x) the
// chain rule y' = f'(x)·x' gives k·y[k] = Σ j·x[j]·s[k-j], j = 1…k, with s the jet of the slope f'(x), itself
// computed from the rule on shorter jets (Griewank and Walther 2008, section 13.2). By hand, y = exp(t²) at t = 1, where the
// slope is y itself: with t = 1 + h,
//
//   x = t²  = 1 + 2h + h²                                            x[0…2] = 1, 2, 1
//   y[0]    = exp(1)                                                         = e
//   1·y[1]  = 1·x[1]·y[0]                = 2·e                       y[1]    = 2e
//   2·y[2]  = 1·x[1]·y[1] + 2·x[2]·y[0]  = 2·2e + 2·1·e = 6e         y[2]    = 3e
//
// so y'(1) = 2e and y''(1) = 2!·3e = 6e, which is (2 + 4t²)·exp(t²) there.
#pragma once

#include "autodiff/numbers/arithmetic.hpp"
#include "autodiff/numbers/lanes.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace jetwork::autodiff {

namespace detail {

/// Jets of plain numbers are computed without loops: then the compiler sees that a slope taken to one order more
/// repeats all that was computed for the lower orders, and computes it once.
template <class T, int K>
inline constexpr bool without_loops = fits_registers<T> && K <= 10;

/// Calls step(k) for k = first … last.
template <bool without_loops, int first, int last, class Step>
[[gnu::always_inline]] constexpr void for_orders(const Step& step) {
  if constexpr (without_loops) {
    [&]<int... k>(std::integer_sequence<int, k...>) __attribute__((always_inline)) {
      (step(std::integral_constant<int, first + k>{}), ...);
    }(std::make_integer_sequence<int, last - first + 1>{});
  } else {
    for (int k = first; k <= last; ++k) step(k);
  }
}

} // namespace detail

/// The Taylor coefficients y[k] = y⁽ᵏ⁾/k!, k = 0 … K, of a number that moves. T is a plain number or an active one.
template <class T, int K>
class Jet {
public:
  static constexpr int order = K; ///< the highest order K

  constexpr Jet() : coefficient_{} {} ///< zero
  /// A constant: all coefficients but the first are zero.
  template <class S>
  requires std::convertible_to<S, T>
  constexpr Jet(const S& value) : Jet(Uninitialised{}) { // NOLINT(google-explicit-constructor)
    coefficient_[0] = static_cast<T>(value);
    for_orders<1>([&](auto k) { (*this)[k] = T(0); });
  }
  /// The jet of these K + 1 coefficients.
  constexpr explicit Jet(const std::array<T, K + 1>& coefficients) : coefficient_(coefficients) {}

  /// The independent variable at `value`: x(t) = value + velocity·t.
  static constexpr auto variable(const T& value, const T& velocity = T(1)) -> Jet {
    Jet x(value);
    if constexpr (K >= 1) x[1] = velocity;
    return x;
  }

  constexpr auto value() const -> const T& { return coefficient_[0]; } ///< y[0]
  /// The coefficient of order k. Requires 0 <= k <= K.
  constexpr auto operator[](int k) const -> const T& {
    return coefficient_[static_cast<std::size_t>(k)];
  }
  constexpr auto operator[](int k) -> T& { return coefficient_[static_cast<std::size_t>(k)]; }
  /// y[0] … y[K].
  constexpr auto coefficients() const -> const std::array<T, K + 1>& { return coefficient_; }
  /// The k-th derivative, k!·y[k].
  constexpr auto derivative(int k) const -> T {
    T y = (*this)[k];
    for (int i = 2; i <= k; ++i) y = y * i;
    return y;
  }
  /// The first M + 1 coefficients.
  template <int M>
  requires(M <= K)
  constexpr auto truncated() const -> Jet<T, M> {
    Jet<T, M> x{Uninitialised{}};
    Jet<T, M>::template for_orders<0>([&](auto k) { x[k] = (*this)[k]; });
    return x;
  }

  constexpr auto operator-() const -> Jet {
    Jet y{Uninitialised{}};
    for_orders<0>([&](auto k) { y[k] = -(*this)[k]; });
    return y;
  }
  constexpr auto operator+=(const Jet& other) -> Jet& {
    for_orders<0>([&](auto k) { (*this)[k] = (*this)[k] + other[k]; });
    return *this;
  }
  constexpr auto operator-=(const Jet& other) -> Jet& {
    for_orders<0>([&](auto k) { (*this)[k] = (*this)[k] - other[k]; });
    return *this;
  }
  template <ConstantFor<Jet> C>
  constexpr auto operator+=(const C& constant) -> Jet& {
    (*this)[0] = (*this)[0] + constant_for<T>(constant);
    return *this;
  }
  template <ConstantFor<Jet> C>
  constexpr auto operator-=(const C& constant) -> Jet& {
    (*this)[0] = (*this)[0] - constant_for<T>(constant);
    return *this;
  }
  constexpr auto operator*=(const Jet& other) -> Jet& { return *this = *this * other; }
  constexpr auto operator/=(const Jet& other) -> Jet& { return *this = *this / other; }

  /// y[0] + … + y[K], which is NaN if any of them is.
  constexpr auto sum_of_coefficients() const -> T {
    T sum = (*this)[0];
    for_orders<1>([&](auto k) { sum = sum + (*this)[k]; });
    return sum;
  }
  /// A jet to be filled coefficient by coefficient.
  constexpr explicit Jet(Uninitialised) {}
  /// Calls step(k) for every order from the first on; for short jets of plain numbers k is known to the compiler.
  template <int first, class Step>
  [[gnu::always_inline]] static constexpr void for_orders(const Step& step) {
    detail::for_orders<detail::without_loops<T, K>, first, K>(step);
  }

private:
  std::array<T, K + 1> coefficient_;
};

template <class T, int K>
inline constexpr bool is_active<Jet<T, K>> = true;

template <class T, int K>
struct UnderlyingOf<Jet<T, K>> : UnderlyingOf<T> {};

template <class T, int K>
inline constexpr int derivative_order<Jet<T, K>> = K + derivative_order<T>;

/// Whether all coefficients are exactly zero.
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

/// term(k) + … + term(1). The newest coefficient of a recurrence is in the last term, so that little waits for it.
template <bool without_loops, class Order, class Term>
[[gnu::always_inline]] constexpr auto sum_down_from(Order k, const Term& term) {
  auto sum = term(k);
  if constexpr (without_loops) {
    [&]<int... j>(std::integer_sequence<int, j...>) __attribute__((always_inline)) {
      ((sum = sum + term(std::integral_constant<int, Order::value - 1 - j>{})), ...);
    }(std::make_integer_sequence<int, Order::value - 1>{});
  } else {
    for (int j = k - 1; j >= 1; --j) sum = sum + term(j);
  }
  return sum;
}

/// The coefficients of t·x', j·x[j].
template <class T, int K>
[[gnu::always_inline]] constexpr auto motion_of(const Jet<T, K>& x) -> Jet<T, K> {
  Jet<T, K> motion = x;
  detail::for_orders<without_loops<T, K>, 2, K>(
      [&](auto j) __attribute__((always_inline)) { motion[j] = x[j] * static_cast<int>(j); });
  return motion;
}

/// Coefficient k of ∫ slope·x' dt: what the motion of x contributes to y[k]. Needs slope to order k - 1.
template <class T, int K, int S, int k>
[[gnu::always_inline]] constexpr auto integrated_chain(const Jet<T, S>& slope,
                                                       const Jet<T, K>& motion,
                                                       std::integral_constant<int, k> order) -> T {
  const T sum =
      sum_down_from<without_loops<T, K>>(order, [&](auto j) __attribute__((always_inline)) {
        return chain_lanes(slope[order - j], motion[j]);
      });
  if constexpr (k == 1) return sum;
  else if constexpr (fits_registers<T>)
    return sum * (T(1) / k); // a division takes four times as long
  else return sum / k;
}

/// The whole jet of a slope that is stated without y.
template <bool needs_value, int K, class Slope>
[[gnu::always_inline]] constexpr auto computed_once(const Slope& slope) {
  if constexpr (needs_value) return 0;
  else return slope(std::integral_constant<int, K>{});
}

/// The jet of a slope, as the coefficient y[k] needs it. A slope that is stated without y is computed once, to the
/// highest order; one that reuses y is computed for each k, since it needs y to order k - 1.
template <bool needs_value, int K, class Slope>
class SlopeJet {
public:
  [[gnu::always_inline]] constexpr explicit SlopeJet(const Slope& slope)
      : slope_(slope), once_(computed_once<needs_value, K>(slope)) {}
  template <int k>
  [[gnu::always_inline]] constexpr auto at(std::integral_constant<int, k> order) const
      -> decltype(auto) {
    if constexpr (needs_value) return slope_(order);
    else return (once_);
  }

private:
  Slope slope_;
  decltype(computed_once<needs_value, K>(std::declval<const Slope&>())) once_;
};

} // namespace detail

/// k·y[k] = Σ over the arguments that move of Σ j·x[j]·s[k-j], j = 1…k, with s the jet of ∂f/∂x.
template <class T, int K>
struct TaylorRecurrence {
  template <class Rule, class... Arguments>
  static constexpr auto apply(const Arguments&... x) -> Jet<T, K> {
    using Active = ActiveArguments<Jet<T, K>, Arguments...>;
    Jet<T, K> y{Uninitialised{}};
    y[0] = static_cast<T>(apply_rule<Rule>(Active::value_of(x)...));
    if constexpr (K > 0)
      [&]<std::size_t... a>(std::index_sequence<a...>) __attribute__((always_inline)) {
        const std::array<Jet<T, K>, Active::count> motion{
            detail::motion_of(argument<Active::places[a]>(x...))...};
        [&](const auto&... slope) __attribute__((always_inline)) {
          detail::for_orders<true, 1, K>([&](auto k) __attribute__((always_inline)) {
            y[k] = (... + detail::integrated_chain(slope.at(k), motion[a], k));
          });
        }(slope_jet<Rule, Active::places[a]>(y, x...)...);
      }(std::make_index_sequence<Active::count>{});
    return y;
  }

private:
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
  [[gnu::always_inline]] static constexpr auto slope_jet(const Jet<T, K>& y,
                                                         const Arguments&... x) {
    constexpr bool needs_value = Rule::template partial_needs_value<i>;
    const auto slope = [&]<int k>(std::integral_constant<int, k>)
                           __attribute__((always_inline)) -> Jet<T, k - 1> {
      if constexpr (needs_value)
        return Rule::template partial<i>(truncated<k - 1>(x)..., y.template truncated<k - 1>());
      else return Rule::template partial<i>(truncated<k - 1>(x)..., ValueNotGiven{});
    };
    return detail::SlopeJet<needs_value, K, decltype(slope)>(slope);
  }
};

template <class T, int K>
struct RuleOn<Jet<T, K>> : TaylorRecurrence<T, K> {};

namespace detail {

/// The product x·y, in which a coefficient that is zero wins over infinity and NaN, because it does not move.
template <class T, int K>
[[gnu::noinline, gnu::cold]] constexpr auto series_product_where_zero_wins(const Jet<T, K>& x,
                                                                           const Jet<T, K>& y)
    -> Jet<T, K> {
  Jet<T, K> z(x[0] * y[0]);
  for (int k = 1; k <= K; ++k) {
    z[k] = chain(y[0], x[k]) + chain(x[0], y[k]);
    for (int j = 1; j < k; ++j)
      z[k] = z[k] + select(is_zero(x[k - j]), T(0), T(chain(x[k - j], y[j])));
  }
  return z;
}

} // namespace detail

// Products and quotients by Leibniz's rule for series: the same derivatives, in half the work.
template <class T, int K>
constexpr auto operator*(const Jet<T, K>& x, const Jet<T, K>& y) -> Jet<T, K> {
  Jet<T, K> z{Uninitialised{}};
  z[0] = x[0] * y[0];
  z.template for_orders<1>([&](auto k) __attribute__((always_inline)) {
    const T sum = detail::sum_down_from<detail::without_loops<T, K>>(
        k, [&](auto j) __attribute__((always_inline)) { return T(x[k - j] * y[j]); });
    z[k] = x[k] * y[0] + sum;
  });
  if constexpr (detail::fits_registers<T>) { // the sum of all is NaN if one of them is
    if (const T sum = z.sum_of_coefficients(); sum != sum) [[unlikely]]
      return detail::series_product_where_zero_wins(x, y);
  }
  return z;
}
template <class T, int K, ConstantFor<Jet<T, K>> C>
constexpr auto operator*(const Jet<T, K>& x, const C& factor) -> Jet<T, K> {
  Jet<T, K> z{Uninitialised{}};
  z.template for_orders<0>([&](auto k) { z[k] = x[k] * factor; });
  return z;
}
template <class T, int K, ConstantFor<Jet<T, K>> C>
constexpr auto operator*(const C& factor, const Jet<T, K>& x) -> Jet<T, K> {
  Jet<T, K> z{Uninitialised{}};
  z.template for_orders<0>([&](auto k) { z[k] = factor * x[k]; });
  return z;
}
template <class T, int K>
constexpr auto operator/(const Jet<T, K>& x, const Jet<T, K>& y) -> Jet<T, K> {
  Jet<T, K> z{Uninitialised{}};
  z[0] = x[0] / y[0];
  z.template for_orders<1>([&](auto k) __attribute__((always_inline)) {
    const T sum = detail::sum_down_from<detail::without_loops<T, K>>(
        k,
        [&](auto j) __attribute__((always_inline)) { return detail::chain_lanes(z[k - j], y[j]); });
    const T remainder = x[k] - sum;
    z[k] = select(is_zero(remainder), T(0), T(remainder / y[0])); // a zero remainder wins
  });
  return z;
}
template <class T, int K, ConstantFor<Jet<T, K>> C>
constexpr auto operator/(const Jet<T, K>& x, const C& divisor) -> Jet<T, K> {
  Jet<T, K> z{Uninitialised{}};
  z.template for_orders<0>([&](auto k) { z[k] = x[k] / divisor; });
  return z;
}
template <class T, int K, ConstantFor<Jet<T, K>> C>
constexpr auto operator/(const C& dividend, const Jet<T, K>& y) -> Jet<T, K> {
  return Jet<T, K>(dividend) / y;
}

} // namespace jetwork::autodiff
