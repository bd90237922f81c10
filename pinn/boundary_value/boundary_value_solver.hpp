// Boundary-value problems: conditions anywhere in the domain, and all segments together.
//
//   BoundaryValueSolver solver(problem, seed, deadline);
//   const Result result = solver.solve(options, deadline);
//
// The equations hold at the Gauss points of every segment (pinn/boundary_value/gauss_nodes.hpp); Newton's method finds the
// highest derivatives there, the states between segments, and the mesh is refined in turns
// (pinn/boundary_value/mesh_iteration.hpp). What is found is held against the halved mesh (pinn/boundary_value/error_check.hpp).
#pragma once

#include "pinn/boundary_value/audit.hpp"
#include "pinn/boundary_value/error_check.hpp"
#include "pinn/boundary_value/integrals_as_unknowns.hpp"
#include "pinn/boundary_value/kept_domain.hpp"
#include "pinn/boundary_value/mesh_iteration.hpp"
#include "pinn/boundary_value/newton_system.hpp"
#include "pinn/collocation/recorded_conditions.hpp"
#include "pinn/collocation/recorded_residual.hpp"
#include "pinn/limits.hpp"
#include "pinn/options.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/result.hpp"

#include <complex>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace jetwork::pinn {

/// From the largest to the smallest, and how far a finer mesh moves them, relative to those above one.
struct UncertainMultipliers {
  std::vector<std::complex<double>> values;
  double uncertainty;
};

class BoundaryValueSolver {
public:
  /// Records the problem, which must outlive the solver. Throws std::invalid_argument where the equations or the conditions do not
  /// fit the unknowns, and DeadlinePassed.
  BoundaryValueSolver(const Problem& problem, std::uint64_t seed, const Deadline& deadline);

  /// With the problem's present values of the parameters. Throws DeadlinePassed.
  [[nodiscard]] auto solve(const Options& options, const Deadline& deadline) -> Result;
  /// The solution near this function of the problem's states, whose pieces end where the conditions look, and in place of any guess: its
  /// numbers are those of searched parameters. Of an infinite domain so much is kept at first.
  [[nodiscard]] auto solve_near(MeshFunction start, double kept_length, const Options& options,
                                const Deadline& deadline) -> Result;
  /// From now on this is known of solutions.
  void set_known(const KnownOfSolution& known) { known_ = known; }

  /// Of the states that functions to solve_near() are of.
  [[nodiscard]] auto layout() const -> const std::shared_ptr<const StateLayout>& { return layout_; }
  /// The function with pieces that end where the conditions look.
  [[nodiscard]] auto in_pieces(MeshFunction u) const -> MeshFunction;
  /// By what disturbances of the solution that was found last are multiplied over the domain. Throws DeadlinePassed.
  [[nodiscard]] auto multipliers(const Deadline& deadline) -> UncertainMultipliers;

  // For those who look for other functions than solve() does: after a solve, which gives them its parameters.

  /// What the last solve ended with: of a Result that has a solution, this one.
  [[nodiscard]] auto found() const -> const MeshFunction& { return found_; }
  /// Where solve() begins: the user's guess, or lines near this level, on what was kept of the domain last.
  [[nodiscard]] auto guess(double level) -> MeshFunction;
  /// Beside the one near 0: lines near 1 and near -1, as far as the conditions leave them different.
  void add_other_guesses(std::vector<MeshFunction>& guesses);
  [[nodiscard]] auto system() -> NewtonSystem& { return system_; }
  [[nodiscard]] auto conditions() const -> const RecordedConditions& { return conditions_; }

private:
  /// A function that was found, and how far it is off.
  struct Found {
    MeshFunction u;
    ErrorCheck check;
    Ending ending;
  };
  [[nodiscard]] auto solve_on(KeptDomain domain, const Options& options, const Deadline& deadline)
      -> Result;
  [[nodiscard]] auto stated() const -> const Problem& { return extended_ ? *extended_ : *problem_; }
  void place_jumps();
  [[nodiscard]] auto most_segments(const Limits& limits) const -> std::size_t;
  [[nodiscard]] auto wanted(const Options& options, const Eigen::VectorXd& magnitude) const
      -> Eigen::VectorXd;
  [[nodiscard]] auto solve_from(std::vector<MeshFunction> starts, const Options& options,
                                MeshIteration& iteration) -> Found;
  [[nodiscard]] auto switching() -> SwitchingNodes* { return switching_ ? &*switching_ : nullptr; }
  void give_numbers_to_audit(const MeshFunction& u);
  void judge(Found& found, const Options& options, MeshIteration& iteration);
  [[nodiscard]] auto is_disturbed_beyond(MeshFunction u, const Eigen::VectorXd& most_error) -> bool;
  void lengthen(Found& found, const Options& options, MeshIteration& iteration);
  [[nodiscard]] auto reason_of_failure(Ending ending, const Options& options) -> Ending;
  [[nodiscard]] auto result_of(const Found& found, const Options& options) const -> Result;

  const Problem* problem_;             // as the user has it
  std::optional<Problem> extended_;    // with further unknowns for integrals, where there are any
  const Deadline* deadline_ = nullptr; // of the present solve
  RecordedResidual recorded_;
  RecordedConditions conditions_;
  std::shared_ptr<const StateLayout> layout_;
  KeptDomain domain_;
  std::optional<MeshFunction> start_; // of the present solve, in place of guesses
  KnownOfSolution known_;
  MeshFunction found_; // by the last one
  std::vector<std::size_t> unknown_parameters_;
  NewtonSystem system_;
  std::optional<SwitchingNodes> switching_; // where anything switches
  Audit audit_;
};

} // namespace jetwork::pinn
