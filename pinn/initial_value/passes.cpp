#include "pinn/initial_value/passes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace jetwork::pinn {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

} // namespace

auto largest_ratio(const Eigen::VectorXd& error, const Eigen::VectorXd& magnitude) -> double {
  double ratio = 0.0;
  for (Eigen::Index i = 0; i < error.size(); ++i)
    if (!(error[i] <= 0))
      ratio = std::isfinite(error[i]) ? std::max(ratio, error[i] / magnitude[i]) : infinity;
  return ratio;
}

auto march_in_passes(SegmentSolver& solver, const MarchTask& task, const Options& options,
                     const Eigen::VectorXd& least, const Deadline& deadline) -> PassesResult {
  constexpr int most_passes = 4;
  // A loose tolerance is not passed on: on segments that only just resolve the solution, what the error estimate
  // linearises is no longer small, and a tighter bound costs few segments more.
  constexpr double loosest = 1e-7, tightest = 1e-15;
  // What is small compared to this is resolved only once the solution's own size is known.
  constexpr double first_guess = 1e-6, smallest = 1e-140;
  constexpr double worthwhile_gain = 1.5;

  PassesResult result{.best = {}, .ratio = infinity, .interrupted = {}};
  MarchGoal goal{
      .local_tolerance = std::min(0.2 * options.tolerance, loosest),
      .expected =
          Eigen::VectorXd::Constant(solver.layout().unknowns(), first_guess).cwiseMax(least)};
  int marches_in_vain = 0;
  for (; goal.pass <= most_passes; ++goal.pass) {
    MarchResult tried = March(solver, task, options, goal, deadline).run();
    result.accepted += tried.accepted;
    result.rejected += tried.rejected;
    result.passes = goal.pass;
    const bool complete = tried.is_complete();
    const double ratio =
        complete ? largest_ratio(tried.error, tried.magnitude.cwiseMax(least)) : infinity;
    if (!complete && goal.pass > 1) result.interrupted = tried.stopped;
    const double gain = result.ratio / ratio;
    if (goal.pass == 1 || ratio < result.ratio) {
      result.best = std::move(tried);
      result.ratio = ratio;
    }
    // Once, a tighter march may have been unlucky where it cut its segments.
    if (goal.pass > 1 && gain < worthwhile_gain) ++marches_in_vain;
    const bool exhausted = goal.local_tolerance <= tightest || marches_in_vain == 2;
    if (result.ratio <= options.tolerance || !complete || exhausted) break;
    const Eigen::VectorXd& magnitude = result.best.magnitude;
    const bool was_small = goal.pass == 1 && magnitude.minCoeff() < first_guess;
    goal.expected = magnitude.cwiseMax(least).cwiseMax(smallest);
    if (was_small) continue; // the bound was not relative to the solution's own size, and now is
    goal.local_tolerance = std::max(
        tightest, goal.local_tolerance * std::clamp(0.1 * options.tolerance / ratio, 1e-4, 0.02));
  }
  return result;
}

} // namespace jetwork::pinn
