// A claimed solution of a problem, as claims: each equation's two sides on the domain, and each condition's.
//
//   SolutionClaims claims = claimed_solution(text, {"r = cos(2*t)"});
//   verify::verify(claims.equations);      // components are called "equation 1", …
//   verify::verify(claims.conditions);     // no variables: one point; with the places where the solution jumps
//
// The solution's derivatives come from Taylor series in t (verify/exact_formula.hpp), of any order up to 8.
#pragma once

#include "pinn/problem/text/text_problem.hpp"
#include "verify/referee.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace jetwork::pinn {

struct SolutionClaims {
  verify::Claim equations;
  verify::Claim conditions;
};

/// What is wrong with a claimed solution; what() names the column.
class ClaimedSolutionError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// One text "name = formula" for each unknown. Throws TextProblemError or ClaimedSolutionError.
[[nodiscard]] auto claimed_solution(const TextProblem& text,
                                    const std::vector<std::string>& solutions) -> SolutionClaims;

} // namespace jetwork::pinn
