// A problem said in other words, with the same truth: its unknowns mixed by an invertible matrix, or its time spoilt by
// rounding.
//
//   y' = -2*y, x' = -x        becomes, with z0 = y + x, z1 = x,     (z0' - z1') = -2*(z0 - z1), z1' = -z1
//   y' = t*y                  becomes                               y' = ((1e12 + t) - 1e12)*y
#pragma once

#include "tests/honesty/problems/chosen_problem.hpp"

#include <optional>

namespace jetwork::honesty {

/// With whole numbers in the matrix and in its inverse, so that no rounding error is added. Nothing where unknowns have
/// different orders, or where the start would not be exact.
[[nodiscard]] auto with_mixed_unknowns(const ChosenProblem& problem, Draw& draw)
    -> std::optional<ChosenProblem>;

/// Nothing where the equations do not depend on time, or jump: a jump at another time is another problem.
[[nodiscard]] auto with_rounded_time(const ChosenProblem& problem, Draw& draw)
    -> std::optional<ChosenProblem>;

} // namespace jetwork::honesty
