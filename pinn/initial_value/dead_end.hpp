// Why a march can go no further, where even the shortest segments do not meet the tolerance: what its segments look like
// up to there.
#pragma once

#include "pinn/problem/problem.hpp"
#include "pinn/solution/outcome.hpp"
#include "pinn/solution/solution.hpp"

#include <span>

namespace jetwork::pinn {

struct DeadEnd {
  double t = 0.0;                ///< where the march stands
  double shortest = 0.0;         ///< length of a segment that the rounding of t leaves something of
  bool is_defined_beyond = true; ///< whether the equations had numbers on the last segment tried
  bool has_steps = false;        ///< whether a function in the equations jumps, as sign does
};

/// `segments` are those of the march over the domain.
[[nodiscard]] auto explained(const DeadEnd& end, const Domain& domain,
                             std::span<const Segment> segments, std::span<const int> orders)
    -> Ending;

} // namespace jetwork::pinn
