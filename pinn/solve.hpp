// The one call: a problem and a tolerance in, a solution and an honest error estimate out.
//
//   const pinn::Result result = pinn::solve(spring, {.tolerance = 1e-10});
//   if (result.solved()) std::cout << result.solution(0, 10.0) << " ± " << result.error_estimate[0];
#pragma once

#include "pinn/training/all_weights.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/problem/quantity.hpp"
#include "pinn/solution/solution.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace jetwork::pinn {

enum class Method {
  segments, ///< march through segments, each with a small network
  single    ///< one network over the whole domain, all its weights trained
};

/// The classical PINN of Method::single.
struct SingleNetwork {
  int neurons = 40;                              ///< of its hidden layer
  AllWeightsTraining training = {.points = 160}; ///< with four points a neuron at least
};

/// How far a solve has come; shown on a terminal.
struct Progress {
  double t = 0.0;        ///< where the march is
  double fraction = 0.0; ///< of the domain, 0 to 1
  int pass = 1; ///< a march that missed the tolerance is repeated with tighter local control
  std::size_t segments = 0;
};

struct Options {
  double tolerance =
      1e-8; ///< the error asked for, relative to each unknown's largest magnitude over the domain
  /// An error below this is small enough as well, whatever the tolerance; one for each unknown, or none.
  std::vector<double> absolute_tolerance = {};
  Method method = Method::segments;
  SingleNetwork single = {}; ///< used by Method::single alone
  std::uint64_t seed =
      default_seed; ///< of the random hidden layer; the same seed gives the same digits
  std::size_t maximum_segments =
      200000;                    ///< tried in one march; a clean stop, with what was reached
  double maximum_seconds = 60.0; ///< a clean stop, with what was reached
  std::function<void(const Progress&)> progress = {}; ///< called now and then while marching
  /// Asked before every segment, or step of a training; true ends the solve cleanly, with what was reached. It may be set from another thread:
  /// [token] { return token.stop_requested(); } for a std::stop_token.
  std::function<bool()> cancelled = {};
  std::vector<Event> stop_at = {};        ///< the first of them ends the solution
  std::vector<Invariant> invariants = {}; ///< reported as Result::drifts
};

struct Statistics {
  std::size_t segments_accepted = 0;
  std::size_t segments_rejected = 0;
  std::size_t newton_steps = 0;
  std::size_t residual_evaluations = 0; ///< of a whole batch of points
  int passes = 0;
  double seconds = 0.0;
};

struct Result {
  enum class Status { solved, not_solved };
  Status status = Status::not_solved;
  std::string reason; ///< why it is not solved, and what to do about it; empty if solved
  double tolerance = 0.0;
  std::vector<double> error_estimate; ///< absolute, per unknown, the largest over the domain
  std::vector<double> largest;        ///< max |u| per unknown, to which the tolerance is relative
  Solution solution;                  ///< all of it, or as far as it could be had
  double trusted_until =
      0.0; ///< up to here the estimate meets the tolerance: for a chaotic problem, the horizon
  std::optional<Met> met;       ///< the event that ended the solution, if one did
  std::vector<Drift> drifts;    ///< one for each of Options::invariants
  nn::TrainingHistory training; ///< of the one network of Method::single: its losses
  Statistics statistics;

  [[nodiscard]] auto solved() const -> bool { return status == Status::solved; }
};

/// Solves an initial-value problem. Throws std::invalid_argument on a problem that makes no sense (no unknowns, an
/// empty domain, values that are not finite, more unknowns than equations), with a message that says what to change.
[[nodiscard]] auto solve(const Problem& problem, const Options& options = {}) -> Result;

/// The residuals of the problem's equations at the points t, one row an equation: what is left of each equation when
/// the solution is put into it.
[[nodiscard]] auto residual(const Problem& problem, const Solution& solution,
                            std::span<const double> t) -> Eigen::MatrixXd;

} // namespace jetwork::pinn
