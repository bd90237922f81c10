// Where a branch turns round, to as many digits as its solutions have: there the parameter is stationary.
#pragma once

#include "pinn/continuation/stretch.hpp"

#include <optional>

namespace jetwork::pinn {

struct FoundFold {
  Stretch::Point point;
  double parameter = 0.0, error_estimate = 0.0;
};

/// Between two points at which the parameter goes different ways. Nothing, where solutions there are not found to the tolerance. Throws
/// DeadlinePassed.
[[nodiscard]] auto fold_between(FreedProblem& freed, Stretch stretch) -> std::optional<FoundFold>;

} // namespace jetwork::pinn
