// Newton's method and the mesh in turns, until the mesh resolves what Newton's method finds on it; and where it finds nothing,
// continuation from equations that are trivial.
//
//   MeshIteration iteration(system, deadline);
//   iteration.refine(u, relative_errors, most_segments);     // from a guess
//   iteration.follow(u, guess, rough_errors);                // along u⁽ᵖ⁾ = part·f(x, u, …), part from 0 to 1
#pragma once

#include "pinn/boundary_value/newton_system.hpp"
#include "pinn/boundary_value/switching_nodes.hpp"
#include "pinn/solution/outcome.hpp"
#include "pinn/solution/result.hpp"

#include <Eigen/Core>

#include <cstddef>

namespace jetwork::pinn {

class MeshIteration {
public:
  /// What these refer to must outlive it; `switching` may be null.
  MeshIteration(NewtonSystem& system, SwitchingNodes* switching, const Deadline& deadline)
      : system_(&system), switching_(switching), deadline_(&deadline) {}

  /// u becomes the solution on a mesh that leaves so much of each unknown, relative to its largest magnitude. Returns how it ended:
  /// solved, no_solution_found, mesh_limit or layer_too_thin. Throws DeadlinePassed.
  auto refine(MeshFunction& u, const Eigen::VectorXd& relative_errors, std::size_t most_segments)
      -> Ending;

  /// The same by continuation, from the guess: steps of the equations' part grow while they are easy, and shrink where Newton's
  /// method fails. For layers, the part is their width, whatever it is called in the equations.
  auto follow(MeshFunction& u, const MeshFunction& guess, const Eigen::VectorXd& relative_errors)
      -> Ending;

  [[nodiscard]] auto statistics() const -> const Statistics& { return statistics_; }

private:
  [[nodiscard]] auto solve_on_mesh(MeshFunction& u, double tolerance) -> bool;
  [[nodiscard]] auto with_present_sides(MeshFunction& u) -> bool;

  NewtonSystem* system_;
  SwitchingNodes* switching_;
  const Deadline* deadline_;
  Statistics statistics_;
};

} // namespace jetwork::pinn
