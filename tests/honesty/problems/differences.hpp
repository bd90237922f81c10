// Derivatives of a truth, from differences in fifty digits.
//
//   derivatives_of(truth, t, length, 2, Side::both);     // u, u', u'' of all unknowns at t
//
// The weights are those of the polynomial through 25 equidistant points: Fornberg, "Generation of finite difference
// formulas on arbitrarily spaced grids" (1988). Of many distances between the points it is the one that agrees best with
// its neighbour, so that nobody needs to know how fast the truth changes.
#pragma once

#include "tests/honesty/problems/chosen_problem.hpp"

#include <vector>

namespace jetwork::honesty {

enum class Side { both, right };

/// result[n][i]: the n-th derivative of unknown i.
auto derivatives_of(const Truth& truth, const Real& t, const Real& length, int highest, Side side)
    -> std::vector<Reals>;

} // namespace jetwork::honesty
