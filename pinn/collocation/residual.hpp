// What a solution leaves of a problem's equations.
//
//   residual(spring, result.solution, std::array{0.5, 1.0});        // (equation, point)
#pragma once

#include "pinn/problem/problem.hpp"
#include "pinn/solution/solution.hpp"

#include <Eigen/Core>

#include <span>

namespace jetwork::pinn {

/// The residuals of the problem's equations at the points t, one row an equation: what is left of each equation when
/// the solution is put into it.
[[nodiscard]] auto residual(const Problem& problem, const Solution& solution,
                            std::span<const double> t) -> Eigen::MatrixXd;

} // namespace jetwork::pinn
