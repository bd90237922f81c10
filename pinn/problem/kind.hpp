// Which kind of problem it is: that follows from where its conditions sit, as in Chebfun's chebop (Driscoll, Bornemann and
// Trefethen 2008).
//
//   kind(spring);                       // Kind::initial_value: all conditions sit at one point
//   initial_point(spring);              // where
#pragma once

#include "pinn/problem/problem.hpp"

#include <string_view>

namespace jetwork::pinn {

enum class Kind {
  initial_value,   ///< as many conditions as values are needed, all at one point
  boundary_value,  ///< conditions at several points, of integrals, or jumps
  free_parameters, ///< a parameter is searched for
  free_end,        ///< and the domain ends at one, as where a period is to be found
  eigenvalues,     ///< one parameter is searched for, and no condition fixes the solution's size
  differential_algebraic ///< an unknown has order 0
};

/// Throws std::invalid_argument where there are fewer or more conditions than the equations need.
[[nodiscard]] auto kind(const Problem& problem) -> Kind;

/// Whether so many conditions, for unknowns whose orders have this sum and so many searched parameters, suit a problem with a free
/// end: one for each of them; one less, where the phase of a periodic solution is left open; or all initial values, of a solution
/// that is periodic.
[[nodiscard]] auto allows_conditions(std::size_t order, std::size_t searched,
                                     std::size_t conditions) -> bool;

/// What a message calls it: "boundary-value problem".
[[nodiscard]] auto name_of(Kind kind) -> std::string_view;

/// The point at which an initial-value problem has its conditions.
[[nodiscard]] auto initial_point(const Problem& problem) -> double;

} // namespace jetwork::pinn
