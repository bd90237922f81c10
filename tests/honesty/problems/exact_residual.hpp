// An equation's residual in fifty digits, with the constants that the solver has: the doubles of the compiled formula.
#pragma once

#include "tests/honesty/problems/chosen_problem.hpp"

namespace jetwork::honesty {

struct ExactResidual {
  Real residual, size; ///< the size is the largest number on the way
};

/// values[n][i] is the n-th derivative of unknown i at t.
auto exact_residual(const std::string& equation, const std::vector<UnknownAtStart>& unknowns,
                    double t, const std::vector<Reals>& values) -> ExactResidual;

} // namespace jetwork::honesty
