// Rounding told apart from a mistake, and a point without a derivative from both.
#include "verify/referee.hpp"

#include <algorithm>
#include <cmath>

namespace jetwork::verify {

namespace {

auto is_finite(const HundredDigits& x) -> bool { return boost::multiprecision::isfinite(x); }

auto size_of_both(const HundredDigits& a, const HundredDigits& b) -> HundredDigits {
  return std::max(HundredDigits(abs(a)), HundredDigits(abs(b)));
}

// Each has about a hundred digits, less those that cancel: thirty are enough to call the two equal.
auto agree(const HundredDigits& a, const HundredDigits& b) -> bool {
  static const HundredDigits tolerance("1e-30");
  return abs(a - b) <= tolerance * size_of_both(a, b);
}
// Near enough for the values at two points that are a tiny distance apart.
auto nearly_agree(const HundredDigits& a, const HundredDigits& b, const HundredDigits& slack)
    -> bool {
  static const HundredDigits tolerance("1e-8");
  return abs(a - b) <= tolerance * size_of_both(a, b) + slack;
}

/// What a difference of two numbers says where they do not agree.
enum class Difference { mistake, rounding, unknown };

// Where both sides should be zero, each is left with its own rounding error, so their difference shrinks from double
// to a hundred digits. If it does not, or can't be seen in double, claim.rounding says how large the errors may be.
auto judge(const Claim& claim, std::span<const double> at, const std::vector<HundredDigits>& x,
           std::size_t component, const HundredDigits& truth, const HundredDigits& claimed)
    -> Difference {
  static const HundredDigits shrinking("1e-45"), nothing("1e-80"), few_digits("1e-8");
  const HundredDigits difference = abs(truth - claimed);
  const Sides<double> sides = claim.in_double(at);
  const double in_double = std::abs(sides.truth[component] - sides.claimed[component]);
  const bool is_seen = std::isfinite(in_double) && in_double > 0;
  if (is_seen && difference <= shrinking * HundredDigits(in_double)) return Difference::rounding;
  if (claim.rounding) {
    const auto errors = claim.rounding(x);
    const HundredDigits& of_truth = errors.truth[component];
    const HundredDigits& of_claimed = errors.claimed[component];
    if (is_finite(of_truth) && is_finite(of_claimed)) {
      if (difference > of_truth + of_claimed) return Difference::mistake;
      const HundredDigits needed = few_digits * abs(truth);
      return of_truth <= needed && of_claimed > needed ? Difference::unknown : Difference::rounding;
    }
  }
  return !is_seen && difference <= nothing ? Difference::rounding : Difference::mistake;
}

struct Neighbourhood {
  bool exists = true;    // the derivative is finite on both sides of the point, along every axis
  bool is_smooth = true; // and nearly the same
  bool claim_agrees = true;
  bool claimed_somewhere = false;
};

auto neighbourhood(const Claim& claim, const std::vector<HundredDigits>& x, std::size_t component,
                   const HundredDigits& truth) -> Neighbourhood {
  static const HundredDigits step("1e-30"), slack("1e-20");
  Neighbourhood result;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (const int sign : {-1, 1}) {
      auto moved = x;
      moved[i] += sign * step * (x[i] == 0 ? HundredDigits(1) : HundredDigits(abs(x[i])));
      const auto sides = claim.in_hundred_digits(moved);
      const HundredDigits& near = sides.truth[component];
      const HundredDigits& claimed = sides.claimed[component];
      if (!is_finite(near)) {
        result.exists = false;
        continue;
      }
      result.is_smooth = result.is_smooth && is_finite(truth) && nearly_agree(near, truth, slack);
      result.claimed_somewhere = result.claimed_somewhere || is_finite(claimed);
      result.claim_agrees =
          result.claim_agrees && is_finite(claimed) && nearly_agree(near, claimed, slack);
    }
  }
  return result;
}

} // namespace

auto compare_in_hundred_digits(const Claim& claim, std::span<const double> at,
                               std::size_t component) -> PointComparison {
  const std::vector<HundredDigits> x(at.begin(), at.end());
  const auto sides = claim.in_hundred_digits(x);
  PointComparison result{Agreement::excluded, sides.truth[component], sides.claimed[component], {}};
  const bool has_truth = is_finite(result.truth), has_claim = is_finite(result.claimed);
  if (has_truth && has_claim) {
    const Difference difference =
        agree(result.truth, result.claimed)
            ? Difference::rounding
            : judge(claim, at, x, component, result.truth, result.claimed);
    if (difference == Difference::rounding) {
      result.agreement = Agreement::equal;
      return result;
    }
    if (difference == Difference::unknown) {
      result.reason = "a hundred digits of the claim are too few";
      return result;
    }
  }
  if (!has_truth) {
    const bool is_defined = !claim.function || is_finite(claim.function(x));
    result.reason = is_defined ? "the function has no derivative" : "the function is not defined";
    return result;
  }
  const Neighbourhood around = neighbourhood(claim, x, component, result.truth);
  if (!around.exists) {
    result.reason = "the function ends";
  } else if (!around.is_smooth) {
    result.reason = "the function has no derivative";
  } else if (has_claim) {
    result.agreement = Agreement::different;
  } else if (around.claim_agrees) {
    result.reason = "the claim is not defined";
  } else {
    result.agreement = Agreement::not_claimed;
  }
  return result;
}

} // namespace jetwork::verify
