// Initial-value problems: all conditions at one point, from where the solution is marched to both ends of the domain.
//
//   InitialValueSolver solver(problem, seed, most_memory, deadline);
//   const Result result = solver.solve(options, deadline);
#pragma once

#include "pinn/collocation/segment_solver.hpp"
#include "pinn/initial_value/branch_start.hpp"
#include "pinn/initial_value/highest_derivatives.hpp"
#include "pinn/limits.hpp"
#include "pinn/options.hpp"
#include "pinn/problem/condition_solver.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace jetwork::pinn {

class InitialValueSolver {
public:
  /// Records the problem, which must outlive the solver. Throws std::invalid_argument where the equations or the conditions do not
  /// fit the unknowns, DeadlinePassed, and MemoryRefused where a solve would take more than so many bytes.
  InitialValueSolver(const Problem& problem, std::uint64_t seed, std::size_t most_memory,
                     const Deadline& deadline);

  void set_parameters(std::span<const double> values) { solver_.set_parameters(values); }
  /// With the problem's present values of the parameters. Throws DeadlinePassed and MemoryRefused.
  [[nodiscard]] auto solve(const Options& options, const Deadline& deadline) -> Result;

private:
  /// Where the march begins, among what the equations allow.
  [[nodiscard]] auto branch_start(double t, const std::vector<std::vector<double>>& initial,
                                  const Deadline& deadline) -> BranchStart;

  const Problem* problem_;
  ConditionSolver conditions_;
  SegmentSolver solver_;
  std::optional<HighestDerivatives> highest_; // where the equations may allow several
};

} // namespace jetwork::pinn
