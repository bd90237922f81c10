// Where another branch crosses: there the determinant of the equations with the plane is zero, and it changes its sign where an odd
// number of directions come together.
//
//   if (const auto found = branch_point_between(freed, stretch, metric)) found->parameter;      // ± its error_estimate
//
// At the point itself the equations are singular, so it is found from solutions on both sides: by interpolation, as all is smooth along
// the branch that was followed.
#pragma once

#include "pinn/continuation/branch_metric.hpp"
#include "pinn/continuation/stretch.hpp"

#include <optional>

namespace jetwork::pinn {

struct FoundBranchPoint {
  double parameter = 0.0, error_estimate = 0.0;
  MeshFunction u;
  Place place;
  /// Of the other branch, but for a part along this one: of length one in the metric, at a right angle to this one.
  MeshFunction across;
};

/// Between two points whose determinants have different signs. Nothing, where solutions there are not found to the tolerance. Throws
/// DeadlinePassed.
[[nodiscard]] auto branch_point_between(FreedProblem& freed, Stretch stretch,
                                        const BranchMetric& metric)
    -> std::optional<FoundBranchPoint>;

} // namespace jetwork::pinn
