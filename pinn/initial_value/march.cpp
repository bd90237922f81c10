#include "pinn/initial_value/march.hpp"

#include "pinn/initial_value/event_locator.hpp"
#include "pinn/training/all_weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace jetwork::pinn {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

/// The next length from how far the error was from what is wanted: the local error falls with about this power of
/// the length, though less steeply than a polynomial of the modes' degree would have it.
struct LengthController {
  static constexpr double power = FeatureBasis::modes - 4;
  static constexpr double safety = 0.85, most_growth = 4.0, most_shrink = 0.2;

  static auto factor(double error_over_goal) -> double {
    if (!(error_over_goal > 0)) return most_growth;
    return std::clamp(safety * std::pow(error_over_goal, -1.0 / power), most_shrink, most_growth);
  }
};

/// Scales by which errors are relative: the largest magnitude so far, or where an unknown has been zero up to now,
/// what its derivatives make of it within the segment.
auto scales(const SegmentSolver& solver, const State& state, const Eigen::VectorXd& largest,
            double length) -> Eigen::VectorXd {
  Eigen::VectorXd scale = largest;
  for (int i = 0; i < solver.unknowns(); ++i) {
    double reach = 0.0, power = 1.0;
    for (int n = 0; n < solver.order(i); ++n, power *= length / n)
      reach = std::max(reach, std::abs(state[solver.offset(i) + n] * power));
    scale[i] = std::max(scale[i], reach);
  }
  const double fallback = scale.maxCoeff() > 0 ? scale.maxCoeff() : 1.0;
  for (double& s : scale)
    if (!(s > 0)) s = fallback;
  return scale;
}

/// How far the local error is above what is wanted, relative to each unknown's largest magnitude; infinite where it is
/// not known.
auto error_over_goal(const SegmentSolver::Check& check, const Eigen::VectorXd& largest,
                     double tolerance) -> double {
  if (!check.finite) return std::numeric_limits<double>::infinity();
  double ratio = 0.0;
  for (Eigen::Index i = 0; i < check.error.size(); ++i) {
    const double magnitude = std::max(largest[i], check.largest[i]);
    if (check.error[i] > epsilon * magnitude)
      ratio = std::max(ratio, check.error[i] / (tolerance * magnitude));
  }
  return ratio;
}

/// How far the rounding noise in evaluating the network is above what may remain of it, likewise. High modes have large
/// output weights, which cancel; they fade on a shorter segment. What the lowest modes have cannot be helped.
auto noise_over_goal(const Eigen::VectorXd& noise, const Eigen::VectorXd& magnitude,
                     double tolerance) -> double {
  constexpr double unavoidable = 2.5e-13;
  return (noise.array() / magnitude.array()).maxCoeff() / std::max(0.25 * tolerance, unavoidable);
}

/// The domain is cut into at least so many segments.
constexpr double fewest_segments = 16;
/// Beyond this, squares overflow.
constexpr double largest_magnitude = 1e140;
/// A transient at the start is over after so many segments: each may be four times the last.
constexpr int patience = 300;

} // namespace

