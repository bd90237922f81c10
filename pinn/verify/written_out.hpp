// Formulas with their definitions written out. A private header of pinn/verify/solution_claim.cpp.
//
//   WrittenOut out(parts, {"r"});         // with the definition v = "r'^2"
//   out.of(parse("v/2 + v(0)"));          // r'^2/2 + r'(0)^2
#pragma once

#include "pinn/problem/text/parts.hpp"

#include <map>
#include <string>

namespace jetwork::pinn::detail {

class WrittenOut {
public:
  /// Of a problem whose definitions were read. Throws TextProblemError where they grow too long.
  WrittenOut(const TextParts& parts, formula::NameSet unknowns);

  /// Throws formula::ParseError where it grows too long.
  [[nodiscard]] auto of(const formula::Expression& expression) const -> formula::Expression;

private:
  [[nodiscard]] auto at_point(const formula::Expression& definition,
                              const formula::Expression& point) const -> formula::Expression;

  const TextParts& parts_;
  formula::NameSet unknowns_;
  std::map<std::string, formula::Expression, std::less<>> definitions_; // written out
};

} // namespace jetwork::pinn::detail
