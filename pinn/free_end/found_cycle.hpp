// Whether what was found as a cycle is one.
#pragma once

#include "pinn/problem/problem.hpp"
#include "pinn/solution/result.hpp"

namespace jetwork::pinn {

/// Whether no unknown moves by more than its error, which may be all rounding: a steady state is periodic with any period.
[[nodiscard]] auto is_at_rest(const Result& result) -> bool;

/// Whether every value at the end is that at the start, as far as errors tell.
[[nodiscard]] auto returns(const Result& result) -> bool;

/// How many times it goes round, up to eight.
[[nodiscard]] auto turns_of(const Result& result) -> int;

/// Whether it solves the equations one turn later, too: where these depend on time, it need not.
[[nodiscard]] auto is_solution_later(const Problem& problem, const Result& result) -> bool;

} // namespace jetwork::pinn
