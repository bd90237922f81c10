#include "pinn/initial_value/initial_value_solver.hpp"

#include "pinn/initial_value/passes.hpp"
#include "pinn/initial_value/reachable_tolerance.hpp"
#include "pinn/initial_value/sensitivity_start.hpp"
#include "pinn/problem/kind.hpp"
#include "pinn/training/single_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace jetwork::pinn {

namespace {

/// The end of the last segment after which the estimate still meets the tolerance. It is held against the magnitude up
/// to there: what comes later may be large because it is wrong. So nothing is trusted behind a place where the estimate, once
/// good, has become as large as the solution.
auto trusted_until(const MarchResult& march, const Eigen::VectorXd& least, double tolerance,
                   double start) -> double {
  double until = start;
  for (std::size_t s = 0; s < std::min(march.error_until.size(), march.segments.size()); ++s) {
    const double ratio =
        largest_ratio(march.error_until[s], march.magnitude_until[s].cwiseMax(least));
    if (ratio <= tolerance) until = march.segments[s].start + march.segments[s].length;
    else if (!(ratio < 1) && until != start) break;
  }
  return until;
}

/// Trains the one network in place of the march's segments, whose solution says how far it is off.
auto train_single(const Problem& problem, const Options& options, const Eigen::VectorXd& least,
                  const Deadline& deadline, PassesResult& marched) -> nn::TrainingHistory {
  MarchResult& best = marched.best;
  const KnownSolution known{solution_of(problem, best.segments), best.error, best.magnitude};
  auto trained = single_network(problem, options, known, deadline);
  best.segments = {std::move(trained.network)};
  best.error = std::move(trained.error);
  best.error_until.clear(); // known of the segments alone
  if (deadline.cancelled()) best.stopped = Ending{Outcome::cancelled_in_training};
  marched.ratio = largest_ratio(best.error, relevant_magnitude(best, least));
  if (deadline.out_of_time() && !(marched.ratio <= options.tolerance))
    best.stopped = Ending{.outcome = Outcome::time_limit_in_training,
                          .limit = options.limits.seconds,
                          .ratio = marched.ratio,
                          .tolerance = options.tolerance};
  return std::move(trained.history);
}

auto ending_of(const PassesResult& marched, const Options& options) -> Ending {
  if (marched.best.stopped) return *marched.best.stopped;
  if (marched.ratio <= options.tolerance) return {Outcome::solved};
  Ending ending{.outcome = options.method == Method::single_network
                               ? Outcome::single_network_off
                               : Outcome::estimate_above_tolerance,
                .ratio = marched.ratio,
                .tolerance = options.tolerance,
                .reachable = marched.reachable};
  if (marched.interrupted) ending.interrupted.push_back(*marched.interrupted);
  return ending;
}

/// The result of one march, from the initial values to the end of its domain.
auto result_of(const MarchTask& task, const Options& options, const Eigen::VectorXd& least,
               PassesResult marched) -> Result {
  MarchResult& best = marched.best;
  Result result;
  result.tolerance = options.tolerance;
  result.ending = ending_of(marched, options);
  result.events = best.events;
  result.trusted_until = result.solved()
                             ? best.end(task.domain)
                             : trusted_until(best, least, options.tolerance, task.domain.start);
  if (!result.solved() && result.trusted_until != task.domain.start)
    result.ending.trusted_until = result.trusted_until;

  constexpr double unknown = std::numeric_limits<double>::infinity();
  if (best.segments.empty()) best.error.setConstant(unknown);
  // Where the error is as large as the solution, the last segments may lie beyond a pole.
  if (!result.solved())
    best.error =
        (best.error.array() > relevant_magnitude(best, least).array()).select(unknown, best.error);
  result.solution = solution_of(task.problem, std::move(best.segments));
  result.error_estimate.assign(best.error.begin(), best.error.end());
  const Eigen::VectorXd magnitude = best.magnitude.cwiseMax(best.cancelled);
  result.magnitude.assign(magnitude.begin(), magnitude.end());
  for (std::size_t c = 0; c < options.sensitivities.size(); ++c) {
    const auto error = best.sensitivity_error.col(static_cast<Eigen::Index>(c));
    result.sensitivities.push_back(
        {.by = options.sensitivities[c],
         .derivative = solution_of(task.problem, std::move(best.sensitivities[c])),
         .error_estimate = {error.begin(), error.end()}});
  }
  result.statistics = {.segments_accepted = marched.accepted,
                       .segments_rejected = marched.rejected,
                       .passes = marched.passes};
  return result;
}

/// Two results that start at one point and go to either end of the domain, as one.
auto joined(Result backward, Result forward, const Problem& problem) -> Result {
  const auto side_by_side = [&](const Solution& left, const Solution& right) {
    std::vector<Segment> segments(left.segments().rbegin(), left.segments().rend());
    segments.insert(segments.end(), right.segments().begin(), right.segments().end());
    return solution_of(problem, std::move(segments));
  };
  if (forward.solution.segments().empty() && !backward.solution.segments().empty())
    forward.error_estimate = backward.error_estimate;
  if (backward.solution.segments().empty() && !forward.solution.segments().empty())
    backward.error_estimate = forward.error_estimate;
  Result result = std::move(forward);
  if (result.solved() && !backward.solved()) {
    result.ending = backward.ending;
    result.trusted_until = backward.trusted_until;
  }
  for (std::size_t i = 0; i < result.error_estimate.size(); ++i) {
    result.error_estimate[i] = std::max(result.error_estimate[i], backward.error_estimate[i]);
    result.magnitude[i] = std::max(result.magnitude[i], backward.magnitude[i]);
  }
  result.solution = side_by_side(backward.solution, result.solution);
  for (std::size_t c = 0; c < result.sensitivities.size(); ++c) {
    Sensitivity &ours = result.sensitivities[c], &other = backward.sensitivities[c];
    ours.derivative = side_by_side(other.derivative, ours.derivative);
    for (std::size_t i = 0; i < ours.error_estimate.size(); ++i)
      ours.error_estimate[i] = std::max(ours.error_estimate[i], other.error_estimate[i]);
  }
  result.statistics.segments_accepted += backward.statistics.segments_accepted;
  result.statistics.segments_rejected += backward.statistics.segments_rejected;
  result.statistics.passes = std::max(result.statistics.passes, backward.statistics.passes);
  return result;
}

} // namespace

