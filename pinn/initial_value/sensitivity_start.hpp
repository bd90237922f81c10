// What a solution is differentiated by, named as r, r' or a parameter.
#pragma once

#include "pinn/problem/condition_solver.hpp"
#include "pinn/problem/problem.hpp"

#include <Eigen/Core>

#include <string>
#include <vector>

namespace jetwork::pinn {

/// What is differentiated by, and how the initial values answer to it.
struct SensitivityStart {
  Eigen::MatrixXd at_start;   ///< (state, column); none where it is empty
  std::vector<int> parameter; ///< of each column; -1 for an initial value
};

/// How the initial values answer to what is named, a column for each. Throws std::invalid_argument for a name that is no parameter's
/// and no state's.
[[nodiscard]] auto sensitivity_start(const std::vector<std::string>& names, const Problem& problem,
                                     ConditionSolver& conditions) -> SensitivityStart;

} // namespace jetwork::pinn
