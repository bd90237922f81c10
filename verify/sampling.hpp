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

/// Where a landmark of the claim passes through zero, or the truth or the claim of one variable does, for there
/// relative errors are largest; and a point between each two such, which thereby each has its own piece of a
/// formula that is made of pieces. `points` says where to look for them.
auto points_at_sign_changes(const Claim& claim, const std::vector<SamplePoint>& points)
    -> std::vector<SamplePoint>;

} // namespace jetwork::verify
