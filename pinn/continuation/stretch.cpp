#include "pinn/continuation/stretch.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jetwork::pinn {

Stretch::Stretch(FreedProblem& freed, const BranchMetric& metric, const Standing& left,
                 const Standing& right, double tolerance)
    : freed_(&freed),
      tolerance_(tolerance),
      unit_(left.direction / metric.length(left.direction)),
      weights_(metric.weights(unit_)),
      level_(weights_.dot(left.place)) {
  known_ = {point(left), point(right)};
}

auto Stretch::point(const Standing& standing) const -> Point {
  Point result{.coordinate = weights_.dot(standing.place) - level_,
               .slope = standing.direction[0] / weights_.dot(standing.direction),
               .standing = standing,
               .determinant_of_halves = {},
               .result = {}};
  return result;
}

auto Stretch::at(double coordinate) -> std::optional<Point> {
  constexpr double small = 1e-12;
  const Point& nearest = *std::ranges::min_element(
      known_, {}, [&](const Point& known) { return std::abs(known.coordinate - coordinate); });
  const Standing& from = nearest.standing;
  MeshFunction start = from.u;
  start.add((coordinate - nearest.coordinate) / weights_.dot(from.direction), from.tangent);
  for (const double tolerance : {std::min(small, tolerance_), tolerance_}) {
    Result result = freed_->solve({weights_, level_ + coordinate}, start, tolerance);
    if (!result.solved()) continue;
    auto standing = freed_->standing();
    const auto of_halves = freed_->determinant_at(freed_->last_found().halved());
    if (!standing || !of_halves) continue;
    Point found = point(*standing);
    found.determinant_of_halves = *of_halves;
    found.coordinate = coordinate;
    found.result = std::move(result);
    known_.push_back(found);
    return found;
  }
  return std::nullopt;
}

auto Stretch::determinant_at(const Standing& solution) -> std::optional<Determinant> {
  freed_->set_plane({weights_, weights_.dot(solution.place)});
  return freed_->determinant_at(solution.u);
}

} // namespace jetwork::pinn