InitialValueSolver::InitialValueSolver(const Problem& problem, std::uint64_t seed,
                                       std::size_t most_memory, const Deadline& deadline)
    : problem_(&problem), conditions_(problem), solver_(problem, seed, deadline, most_memory) {
  if (solver_.has_branches() || !problem.branches.empty()) highest_.emplace(solver_.recorded());
}

auto InitialValueSolver::branch_start(double t, const std::vector<std::vector<double>>& initial,
                                      const Deadline& deadline) -> BranchStart {
  if (!highest_) return {};
  highest_->set_parameters(solver_.parameters());
  return pinn::branch_start(*problem_, *highest_, t, initial, deadline);
}

auto InitialValueSolver::solve(const Options& options, const Deadline& deadline) -> Result {
  const Problem& problem = *problem_;
  const Eigen::VectorXd least = least_magnitudes(options, solver_.layout().unknowns());
  const auto initial = conditions_.initial_values(parameter_values(problem));
  const State deviations = conditions_.deviations();
  const SensitivityStart sensitivities =
      sensitivity_start(options.sensitivities, problem, conditions_);
  if (!options.sensitivities.empty()) solver_.differentiate_by_parameters();
  const double point = initial_point(problem);
  const BranchStart branch = branch_start(point, initial, deadline);
  const std::size_t newton_steps_before = solver_.newton_steps();
  const std::size_t evaluations_before = solver_.residual_evaluations();
  std::size_t newton_steps = 0, evaluations = 0;
  nn::TrainingHistory training;
  const auto march_to = [&](double end) {
    const MarchTask task{problem, {point, end}, initial, branch, deviations, sensitivities};
    PassesResult marched = march_in_passes(solver_, task, options, least, deadline);
    newton_steps = solver_.newton_steps() - newton_steps_before;
    evaluations = solver_.residual_evaluations() - evaluations_before;
    if (options.method == Method::single_network && marched.best.is_complete())
      training = train_single(problem, options, least, deadline, marched);
    if (ending_of(marched, options).outcome == Outcome::estimate_above_tolerance
        && !marched.interrupted)
      marched.reachable = reachable_tolerance(solver_, task, options, marched, deadline);
    return result_of(task, options, least, std::move(marched));
  };

  const auto& [start, end] = problem.domain;
  const bool is_inside = point != start && point != end;
  if (!options.sensitivities.empty() && options.method == Method::single_network)
    throw std::invalid_argument("sensitivities are those of segments, not of the single network");
  if (options.method == Method::single_network
      && std::ranges::any_of(problem.events,
                             [](const Event& event) { return !event.ends_solution(); }))
    throw std::invalid_argument("one network in place of segments has no jumps, so it takes only "
                                "events that end the solution");
  if (is_inside && (!problem.events.empty() || options.method == Method::single_network))
    throw std::invalid_argument(
        fmt::format("events and the single network need conditions at an end of the domain, and "
                    "these are at {}, inside of it",
                    point));
  Result result = is_inside ? joined(march_to(start), march_to(end), problem)
                            : march_to(point == start ? end : start);
  result.training = std::move(training);
  result.statistics.newton_steps = newton_steps;
  result.statistics.residual_evaluations = evaluations;
  return result;
}

} // namespace jetwork::pinn
