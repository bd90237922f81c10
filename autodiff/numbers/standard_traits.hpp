// What generic code asks of a number, beyond arithmetic: its limits, and whether it is a number at all.
//
//   std::numeric_limits<Dual<double>>::epsilon()     // a Dual<double>, so that std::max(x, epsilon) compiles
//   using std::isfinite;
//   isfinite(Jet<double, 3>(1.0))                    // true; derivatives are not looked at
//
// As comparisons do, all of this looks at values alone. For that reason there is no std::hash: == holds for
// numbers with different derivatives, so that a set or a cache keyed by them would mix up derivatives silently.
// std::swap, std::min_element, std::sort and the like need nothing of their own.
#pragma once

#include "autodiff/rules/number.hpp"

#include <cmath>
#include <limits>
#include <type_traits>

/// The limits of the number inside, as active numbers without derivatives.
template <class X>
requires jetwork::autodiff::is_active<X>
class std::numeric_limits<X> : public std::numeric_limits<jetwork::autodiff::Underlying<X>> {
  using Limits = std::numeric_limits<jetwork::autodiff::Underlying<X>>;

public:
  /// The smallest positive number of full precision.
  static constexpr auto min() -> X { return X(Limits::min()); }
  /// The most negative finite number.
  static constexpr auto lowest() -> X { return X(Limits::lowest()); }
  static constexpr auto max() -> X { return X(Limits::max()); } ///< the largest finite number
  /// The distance from 1 to the next number.
  static constexpr auto epsilon() -> X { return X(Limits::epsilon()); }
  /// The largest rounding error, in ulps.
  static constexpr auto round_error() -> X { return X(Limits::round_error()); }
  static constexpr auto infinity() -> X { return X(Limits::infinity()); }   ///< +inf
  static constexpr auto quiet_NaN() -> X { return X(Limits::quiet_NaN()); } ///< NaN
  /// A signaling NaN.
  static constexpr auto signaling_NaN() -> X { return X(Limits::signaling_NaN()); }
  /// The smallest positive number.
  static constexpr auto denorm_min() -> X { return X(Limits::denorm_min()); }
};

namespace jetwork::autodiff {

/// The plain number at the heart of a nested active one; comparisons look at nothing else.
template <class X>
constexpr auto innermost_value(const X& x) -> decltype(auto) {
  if constexpr (HasValue<X>) return innermost_value(x.value());
  else return (x);
}

// clang-format off
#define JETWORK_CLASSIFICATION(question)                                                                           \
  template <HasValue X>                                                                                            \
  constexpr auto question(const X& x) {                                                                            \
    using std::question;                                                                                           \
    return question(innermost_value(x));                                                                           \
  }
// clang-format on
JETWORK_CLASSIFICATION(isnan)
JETWORK_CLASSIFICATION(isinf)
JETWORK_CLASSIFICATION(isfinite)
JETWORK_CLASSIFICATION(isnormal)
JETWORK_CLASSIFICATION(signbit)
JETWORK_CLASSIFICATION(fpclassify)
#undef JETWORK_CLASSIFICATION

} // namespace jetwork::autodiff
