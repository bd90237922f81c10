// What a solve gives: the solution, the estimate of its error, and how it went.
//
//   if (result.solved()) std::cout << result.solution(0, 10.0) << " ± " << result.error_estimate[0];
#pragma once

#include "nn/training/history.hpp"
#include "pinn/solution/multipliers.hpp"
#include "pinn/solution/outcome.hpp"
#include "pinn/solution/sensitivity.hpp"
#include "pinn/solution/solution.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace jetwork::pinn {

/// An event that happened.
struct EventOccurrence {
  std::size_t index = 0; ///< of the event, among Problem::events
  double t = 0.0;
  double error_estimate = 0.0; ///< of t, absolute
  /// u, u', … of each unknown below its order, before the event and after it: the same where the solution ends.
  std::vector<std::vector<double>> before = {}, after = {};
  bool ends_solution = false;
};

/// How far an invariant moved.
struct Drift {
  std::string name;
  double start = 0.0;    ///< its value there
  double absolute = 0.0; ///< the largest |I(t) - I(start)|; infinite where I is not finite
  double relative = 0.0; ///< to |I(start)|; NaN where that is zero
};

/// A number that was found with the solution.
struct FoundParameter {
  std::string name;
  double value = 0.0;
  double error_estimate = 0.0; ///< absolute
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
  Ending ending = {.outcome = Outcome::cancelled}; ///< how the solve ended
  /// Why it is not solved, and what to do about it: explain(ending); empty if solved.
  std::string reason;
  double tolerance = 0.0;
  std::vector<double> error_estimate; ///< absolute, per unknown, the largest over the domain
  std::vector<double> error_location; ///< where that is, per unknown; of boundary-value problems
  /// Of boundary-value problems: by how much a relative disturbance of all terms is amplified in the unknowns.
  std::optional<double> condition;
  /// To which the tolerance is relative, per unknown: max |u|, or a thousandth of what the terms of its equation make in a segment,
  /// where these cancel.
  std::vector<double> magnitude;
  Solution solution; ///< all of it, or as far as it could be had
  /// Up to here the estimate meets the tolerance: for a chaotic problem, the horizon.
  double trusted_until = 0.0;
  std::vector<FoundParameter> parameters; ///< those that were searched for
  std::optional<Multipliers> multipliers; ///< of a cycle whose period was searched for
  std::vector<EventOccurrence> events;    ///< in the order in which they happened
  std::vector<Drift> drifts;              ///< one for each of Options::invariants
  std::vector<Sensitivity> sensitivities; ///< one for each of Options::sensitivities
  nn::TrainingHistory training; ///< of the one network of Method::single_network: its losses
  Statistics statistics;

  [[nodiscard]] auto solved() const -> bool { return ending.outcome == Outcome::solved; }
  /// The event at which the solution ended, if it did at one.
  [[nodiscard]] auto ended_by() const -> const EventOccurrence* {
    return !events.empty() && events.back().ends_solution ? &events.back() : nullptr;
  }
};

} // namespace jetwork::pinn
