// A claimed solution of a problem, as claims: each equation's two sides on the domain, and each condition's.
//
//   SolutionClaims claims = claimed_solution(text, {"r = cos(2*t)"});
//   verify::verify(claims.equations);      // components are called "equation 1", …
//   verify::verify(claims.conditions);     // no variables: one point; with the places where the solution jumps
//   claims.gaps;                           // "the claimed solution has a pole of r at t = 1, …"
//
// The solution's derivatives come from Taylor series in t (verify/exact_formula.hpp), of any order up to 8.
#pragma once

#include "pinn/problem/text/text_problem.hpp"
#include "pinn/verify/claimed_solution_error.hpp"
#include "verify/referee.hpp"

#include <string>
#include <vector>

namespace jetwork::pinn {

struct SolutionClaims {
  verify::Claim equations;
  verify::Claim conditions;
  /// Where the claimed solution has a pole or no value, in words. One gap is enough: whatever the claims say, it is no
  /// solution on all of the domain.
  std::vector<std::string> gaps;
  /// Where the highest derivative in an equation jumps, in words: "at t = 0, where y' jumps (a kink)". The equations say
  /// nothing there, and the claims may hold beside it.
  std::vector<std::string> kinks;
};

/// One text "name = formula" for each unknown. Throws TextProblemError or ClaimedSolutionError. What `stop` ends may be
/// less than all; it is to end the verdict on the claims as well.
[[nodiscard]] auto claimed_solution(const TextProblem& text,
                                    const std::vector<std::string>& solutions,
                                    const verify::Stop& stop = {}) -> SolutionClaims;

} // namespace jetwork::pinn
