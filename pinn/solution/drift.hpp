// Quantities of a solution: their values, and how far an invariant moves.
//
//   const Drift moved = drift({.name = "energy", .value = energy}, result.solution);
//   moved.relative;
#pragma once

#include "pinn/problem/quantity.hpp"
#include "pinn/solution/result.hpp"

#include <span>

namespace jetwork::pinn {

/// The quantity at one point of the solution.
[[nodiscard]] auto evaluate(const Quantity& quantity, const Solution& solution, double t,
                            std::span<const double> parameters = {}) -> double;

/// The drift over all of the solution, looked at in 16 places on every segment and at all ends.
[[nodiscard]] auto drift(const Invariant& invariant, const Solution& solution,
                         std::span<const double> parameters = {}) -> Drift;

} // namespace jetwork::pinn
