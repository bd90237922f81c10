// Claimed values of a problem's unknown numbers. A private header of pinn/verify/solution_claim.cpp.
//
//   ClaimedNumbers numbers(text, {"u = sin(pi*x)/pi", "lambda = pi^2"});
//   numbers.text();               // the problem, with lambda a parameter of that value
//   numbers.other_solutions();    // {"u = sin(pi*x)/pi"}
#pragma once

#include "pinn/problem/text/parts.hpp"

#include <map>
#include <string>
#include <vector>

namespace jetwork::pinn::detail {

class ClaimedNumbers {
public:
  /// Throws ClaimedSolutionError where an unknown number has no claim.
  ClaimedNumbers(const TextProblem& text, const std::vector<std::string>& solutions);

  [[nodiscard]] auto text() const -> const TextProblem& { return text_; }
  [[nodiscard]] auto other_solutions() const -> const std::vector<std::string>& { return others_; }

  /// Throws TextProblemError, and ClaimedSolutionError where a claimed value is no number.
  void read_parameters(TextParts& parts) const;

  /// Those that the problem does not allow, in words.
  [[nodiscard]] auto out_of_bounds(const TextParts& parts) const -> std::vector<std::string>;

private:
  /// Whether it claims an unknown number.
  auto read(const std::string& solution) -> bool;

  TextProblem text_;
  std::vector<std::string> others_;
  std::map<std::string, std::string> claims_; // by name
};

} // namespace jetwork::pinn::detail
