// Mathematical constants and limits in the precision of the number at the heart of a nested type.
//
//   using namespace jetwork::autodiff::constants;
//   ln2<Dual<double>>()                // a double: 0.693…
//   ln2<Jet<cpp_bin_float_100, 3>>()   // a hundred digits of it
//   infinity<Dual<float>>()            // a float
#pragma once

#include "autodiff/rules/number.hpp"

#include <concepts>
#include <limits>
#include <numbers>

namespace jetwork::autodiff::constants {

/// log 2
template <class T>
constexpr auto ln2() -> Underlying<T> {
  using U = Underlying<T>;
  if constexpr (std::floating_point<U>) return std::numbers::ln2_v<U>;
  else return log(U(2));
}
/// log 10
template <class T>
constexpr auto ln10() -> Underlying<T> {
  using U = Underlying<T>;
  if constexpr (std::floating_point<U>) return std::numbers::ln10_v<U>;
  else return log(U(10));
}
/// 2/√π
template <class T>
constexpr auto two_over_sqrt_pi() -> Underlying<T> {
  using U = Underlying<T>;
  if constexpr (std::floating_point<U>) return 2 * std::numbers::inv_sqrtpi_v<U>;
  else return 2 / sqrt(acos(U(-1)));
}
/// 1/√2
template <class T>
constexpr auto sqrt_half() -> Underlying<T> {
  using U = Underlying<T>;
  if constexpr (std::floating_point<U>) return std::numbers::sqrt2_v<U> / 2;
  else return sqrt(U(2)) / 2;
}
/// 1/√(2π)
template <class T>
constexpr auto one_over_sqrt_two_pi() -> Underlying<T> {
  using U = Underlying<T>;
  if constexpr (std::floating_point<U>) return U(0.398942280401432677939946059934381868L);
  else return 1 / sqrt(2 * acos(U(-1)));
}

/// +inf
template <class T>
constexpr auto infinity() -> Underlying<T> {
  return std::numeric_limits<Underlying<T>>::infinity();
}
/// NaN
template <class T>
constexpr auto not_a_number() -> Underlying<T> {
  return std::numeric_limits<Underlying<T>>::quiet_NaN();
}
/// The distance from 1 to the next number.
template <class T>
constexpr auto epsilon() -> Underlying<T> {
  return std::numeric_limits<Underlying<T>>::epsilon();
}
/// The largest finite number, and the smallest positive one of full precision.
template <class T>
constexpr auto largest() -> Underlying<T> {
  return std::numeric_limits<Underlying<T>>::max();
}
/// The smallest positive number of full precision.
template <class T>
constexpr auto smallest() -> Underlying<T> {
  return std::numeric_limits<Underlying<T>>::min();
}

} // namespace jetwork::autodiff::constants
