#include "pinn/verify/claimed_system.hpp"

#include "pinn/verify/claimed_solution_error.hpp"
#include "verify/landmarks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <variant>

namespace jetwork::pinn::detail {

using formula::Expression;
using formula::Symbol;
using formula::ValueAt;

auto without_argument(const Expression& expression, const std::string& independent) -> Expression {
  Expression result = expression;
  for (auto& node : result.postfix)
    if (const auto* value = std::get_if<ValueAt>(&node);
        value != nullptr && formula::is_taken_at(*value, independent))
      node = Symbol(value->unknown);
  return result;
}

auto read_solutions(const TextProblem& text, const std::vector<std::string>& solutions,
                    const verify::ExactParameters& parameters) -> std::vector<ClaimedSolution> {
  std::vector<ClaimedSolution> read;
  for (const std::string& solution : solutions) {
    const auto refuse = [&](const std::string& why) {
      throw ClaimedSolutionError(fmt::format("{}: {}", solution, why));
    };
    try {
      const auto equation = formula::parse_equation(solution);
      const Expression left = without_argument(equation.left, text.independent);
      const auto* name = left.postfix.size() == 1 ? std::get_if<Symbol>(&left.postfix[0]) : nullptr;
      if (name == nullptr || name->order > 0)
        refuse(fmt::format("column 1: expected an unknown alone before '=', as in r = cos(2*{})",
                           text.independent));
      if (parameters.contains(name->name) || name->name == text.independent)
        refuse(fmt::format("column 1: '{}' is no unknown", name->name));
      if (std::ranges::count(read, name->name, &ClaimedSolution::name) > 0)
        refuse(fmt::format("column 1: there is a solution for '{}' already", name->name));
      const std::map<Symbol, std::size_t> variables = {{{text.independent}, 0}};
      read.push_back({solution, name->name,
                      verify::ExactFormula(equation.right, variables, parameters),
                      verify::RoundingProbe(equation.right, variables, parameters),
                      verify::landmarks(equation.right, variables, parameters)});
    } catch (const formula::ParseError& error) { refuse(error.what()); }
  }
  return read;
}

auto ClaimedSystem::rounding(const verify::HundredDigits& t) const
    -> verify::Sides<verify::HundredDigits> {
  using verify::HundredDigits;
  std::vector<HundredDigits> at{t};
  for (const ClaimedSolution& solution : solutions)
    for (const HundredDigits& derivative : solution.formula.derivatives(t))
      at.push_back(derivative);
  const auto error_of_input = [&](std::size_t place) -> HundredDigits {
    const std::size_t order = (place - 1) % orders;
    if (order > verify::RoundingProbe::highest_order)
      return std::numeric_limits<HundredDigits>::quiet_NaN();
    return solutions[(place - 1) / orders].rounding.largest(std::span(&t, 1),
                                                            std::vector<std::size_t>(order, 0));
  };
  const auto error_of = [&](const verify::ExactFormula& side, const verify::RoundingProbe& own) {
    HundredDigits error = own.largest(at, {});
    for (std::size_t place = 1; place < at.size(); ++place) {
      const HundredDigits slope =
          side.derivative(std::span<const HundredDigits>(at), std::array{place});
      if (slope != 0) error += abs(slope) * error_of_input(place);
    }
    return error;
  };
  verify::Sides<HundredDigits> result;
  for (std::size_t e = 0; e < equations.size(); ++e) {
    result.truth.push_back(error_of(equations[e].right, equation_rounding[e].right));
    result.claimed.push_back(error_of(equations[e].left, equation_rounding[e].left));
  }
  return result;
}

} // namespace jetwork::pinn::detail
