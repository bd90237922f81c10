#include "pinn/continuation/stability.hpp"

#include "pinn/boundary_value/mesh_control.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace jetwork::pinn {

namespace {

constexpr Eigen::Index states = 2;

/// Which of the conditions look at which end; the last is the plane's.
auto condition_at(const RecordedConditions& conditions, bool at_start)
    -> std::optional<Eigen::Index> {
  const Eigen::Index last = std::ssize(conditions.places()) - 1;
  for (Eigen::Index c = 0; c < 2; ++c) {
    const auto row = conditions.by_states.row(c);
    const auto looks = [&](Eigen::Index place) {
      return row.segment(place * states, states).cwiseAbs().maxCoeff() > 0;
    };
    bool looks_elsewhere = false;
    for (Eigen::Index place = 0; place <= last; ++place)
      if (place != (at_start ? 0 : last)) looks_elsewhere |= looks(place);
    if (!looks_elsewhere && looks(at_start ? 0 : last)) return c;
  }
  return std::nullopt;
}

auto zeros_inside(const MeshFunction& y) -> int {
  constexpr int samples = 32; // a segment
  constexpr double part = 1e-8;
  const double least = part * y.largest_values()[0];
  int zeros = 0;
  double last = 0.0;
  const auto take = [&](double value) {
    if (std::abs(value) <= least) return;
    if (last * value < 0) ++zeros;
    last = value;
  };
  for (std::size_t segment = 0; segment < y.segments(); ++segment)
    for (int k = 0; k < samples; ++k) take(y.at(0, segment, (k + 0.5) / samples, 0));
  take(y.states(0, y.states.cols() - 1));
  return zeros;
}

/// What misses the right condition alone and does not change the parameter.
auto by_left_condition(FreedProblem& freed, Eigen::Index right, const MeshFunction& tangent)
    -> MeshFunction {
  MeshFunction y = freed.system().solve(freed.missed_condition(right));
  const double by_condition = freed.parameter(y), by_plane = freed.parameter(tangent);
  y.states *= by_plane;
  y.highest_values *= by_plane;
  y.numbers *= by_plane;
  y.add(-by_condition, tangent);
  return y;
}

auto count_from(const MeshFunction& y, const RecordedConditions& conditions, Eigen::Index right)
    -> std::optional<int> {
  constexpr double rounding = 1e-9;
  const auto of_end = conditions.by_states.row(right).tail(states); // α·y + β·y'
  const auto end = y.states.col(y.states.cols() - 1);
  const double sum = of_end[0] * end[0] + of_end[1] * end[1];
  const double size = y.largest_states().cwiseProduct(of_end.transpose().cwiseAbs()).maxCoeff();
  if (std::abs(sum) <= rounding * size) return std::nullopt;
  const bool one_more = of_end[1] != 0 && sum * of_end[1] * end[0] < 0;
  return zeros_inside(y) + (one_more ? 1 : 0);
}

} // namespace

auto has_counted_modes(const Problem& problem, const FreedProblem& freed) -> bool {
  return problem.unknowns.size() == 1 && problem.unknowns.front().order == 2
         && problem.conditions.size() == 2 && problem.jumps.empty()
         && std::ranges::none_of(problem.parameters,
                                 [](const Parameter& each) { return each.searched.has_value(); })
         && freed.conditions().count() == 3;
}

auto unstable_modes(FreedProblem& freed, const Standing& standing) -> std::optional<int> {
  constexpr int most_halvings = 4;
  constexpr double resolved = 1e-2;
  const auto left = condition_at(freed.conditions(), true),
             right = condition_at(freed.conditions(), false);
  if (!left || !right) return std::nullopt;
  Standing here = standing;
  for (int halving = 0;; ++halving) { // the mesh was made for another function
    const MeshFunction y = by_left_condition(freed, *right, here.tangent);
    if (!y.is_finite() || y.is_zero()) return std::nullopt;
    if (largest_tails(y)[0] <= resolved * y.largest_values()[0])
      return count_from(y, freed.conditions(), *right);
    if (halving == most_halvings) return std::nullopt;
    const auto finer = freed.standing_at(here.u.halved());
    if (!finer) return std::nullopt;
    here = *finer;
  }
}

} // namespace jetwork::pinn
