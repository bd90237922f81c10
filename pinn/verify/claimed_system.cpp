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

auto read_solutions(const TextParts& parts, const std::vector<std::string>& solutions,
                    const verify::ExactParameters& parameters) -> std::vector<ClaimedSolution> {
  const TextProblem& text = parts.text;
  std::vector<ClaimedSolution> read;
  for (const std::string& solution : solutions) {
    const auto refuse = [&](const std::string& why) {
      throw ClaimedSolutionError(fmt::format("{}: {}", solution, why));
    };
    try {
      const auto equation = formula::parse_equation(solution, parts.shadowing);
      const Expression left = without_argument(equation.left, text.independent);
      const auto* name = left.postfix.size() == 1 ? std::get_if<Symbol>(&left.postfix[0]) : nullptr;
      if (name == nullptr || name->order > 0)
        refuse(fmt::format("column 1: expected an unknown alone before '=', as in r = cos(2*{})",
                           text.independent));
      if (parameters.contains(name->name) || name->name == text.independent
          || definition_named(parts, name->name) != nullptr)
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

auto ClaimedSystem::variables(const std::string& independent) const
    -> std::map<Symbol, std::size_t> {
  std::map<Symbol, std::size_t> variables = {{{independent}, 0}};
  for (std::size_t i = 0; i < solutions.size(); ++i)
    for (std::size_t order = 0; order < orders; ++order)
      variables[{solutions[i].name, static_cast<int>(order)}] = 1 + i * orders + order;
  return variables;
}

auto ClaimedSystem::rounding(const verify::HundredDigits& t) const
    -> verify::Sides<verify::HundredDigits> {
  using verify::HundredDigits;
  const std::vector<HundredDigits> at = values_at(t);
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

auto ClaimedSystem::uncertainty_at_points() const -> verify::Sides<verify::HundredDigits> {
  using verify::HundredDigits;
  const HundredDigits unknown = std::numeric_limits<HundredDigits>::quiet_NaN();
  const auto at = numbers_of_conditions<HundredDigits>();
  const auto error_of_number = [&](std::size_t place) -> HundredDigits {
    if (place < integrals.size()) return integrals[place].error;
    const auto& limit = points[place - integrals.size()].limit;
    return limit ? limit->error : HundredDigits(0);
  };
  verify::Sides<HundredDigits> result;
  // Half of it for each side, because the referee calls a claim whose side alone is uncertain undecided.
  const auto add = [&](const HundredDigits& error) {
    result.truth.push_back(error > 0 ? HundredDigits(error / 2) : unknown);
    result.claimed.push_back(result.truth.back());
  };
  for (const auto& [left, right] : conditions) {
    HundredDigits error = 0;
    for (std::size_t place = 0; place < at.size(); ++place)
      if (const HundredDigits of_number = error_of_number(place); of_number > 0)
        for (const auto* side : {&left, &right})
          error += of_number
                   * abs(side->derivative(std::span<const HundredDigits>(at), std::array{place}));
    add(error);
  }
  for (const GivenJump& jump : given_jumps) add(jump.before.error + jump.after.error);
  for (std::size_t k = 0; k < jumps.size(); ++k) add(0);
  return result;
}

} // namespace jetwork::pinn::detail
