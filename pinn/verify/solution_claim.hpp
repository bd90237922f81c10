// A claimed solution of a problem, as claims: each equation's two sides on the domain, and each condition's.
//
//   SolutionClaims claims = claimed_solution(text, {"r = cos(2*t)"});
//   verify::verify(claims.equations);      // components are called "equation 1", …
//   verify::verify(claims.conditions);     // no variables: one point; with the places where the solution jumps
//   claims.gaps;                           // "the claimed solution has a pole of r at t = 1, …"
//
// Of an infinite domain, the equations are looked at on a part of length 100, or as far as conditions at finite points go.
//
// The solution's derivatives come from Taylor series in t (verify/exact_formula.hpp), of any order up to 8.
#pragma once

#include "pinn/problem/text/text_problem.hpp"
#include "pinn/verify/claimed_solution_error.hpp"
#include "pinn/verify/solution_claims.hpp"
#include "verify/referee.hpp"

#include <string>
#include <vector>

namespace jetwork::pinn {

/// One text "name = formula" for each unknown, unknown numbers too: "lambda = pi^2". Throws TextProblemError or ClaimedSolutionError. What `stop` ends may be
/// less than all; it is to end the verdict on the claims as well.
[[nodiscard]] auto claimed_solution(const TextProblem& text,
                                    const std::vector<std::string>& solutions,
                                    const verify::Stop& stop = {}) -> SolutionClaims;

} // namespace jetwork::pinn
