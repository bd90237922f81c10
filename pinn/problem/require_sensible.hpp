// What any solver asks of a problem before it looks at the equations.
#pragma once

#include "pinn/problem/problem.hpp"

#include <string>

namespace jetwork::pinn {

/// Throws std::invalid_argument unless the problem has unknowns, a residual, a finite domain that holds the conditions' points,
/// finite parameters, and a name of its own for each unknown and parameter.
void require_sensible(const Problem& problem);

/// Throws std::invalid_argument unless a parameter's value is finite.
void require_finite(const std::string& parameter, double value);

} // namespace jetwork::pinn
