// Problems whose domain ends at an unknown number: the period of a cycle, or when something comes about.
//
//   FreeEndSolver solver(problem, seed, most_memory, deadline);
//   const Result result = solver.solve(options, deadline);        // Result::parameters has the end
//
// On [0, 1] the end is an unknown number in the equations (free_end/unit_domain.hpp), and the solution begins near a march: past its
// transient, once around; or from the given values to where the condition at the end is met (free_end/loop_search.hpp).
#pragma once

#include "pinn/boundary_value/boundary_value_solver.hpp"
#include "pinn/free_end/loop_conditions.hpp"
#include "pinn/free_end/loop_search.hpp"
#include "pinn/free_end/solution_samples.hpp"
#include "pinn/limits.hpp"
#include "pinn/options.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace jetwork::pinn {

class FreeEndSolver {
public:
  /// Records the problem, which must outlive the solver. Throws std::invalid_argument where the equations or the conditions do not
  /// fit the unknowns, DeadlinePassed, and MemoryRefused where a solve would take more than so many bytes.
  FreeEndSolver(const Problem& problem, std::uint64_t seed, std::size_t most_memory,
                const Deadline& deadline);

  /// With the problem's present values of the parameters. Throws DeadlinePassed.
  [[nodiscard]] auto solve(const Options& options, const Deadline& deadline) -> Result;

private:
  /// What is asked of the end.
  enum class Wanted {
    cycle,                ///< the solution returns, and a condition says where it begins
    cycle_of_any_phase,   ///< it returns, and may begin anywhere
    cycle_through_values, ///< it begins with given values, and returns to them
    end_from_values,      ///< it begins with given values, and ends where a condition is met
    other
  };
  [[nodiscard]] static auto wanted(const Problem& problem, const LoopConditions& said) -> Wanted;
  [[nodiscard]] static auto unit_problem(const Problem& problem, const LoopConditions& said,
                                         Wanted wanted) -> Problem;

  void take_parameters();
  [[nodiscard]] auto solve_near(const Solution& solution, double from, double length,
                                const Options& options, const Deadline& deadline) -> Result;
  [[nodiscard]] auto bounds() const -> Bounds;
  [[nodiscard]] auto finished(Result result, const Options& options) const -> Result;
  [[nodiscard]] auto once_around(Result result, const Options& options, const Deadline& deadline)
      -> Result;
  /// Of the solution that was found last.
  [[nodiscard]] auto with_multipliers(Result result, const Deadline& deadline) -> Result;
  [[nodiscard]] auto solve_past_transient(const Options& options, const Deadline& deadline)
      -> std::optional<Result>;
  /// Where a cycle begins: this place of the state, of which derivative, has this value.
  struct Phase {
    Eigen::Index place;
    int derivative;
    double value;
  };
  [[nodiscard]] auto chosen_phase(const Samples& turn) const -> Phase;
  [[nodiscard]] auto phase(const Samples& turn, double length)
      -> std::function<double(const State&)>;
  [[nodiscard]] auto beginning(const MarchedStretch& turn) -> double;
  [[nodiscard]] auto solve_from_values(const Options& options, const Deadline& deadline)
      -> std::optional<Result>;
  void set_weights(const State& weights, double value);
  [[nodiscard]] auto stretch() const -> KnownOfSolution::Stretch;
  [[nodiscard]] auto has_guess() const -> bool;
  [[nodiscard]] auto length_at_first() const -> double;
  [[nodiscard]] auto solve_from_guess(const Options& options, const Deadline& deadline) -> Result;
  [[nodiscard]] auto solve_from_march(const Options& options, const Deadline& deadline)
      -> std::optional<Result>;

  const Problem* problem_;
  LoopConditions said_;
  Wanted wanted_;
  RecordedConditions recorded_; // of the problem itself
  Problem unit_;                ///< on [0, 1]
  BoundaryValueSolver solver_;
  std::optional<LoopSearch> search_;
};

} // namespace jetwork::pinn
