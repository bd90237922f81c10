// The result of a solve that ended before there was anything of a solution.
#pragma once

#include "pinn/problem/problem.hpp"
#include "pinn/solution/result.hpp"

namespace jetwork::pinn {

/// Its error estimates are infinite.
[[nodiscard]] auto result_without_solution(const Problem& problem, const Ending& ending,
                                           double tolerance) -> Result;

} // namespace jetwork::pinn
