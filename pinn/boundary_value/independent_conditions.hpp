// Whether conditions say different things: one that follows from others, or contradicts them, whatever the unknowns are, is the
// user's mistake, and not a problem without a solution.
//
//   require_independent(conditions, problem, {0});        // parameter 0 is unknown
#pragma once

#include "pinn/collocation/recorded_conditions.hpp"
#include "pinn/problem/problem.hpp"

#include <cstddef>
#include <vector>

namespace jetwork::pinn {

/// Throws ConditionError where a condition's residual is a fixed combination of others' residuals and of a number.
void require_independent(RecordedConditions& conditions, const Problem& problem,
                         const std::vector<std::size_t>& unknown_parameters);

} // namespace jetwork::pinn
