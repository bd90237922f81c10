#include "pinn/continuation/follow_branch.hpp"

#include "pinn/continuation/branch_follower.hpp"
#include "pinn/problem/kind.hpp"
#include "pinn/problem/require_sensible.hpp"
#include "pinn/sensible_tolerances.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::pinn {

namespace {

auto parameter_named(const Problem& problem, const std::string& name) -> std::size_t {
  const auto found = std::ranges::find(problem.parameters, name, &Parameter::name);
  if (found == problem.parameters.end()) {
    std::vector<std::string> names;
    for (const Parameter& each : problem.parameters)
      if (!each.searched) names.push_back(each.name);
    throw std::invalid_argument(fmt::format(
        "a branch is followed over a parameter that the equations or conditions hold, and {} is "
        "none{}",
        name, names.empty() ? "" : fmt::format("; there are {}", fmt::join(names, ", "))));
  }
  if (found->searched)
    throw std::invalid_argument(fmt::format(
        "{} is an unknown number, which the conditions determine; a branch is followed over a "
        "parameter that is given",
        name));
  return static_cast<std::size_t>(found - problem.parameters.begin());
}

void require_continuation(const Problem& problem, const Continuation& continuation,
                          const Options& options) {
  if (!std::isfinite(continuation.from) || !std::isfinite(continuation.to)
      || continuation.from == continuation.to)
    throw std::invalid_argument(
        fmt::format("a branch is followed from one finite number to another, not from {} to {}",
                    continuation.from, continuation.to));
  if (continuation.most_points < 2) throw std::invalid_argument("a branch has two points at least");
  if (const Kind its = kind(problem); its != Kind::boundary_value && its != Kind::free_parameters)
    throw std::invalid_argument(
        fmt::format("branches are followed of boundary-value problems; of this kind it is none: {}",
                    name_of(its)));
  if (!std::isfinite(problem.domain.start) || !std::isfinite(problem.domain.end))
    throw std::invalid_argument("branches over an infinite domain cannot be followed yet; give it "
                                "finite ends");
  if (!problem.events.empty() || !options.sensitivities.empty()
      || options.method != Method::collocation)
    throw std::invalid_argument(
        "branches have no events and no sensitivities, and are of Method::collocation");
  require_sensible_tolerances(problem, options);
}

class Diagram {
public:
  Diagram(const Problem& problem, const Continuation& continuation, const Options& options,
          const Deadline& deadline)
      : problem_(problem),
        continuation_(&continuation),
        options_(&options),
        deadline_(&deadline),
        parameter_(parameter_named(problem, continuation.parameter)) {}

  void follow(BifurcationDiagram& diagram);

private:
  [[nodiscard]] auto follow_from(double value, bool both_ways, BifurcationDiagram& diagram) -> bool;
  void follow_others(BifurcationDiagram& diagram, BranchFollower& follower) const;

  Problem problem_; // with the parameter's value where a branch begins
  const Continuation* continuation_;
  const Options* options_;
  const Deadline* deadline_;
  std::size_t parameter_;
};

/// The branches through each branch point, those that are found on the way included.
void Diagram::follow_others(BifurcationDiagram& diagram, BranchFollower& follower) const {
  for (std::size_t k = 0; k < follower.crossings().size(); ++k)
    for (const int side : {0, 1}) {
      const BranchFollower::Crossing crossing = follower.crossings()[k]; // more are found
      if (crossing.is_followed[static_cast<std::size_t>(side)]) continue;
      follower.crossings()[k].is_followed[static_cast<std::size_t>(side)] = true;
      auto start = diagram.branches.size() < continuation_->most_branches && !deadline_->passed()
                       ? follower.first_beside(crossing, side)
                       : std::nullopt;
      if (start) diagram.branches.push_back(follower.follow(std::move(*start), crossing.of));
      else ++diagram.not_followed;
    }
}

/// From the solution for this value of the parameter, if there is one: towards the end of the interval, or both ways.
auto Diagram::follow_from(double value, bool both_ways, BifurcationDiagram& diagram) -> bool {
  problem_.parameters[parameter_].value = value;
  BoundaryValueSolver solver(problem_, options_->seed, *deadline_);
  const Result result = solver.solve(*options_, *deadline_);
  const auto refuse = [&](const std::string& why) {
    if (diagram.reason.empty())
      diagram.reason = fmt::format("at {} = {:g}, where the branch is to begin: {}",
                                   continuation_->parameter, value, why);
    return false;
  };
  if (!result.solved()) return refuse(explain(result.ending, problem_.independent));
  FreedProblem freed(problem_, parameter_, *options_, *deadline_);
  BranchFollower follower(freed, problem_, *continuation_, *options_, *deadline_);
  auto start = follower.first(solver.found(), value);
  if (!start) return refuse("another branch may begin there as well; begin a little before it");
  diagram.reason.clear();
  std::optional<BranchFollower::Point> other_way;
  if (both_ways) other_way = {reversed(start->standing), start->solution};
  diagram.branches.push_back(follower.follow(std::move(*start)));
  if (other_way && diagram.branches.front().end != BranchEnd::closed && !deadline_->passed())
    diagram.branches.push_back(follower.follow(std::move(*other_way)));
  if (continuation_->switches_branches) follow_others(diagram, follower);
  return true;
}

/// Where there is no solution at its beginning, from the value that the problem has, if it lies within the interval.
void Diagram::follow(BifurcationDiagram& diagram) {
  const double value = problem_.parameters[parameter_].value;
  if (follow_from(continuation_->from, false, diagram)) return;
  const auto [low, high] = std::minmax(continuation_->from, continuation_->to);
  if (low < value && value < high) (void)follow_from(value, true, diagram);
}

} // namespace

auto follow_branch(const Problem& problem, const Continuation& continuation, const Options& options)
    -> BifurcationDiagram {
  require_sensible(problem);
  require_continuation(problem, continuation, options);
  const Deadline deadline(options.limits);
  BifurcationDiagram diagram;
  try {
    Diagram(problem, continuation, options, deadline).follow(diagram);
  } catch (const DeadlinePassed&) {
    diagram.reason = deadline.cancelled() ? std::string("it was cancelled")
                                          : fmt::format("the time limit of {:g} s was reached",
                                                        options.limits.seconds);
  } catch (const MemoryRefused& refused) {
    diagram.reason =
        fmt::format("it would take {:.3g} bytes of memory, more than the limit", refused.bytes());
  }
  for (const SolutionBranch& branch : diagram.branches)
    if (diagram.reason.empty()
        && (branch.end == BranchEnd::cannot_go_on || branch.end == BranchEnd::time_limit
            || branch.end == BranchEnd::cancelled))
      diagram.reason = branch.why;
  diagram.seconds = deadline.elapsed();
  return diagram;
}

} // namespace jetwork::pinn
