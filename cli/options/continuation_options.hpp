// --continue and what belongs to it.
#pragma once

#include "cli/options/option_group.hpp"
#include "cli/options/solver_options.hpp"
#include "pinn/continuation/bifurcation_diagram.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/text_problem.hpp"

#include <optional>

namespace jetwork::cli {

/// What is to be continued, if anything is. Throws InputError.
[[nodiscard]] auto continuation_options(const SolverOptions& options)
    -> std::optional<pinn::Continuation>;

/// Throws InputError unless the problem has the parameter, and may have other values of it.
void check_continuation(const pinn::Continuation& continuation, const pinn::TextProblem& text,
                        const pinn::Problem& problem);

} // namespace jetwork::cli
