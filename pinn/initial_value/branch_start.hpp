// Which branch a march begins on, where the equations allow several highest derivatives at its start.
#pragma once

#include "pinn/initial_value/branch_follower.hpp"
#include "pinn/initial_value/highest_derivatives.hpp"
#include "pinn/limits.hpp"
#include "pinn/problem/problem.hpp"

#include <stdexcept>
#include <vector>

namespace jetwork::pinn {

/// The equations allow several highest derivatives, and nothing says which is meant; or they allow a single one, and something
/// does. The message lists them.
class BranchError : public std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// `highest` knows the parameters; `values` are [unknown][derivative] at the point t. Throws BranchError, and DeadlinePassed.
[[nodiscard]] auto branch_start(const Problem& problem, HighestDerivatives& highest, double t,
                                const std::vector<std::vector<double>>& values,
                                const Deadline& deadline) -> BranchStart;

} // namespace jetwork::pinn
