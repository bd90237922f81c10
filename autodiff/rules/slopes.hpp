// What the rows of autodiff/rules.hpp are written with where a plain formula would cancel, overflow or be NaN.
//
//   one_minus_square(0.999999)      // 1 - x², to the last digit
//   over(x, hypot(x, y))            // ∂r/∂x of r = √(x² + y²); 0 at the origin, ±1 at infinity
//   product_with(x, exp(-x))        // x·exp(-x), and 0 where the factor has vanished: also at infinity
//
// All work on any number: a double, a pack, an active number of any nesting. Rows know them by their plain names,
// other code under jetwork::autodiff::slopes. Included by autodiff/rules.hpp.
#pragma once

#include "autodiff/rules/constants.hpp"
#include "autodiff/rules/row.hpp"

#include <cmath>
#include <concepts>
#include <type_traits>
#include <utility>

namespace jetwork::autodiff {

struct tanh_slope_rule;
struct sigmoid_slope_rule;
struct xlogy_rule;

namespace slopes {

using namespace constants;
using namespace ::jetwork::autodiff; // so that a row in another namespace sees all by one directive

// An operation on a tape variable gives an expression, which has a type of its own: so functions below return
// Common<X>, the number that it converts to, and take each argument in a type of its own.

/// x²
template <class X>
constexpr auto square(const X& x) -> Common<X> {
  return x * x;
}

/// s with the value v in place of its own; the derivatives that s carries stay as they are.
template <HasValue X, class V>
constexpr auto with_value(const X& s, const V& v) -> Common<X> {
  return (s - s.value()) + v;
}

/// Whether operations on an X are recorded without a value, as by the batch tape, which leaves out x + 0.
template <class X>
constexpr auto is_recorded() -> bool {
  if constexpr (HasValue<X>)
    return is_recorded<std::remove_cvref_t<decltype(std::declval<const X&>().value())>>();
  else return Active<X>;
}

/// x, and +0 for -0: at both zeros the slope of a root or a logarithm is +inf.
template <class X>
constexpr auto without_sign_of_zero(const X& x) -> Common<X> {
  if constexpr (is_recorded<X>()) return unsigned_zero(x);
  else return x + 0;
}

/// x as the divisor in the slope of a function of x >= 0: NaN below zero, where the function is not defined.
template <class X>
constexpr auto positive(const X& x) -> Common<X> {
  return choose(
      x < 0, [&] { return Common<X>(x * not_a_number<X>()); },
      [&] { return without_sign_of_zero(x); });
}

/// x times a factor that vanishes faster than x grows.
template <class X, class Y, class Z = Common<X, Y>>
constexpr auto product_with(const X& x, const Y& factor) -> Z {
  return select(factor == 0, Z(0), Z(x * factor));
}

/// 1 - x² without cancellation, and -2x without it when this is differentiated.
template <class X>
constexpr auto one_minus_square(const X& x) -> Common<X> {
  return select(abs(x) < 0.5, Common<X>(1 - x * x), Common<X>((1 - x) * (1 + x)));
}

/// 1/(1 + x²); far out it is 1/x², without inf/inf in its derivatives.
template <class X>
constexpr auto one_over_one_plus_square(const X& x) -> Common<X> {
  return choose(
      abs(x) > 1 / epsilon<X>(), [&] { return square(1 / x); },
      [&] { return Common<X>(1 / (1 + x * x)); });
}

/// x/(1 + |x|)
template <class X>
constexpr auto x_over_one_plus_size(const X& x) -> Common<X> {
  return select(abs(x) > 1 / epsilon<X>(), Common<X>(sign(x)), Common<X>(x / (1 + abs(x))));
}

/// x / norm and x / norm², of x in a plane with norm the distance from the origin. At the origin they are 0,
/// since there the direction is a matter of convention; infinitely far out it is the infinite axis'.
template <class X, class Norm, class Z = Common<X, Norm>>
constexpr auto over(const X& x, const Norm& norm) -> Z {
  return select(
      norm == 0, Z(0),
      select(norm > largest<Z>(), select(abs(x) > largest<Z>(), Z(sign(x)), Z(0)), Z(x / norm)));
}
/// x / norm², likewise.
template <class X, class Norm, class Z = Common<X, Norm>>
constexpr auto over_square(const X& x, const Norm& norm) -> Z {
  return select(norm == 0, Z(0), select(norm > largest<Z>(), Z(0), Z(x / norm / norm)));
}

/// √(x² + y² + z²) of plain numbers.
template <class X>
constexpr auto length(const X& x, const X& y, const X& z) -> X {
  if constexpr (requires { hypot(x, y, z); }) return hypot(x, y, z);
  else return hypot(hypot(x, y), z);
}

/// 1 where x <= y, 0 where x > y, NaN where either is NaN.
template <class Z, class X, class Y>
constexpr auto one_if_at_most(const X& x, const Y& y) -> Z {
  if constexpr (std::is_arithmetic_v<X> && std::is_arithmetic_v<Y>) {
    return x <= y ? Z(1) : y < x ? Z(0) : Z(not_a_number<Z>());
  } else if constexpr (std::is_same_v<decltype(x <= y), bool>) {
    if (x <= y) return Z(1);
    if (y < x) return Z(0);
    return Z((x + y) * not_a_number<Z>());
  } else {
    return select(x <= y, Z(1), select(y < x, Z(0), Z((x + y) * not_a_number<Z>())));
  }
}

/// exp(-x²/divisor) of a plain number: what rounding takes from x² is put back, since far out it costs x² ulps.
template <class X>
constexpr auto exp_of_minus_square(const X& x, const Underlying<X>& divisor) -> X {
  const X x_square = x * x;
  const X taken = fma(x, x, X(-x_square));
  const X y = exp(X(-x_square / divisor));
  return select(y == 0, y, y - y * (taken / divisor));
}

/// erfc(-x/√2)/2 of a plain number. Far out erfc(z) ~ exp(-z²), so that the rounding of z = -x/√2 is put
/// back as in exp_of_minus_square: by the factor exp(z² - x²/2).
template <class X>
constexpr auto half_erfc(const X& x) -> X {
  const X z = -x * sqrt_half<X>();
  const X y = erfc(z) / 2;
  const X x_square = x * x, z_square = z * z;
  const X taken =
      (x_square / 2 - z_square) + (fma(x, x, X(-x_square)) / 2 - fma(z, z, X(-z_square)));
  return select(detail::both(x < -1, y != 0), y - y * taken, y);
}

/// tanh |x| = 1 - 2/(exp(2|x|) + 1), where that does not cancel: it takes half the time of the C library's tanh, and
/// is off by one and a half ulps, the C library's by 1.7.
template <class X>
constexpr auto value_of_tanh(const X& x) -> X {
  if constexpr (std::same_as<X, double>) {
    const double size = x < 0 ? -x : x;
    if (!(size < 0.55)) {
      const double y = 1 - 2 / (exp(2 * size) + 1);
      return x < 0 ? -y : y;
    }
  }
  return tanh(x);
}

/// 1 - y² of y = tanh(x) loses all digits far out. There its value is computed as 4·exp(-2|x|)/(1 + exp(-2|x|))²; its
/// derivatives are those of 1 - y², which do not cancel.
template <class X, class Y, class Z = Common<X, Y>>
constexpr auto tanh_slope(const X& x, const Y& y) -> Z {
  if constexpr (HasValue<Z>) return with_value(1 - y * y, tanh_slope(x.value(), y.value()));
  else return apply_rule<tanh_slope_rule>(x, y);
}
/// The value of tanh_slope, of plain numbers.
template <class X>
constexpr auto value_of_tanh_slope(const X& x, const X& y) -> X {
  return choose(
      abs(y) < 0.86, [&] { return X(1 - y * y); },
      [&] {
        const X e = exp(X(-2 * abs(x)));
        return X(4 * e / square(X(1 + e)));
      });
}

/// The same for y·(1 - y) of y = 1/(1 + exp(-x)): towards +inf it is y²·exp(-x).
template <class X, class Y, class Z = Common<X, Y>>
constexpr auto sigmoid_slope(const X& x, const Y& y) -> Z {
  if constexpr (HasValue<Z>) return with_value(y - y * y, sigmoid_slope(x.value(), y.value()));
  else return apply_rule<sigmoid_slope_rule>(x, y);
}
/// The value of sigmoid_slope, of plain numbers.
template <class X>
constexpr auto value_of_sigmoid_slope(const X& x, const X& y) -> X {
  return choose(y < 0.75, [&] { return X(y * (1 - y)); }, [&] { return X(y * y * exp(X(-x))); });
}

/// x log y, and 0 where x is 0, even if y is 0 or infinite.
template <class X, class Y, class Z = Common<X, Y>>
requires(Active<X> || PlainNumber<X>)
constexpr auto xlogy(const X& x, const Y& y) -> Z {
  return apply_rule<xlogy_rule>(x, y);
}

/// x^y of plain numbers, small whole powers as products.
template <class X, class Y, class Z = Common<X, Y>>
constexpr auto power(const X& x, const Y& y) -> Z {
  if constexpr (std::is_arithmetic_v<Y>) {
    if (y == Y(0)) return Z(1);
    if (y == Y(1)) return Z(x);
    if (y == Y(2)) return Z(x) * Z(x);
    if (y == Y(3)) return Z(x) * Z(x) * Z(x);
    if constexpr (std::is_signed_v<Y>)
      if (y == Y(-1)) return 1 / Z(x);
  }
  return pow(x, y);
}

/// y·x^(y-1). With the exponent 0 the function is the constant 1, also at x = 0. Wherever z has full precision (is
/// not 0, subnormal or infinite), the slope is computed as y·z/x: cheaper, and exact where y - 1 would be rounded.
template <class X, class Y, class V, class Z = Common<X, Y>>
requires(!std::same_as<V, ValueNotGiven>)
constexpr auto power_slope(const X& x, const Y& y, const V& z) -> Z {
  if constexpr (std::is_arithmetic_v<Y>) {
    if (y == Y(0)) return Z(0);
    if (y == Y(1) || y == Y(2) || y == Y(3) || y == Y(4)) return Z(y) * power(x, y - Y(1));
  }
  const auto by_power = [&] {
    const Z slope = y * pow(x, y - 1);
    return Z(select(is_zero(y), Z(0), select(y == 0, select(x == 0, Z(0), slope), slope)));
  };
  const auto by_value = [&] { return Z(y * (z / x)); };
  const auto is_normal = [&] {
    return detail::either(detail::both(z >= smallest<Z>(), z <= largest<Z>()),
                          detail::both(z <= -smallest<Z>(), z >= -largest<Z>()));
  };
  if constexpr (is_recorded<Z>()) return by_power();
  else if constexpr (std::is_arithmetic_v<Y>) return choose(is_normal(), by_value, by_power);
  else return choose(detail::both(y != 0, is_normal()), by_value, by_power);
}

} // namespace slopes
} // namespace jetwork::autodiff
