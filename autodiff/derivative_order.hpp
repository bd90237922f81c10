// How many times a number can be differentiated: 1 for Dual, 2 for HyperDual, K for a Jet, and the sum of both
// for a number inside a number.
//
//   derivative_order<Dual<Jet<double, 3>>>;        // 4
//   newton_corrections<Jet<double, 7>>;            // 3: each one doubles the number of right coefficients
//
// Newton's method in a number with derivatives is Newton's method on power series (Brent and Kung 1978): from
// a solution that is right to order m, a step makes one that is right to order 2m + 1.
#pragma once

#include "autodiff/dual.hpp"
#include "autodiff/hyper_dual.hpp"
#include "autodiff/jet.hpp"

namespace jetwork::autodiff {

template <class T>
class BasicVariable; // autodiff/tape.hpp

/// For a number without derivatives, 0. Specialised for each active type.
template <class X>
inline constexpr int derivative_order = 0;
template <class T, int N>
inline constexpr int derivative_order<Dual<T, N>> = 1 + derivative_order<T>;
template <class T, int N>
inline constexpr int derivative_order<HyperDual<T, N>> = 2 + derivative_order<T>;
template <class T, int K>
inline constexpr int derivative_order<Jet<T, K>> = K + derivative_order<T>;
template <class T>
inline constexpr int derivative_order<BasicVariable<T>> = 1 + derivative_order<T>;

/// Newton steps that take a solution without derivatives to all derivatives of X.
template <class X>
inline constexpr int newton_corrections = [] {
  int steps = 0;
  for (int right = 0; right < derivative_order<X>; right = 2 * right + 1) ++steps;
  return steps;
}();

} // namespace jetwork::autodiff
