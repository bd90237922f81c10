#include "pinn/verify/claimed_system.hpp"

#include "pinn/verify/claimed_solution_error.hpp"
#include "verify/landmarks.hpp"

#include <fmt/format.h>

#include <algorithm>
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
                      verify::landmarks(equation.right, variables, parameters)});
    } catch (const formula::ParseError& error) { refuse(error.what()); }
  }
  return read;
}

} // namespace jetwork::pinn::detail
