#include "pinn/initial_value/passes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace jetwork::pinn {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Whether a march may have ended early because its solution was a wrong one.
auto may_be_wrong_turn(const Ending& ending) -> bool {
  return ending.outcome == Outcome::value_too_large
         || ending.outcome == Outcome::no_segment_short_enough
         || ending.outcome == Outcome::equations_jump || ending.outcome == Outcome::time_too_coarse;
}

/// Whether others go on from where a march ended.
auto is_of_several(const Ending& ending) -> bool {
  return ending.outcome == Outcome::branches_meet || ending.outcome == Outcome::not_unique;
}

/// Whether no further march would fare better.
auto ends_all(const Ending& ending) -> bool {
  return ending.outcome == Outcome::time_limit || ending.outcome == Outcome::cancelled
         || ending.outcome == Outcome::memory_limit;
}

} // namespace

auto largest_ratio(const Eigen::VectorXd& error, const Eigen::VectorXd& magnitude) -> double {
  constexpr double nothing =
      1e-280; // of an unknown that is zero, where the smallest numbers were rounded
  double ratio = 0.0;
  for (Eigen::Index i = 0; i < error.size(); ++i)
    if (!(error[i] <= (magnitude[i] > 0 ? 0.0 : nothing)))
      ratio = std::isfinite(error[i]) ? std::max(ratio, error[i] / magnitude[i]) : infinity;
  return ratio;
}

auto least_magnitudes(const Options& options, int unknowns) -> Eigen::VectorXd {
  Eigen::VectorXd least = Eigen::VectorXd::Zero(unknowns);
  for (std::size_t i = 0; i < options.absolute_tolerance.size(); ++i)
    least[static_cast<Eigen::Index>(i)] = options.absolute_tolerance[i] / options.tolerance;
  return least;
}

auto relevant_magnitude(const MarchResult& march, const Eigen::VectorXd& least) -> Eigen::VectorXd {
  return march.magnitude.cwiseMax(march.cancelled).cwiseMax(least);
}

auto march_in_passes(SegmentSolver& solver, const MarchTask& task, const Options& options,
                     const Eigen::VectorXd& least, const Deadline& deadline) -> PassesResult {
  constexpr int most_passes = 5;
  // A loose tolerance is not passed on: on segments that only just resolve the solution, what the error estimate
  // linearises is no longer small, and a tighter bound costs few segments more.
  constexpr double loosest = 1e-7, tightest = 1e-15;
  // What is small compared to this is resolved only once the solution's own size is known.
  constexpr double first_guess = 1e-6, smallest = 1e-140;
  constexpr double worthwhile_gain = 1.5;
  constexpr double wide_range = 1e-3;

  PassesResult result{.best = {}, .ratio = infinity, .interrupted = {}};
  MarchGoal goal{
      .local_tolerance = std::min(0.2 * options.tolerance, loosest),
      .expected =
          Eigen::VectorXd::Constant(solver.layout().unknowns(), first_guess).cwiseMax(least)};
  int marches_in_vain = 0;
  bool may_follow_decay = true;
  for (; goal.pass <= most_passes; ++goal.pass) {
    MarchResult tried = March(solver, task, options, goal, deadline).run();
    result.accepted += tried.accepted;
    result.rejected += tried.rejected;
    result.passes = goal.pass;
    const bool complete = tried.is_complete();
    const double ratio =
        complete ? largest_ratio(tried.error, relevant_magnitude(tried, least)) : infinity;
    const bool was_small = goal.pass == 1 && complete && tried.magnitude.minCoeff() < first_guess;
    const bool may_have_lost_digits = tried.range < wide_range;
    // An unknown that is nothing but rounding cannot be followed relative to itself.
    const bool gave_up_following =
        !complete && goal.relative_to_present && !ends_all(*tried.stopped);
    const bool is_hopeless = !complete && !gave_up_following && !may_be_wrong_turn(*tried.stopped);
    if (!complete && goal.pass > 1 && !gave_up_following) result.interrupted = tried.stopped;
    const double gain = result.ratio / ratio;
    // A tighter march sees better whether there are several solutions.
    const bool is_ambiguous = !complete && is_of_several(*tried.stopped);
    if (is_ambiguous) result.interrupted.reset();
    if (goal.pass == 1 || ratio < result.ratio || is_ambiguous) {
      result.best = std::move(tried);
      result.ratio = ratio;
    }
    if (result.ratio <= options.tolerance || is_hopeless) break;
    goal.expected = result.best.magnitude.cwiseMax(least).cwiseMax(smallest);
    if (was_small) continue; // the bound was not relative to the solution's own size, and now is
    if (may_have_lost_digits && may_follow_decay) {
      goal.relative_to_present = true;
      may_follow_decay = false;
      continue;
    }
    if (!complete && !gave_up_following) break;
    if (gave_up_following) goal.relative_to_present = false;
    const double missed_by =
        std::isfinite(ratio) ? ratio : result.ratio; // of the march to improve on
    // Once, a tighter march may have been unlucky where it cut its segments.
    if (goal.pass > 1 && gain < worthwhile_gain && !gave_up_following) ++marches_in_vain;
    if (goal.local_tolerance <= tightest || marches_in_vain == 2) break;
    goal.local_tolerance =
        std::max(tightest, goal.local_tolerance
                               * std::clamp(0.1 * options.tolerance / missed_by, 1e-4, 0.02));
  }
  return result;
}

} // namespace jetwork::pinn
