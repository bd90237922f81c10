// Whether a boundary-value problem is linear: then it has one solution, if any that is determined.
#pragma once

#include "pinn/boundary_value/newton_system.hpp"

namespace jetwork::pinn {

/// Whether the equations and conditions, in the unknowns and the unknown numbers, are what their matrix at u says of functions near and
/// far. Throws DeadlinePassed.
[[nodiscard]] auto is_linear(NewtonSystem& system, const MeshFunction& u, const Deadline& deadline)
    -> bool;

} // namespace jetwork::pinn
