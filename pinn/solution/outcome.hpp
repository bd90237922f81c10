// Every way in which a solve can end, and the words for it. The command, JSON, files and C++ all show these.
//
//   result.ending.outcome == Outcome::time_limit;
//   explain(result.ending, "t");             // "the time limit of 5 s was reached at t = 0.25"
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jetwork::pinn {

enum class Outcome {
  solved,                   ///< the estimate meets the tolerance
  estimate_above_tolerance, ///< all of the domain is covered, and the estimate is above the tolerance
  single_network_off,       ///< the one network is further from the solution than the tolerance
  segment_limit,            ///< Limits::segments
  time_limit,               ///< Limits::seconds
  memory_limit,             ///< Limits::memory
  cancelled,                ///< Limits::cancelled
  cancelled_in_training,    ///< the same, while the one network was trained
  time_limit_in_training,   ///< Limits::seconds, likewise
  undetermined_at_start, ///< no segment can begin: the highest derivatives are not determined there
  no_segment_short_enough, ///< no segment can go on: a pole, or the end of a function's domain
  branches_meet, ///< another value of the highest derivatives becomes the same: several solutions go on
  not_unique, ///< others branch off, as the equations are not Lipschitz continuous there
  equations_jump, ///< it would slide along a jump of the equations: on either side they lead to the other
  events_accumulate,  ///< events, or switching points, follow each other faster and faster
  event_not_finite,   ///< an event assigns something that is no number
  pulse_rounded_away, ///< rounding inside of the equations hides what they do
  time_too_coarse,    ///< the independent variable is rounded too much for a segment
  value_too_large,    ///< squares of errors would overflow
  no_solution_found,  ///< of a boundary-value problem, from the guess or by continuation
  ill_conditioned,    ///< rounding is amplified by more than the tolerance allows
  mesh_limit,         ///< more segments would be needed than Limits::segments, or than make sense
  layer_too_thin,     ///< the independent variable is rounded too much to resolve a layer
  domain_not_closed,  ///< however much is kept of an infinite domain, the solution goes on changing
  no_cycle_found,     ///< by a march past the transient
  not_periodic,       ///< what was found returns, but the equations are others one turn later
  steady_state,       ///< where a periodic solution was looked for
  does_not_return,    ///< the solution from the given values, which was to be periodic
  too_slow, ///< at the length that the tolerance allows, the domain takes too many segments
  merged_network_off, ///< one network was fitted to all segments, and is further off than the tolerance
  not_recorded        ///< read from a file that does not say why it was not solved
};

/// The outcome's name, as JSON and files have it: "time_limit".
[[nodiscard]] auto name_of(Outcome outcome) -> std::string_view;
/// The outcome of this name, if there is one.
[[nodiscard]] auto outcome_named(std::string_view name) -> std::optional<Outcome>;

/// An outcome with the numbers that explain it; each outcome uses its own.
struct Ending {
  Outcome outcome = Outcome::solved;
  double t = 0.0;         ///< where it ended
  double limit = 0.0;     ///< which was reached: seconds, segments, bytes, or the largest value
  double length = 0.0;    ///< of the segments there, or between two numbers that t can be
  double ratio = 0.0;     ///< the estimate, relative to the unknown's largest magnitude
  double tolerance = 0.0; ///< what was asked for
  /// A tolerance that was tried and met.
  std::optional<double> reachable = {};
  double condition = 0.0; ///< by how much rounding is amplified
  double needed = 0.0;    ///< bytes that it would take, where these are refused
  /// Why a march that was to bring the estimate down ended early, if one did.
  std::vector<Ending> interrupted = {};
  /// How far the estimate does meet the tolerance, where it does so at all.
  std::optional<double> trusted_until = {};
};

/// What happened, and what to do about it; empty if it was solved.
[[nodiscard]] auto explain(const Ending& ending, std::string_view independent) -> std::string;

} // namespace jetwork::pinn
