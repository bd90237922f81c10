#include "pinn/continuation/branch_follower.hpp"

#include "pinn/continuation/stability.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace jetwork::pinn {

namespace {

constexpr double first_length = 0.02, least_length = 1e-7; // in the metric

} // namespace

BranchFollower::BranchFollower(FreedProblem& freed, const Problem& problem,
                               const Continuation& continuation, const Options& options,
                               const Deadline& deadline)
    : freed_(&freed),
      problem_(&problem),
      continuation_(&continuation),
      options_(&options),
      deadline_(&deadline),
      counts_modes_(has_counted_modes(problem, freed)),
      metric_(problem, std::abs(continuation.to - continuation.from), freed.size_of_place()) {}

auto BranchFollower::solution_of(Result result, const MeshFunction& u) const -> BranchSolution {
  const FoundParameter found = freed_->parameter(result);
  BranchSolution solution{.parameter = found.value,
                          .parameter_error = found.error_estimate,
                          .norms = {},
                          .unstable_modes = {},
                          .result = std::move(result)};
  solution.norms = norms(u);
  return solution;
}

/// The square roots of ∫u².
auto BranchFollower::norms(const MeshFunction& u) const -> std::vector<double> {
  const auto& weights = gauss_nodes().quadrature().weight;
  std::vector<double> norms;
  for (int i = 0; i < std::ssize(problem_->unknowns); ++i) {
    double sum = 0.0;
    for (std::size_t segment = 0; segment < u.segments(); ++segment)
      sum += u.length(segment) * weights.dot(u.at_nodes(i, segment, 0).cwiseAbs2());
    norms.push_back(std::sqrt(sum));
  }
  return norms;
}

auto BranchFollower::lies_outside(double parameter) const -> bool {
  const auto [low, high] = std::minmax(continuation_->from, continuation_->to);
  return parameter < low || parameter > high;
}

/// Where the equations have no derivative at the end of the interval, it is not reached to the last digit.
auto BranchFollower::is_near_bound(const Standing& standing) const -> bool {
  constexpr double near = 1e-7; // of the interval
  const double bound = standing.direction[0] * (continuation_->to - continuation_->from) > 0
                           ? continuation_->to
                           : continuation_->from;
  return std::abs(bound - standing.place[0]) < near * metric_.interval();
}

/// Of the parameter, over the interval, by the length in the metric.
auto BranchFollower::slope(const Standing& standing) const -> double {
  return standing.direction[0] / (metric_.interval() * metric_.length(standing.direction));
}

auto BranchFollower::turn(const Standing& one, const Standing& other) const -> double {
  const double cosine = metric_.product(one.direction, other.direction)
                        / (metric_.length(one.direction) * metric_.length(other.direction));
  return std::acos(std::clamp(cosine, -1.0, 1.0));
}

auto BranchFollower::solved_point(const Plane& plane, const MeshFunction& start)
    -> std::optional<Point> {
  Result result = freed_->solve(plane, start, options_->tolerance);
  const bool says_more = !result.solved() && result.ending.outcome != Outcome::no_solution_found;
  failure_ = says_more ? result.reason : "";
  if (!result.solved()) return std::nullopt;
  auto standing = freed_->standing();
  if (!standing) return std::nullopt;
  Point point{.standing = std::move(*standing), .solution = {}};
  point.solution = solution_of(std::move(result), point.standing.u);
  if (counts_modes_) point.solution.unstable_modes = unstable_modes(*freed_, point.standing);
  return point;
}

auto BranchFollower::first(const MeshFunction& original, double parameter) -> std::optional<Point> {
  const Plane plane{Place::Unit(freed_->size_of_place(), 0), parameter};
  auto point = solved_point(plane, freed_->function(original, parameter));
  if (!point) return std::nullopt;
  if (continuation_->to < continuation_->from) point->standing = reversed(point->standing);
  metric_.take(point->standing.u);
  // What grows from zero is measured by what it would be over the interval.
  metric_.take(point->standing.tangent, metric_.interval());
  return point;
}

auto BranchFollower::step(const Standing& from, double length) -> std::optional<Point> {
  const double whole = metric_.length(from.direction);
  const Place unit = from.direction / whole;
  const Eigen::VectorXd weights = metric_.weights(unit);
  MeshFunction start = from.u;
  start.add(length / whole, from.tangent);
  auto point = solved_point({weights, weights.dot(from.place) + length}, start);
  if (!point) return std::nullopt;
  const double missed = metric_.length(point->standing.place - from.place - length * unit);
  if (missed > 0.5 * length || turn(from, point->standing) > most_turn) return std::nullopt;
  return point;
}