auto march(SegmentSolver& solver, const Problem& problem, const Options& options,
           double local_tolerance, const Eigen::VectorXd& expected, int pass, double seconds_left)
    -> March {
  using Clock = std::chrono::steady_clock;
  const auto begun = Clock::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - begun).count(); };

  State state(solver.states());
  for (int i = 0; i < solver.unknowns(); ++i)
    for (int n = 0; n < solver.order(i); ++n)
      state[solver.offset(i) + n] =
          problem.unknowns[static_cast<std::size_t>(i)].initial[static_cast<std::size_t>(n)];

  March result;
  ErrorEstimate estimate(solver);
  Eigen::VectorXd largest(solver.unknowns());
  for (int i = 0; i < solver.unknowns(); ++i) largest[i] = std::abs(state[solver.offset(i)]);

  const double whole = problem.domain.end - problem.domain.start;
  double t = problem.domain.start;
  double length = whole / fewest_segments;
  EventLocator locator(options.events, problem);
  // Where Newton's method has just failed on a longer segment, the error says nothing about how long the next may be.
  double most_growth = LengthController::most_growth;
  int hopeless = 0; // segments in a row at whose length the whole march would take too many
  const auto stop = [&](std::string why) { result.stopped = std::move(why); };

  while (t != problem.domain.end) {
    const double remaining = problem.domain.end - t;
    // Longer segments would gain little, and look at the equation too seldom.
    if (std::abs(length) > std::abs(whole) / fewest_segments) length = whole / fewest_segments;
    // A last segment much shorter than its neighbour would waste work, one a little longer would be rejected.
    if (std::abs(length) >= 0.999 * std::abs(remaining)) length = remaining;
    else if (std::abs(length) > 0.5 * std::abs(remaining)) length = 0.5 * remaining;
    const bool last = length == remaining;
    // t + length as it is rounded is where the next segment starts: without this, far from t = 0, the solution would
    // lag behind by half a unit in the last place of t in every segment.
    if (!last) length = (t + length) - t;

    if (result.accepted + result.rejected >= options.maximum_segments) {
      stop(fmt::format("{} segments were not enough; the march reached {} = {:.6g}",
                       options.maximum_segments, problem.independent, t));
      break;
    }
    if (options.cancelled && options.cancelled()) {
      stop(fmt::format("it was cancelled at {} = {:.6g}", problem.independent, t));
      break;
    }
    if (elapsed() > seconds_left) {
      stop(fmt::format("the time limit of {:g} s was reached at {} = {:.6g}",
                       options.maximum_seconds, problem.independent, t));
      break;
    }
    const double shortest = 16 * epsilon * std::max(std::abs(t), 1e-3 * std::abs(whole));
    if (std::abs(length) <= shortest) {
      stop(fmt::format(
          "no segment at {0} = {1:.10g} is short enough: {2}", problem.independent, t,
          t == problem.domain.start
              ? "the equations do not determine the highest derivatives there, are not defined "
                "there, "
                "or have several solutions; check them at the initial values"
              : fmt::format(
                    "the solution may cease to exist there (a pole, or an argument outside of a "
                    "function's domain); end the domain before {:.6g}",
                    t)));
      break;
    }

    const Eigen::VectorXd magnitude = largest.cwiseMax(expected);
    // A first guess of the magnitude bounds what is resolved, but weighs no equation against another.
    const Eigen::VectorXd scale = scales(solver, state, pass == 1 ? largest : magnitude, length);
    const NewtonOutcome outcome = solver.fit(t, length, state, scale, local_tolerance);
    if (outcome != NewtonOutcome::converged) {
      ++result.rejected;
      most_growth = 1.0;
      length *= outcome == NewtonOutcome::not_finite ? 0.25 : 0.4;
      continue;
    }
    SegmentSolver::Check check = solver.check();
    double ratio = error_over_goal(check, magnitude, local_tolerance);
    if (!(ratio <= 1) && std::abs(length) <= 4 * shortest) {
      // As short as can be, and the output layer alone is not enough: train the hidden layer as well.
      // Earlier it does not pay: a kink was passed with one segment in ten saved, and in four times
      // the time.
      const double seconds = std::min(2.0, seconds_left - elapsed());
      const auto trained = train_all_weights(problem, solver.network(), {}, {.seconds = seconds});
      if (solver.adopt(trained.network, scale)) {
        check = solver.check();
        ratio = error_over_goal(check, magnitude, local_tolerance);
      }
    }
    if (!(ratio <= 1)) {
      ++result.rejected;
      length *= std::min(0.8, LengthController::factor(ratio));
      continue;
    }

    Segment segment = solver.network();
    const Eigen::VectorXd noise = solver.evaluation_noise(segment);
    const double noise_ratio =
        noise_over_goal(noise, magnitude.cwiseMax(check.largest), options.tolerance);
    if (noise_ratio > 1 && std::abs(length) > 4 * shortest) {
      ++result.rejected;
      length *= std::min(0.8, LengthController::factor(noise_ratio));
      continue;
    }
    const auto linearisation = solver.linearise();
    const State end = solver.end_state();
    result.segments.push_back(std::move(segment));
    estimate.advance(solver, check, linearisation, end, noise);
    result.error_until.push_back(estimate.largest());
    ++result.accepted;
    largest = largest.cwiseMax(check.largest);
    result.magnitude_until.push_back(largest);
    if (largest.maxCoeff() > largest_magnitude) {
      stop(fmt::format(
          "at {} = {:.6g} a value is larger than {:g}, where squares of errors overflow; "
          "choose other units",
          problem.independent, t, largest_magnitude));
      break;
    }
    const double more = std::abs((problem.domain.end - t) / length);
    hopeless = more > static_cast<double>(options.maximum_segments) ? hopeless + 1 : 0;
    if (hopeless >= patience) {
      stop(fmt::format(
          "at {} = {:.6g} only segments of length {:.1e} meet the tolerance, and the rest of "
          "the domain would take more than {} of them",
          problem.independent, t, std::abs(length), options.maximum_segments));
      break;
    }
    if ((result.event = locator.first_on(result.segments.back()))) {
      Segment& cut = result.segments.back();
      if (result.event->t == cut.start) result.segments.pop_back();
      else cut = shortened(cut, locator.orders(), result.event->t);
      break;
    }
    state = end;
    t = last ? problem.domain.end : t + length;
    if (options.progress)
      options.progress({.t = t,
                        .fraction = (t - problem.domain.start) / whole,
                        .pass = pass,
                        .segments = result.segments.size()});
    length *= std::min(most_growth, LengthController::factor(std::max(ratio, noise_ratio)));
    most_growth = LengthController::most_growth;
  }
  result.error = estimate.largest();
  result.magnitude = largest;
  return result;
}

} // namespace jetwork::pinn
