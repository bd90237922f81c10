// A claimed derivative as text.
//
//   FormulaClaim claim(FormulaClaimText{.function = "a*sin(x^2)", .derivative = "a*cos(x^2)", .by = {"x"}, .parameters = {{"a", "2"}}});
//   Verdict verdict = claim.verify();
//   verdict.counterexample->truth;          // 4*cos(1), at x = 1
//   verdict.repair->change;                 // "multiply by 2*x"
//
// A repair is looked for among constants, the sub-expressions of both formulas and their derivatives, as a
// factor or as a missing term, and is offered only if the claim then holds on all points.
#pragma once

#include "verify/exact_formula.hpp"
#include "verify/referee.hpp"
#include "verify/rounding.hpp"

#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::verify {

struct FormulaClaimText {
  std::string function;
  std::string derivative;
  std::vector<std::string> by; ///< {"x", "x"}: the second derivative
  std::vector<std::pair<std::string, std::string>> parameters = {}; ///< a number or an expression
  std::vector<ClaimVariable> domains = {}; ///< of variables whose domain is not the default
};

/// Which text is wrong; what() says why, with the column.
class FormulaClaimError : public std::runtime_error {
public:
  enum class Part { function, derivative, by, parameter, domain };
  FormulaClaimError(Part part, const std::string& message)
      : std::runtime_error(message), part_(part) {}
  auto part() const -> Part { return part_; }

private:
  Part part_;
};

class FormulaClaim {
public:
  /// Throws FormulaClaimError.
  explicit FormulaClaim(const FormulaClaimText& text);

  /// Decides, and where it fails looks for a repair.
  auto verify(const VerifyOptions& options = {}) const -> Verdict;

  /// The two sides, without a repair. The claim refers to this object, which must outlive it.
  auto claim() const -> Claim;
  auto variables() const -> const std::vector<ClaimVariable>& { return variables_; }

private:
  auto find_repair(const VerifyOptions& options) const -> std::optional<Repair>;

  formula::Expression function_text_, derivative_text_;
  ExactFormula function_, derivative_;
  RoundingProbe function_rounding_, derivative_rounding_;
  ExactParameters parameters_;
  std::vector<ClaimVariable> variables_;
  std::map<formula::Symbol, std::size_t> places_;
  std::vector<std::size_t> by_;
};

} // namespace jetwork::verify
