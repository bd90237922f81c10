// Where Newton's method starts if nobody gives a guess: the straight lines that satisfy the conditions, as far as these are linear.
#pragma once

#include "pinn/boundary_value/mesh_function.hpp"
#include "pinn/boundary_value/recorded_conditions.hpp"

#include <span>

namespace jetwork::pinn {

/// Fills `u` with the smallest lines, one an unknown, that come nearest to the conditions.
void guess_lines(MeshFunction& u, RecordedConditions& conditions,
                 std::span<const double> parameters);

} // namespace jetwork::pinn
