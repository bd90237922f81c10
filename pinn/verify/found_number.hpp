// A number of a claimed solution that takes a limit: a value at infinity or beside a jump, an integral.
//
//   limit_at_infinity(r, 0, 0, 1)                     // of r(t), as t grows from 0
//   limit_beside(r, 0, HundredDigits("0.3"), -1e-12)  // of r(t), as t grows to 0.3
//   integral(f, 0, 1, stop)
//
// Each is in a hundred digits, with a bound of its error.
#pragma once

#include "verify/claim.hpp"
#include "verify/exact_formula.hpp"

#include <cstddef>
#include <functional>
#include <limits>
#include <optional>

namespace jetwork::pinn::detail {

struct FoundNumber {
  verify::HundredDigits value, error;
};

/// In place of one that was not found: what is computed from it is excluded by the referee.
[[nodiscard]] inline auto no_number() -> FoundNumber {
  const auto none = std::numeric_limits<verify::HundredDigits>::quiet_NaN();
  return {none, none};
}

struct LimitAtInfinity {
  enum class Kind {
    found,
    none,   ///< it grows without bounds, or goes up and down for ever
    unknown ///< it settles too slowly, or ends
  };
  Kind kind = Kind::unknown;
  FoundNumber number = no_number();
  double reached = 0; ///< the last point that was looked at
};

/// Of a derivative of the formula, along points whose distance from `from` doubles; `direction` is 1 or -1.
[[nodiscard]] auto limit_at_infinity(const verify::ExactFormula& formula, std::size_t order,
                                     double from, int direction) -> LimitAtInfinity;

/// Of a derivative of the formula, by Taylor's polynomial about the point at this distance. Nothing where that is not known to
/// twelve digits.
[[nodiscard]] auto limit_beside(const verify::ExactFormula& formula, std::size_t order,
                                const verify::HundredDigits& at, double distance)
    -> std::optional<FoundNumber>;

/// From start to end, which may be infinite, by the rule of Gauss and Kronrod on intervals that are halved where it is not exact.
/// Nothing where it is not known to twelve digits, as is one that diverges, or where `stop` ends it.
[[nodiscard]] auto integral(
    const std::function<verify::HundredDigits(const verify::HundredDigits&)>& integrand,
    const verify::HundredDigits& start, const verify::HundredDigits& end, const verify::Stop& stop)
    -> std::optional<FoundNumber>;

} // namespace jetwork::pinn::detail
