#include "pinn/continuation/fold_search.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jetwork::pinn {

/// By false position (Illinois), for the zero of the parameter's slope. So near to it, the parameter is off by slope²/(2·|curvature|),
/// and by what it is off along the whole branch.
auto fold_between(FreedProblem& freed, Stretch stretch) -> std::optional<FoundFold> {
  constexpr int most_solves = 14;
  constexpr double small_part = 0.1; // of the error that it has anyway
  struct End {
    double coordinate, slope;
  };
  End left{stretch.left().coordinate, stretch.left().slope},
      right{stretch.right().coordinate, stretch.right().slope};
  double left_weight = 1.0, right_weight = 1.0;
  std::optional<bool> moved_left; // last
  std::optional<FoundFold> best;
  for (int solve = 0; solve < most_solves; ++solve) {
    const double a = left.slope * left_weight, b = right.slope * right_weight;
    const double coordinate = (left.coordinate * b - right.coordinate * a) / (b - a);
    if (!std::isfinite(coordinate)) break;
    auto point = stretch.at(coordinate);
    if (!point) break;
    const double curvature =
        std::abs((right.slope - left.slope) / (right.coordinate - left.coordinate));
    const FoundParameter found = freed.parameter(point->result);
    const double left_over =
        point->slope * point->slope / curvature; // with a factor of two to be safe
    const double error = found.error_estimate + left_over;
    const double slope = point->slope;
    if (!best || error < best->error_estimate)
      best = {.point = std::move(*point), .parameter = found.value, .error_estimate = error};
    if (left_over <= small_part * found.error_estimate) break;
    const bool is_left = (slope > 0) == (left.slope > 0);
    (is_left ? left : right) = {coordinate, slope};
    (is_left ? left_weight : right_weight) = 1.0;
    if (moved_left == is_left) (is_left ? right_weight : left_weight) /= 2;
    moved_left = is_left;
  }
  const double at_ends = std::min(std::abs(stretch.left().slope), std::abs(stretch.right().slope));
  if (best && std::abs(best->point.slope) > small_part * at_ends) return std::nullopt;
  return best;
}

} // namespace jetwork::pinn
