// Where Newton's method starts: the user's guess, and where there is none, the straight lines that satisfy the conditions, as far as
// these are linear.
//
//   guess_lines(u, conditions, parameters, 0.0);
//   guess_values(u, 0, [](double x) { return x*(1 - x); });       // of unknown 0
#pragma once

#include "pinn/boundary_value/mesh_function.hpp"
#include "pinn/boundary_value/newton_system.hpp"
#include "pinn/collocation/recorded_conditions.hpp"

#include <functional>
#include <span>

namespace jetwork::pinn {

/// Fills `u` with lines, one an unknown, that come nearest to the conditions, and of these with the nearest to the constant `level`.
void guess_lines(MeshFunction& u, RecordedConditions& conditions,
                 std::span<const double> parameters, double level);

/// Fits one unknown to these values, segment by segment, by polynomials of a low degree: a table's corners are rounded.
void guess_values(MeshFunction& u, int unknown, const std::function<double(double x)>& value);

/// What comes nearest to all conditions if unknown numbers keep their values: of a homogeneous linear problem the function near whose
/// number the user wants to begin. Throws DeadlinePassed.
[[nodiscard]] auto nearest_with_its_numbers(NewtonSystem& system, MeshFunction u,
                                            const Deadline& deadline) -> MeshFunction;

} // namespace jetwork::pinn
