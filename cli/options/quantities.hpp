// The options of `jetwork solve` that use the problem's own names: absolute tolerances, events, invariants.
#pragma once

#include "cli/options/problem_file.hpp"
#include "cli/options/solver_options.hpp"
#include "pinn/problem/problem.hpp"

namespace jetwork::cli {

/// Adds these to the solver's options. Throws InputError, naming the option or the place in the file.
void add_quantities(const SolverOptions& options, const ProblemSource& source,
                    const pinn::Problem& problem, pinn::Options& solver);

/// Adds the event of every --stop to the problem, before it is read: the solution ends there.
void add_stops(const SolverOptions& options, ProblemSource& source);

} // namespace jetwork::cli
