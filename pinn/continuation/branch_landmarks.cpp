// What lies between two points of a branch, and where it comes back to: the parts of BranchFollower that look for it.
#include "pinn/continuation/branch_follower.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jetwork::pinn {

auto BranchFollower::look_between(SolutionBranch& branch, const Standing& here, const Point& next,
                                  bool may_be_shorter) -> Next {
  constexpr double vertical = 1e-6; // slopes that rounding makes
  if (std::abs(slope(here)) > vertical) last_sloped_ = here;
  const bool is_sloped = std::abs(slope(next.standing)) > vertical;
  const bool turns = last_sloped_ && is_sloped && slope(*last_sloped_) * slope(next.standing) < 0;
  const bool crosses = here.determinant.sign * next.standing.determinant.sign < 0;
  // Folds and branch points change the number of modes by one.
  const auto modes_after = next.solution.unstable_modes;
  if (may_be_shorter && modes_ && modes_after
      && std::abs(*modes_after - *modes_) > (turns ? 1 : 0) + (crosses ? 1 : 0))
    return Next::too_far;
  std::optional<FoundFold> fold;
  if (turns)
    fold = fold_between(
        *freed_, Stretch(*freed_, metric_, *last_sloped_, next.standing, options_->tolerance));
  if (turns && !fold && may_be_shorter) return Next::too_far;
  if (crosses)
    if (const Next then = add_crossing(branch, here, next.standing, may_be_shorter);
        then != Next::go_on)
      return then;
  if (fold) add_fold(branch, std::move(*fold));
  if (is_sloped) last_sloped_ = next.standing;
  if (modes_after) modes_ = modes_after;
  return Next::go_on;
}

void BranchFollower::add_fold(SolutionBranch& branch, FoundFold found) {
  branch.folds.push_back({.parameter = found.parameter,
                          .error_estimate = found.error_estimate,
                          .solution = branch.solutions.size()});
  branch.solutions.push_back(solution_of(std::move(found.point.result), found.point.standing.u));
}

/// One that was found before, or nothing.
auto BranchFollower::known_crossing(const FoundBranchPoint& found) -> Crossing* {
  constexpr double near = 1e-5;
  const auto known = std::ranges::find_if(crossings_, [&](const Crossing& crossing) {
    return metric_.length(crossing.found.place - found.place) < near;
  });
  return known == crossings_.end() ? nullptr : &*known;
}

auto BranchFollower::add_crossing(SolutionBranch& branch, const Standing& here,
                                  const Standing& next, bool may_be_shorter) -> Next {
  auto found = branch_point_between(
      *freed_, Stretch(*freed_, metric_, here, next, options_->tolerance), metric_);
  if (!found && may_be_shorter) return Next::too_far;
  BranchPoint point{.parameter = (here.place[0] + next.place[0]) / 2,
                    .error_estimate = std::abs(next.place[0] - here.place[0]),
                    .norms = {},
                    .after = branch.solutions.size() - 1};
  if (!found) {
    point.norms = branch.solutions.back().norms;
    branch.branch_points.push_back(std::move(point));
    return Next::go_on;
  }
  if (Crossing* known = known_crossing(*found)) {
    const bool from_first_side =
        metric_.product(freed_->place(known->found.across), here.place - found->place) > 0;
    known->is_followed[from_first_side ? 0 : 1] = true;
    branch.destination = known->of;
    return Next::end;
  }
  point.parameter = found->parameter;
  point.error_estimate = found->error_estimate;
  point.norms = norms(found->u);
  crossings_.push_back({.found = std::move(*found),
                        .metric = metric_,
                        .of = {branches_, branch.branch_points.size()}});
  branch.branch_points.push_back(std::move(point));
  return Next::go_on;
}

