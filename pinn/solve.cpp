#include "pinn/solve.hpp"

#include "pinn/initial_value/passes.hpp"
#include "pinn/training/single_network.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace jetwork::pinn {

namespace {

void require_sensible(const Problem& problem, const Options& options) {
  if (problem.unknowns.empty())
    throw std::invalid_argument("the problem has no unknowns; give at least one");
  if (!problem.residual)
    throw std::invalid_argument("the problem has no residual; set Problem::residual");
  if (!std::isfinite(problem.domain.start) || !std::isfinite(problem.domain.end))
    throw std::invalid_argument("the domain's ends must be finite numbers");
  if (problem.domain.start == problem.domain.end)
    throw std::invalid_argument(
        fmt::format("the domain is empty: it starts and ends at {}", problem.domain.start));
  for (const Unknown& unknown : problem.unknowns) {
    if (unknown.initial.empty())
      throw std::invalid_argument(
          fmt::format("{} has no initial value; give as many as its order", unknown.name));
    for (double value : unknown.initial)
      if (!std::isfinite(value))
        throw std::invalid_argument(
            fmt::format("an initial value of {} is not a finite number", unknown.name));
  }
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
  for (const Event& event : options.events)
    if (!event.value)
      throw std::invalid_argument("an event to stop at has no value; set Event::value");
  for (const Invariant& invariant : options.invariants)
    if (!invariant.value)
      throw std::invalid_argument(
          fmt::format("the invariant {} has no value; set Invariant::value", invariant.name));
}

/// Magnitudes below which an unknown's absolute tolerance rules.
auto least_magnitudes(const Options& options, int unknowns) -> Eigen::VectorXd {
  Eigen::VectorXd least = Eigen::VectorXd::Zero(unknowns);
  for (std::size_t i = 0; i < options.absolute_tolerance.size(); ++i)
    least[static_cast<Eigen::Index>(i)] = options.absolute_tolerance[i] / options.tolerance;
  return least;
}

/// The end of the last segment after which the estimate still meets the tolerance. It is held against the magnitude up
/// to there: what comes later may be large because it is wrong.
auto trusted_until(const MarchResult& march, const Eigen::VectorXd& least, double tolerance,
                   double start) -> double {
  for (std::size_t s = std::min(march.error_until.size(), march.segments.size()); s-- > 0;) {
    const Eigen::ArrayXd magnitude = march.magnitude_until[s].cwiseMax(least);
    if ((march.error_until[s].array() <= tolerance * magnitude).all())
      return march.segments[s].start + march.segments[s].length;
  }
  return start;
}

/// Trains the one network in place of the march's segments, whose solution says how far it is off.
auto train_single(const Problem& problem, const Options& options, const Eigen::VectorXd& least,
                  const Deadline& deadline, PassesResult& marched) -> nn::TrainingHistory {
  MarchResult& best = marched.best;
  Problem covered = problem;
  if (best.event) covered.domain.end = best.event->t;
  const KnownSolution known{solution_of(covered, best.segments), best.error, best.magnitude};
  auto trained = single_network(covered, options, known, deadline);
  best.segments = {std::move(trained.network)};
  best.error = std::move(trained.error);
  best.error_until.clear(); // known of the segments alone
  if (deadline.cancelled()) best.stopped = Ending{Outcome::cancelled_in_training};
  marched.ratio = largest_ratio(best.error, best.magnitude.cwiseMax(least));
  return std::move(trained.history);
}

auto ending_of(const PassesResult& marched, const Options& options) -> Ending {
  if (marched.best.stopped) return *marched.best.stopped;
  if (marched.ratio <= options.tolerance) return {Outcome::solved};
  Ending ending{.outcome = options.method == Method::single_network
                               ? Outcome::single_network_off
                               : Outcome::estimate_above_tolerance,
                .ratio = marched.ratio,
                .tolerance = options.tolerance};
  if (marched.interrupted) ending.interrupted.push_back(*marched.interrupted);
  return ending;
}

} // namespace

auto solve(const Problem& problem, const Options& options) -> Result {
  require_sensible(problem, options);
  const Deadline deadline(options.limits);
  SegmentSolver solver(problem, options.seed);
  const Eigen::VectorXd least = least_magnitudes(options, solver.layout().unknowns());

  Result result;
  result.tolerance = options.tolerance;
  PassesResult marched = march_in_passes(solver, problem, options, least, deadline);
  if (options.method == Method::single_network && marched.best.is_complete())
    result.training = train_single(problem, options, least, deadline, marched);

  MarchResult& best = marched.best;
  result.ending = ending_of(marched, options);
  result.event = best.event;
  result.trusted_until = result.solved()
                             ? (best.event ? best.event->t : problem.domain.end)
                             : trusted_until(best, least, options.tolerance, problem.domain.start);
  if (!result.solved() && result.trusted_until != problem.domain.start)
    result.ending.trusted_until = result.trusted_until;
  result.reason = explain(result.ending, problem.independent);

  if (best.segments.empty()) best.error.setConstant(std::numeric_limits<double>::infinity());
  result.solution = solution_of(problem, std::move(best.segments));
  result.error_estimate.assign(best.error.begin(), best.error.end());
  result.magnitude.assign(best.magnitude.begin(), best.magnitude.end());
  for (const Invariant& invariant : options.invariants)
    result.drifts.push_back(drift(invariant, result.solution));
  result.statistics = {.segments_accepted = marched.accepted,
                       .segments_rejected = marched.rejected,
                       .newton_steps = solver.newton_steps(),
                       .residual_evaluations = solver.residual_evaluations(),
                       .passes = marched.passes,
                       .seconds = deadline.elapsed()};
  return result;
}

auto residual(const Problem& problem, const Solution& solution, std::span<const double> t)
    -> Eigen::MatrixXd {
  const RecordedResidual recorded(problem);
  RecordedResidual::Replay replay(recorded, static_cast<int>(t.size()));
  replay.set_time(
      Eigen::Map<const Eigen::RowVectorXd>(t.data(), static_cast<Eigen::Index>(t.size())));
  for (int i = 0; i < recorded.equations(); ++i)
    for (int n = 0; n <= recorded.order(i); ++n) {
      const auto values = solution.evaluate(static_cast<std::size_t>(i), t, n);
      replay.set(i, n,
                 Eigen::Map<const Eigen::RowVectorXd>(values.data(),
                                                      static_cast<Eigen::Index>(values.size())));
    }
  replay.evaluate();
  Eigen::MatrixXd result(recorded.equations(), static_cast<Eigen::Index>(t.size()));
  for (int e = 0; e < recorded.equations(); ++e) result.row(e) = replay.value(e);
  return result;
}

} // namespace jetwork::pinn
