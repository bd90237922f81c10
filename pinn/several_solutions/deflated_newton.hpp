// Newton's method that finds other solutions than the known ones.
//
//   if (deflated_newton(system, u, deflation, reach, deadline)) …              // u solves the equations on its mesh
//
// The matrix of the equations multiplied by m(u) is that of the equations and one of rank one: with Newton's step δ of the equations
// alone the step is τ·δ, τ = 1/(1 - (log m)'·δ) (Farrell, Birkisson and Funke 2015, section 3). It is damped as in
// pinn/boundary_value/newton.hpp.
#pragma once

#include "pinn/boundary_value/newton_system.hpp"
#include "pinn/several_solutions/deflation.hpp"

namespace jetwork::pinn {

/// False where it found nothing. Throws DeadlinePassed.
[[nodiscard]] auto deflated_newton(NewtonSystem& system, MeshFunction& u,
                                   const Deflation& deflation, double reach,
                                   const Deadline& deadline) -> bool;

} // namespace jetwork::pinn
