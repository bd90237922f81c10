// Where a marched solution comes back to where it was: the start from which a periodic solution is found.
//
//   LoopSearch search(problem, seed, most_memory, deadline);
//   const auto loop = search.settle(state, 10.0, 1e-2, options, deadline);     // past the transient
//   loop->solution, loop->from, loop->length;                                  // twice around
#pragma once

#include "pinn/collocation/state_layout.hpp"
#include "pinn/initial_value/initial_value_solver.hpp"
#include "pinn/limits.hpp"
#include "pinn/options.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/solution.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace jetwork::pinn {

/// A stretch of a marched solution.
struct MarchedStretch {
  Solution solution;
  double from = 0.0, length = 0.0;
};

class LoopSearch {
public:
  /// Records the equations, of which the time is no part that matters. Throws as InitialValueSolver does.
  LoopSearch(const Problem& problem, std::uint64_t seed, std::size_t most_memory,
             const Deadline& deadline);

  /// Marches on from a state, in parts of this length at first, until two turns agree this closely, relative to how far each value
  /// moves. The stretch has two of them from `from` on. Nothing, where the solution comes to rest or cannot be marched, or no turn
  /// agrees with the one before; `state` is where the march came to.
  [[nodiscard]] auto settle(State& state, double length, double closeness, const Options& options,
                            const Deadline& deadline) -> std::optional<MarchedStretch>;

  /// Where a quantity of (t, state) is to cross zero, in a state that is accepted.
  struct Place {
    std::function<double(double t, const State& state)> quantity;
    /// `size` has the largest magnitude of each value in the march.
    std::function<bool(const State& state, const State& size)> accepts;
    double length;   ///< of the march at first
    Bounds distance; ///< from the start
    double expected; ///< of several places the one at a distance that is nearest to this in ratio
  };
  /// From this state to the place. Nothing, if there is none within many times the length.
  [[nodiscard]] auto until(const State& state, const Place& place, const Options& options,
                           const Deadline& deadline) -> std::optional<MarchedStretch>;

  /// From this state on. Nothing, where it cannot be marched so far. Throws DeadlinePassed.
  [[nodiscard]] auto march(const State& state, double length, const Options& options,
                           const Deadline& deadline) -> std::optional<Solution>;

  /// The state of a solution at t, or its derivative.
  [[nodiscard]] auto state_at(const Solution& solution, double t, int derivative = 0) const
      -> State;

private:
  Problem problem_; // with the values at the start as parameters, behind its own
  std::size_t first_value_;
  InitialValueSolver solver_;
};

} // namespace jetwork::pinn