/// The point at the end of the interval that a step of this length would go beyond.
auto BranchFollower::at_bound(const Standing& from, double length) -> std::optional<Point> {
  const double ahead = slope(from);
  const bool is_ascending = ahead > 0;
  const double bound = is_ascending ? std::max(continuation_->from, continuation_->to)
                                    : std::min(continuation_->from, continuation_->to);
  const double part = (bound - from.place[0]) / from.direction[0];
  MeshFunction start = from.u;
  start.add(part, from.tangent);
  auto point = solved_point({Place::Unit(freed_->size_of_place(), 0), bound}, start);
  if (!point) return std::nullopt;
  if (!is_ascending) point->standing = reversed(point->standing);
  if (metric_.length(point->standing.place - from.place) > 1.5 * length
      || turn(from, point->standing) > most_turn)
    return std::nullopt;
  return point;
}

/// So long that the branch turns by as much as makes a good picture, and no parameter or value leaps.
auto BranchFollower::next_length(const Standing& standing, double length, double turned) const
    -> double {
  constexpr double wanted_turn = 0.1, most_of_interval = 0.04, most_of_values = 0.15;
  const double whole = metric_.length(standing.direction);
  const double values = metric_.length_of_values(standing.direction) / whole;
  const double parameter = std::abs(slope(standing));
  length *= std::clamp(wanted_turn / std::max(turned, 1e-3), 0.4, 1.8);
  if (parameter > 0) length = std::min(length, most_of_interval / parameter);
  if (values > 0) length = std::min(length, most_of_values / values);
  return length;
}

auto BranchFollower::follow(Point start, std::optional<SolutionBranch::Origin> origin)
    -> SolutionBranch {
  SolutionBranch branch;
  branch.origin = origin;
  begin_ = start.standing;
  last_sloped_.reset();
  modes_ = start.solution.unstable_modes;
  sizes_.clear();
  branch.solutions.push_back(std::move(start.solution));
  try {
    go_along(branch, std::move(start.standing));
  } catch (const DeadlinePassed&) {
    finish(branch, deadline_->cancelled() ? BranchEnd::cancelled : BranchEnd::time_limit);
  }
  ++branches_;
  return branch;
}

void BranchFollower::go_along(SolutionBranch& branch, Standing here) {
  double length = next_length(here, first_length, 1.0 * first_length);
  while (branch.solutions.size() < continuation_->most_points) {
    metric_.take(here.u);
    sizes_.push_back({here.place[0], here.place.tail(here.place.size() - 1).cwiseAbs().maxCoeff()});
    if (is_unbounded()) return finish(branch, BranchEnd::unbounded);
    for (;; length /= 2) {
      if (length < least_length)
        return finish(branch,
                      is_near_bound(here) ? BranchEnd::left_interval : BranchEnd::cannot_go_on);
      const double ahead = here.place[0] + length * slope(here) * metric_.interval();
      auto next = lies_outside(ahead) ? at_bound(here, length) : std::nullopt;
      const bool is_at_bound = next.has_value();
      if (!next) next = step(here, length);
      if (!next || (!is_at_bound && lies_outside(next->standing.place[0]))) continue;
      const bool may_be_shorter = length > 1e3 * least_length;
      const Next then = look_between(branch, here, *next, may_be_shorter);
      if (then == Next::too_far) continue;
      if (then == Next::end) return finish(branch, BranchEnd::reached_branch_point);
      const bool closed = branch.solutions.size() > 3 && is_closed(here, next->standing);
      branch.solutions.push_back(closed ? branch.solutions.front() : std::move(next->solution));
      if (closed) return finish(branch, BranchEnd::closed);
      if (is_at_bound) return finish(branch, BranchEnd::left_interval);
      length = next_length(next->standing, length, turn(here, next->standing));
      here = std::move(next->standing);
      break;
    }
  }
  finish(branch, BranchEnd::point_limit);
}

void BranchFollower::finish(SolutionBranch& branch, BranchEnd end) const {
  const std::string& name = continuation_->parameter;
  const double last = branch.solutions.back().parameter;
  const auto why = [&]() -> std::string {
    switch (end) {
    case BranchEnd::left_interval:
      return fmt::format("it leaves the interval at {} = {:.12g}", name, last);
    case BranchEnd::closed: return "it closed";
    case BranchEnd::reached_branch_point: return "it reaches a branch point that was found before";
    case BranchEnd::unbounded:
      return fmt::format("the solution grows without bound near {} = {:.6g}", name, last);
    case BranchEnd::point_limit:
      return fmt::format("{} points were found, as many as were allowed, up to {} = {:.12g}",
                         branch.solutions.size(), name, last);
    case BranchEnd::cannot_go_on:
      return fmt::format("it could not be followed beyond {} = {:.12g}: {}", name, last,
                         failure_.empty() ? "no step is short enough" : failure_);
    case BranchEnd::time_limit:
      return fmt::format("the time limit of {:g} s was reached at {} = {:.12g}",
                         options_->limits.seconds, name, last);
    case BranchEnd::cancelled: return fmt::format("it was cancelled at {} = {:.12g}", name, last);
    }
    return "";
  };
  branch.end = end;
  branch.why = why();
}

} // namespace jetwork::pinn
