// The table's functions where no number is active, and those that are more than a row.
//
//   min(1, 2.5);                                   // 1.0
//   max(std::nan(""), 1.0);                        // NaN, in either order; fmax gives 1.0
//   using std::clamp;
//   clamp(Dual<double>(3, 1), 0, 2);               // generic code finds the function of active numbers
//
// Included by autodiff/rules.hpp, which declares the functions of active numbers.
#pragma once

#include "autodiff/rules/row.hpp"

#include <cmath>

namespace jetwork::autodiff {

struct abs_rule;
struct min_rule;
struct max_rule;
struct clamp_rule;
struct hypot3_rule;

using std::abs, std::sqrt, std::cbrt, std::exp, std::exp2, std::expm1, std::log, std::log1p,
    std::log2, std::log10;
using std::asinh, std::acosh, std::atanh, std::erf, std::erfc, std::pow, std::atan2, std::hypot;
using std::floor, std::ceil, std::round, std::trunc, std::fmin, std::fmax, std::fmod, std::fma;
using std::remainder, std::copysign;
using std::sin, std::cos, std::tan, std::asin, std::acos, std::atan, std::sinh, std::cosh,
    std::tanh;

// min, max and clamp of plain numbers, of one type or of several. Those of one type stand beside the standard
// library's, and are preferred to them: std::min would take the second argument or the first if one is NaN.
template <class X, class Y>
requires PlainNumber<X> && PlainNumber<Y>
constexpr auto min(const X& x, const Y& y) -> Common<X, Y> {
  using Z = Common<X, Y>;
  return apply_rule<min_rule>(static_cast<Z>(x), static_cast<Z>(y));
}
template <class X, class Y>
requires PlainNumber<X> && PlainNumber<Y>
constexpr auto max(const X& x, const Y& y) -> Common<X, Y> {
  using Z = Common<X, Y>;
  return apply_rule<max_rule>(static_cast<Z>(x), static_cast<Z>(y));
}
template <class X, class Y, class Z>
requires PlainNumber<X> && PlainNumber<Y> && PlainNumber<Z>
constexpr auto clamp(const X& x, const Y& lower, const Z& upper) -> Common<X, Y, Z> {
  using W = Common<X, Y, Z>;
  return apply_rule<clamp_rule>(static_cast<W>(x), static_cast<W>(lower), static_cast<W>(upper));
}
/// The smaller number; the first of two equal ones, and NaN where either is NaN.
template <Number X>
constexpr auto min(const X& x, const X& y) -> RuleResult<min_rule, X, X> {
  return apply_rule<min_rule>(x, y);
}
/// The larger number; the first of two equal ones, and NaN where either is NaN.
template <Number X>
constexpr auto max(const X& x, const X& y) -> RuleResult<max_rule, X, X> {
  return apply_rule<max_rule>(x, y);
}
/// min(max(x, lower), upper), likewise of NaN.
template <Number X>
constexpr auto clamp(const X& x, const X& lower, const X& upper)
    -> RuleResult<clamp_rule, X, X, X> {
  return apply_rule<clamp_rule>(x, lower, upper);
}

/// √(x² + y² + z²)
template <class X, class Y, class Z>
requires NumberTriple<X, Y, Z>
constexpr auto hypot(const X& x, const Y& y, const Z& z) -> RuleResult<hypot3_rule, X, Y, Z> {
  return apply_rule<hypot3_rule>(x, y, z);
}

/// abs by its other name.
using std::fabs;
/// abs by its other name.
template <Active X>
constexpr auto fabs(const X& x) -> RuleResult<abs_rule, X> {
  return apply_rule<abs_rule>(x);
}

} // namespace jetwork::autodiff
