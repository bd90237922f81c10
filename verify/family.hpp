// A claim about every member of a family: on which part does it hold?
//
//   std::vector<FamilyMember> networks = {
//       {{{"inputs", "1"}, {"hidden biases", "no"}}, [] { return verify(claim_for_one_input); }},
//       {{{"inputs", "2"}, {"hidden biases", "no"}}, [] { return verify(claim_for_two_inputs); }}};
//   to_string(verify_family(networks));     // holds only when inputs = 1 (1 member; fails for 1)
//
// The condition is the simplest that holds for exactly those members for which the claim does: one attribute
// equal to a value (or different from it), else two such conditions together. If there is none, the exception is
// the simplest condition for exactly those members for which the claim fails. Members that are undecided are left
// out of the comparison, and counted.
#pragma once

#include "verify/claim.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace jetwork::verify {

/// One network, one function, one of whatever the claim is about.
struct FamilyMember {
  /// {"activation", "tanh"}; the same names in all members.
  std::map<std::string, std::string> attributes;
  std::function<Verdict()> check;
};

/// attribute = value, or attribute ≠ value.
struct Condition {
  std::string attribute;
  std::string value;
  bool is_equal = true;

  auto admits(const FamilyMember& member) const -> bool;
  friend auto operator==(const Condition&, const Condition&) -> bool = default;
};

enum class FamilyOutcome { holds, fails, conditional, undecided };

struct FamilyVerdict {
  FamilyOutcome outcome = FamilyOutcome::undecided;
  std::vector<Condition> condition; ///< all of which are needed; empty if no simple one separates
  /// If `condition` is empty: the claim fails for exactly the members that meet all of these.
  std::vector<Condition> exception;
  std::vector<std::size_t> holds, fails, undecided; ///< which members
  std::vector<Verdict> verdicts;                    ///< one a member
};

/// Checks every member. Throws std::invalid_argument where two members have different attributes.
auto verify_family(const std::vector<FamilyMember>& members) -> FamilyVerdict;

/// The simplest condition that admits exactly the members that hold, or none.
auto separating_condition(const std::vector<FamilyMember>& members,
                          const std::vector<std::size_t>& holds,
                          const std::vector<std::size_t>& fails) -> std::vector<Condition>;

auto to_string(const Condition& condition) -> std::string;
/// "holds only when inputs = 1 and hidden biases = no (4 members; fails for 12)"
auto to_string(const FamilyVerdict& verdict) -> std::string;

} // namespace jetwork::verify
