// Why a march can go no further, where even the shortest segments do not meet the tolerance.
#pragma once

#include "pinn/problem/problem.hpp"
#include "pinn/solution/outcome.hpp"

namespace jetwork::pinn {

struct DeadEnd {
  double t = 0.0;        ///< where the march stands
  double shortest = 0.0; ///< length of a segment that the rounding of t leaves something of
};

[[nodiscard]] auto explained(const DeadEnd& end, const Domain& domain) -> Ending;

} // namespace jetwork::pinn
