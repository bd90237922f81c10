// A problem with the numbers that were found with its solution: what residuals are of.
#pragma once

#include "pinn/problem/problem.hpp"
#include "pinn/solution/result.hpp"

namespace jetwork::pinn {

/// The problem, with these numbers in the place of those where the search began.
[[nodiscard]] auto with_found_numbers(Problem problem, const Result& result) -> Problem;

} // namespace jetwork::pinn
