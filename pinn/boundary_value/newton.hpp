// Newton's method for a boundary-value problem on a mesh, damped by what the linear system itself says.
//
//   const NewtonReport report = newton(system, u, 1e-9, deadline);     // u becomes the solution on its mesh
//
// A step is tried, and judged by the step that the same matrix would take next: neither depends on how the equations or the
// unknowns are scaled (NLEQ-ERR: Deuflhard 2004, Newton Methods for Nonlinear Problems, algorithm 3.3). While these further steps
// contract fast they are taken, and the matrix is kept.
#pragma once

#include "pinn/boundary_value/newton_system.hpp"

namespace jetwork::pinn {

struct NewtonReport {
  enum class Outcome { converged, not_finite, not_found };
  Outcome outcome = Outcome::not_found;
  double last = 0.0; ///< the last correction, relative to each state's largest magnitude
  int matrices = 0;  ///< factored
  [[nodiscard]] auto converged() const -> bool { return outcome == Outcome::converged; }
};

/// Until corrections are below the tolerance, relative to each state's largest magnitude. Throws DeadlinePassed.
auto newton(NewtonSystem& system, MeshFunction& u, double tolerance, const Deadline& deadline)
    -> NewtonReport;

} // namespace jetwork::pinn
