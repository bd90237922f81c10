// Branches of solutions of a boundary-value problem over one of its parameters, round folds.
//
//   const BifurcationDiagram found = follow_branch(problem, {.parameter = "lambda", .from = 0, .to = 4});
//   found.branches[0].solutions;                           // one after the other
//   found.branches[0].folds[0].parameter;                  // ± its error_estimate
#pragma once

#include "pinn/continuation/bifurcation_diagram.hpp"
#include "pinn/options.hpp"
#include "pinn/problem/problem.hpp"

namespace jetwork::pinn {

/// From the solution at Continuation::from on, towards Continuation::to. Each solution is found to the tolerance. Throws
/// std::invalid_argument where that makes no sense, with what to change.
[[nodiscard]] auto follow_branch(const Problem& problem, const Continuation& continuation,
                                 const Options& options = {}) -> BifurcationDiagram;

} // namespace jetwork::pinn
