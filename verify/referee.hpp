// Whether a claim holds on its domain: the referee.
//
//   Verdict verdict = verify(claim);
//   if (!verdict) std::cout << to_string(verdict, claim);
//   // fails at x = 1
//   //   true value  2.7182818284590451
//   //   claimed     1
//   //   relative error 0.63, wrong from digit 1
//
// Both sides are compared in double at special and random points, and where a part of the formulas changes its sign
// (verify/sampling.hpp). Where they differ, and at two dozen random points in any case, they are compared
// again in a hundred digits: a difference that is rounding shrinks with the precision, one that is a mistake stays
// (Kahan's advice to compute again in higher precision; Zippel 1979 and Schwartz 1980 for why random points suffice).
// Cancellation may use up even a hundred digits; how much of them a formula keeps is known (verify/rounding.hpp).
// Points at which the function has no value or no derivative are left out, and the verdict counts them.
#pragma once

#include "verify/claim.hpp"

#include <cstdint>
#include <string>

namespace jetwork::verify {

struct VerifyOptions {
  std::size_t random_points = 240;
  std::size_t points_in_hundred_digits = 24;
  std::uint64_t seed = 1;
  Stop stop = {}; ///< a claim that nothing was found against by then is undecided
};

/// Throws std::invalid_argument for a domain that is empty or not finite, and if a side does not have as many numbers
/// as the claim has components.
auto verify(const Claim& claim, const VerifyOptions& options = {}) -> Verdict;

/// How the two sides compare at one point.
enum class Agreement { equal, different, not_claimed, excluded };

/// The comparison in a hundred digits. If the claim differs there or is no number, the points just beside decide
/// whether the function has a derivative at all.
struct PointComparison {
  Agreement agreement = Agreement::excluded;
  HundredDigits truth = 0, claimed = 0;
  std::string reason; ///< why the point is excluded
};
auto compare_in_hundred_digits(const Claim& claim, std::span<const double> at,
                               std::size_t component) -> PointComparison;

/// A few lines for a reader.
auto to_string(const Verdict& verdict, const Claim& claim) -> std::string;

} // namespace jetwork::verify
