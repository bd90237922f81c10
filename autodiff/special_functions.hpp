// Gamma and Bessel functions, with derivatives to any order. Needs Boost.Math, which nothing else here does.
//
//   auto y = lgamma(Jet<double, 4>::variable(2.5));          // digamma, polygamma(1, x), …
//   auto j = cyl_bessel_j(0, HyperDual<double>::variable(1.0));
//
// Rows as in autodiff/rules.hpp. A derivative by the order of a Bessel function or a polygamma function has no
// elementary form: it is NaN, wherever the order moves. Where a function has a pole or is not defined the result is
// inf or NaN, as of the functions of <cmath>. Abramowitz and Stegun 1964: 6.3.1, 6.4.1, 9.1.27.
#pragma once

#include "autodiff/numbers/arithmetic.hpp"

#include <boost/math/special_functions/bessel.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/polygamma.hpp>

#include <cmath>
#include <limits>

namespace jetwork::autodiff {

// clang-format off

//   function    y = f(x)                                    dy/dx, of x and y
#define JETWORK_SPECIAL_UNARY_RULES(RULE)                                                                          \
RULE(tgamma,     tgamma(x),                                  y * digamma(x))                                       \
RULE(lgamma,     lgamma(x),                                  digamma(x))                                           \
RULE(digamma,    special::digamma(x),                        polygamma(1, x))

//   function    z = f(n, x): here x is the order n and y the argument              ∂z/∂y, of x, y and z
#define JETWORK_SPECIAL_BINARY_RULES(RULE)                                                                         \
RULE(polygamma,    special::polygamma(x, y),     not_a_number<Z>(),      polygamma(x + 1, y))                      \
RULE(cyl_bessel_j, special::cyl_bessel_j(x, y),  not_a_number<Z>(),      (cyl_bessel_j(x - 1, y) - cyl_bessel_j(x + 1, y)) / 2)

// clang-format on

namespace special {

namespace policies = boost::math::policies;
/// Poles and wrong arguments give inf and NaN, and do not set errno.
using Quiet = policies::policy<policies::domain_error<policies::ignore_error>,
                               policies::pole_error<policies::ignore_error>,
                               policies::overflow_error<policies::ignore_error>,
                               policies::evaluation_error<policies::ignore_error>>;

/// Boost.Math's ψ(x) of a plain number: inf or NaN at poles, no exception.
template <class X>
auto digamma(const X& x) -> X {
  return boost::math::digamma(x, Quiet());
}
/// Higher orders overflow, and no derivative of such an order is needed.
inline constexpr int largest_polygamma_order = 1000;

/// Boost.Math's ψ⁽ⁿ⁾(x): NaN where n is no whole number from 0 to largest_polygamma_order.
template <class N, class X, class Z = Common<N, X>>
auto polygamma(const N& n, const X& x) -> Z {
  using std::floor;
  // NaN where n is no order, and where Boost.Math 1.74 throws: at x = NaN, and at x < 0 too large to have a fraction.
  const bool is_order = n >= 0 && n <= largest_polygamma_order && Z(n) == floor(Z(n));
  if (!is_order || !(x > -1 / std::numeric_limits<Z>::epsilon()))
    return constants::not_a_number<Z>();
  return boost::math::polygamma(static_cast<int>(n), static_cast<Z>(x), Quiet());
}
/// Boost.Math's J of this order: 0 or NaN at infinity.
template <class N, class X, class Z = Common<N, X>>
auto cyl_bessel_j(const N& order, const X& x) -> Z {
  using std::floor, std::isfinite;
  // Boost.Math 1.74 asserts that order and argument are finite.
  if (!isfinite(Z(order)) || x != x) return constants::not_a_number<Z>();
  if (!isfinite(Z(x)))
    return x > 0 || Z(order) == floor(Z(order)) ? Z(0) : constants::not_a_number<Z>();
  return boost::math::cyl_bessel_j(static_cast<Z>(order), static_cast<Z>(x), Quiet());
}

} // namespace special

using std::tgamma, std::lgamma;
JETWORK_SPECIAL_UNARY_RULES(JETWORK_UNARY_FUNCTION)
JETWORK_SPECIAL_BINARY_RULES(JETWORK_BINARY_FUNCTION)
/// ψ(x), the logarithmic derivative of Γ, of plain numbers.
template <PlainNumber X>
auto digamma(const X& x) {
  return special::digamma(x);
}
/// The n-th derivative of digamma, of plain numbers.
template <PlainNumber N, PlainNumber X>
auto polygamma(const N& n, const X& x) {
  return special::polygamma(n, x);
}
/// The Bessel function of the first kind, of plain numbers.
template <PlainNumber N, PlainNumber X>
auto cyl_bessel_j(const N& order, const X& x) {
  return special::cyl_bessel_j(order, x);
}
JETWORK_SPECIAL_UNARY_RULES(JETWORK_UNARY_RULE)
JETWORK_SPECIAL_BINARY_RULES(JETWORK_BINARY_RULE)

} // namespace jetwork::autodiff
