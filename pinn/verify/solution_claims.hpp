// What a claimed solution of a problem is to satisfy, and what is known of it without a referee.
#pragma once

#include "verify/claim.hpp"

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
  /// Of the conditions' components, a name with the condition in it: "condition 1, 'r(0) = 1'".
  std::vector<std::string> quoted_conditions;
  /// What could not be found of the conditions, in words: unless they fail, nothing is decided.
  std::vector<std::string> undecided;
  /// How conditions were checked that take a limit, and what of an infinite domain was looked at, in words.
  std::vector<std::string> notes;
};

} // namespace jetwork::pinn
