#include "pinn/solve.hpp"

#include "pinn/collocation/segment_solver.hpp"
#include "pinn/initial_value/branch_start.hpp"
#include "pinn/initial_value/passes.hpp"
#include "pinn/initial_value/reachable_tolerance.hpp"
#include "pinn/initial_value/sensitivity_start.hpp"
#include "pinn/problem/condition_solver.hpp"
#include "pinn/problem/kind.hpp"
#include "pinn/problem/require_sensible.hpp"
#include "pinn/training/single_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>
#include <utility>

void jetwork::pinn::detail::library_is_compiled_for(autodiff::Registers /*registers*/) {}

namespace jetwork::pinn {

namespace {

void require_kind_with_solver(const Problem& problem) {
  const Kind its_kind = kind(problem);
  if (its_kind != Kind::initial_value)
    throw std::invalid_argument(
        fmt::format("this is a {}, and these cannot be solved yet: only initial-value problems, "
                    "with all conditions at one point, can",
                    name_of(its_kind)));
}

void require_sensible(const Problem& problem, const Options& options) {
  if (!(options.tolerance > 0 && options.tolerance < 1))
    throw std::invalid_argument(
        fmt::format("the tolerance must lie between 0 and 1, not {}", options.tolerance));
  if (!options.absolute_tolerance.empty()
      && options.absolute_tolerance.size() != problem.unknowns.size())
    throw std::invalid_argument(
        fmt::format("there are {} absolute tolerances for {} unknowns; give one for each, or none",
                    options.absolute_tolerance.size(), problem.unknowns.size()));
  for (const double absolute : options.absolute_tolerance)
    if (!(absolute >= 0 && std::isfinite(absolute)))
      throw std::invalid_argument(fmt::format(
          "an absolute tolerance must be a finite number, at least 0, not {}", absolute));
  for (std::size_t c = 0; c < options.sensitivities.size(); ++c)
    if (std::count(options.sensitivities.begin(), options.sensitivities.end(),
                   options.sensitivities[c])
        > 1)
      throw std::invalid_argument(
          fmt::format("the sensitivity by {} is asked for twice", options.sensitivities[c]));
  if (std::isnan(options.limits.seconds))
    throw std::invalid_argument("the time limit is not a number");
  for (const Event& event : options.events)
    if (!event.value)
      throw std::invalid_argument("an event to stop at has no value; set Event::value");
  for (const Invariant& invariant : options.invariants)
    if (!invariant.value)
      throw std::invalid_argument(
          fmt::format("the invariant {} has no value; set Invariant::value", invariant.name));
}

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
  result.event = best.event;
  result.trusted_until = result.solved()
                             ? (best.event ? best.event->t : task.domain.end)
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

/// That of a problem that could not even be recorded.
auto result_without_march(const Problem& problem, const Options& options, const Ending& ending,
                          double seconds) -> Result {
  const auto unknowns = static_cast<Eigen::Index>(problem.unknowns.size());
  const auto columns = static_cast<Eigen::Index>(options.sensitivities.size());
  constexpr double infinity = std::numeric_limits<double>::infinity();
  PassesResult nothing;
  nothing.best.stopped = ending;
  nothing.best.error = Eigen::VectorXd::Constant(unknowns, infinity);
  nothing.best.magnitude = nothing.best.cancelled = Eigen::VectorXd::Zero(unknowns);
  nothing.best.sensitivities.resize(options.sensitivities.size());
  nothing.best.sensitivity_error = Eigen::MatrixXd::Constant(unknowns, columns, infinity);
  const double point = initial_point(problem);
  const double end = point == problem.domain.end ? problem.domain.start : problem.domain.end;
  const MarchTask task{problem, {point, end}, {}, {}, {}, {}};
  Result result = result_of(task, options, Eigen::VectorXd::Zero(unknowns), std::move(nothing));
  result.reason = explain(result.ending, problem.independent);
  result.statistics.seconds = seconds;
  return result;
}

/// What `begin_and_solve` returns, or why not even a march could begin.
template <class Function>
auto unless_limited(const Problem& problem, const Options& options, const Deadline& deadline,
                    const Function& begin_and_solve) -> Result {
  const double start = initial_point(problem);
  const auto not_begun = [&](const Ending& ending) {
    return result_without_march(problem, options, ending, deadline.elapsed());
  };
  try {
    return begin_and_solve();
  } catch (const DeadlinePassed&) {
    if (deadline.cancelled()) return not_begun({.outcome = Outcome::cancelled, .t = start});
    return not_begun({.outcome = Outcome::time_limit, .t = start, .limit = options.limits.seconds});
  } catch (const MemoryRefused& refused) {
    return not_begun({.outcome = Outcome::memory_limit,
                      .t = start,
                      .limit = static_cast<double>(options.limits.memory),
                      .needed = refused.bytes()});
  }
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

struct Solver::Recorded {
  Recorded(Problem its_problem, std::uint64_t seed, std::size_t most_memory,
           const Deadline& deadline)
      : problem(std::move(its_problem)),
        conditions(problem),
        solver(problem, seed, deadline, most_memory) {
    if (solver.has_branches() || !problem.branches.empty()) highest.emplace(solver.recorded());
  }

  /// Where the march begins, among what the equations allow.
  auto branch_start(double t, const std::vector<std::vector<double>>& initial,
                    const Deadline& deadline) -> BranchStart {
    if (!highest) return {};
    highest->set_parameters(parameter_values(problem));
    return pinn::branch_start(problem, *highest, t, initial, deadline);
  }

  Problem problem;
  ConditionSolver conditions;
  SegmentSolver solver;
  std::optional<HighestDerivatives> highest; // where the equations may allow several
};

Solver::Solver(Problem problem, std::uint64_t seed, std::size_t most_memory)
    : Solver(std::move(problem), seed, most_memory, Deadline::never()) {}
Solver::Solver(Problem problem, std::uint64_t seed, std::size_t most_memory,
               const Deadline& deadline) {
  require_sensible(problem);
  require_kind_with_solver(problem);
  recorded_ = std::make_unique<Recorded>(std::move(problem), seed, most_memory, deadline);
}
Solver::~Solver() = default;
Solver::Solver(Solver&&) noexcept = default;
auto Solver::operator=(Solver&&) noexcept -> Solver& = default;

auto Solver::recorded() const -> Recorded& {
  if (!recorded_)
    throw std::logic_error("this Solver was moved from; only assign another one to it");
  return *recorded_;
}

auto Solver::problem() const -> const Problem& { return recorded().problem; }

void Solver::set_parameters(std::span<const double> values) {
  std::vector<Parameter>& parameters = recorded().problem.parameters;
  if (values.size() != parameters.size())
    throw std::invalid_argument(fmt::format("the problem has {} parameters, but got {} values",
                                            parameters.size(), values.size()));
  for (std::size_t k = 0; k < values.size(); ++k) require_finite(parameters[k].name, values[k]);
  for (std::size_t k = 0; k < values.size(); ++k) parameters[k].value = values[k];
  recorded_->solver.set_parameters(values);
}

auto Solver::solve(const Options& options) -> Result {
  require_sensible(recorded().problem, options);
  const Deadline deadline(options.limits);
  return unless_limited(recorded().problem, options, deadline,
                        [&] { return solve_until(deadline, options); });
}

auto Solver::solve_until(const Deadline& deadline, const Options& options) -> Result {
  auto& [problem, conditions, solver, highest] = recorded();
  const double begun = deadline.elapsed(); // when all was recorded
  const Eigen::VectorXd least = least_magnitudes(options, solver.layout().unknowns());
  const std::vector<double> parameters = parameter_values(problem);
  const auto initial = conditions.initial_values(parameters);
  const State deviations = conditions.deviations();
  const SensitivityStart sensitivities =
      sensitivity_start(options.sensitivities, problem, conditions);
  if (!options.sensitivities.empty()) solver.differentiate_by_parameters();
  const double point = initial_point(problem);
  const BranchStart branch = recorded().branch_start(point, initial, deadline);
  const std::size_t newton_steps_before = solver.newton_steps();
  const std::size_t evaluations_before = solver.residual_evaluations();
  std::size_t newton_steps = 0, evaluations = 0;
  nn::TrainingHistory training;
  const auto march_to = [&](double end) {
    const MarchTask task{problem, {point, end}, initial, branch, deviations, sensitivities};
    PassesResult marched = march_in_passes(solver, task, options, least, deadline);
    newton_steps = solver.newton_steps() - newton_steps_before;
    evaluations = solver.residual_evaluations() - evaluations_before;
    if (options.method == Method::single_network && marched.best.is_complete())
      training = train_single(problem, options, least, deadline, marched);
    if (ending_of(marched, options).outcome == Outcome::estimate_above_tolerance
        && !marched.interrupted)
      marched.reachable = reachable_tolerance(solver, task, options, marched, deadline);
    return result_of(task, options, least, std::move(marched));
  };

  const auto& [start, end] = problem.domain;
  const bool is_inside = point != start && point != end;
  if (!options.sensitivities.empty() && options.method == Method::single_network)
    throw std::invalid_argument("sensitivities are those of segments, not of the single network");
  if (is_inside && (!options.events.empty() || options.method == Method::single_network))
    throw std::invalid_argument(
        fmt::format("events and the single network need conditions at an end of the domain, and "
                    "these are at {}, inside of it",
                    point));
  Result result = is_inside ? joined(march_to(start), march_to(end), problem)
                            : march_to(point == start ? end : start);
  result.reason = explain(result.ending, problem.independent);
  result.training = std::move(training);
  for (const Invariant& invariant : options.invariants)
    result.drifts.push_back(drift(invariant, result.solution, parameters));
  result.statistics.newton_steps = newton_steps;
  result.statistics.residual_evaluations = evaluations;
  result.statistics.seconds = deadline.elapsed() - begun;
  return result;
}

auto solve(const Problem& problem, const Options& options) -> Result {
  require_sensible(problem, options);
  const Deadline deadline(options.limits);
  return unless_limited(problem, options, deadline, [&] {
    return Solver(problem, options.seed, options.limits.memory, deadline)
        .solve_until(deadline, options);
  });
}

} // namespace jetwork::pinn
