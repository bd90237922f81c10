// An eigenfunction is known but for a factor: the one that makes its largest magnitude one, and its first extremum positive.
#pragma once

#include "pinn/problem/problem.hpp"
#include "pinn/solution/result.hpp"

namespace jetwork::pinn {

/// The result with all unknowns multiplied by the factor that does so for the first one, or for the first that is not zero.
[[nodiscard]] auto normalised(const Problem& problem, Result result) -> Result;

} // namespace jetwork::pinn
