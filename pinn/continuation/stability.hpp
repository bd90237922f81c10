// How many modes of u_t = a·u'' + …, a > 0, grow around a steady state, of one equation of second order with a condition at each end:
// as many as the solution of the linearised equation that satisfies the left condition has zeros (Sturm; Coddington and Levinson
// 1955, Theory of Ordinary Differential Equations, chapter 8).
#pragma once

#include "pinn/continuation/freed_problem.hpp"

#include <optional>

namespace jetwork::pinn {

/// Whether that is known of a problem's branches at all.
[[nodiscard]] auto has_counted_modes(const Problem& problem, const FreedProblem& freed) -> bool;

/// At the point where the problem stands, its tangent given. Nothing, where a mode neither grows nor decays.
[[nodiscard]] auto unstable_modes(FreedProblem& freed, const Standing& standing)
    -> std::optional<int>;

} // namespace jetwork::pinn
