// The one call: a problem and a tolerance in, a solution and an honest error estimate out.
//
//   const pinn::Result result = pinn::solve(spring, {.tolerance = 1e-10});
//   if (result.solved()) std::cout << result.solution(0, 10.0) << " ± " << result.error_estimate[0];
#pragma once

#include "pinn/options.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/drift.hpp"
#include "pinn/solution/result.hpp"

#include <span>

namespace jetwork::pinn {

/// Solves an initial-value problem. Throws std::invalid_argument on a problem that makes no sense (no unknowns, an
/// empty domain, values that are not finite, more unknowns than equations), with a message that says what to change.
[[nodiscard]] auto solve(const Problem& problem, const Options& options = {}) -> Result;

/// The residuals of the problem's equations at the points t, one row an equation: what is left of each equation when
/// the solution is put into it.
[[nodiscard]] auto residual(const Problem& problem, const Solution& solution,
                            std::span<const double> t) -> Eigen::MatrixXd;

} // namespace jetwork::pinn
