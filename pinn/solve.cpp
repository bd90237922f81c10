#include "pinn/solve.hpp"

#include "pinn/initial_value/march.hpp"
#include "pinn/training/single_network.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <stdexcept>

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
auto trusted_until(const March& march, const Eigen::VectorXd& least, double tolerance, double start)
    -> double {
  for (std::size_t s = std::min(march.error_until.size(), march.segments.size()); s-- > 0;) {
    const Eigen::ArrayXd magnitude = march.magnitude_until[s].cwiseMax(least);
    if ((march.error_until[s].array() <= tolerance * magnitude).all())
      return march.segments[s].start + march.segments[s].length;
  }
  return start;
}

auto largest_ratio(const Eigen::VectorXd& error, const Eigen::VectorXd& largest) -> double {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  double ratio = 0.0;
  for (Eigen::Index i = 0; i < error.size(); ++i)
    if (!(error[i] <= 0))
      ratio = std::isfinite(error[i]) ? std::max(ratio, error[i] / largest[i]) : infinity;
  return ratio;
}

} // namespace

auto solve(const Problem& problem, const Options& options) -> Result {
  require_sensible(problem, options);
  using Clock = std::chrono::steady_clock;
  const auto begun = Clock::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - begun).count(); };

  SegmentSolver solver(problem, options.seed);
  Result result;
  result.tolerance = options.tolerance;

  // What a segment may err by itself. The errors of earlier segments come on top, and where they grow too large the
  // march is repeated with a tighter bound. A loose tolerance is not passed on: on segments that only just resolve the
  // solution, what the error estimate linearises is no longer small, and a tighter bound costs few segments more.
  constexpr int most_passes = 4;
  constexpr double loosest = 1e-7, tightest = 1e-15;
  double local_tolerance = std::min(0.2 * options.tolerance, loosest);
  // What is small compared to this is resolved only once the solution's own size is known.
  constexpr double first_guess = 1e-6, smallest = 1e-140;
  const Eigen::VectorXd least = least_magnitudes(options, solver.unknowns());
  Eigen::VectorXd expected =
      Eigen::VectorXd::Constant(solver.unknowns(), first_guess).cwiseMax(least);
  March best;
  std::string interrupted; // why a later march did not come to its end
  double best_ratio = std::numeric_limits<double>::infinity();
  int marches_in_vain = 0;
  for (int pass = 1; pass <= most_passes; ++pass) {
    March tried = march(solver, problem, options, local_tolerance, expected, pass,
                        options.maximum_seconds - elapsed());
    result.statistics.segments_accepted += tried.accepted;
    result.statistics.segments_rejected += tried.rejected;
    result.statistics.passes = pass;
    const bool complete = tried.stopped.empty();
    const double ratio = complete ? largest_ratio(tried.error, tried.magnitude.cwiseMax(least))
                                  : std::numeric_limits<double>::infinity();
    if (!complete && pass > 1) interrupted = tried.stopped;
    const double gain = best_ratio / ratio;
    if (pass == 1 || ratio < best_ratio) {
      best = std::move(tried);
      best_ratio = ratio;
    }
    // Once, a tighter march may have been unlucky where it cut its segments.
    if (pass > 1 && gain < 1.5) ++marches_in_vain;
    const bool exhausted = local_tolerance <= tightest || marches_in_vain == 2;
    if (best_ratio <= options.tolerance || !complete || exhausted) break;
    const bool was_small = pass == 1 && best.magnitude.minCoeff() < first_guess;
    expected = best.magnitude.cwiseMax(least).cwiseMax(smallest);
    if (was_small) continue; // the bound was not relative to the solution's own size, and now is
    local_tolerance = std::max(
        tightest, local_tolerance * std::clamp(0.1 * options.tolerance / ratio, 1e-4, 0.02));
  }

  if (options.method == Method::single_network && best.stopped.empty()) {
    Problem covered = problem;
    const auto event = best.event;
    if (event) covered.domain.end = event->t;
    auto trained = single_network(covered, options,
                                  {solution_of(covered, best.segments), best.error, best.magnitude},
                                  options.maximum_seconds - elapsed());
    best.segments = {std::move(trained.network)};
    best.error = std::move(trained.error);
    best.error_until.clear(); // known of the segments alone
    result.training = std::move(trained.history);
    if (options.cancelled && options.cancelled())
      best.stopped = "it was cancelled while the network was trained";
    best_ratio = largest_ratio(best.error, best.magnitude.cwiseMax(least));
  }
  result.trusted_until = best.stopped.empty() && best_ratio <= options.tolerance
                             ? (best.event ? best.event->t : problem.domain.end)
                             : trusted_until(best, least, options.tolerance, problem.domain.start);
  result.event = best.event;

  if (best.segments.empty()) best.error.setConstant(std::numeric_limits<double>::infinity());
  result.solution = solution_of(problem, std::move(best.segments));
  result.error_estimate.assign(best.error.begin(), best.error.end());
  result.magnitude.assign(best.magnitude.begin(), best.magnitude.end());
  result.statistics.newton_steps = solver.newton_steps();
  result.statistics.residual_evaluations = solver.residual_evaluations();
  for (const Invariant& invariant : options.invariants)
    result.drifts.push_back(drift(invariant, result.solution));
  result.statistics.seconds = elapsed();
  if (!best.stopped.empty()) {
    result.reason = best.stopped;
  } else if (best_ratio <= options.tolerance) {
    result.status = Result::Status::solved;
  } else if (options.method == Method::single_network) {
    result.reason = fmt::format("the one network is {:.1e} away from the solution, relative to its "
                                "largest magnitude, and the tolerance is "
                                "{:.1e}; segments (the default method) reach tighter tolerances",
                                best_ratio, options.tolerance);
  } else {
    result.reason =
        fmt::format("the error estimate is {:.1e} relative to the largest magnitude, more than the "
                    "tolerance of "
                    "{:.1e}, and shorter segments did not bring it down: errors grow along this "
                    "solution, or an "
                    "equation jumps; ask for no less than {:.0e}, or end the domain earlier",
                    best_ratio, options.tolerance, 1.5 * best_ratio);
    if (!interrupted.empty())
      result.reason = fmt::format(
          "the error estimate is {:.1e} relative to the largest magnitude, more than the "
          "tolerance of {:.1e}, and the march that was to bring it down did not "
          "come to its end: {}",
          best_ratio, options.tolerance, interrupted);
  }
  if (!result.solved() && result.trusted_until != problem.domain.start)
    result.reason += fmt::format("; up to {} = {:.6g} the estimate meets the tolerance",
                                 problem.independent, result.trusted_until);
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
