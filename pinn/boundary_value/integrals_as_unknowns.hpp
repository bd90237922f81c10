// Integrals in conditions become unknowns of their own: I' = g, I(start) = 0, and ∫g from a to b is I(b) - I(a).
//
//   const Problem problem = with_integrals_as_unknowns(original);
//
// The original's unknowns come first. So an integral costs what an unknown of first order does, and is as accurate.
#pragma once

#include "pinn/problem/problem.hpp"

namespace jetwork::pinn {

[[nodiscard]] auto with_integrals_as_unknowns(const Problem& original) -> Problem;

/// Whether there are any.
[[nodiscard]] auto has_integrals(const Problem& problem) -> bool;

} // namespace jetwork::pinn
