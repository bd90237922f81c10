// The options of `jetwork solve` that use the problem's own names: absolute tolerances, events, invariants.
#pragma once

#include "cli/options/problem_file.hpp"
#include "cli/options/solver_options.hpp"
#include "pinn/problem/problem.hpp"

#include <string>
#include <vector>

namespace jetwork::cli {

/// Adds these to the solver's options. Throws InputError, naming the option or the place in the file.
void add_quantities(const SolverOptions& options, const ProblemSource& source,
                    const pinn::Problem& problem, pinn::Options& solver);

/// The formulas of every --stop: "x - 0.5" of "x - 0.5, rising".
[[nodiscard]] auto stop_formulas(const SolverOptions& options) -> std::vector<std::string>;

} // namespace jetwork::cli
