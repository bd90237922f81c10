// Whether tolerances make sense: asked by whatever solves.
#pragma once

#include "pinn/options.hpp"
#include "pinn/problem/problem.hpp"

namespace jetwork::pinn {

/// Throws std::invalid_argument where a tolerance does not lie between 0 and 1, or absolute ones are not one for each unknown.
void require_sensible_tolerances(const Problem& problem, const Options& options);

} // namespace jetwork::pinn
