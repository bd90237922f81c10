// What the options of `jetwork solve` say in terms of the problem's own names: absolute tolerances, events, invariants.
#pragma once

#include "cli/options/solver_options.hpp"

namespace jetwork::cli {

/// Adds them to the solver's options. Throws InputError, naming the option or the place in the file.
void add_quantities(const SolveOptions& options, const ProblemSource& source,
                    const pinn::Problem& problem, pinn::Options& solver);

/// The formula of --stop "x - 0.5, rising".
[[nodiscard]] auto stop_formula(const std::string& given) -> std::string;

} // namespace jetwork::cli
