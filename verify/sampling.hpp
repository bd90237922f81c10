// Points at which a wrong formula shows: simple numbers, ends of the domain, ties, tiny and huge magnitudes,
// seeded random ones, and those where a part of the formulas changes its sign.
//
//   for (const SamplePoint& point : sample_points({{.name = "x", .lower = 0, .upper = 3}}, 200, 1)) point.at;
//
// Simple points come first, so that the first counterexample found is one that a reader can follow by hand.
#pragma once

#include "verify/claim.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace jetwork::verify {

struct SamplePoint {
  std::vector<double> at;
  bool is_generic = false; ///< random: no special relation holds there but by chance
};

/// Throws std::invalid_argument for a domain that is empty or not finite.
auto sample_points(std::span<const ClaimVariable> variables, std::size_t random_points,
                   std::uint64_t seed) -> std::vector<SamplePoint>;

/// Points at which a landmark of the claim passes through zero, the ends of the domain, and a point between each two
/// neighbours of these, so that every piece of a piecewise formula is looked at. For a claim about one number of one
/// variable, also where the truth or the claimed side passes through zero, because relative errors are largest there.
/// `points` says where to look for changes of sign.
auto points_at_sign_changes(const Claim& claim, const std::vector<SamplePoint>& points,
                            const Stop& stop = {}) -> std::vector<SamplePoint>;

} // namespace jetwork::verify