/// Whether it goes through the point where it began, the same way.
auto BranchFollower::is_closed(const Standing& here, const Standing& next) const -> bool {
  constexpr double near = 0.3; // of the step
  const double before = metric_.product(begin_->direction, here.place - begin_->place);
  const double after = metric_.product(begin_->direction, next.place - begin_->place);
  if (!(before < 0 && after >= 0)) return false;
  const Place step = next.place - here.place;
  const Place through = here.place + step * (before / (before - after));
  return metric_.length(through - begin_->place) < near * metric_.length(step)
         && metric_.product(begin_->direction, next.direction) > 0;
}

/// Whether the parameter goes one way, and less and less, while solutions double in size, and double again.
auto BranchFollower::is_unbounded() const -> bool {
  constexpr std::size_t least_steps = 4; // for each doubling
  constexpr double moved = 1e-4, moved_before = 1e-2, less = 0.3, rounding = 1e-9;
  const auto half_before = [&](std::size_t k) -> std::optional<std::size_t> {
    for (std::size_t before = k; before-- > 0;)
      if (sizes_[before].of_values < sizes_[k].of_values / 2) return before;
    return std::nullopt;
  };
  const std::size_t last = sizes_.size() - 1;
  const auto half = half_before(last);
  const auto quarter = half ? half_before(*half) : std::nullopt;
  if (!quarter || last - *half < least_steps || *half - *quarter < least_steps) return false;
  double before = 0.0, now = 0.0, sum = 0.0;
  for (std::size_t k = *quarter + 1; k <= last; ++k) {
    const double step = sizes_[k].parameter - sizes_[k - 1].parameter;
    (k <= *half ? before : now) += std::abs(step);
    sum += step;
  }
  const double interval = metric_.interval();
  if (before + now < rounding * interval) return true;
  return std::abs(sum) >= before + now && now < moved * interval && before < moved_before * interval
         && now < less * before;
}

/// In the plane across, so far from the branch point.
auto BranchFollower::point_beside(const Crossing& crossing, double sign, double distance)
    -> std::optional<Point> {
  constexpr double most_slant = 2.0, most_of_interval = 0.1;
  const Place unit = sign * freed_->place(crossing.found.across);
  const Eigen::VectorXd weights = metric_.weights(unit);
  MeshFunction start = crossing.found.u;
  start.add(sign * distance, crossing.found.across);
  auto point = solved_point({weights, weights.dot(crossing.found.place) + distance}, start);
  if (!point) return std::nullopt;
  const Place moved = point->standing.place - crossing.found.place;
  const double cosine = metric_.product(moved, point->standing.direction)
                        / (metric_.length(moved) * metric_.length(point->standing.direction));
  // Where all values are zero, nothing measures the parameter beside them, and the branch of zeros lies in no such plane.
  const Place aside = moved - distance * unit;
  const double slant =
      metric_.has_a_size() ? metric_.length(aside) : metric_.length_of_values(aside);
  if (slant > most_slant * distance || std::abs(moved[0]) > most_of_interval * metric_.interval()
      || !(cosine > std::cos(most_turn)))
    return std::nullopt;
  return point;
}

/// So far that the other branch is told from this one, and so near that it is found: nobody knows how large its solutions become.
auto BranchFollower::first_beside(const Crossing& crossing, int side) -> std::optional<Point> {
  constexpr double least = 1e-11, most = 1e9, moved = 1e-9;
  metric_ = crossing.metric;
  std::optional<Point> found;
  for (double distance = 0.05; distance > least && distance < most;) {
    auto point = point_beside(crossing, side == 0 ? 1.0 : -1.0, distance);
    if (!point && found) break;
    if (!point) {
      distance /= 5;
      continue;
    }
    const double parameter = point->standing.place[0] - crossing.found.place[0];
    const bool is_vertical = std::abs(parameter) < moved * metric_.interval();
    if (!found || !is_vertical) found = std::move(point);
    if (!is_vertical) break; // which a linear problem's branch is
    distance *= 20;
  }
  if (found && !metric_.has_a_size()) metric_.take(found->standing.u, 4.0);
  return found;
}

} // namespace jetwork::pinn
