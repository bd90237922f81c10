// Conditions, jumps and choices of branches as a problem has them.
#include "pinn/problem/text/condition_forms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::pinn::detail {

namespace {

/// What a condition looks at, and how it is computed from that.
struct CompiledCondition {
  struct Place {
    std::size_t point, unknown;
    int derivative;
  };
  std::vector<Place> places; // then its integrals, then the parameters
  TextParameters parameters;
  formula::Formula formula;

  auto operator()(const ConditionArguments& given) const -> Value {
    std::vector<Value> variables;
    for (const auto& [point, unknown, n] : places) variables.push_back(given.at[point][unknown][n]);
    variables.insert(variables.end(), given.integrals.begin(), given.integrals.end());
    parameters.append(given.parameters, variables);
    return formula.evaluate(variables);
  }
};

auto compiled_integral(const TextParts& parts, const TextParameters& parameters,
                       const TextIntegral& integral) -> Integral {
  const TextVariables places(parts.unknowns, parameters);
  auto formula = reading(parts.text, Part::condition, parts.origins[integral.condition], [&] {
    return formula::compile(integral.integrand, places.symbols(parts.text.independent));
  });
  return {.integrand =
              [places, compiled = std::move(formula)](const Value& t, Values u, ParameterValues p) {
                return compiled.evaluate(places.numbers(t, u, p));
              },
          .over = integral.over};
}

auto compiled_condition(const TextParts& parts, const TextParameters& parameters, std::size_t i)
    -> Condition {
  const Unknowns unknowns = by_name(parts);
  formula::Symbols symbols{.independent = parts.text.independent};
  Condition condition{.points = {}, .residual = {}, .text = text_of(parts, i)};
  std::vector<CompiledCondition::Place> places;
  for (const auto& value :
       formula::point_values(parts.conditions[i], with_infinity(parts.parameters))) {
    symbols.values[value] = places.size();
    symbols.variables[{"#" + std::to_string(places.size()), 0}] = places.size(); // no name's
    const double point = meant(parts, value.point);
    const auto known = std::ranges::find(condition.points, point);
    const auto number = static_cast<std::size_t>(known - condition.points.begin());
    if (known == condition.points.end()) condition.points.push_back(point);
    places.push_back(
        {number, place_of(parts, *unknowns.at(value.unknown.name)), value.unknown.order});
  }
  for (const TextIntegral& integral : parts.integrals)
    if (integral.condition == i) {
      symbols.variables[{integral.name, 0}] = symbols.variables.size();
      condition.integrals.push_back(compiled_integral(parts, parameters, integral));
    }
  parameters.add_to(symbols);
  if (!parts.free_end.empty()) // of points; elsewhere it is a variable
    symbols.parameters.emplace(parts.free_end, parts.end);
  condition.residual = CompiledCondition{
      std::move(places), parameters, reading(parts.text, Part::condition, parts.origins[i], [&] {
        return formula::compile_residual(parts.conditions[i], symbols);
      })};
  return condition;
}

} // namespace

auto compiled_conditions(const TextParts& parts, const TextParameters& parameters)
    -> std::vector<Condition> {
  const Unknowns unknowns = by_name(parts);
  std::vector<Condition> conditions;
  for (std::size_t i = 0; i < parts.conditions.size(); ++i)
    if (!chooses_branch(parts, unknowns, i))
      conditions.push_back(compiled_condition(parts, parameters, i));
  return conditions;
}

auto found_jumps(const TextParts& parts) -> std::vector<Jump> {
  const Unknowns unknowns = by_name(parts);
  std::vector<Jump> jumps;
  for (const TextJump& jump : parts.jumps) {
    const auto refuse = [&](const std::string& message) {
      fail(parts.text, Part::condition, jump.condition, 0, message);
    };
    const auto unknown = unknowns.find(jump.symbol.name);
    if (unknown == unknowns.end())
      refuse(fmt::format("jump() is of an unknown, and '{}' is none", jump.symbol.name));
    if (jump.symbol.order >= unknown->second->order)
      refuse(fmt::format("{} is determined by the equations; a jump is of {} or of a derivative "
                         "below the order {}",
                         primed(jump.symbol.name, jump.symbol.order), jump.symbol.name,
                         unknown->second->order));
    jumps.push_back({.unknown = place_of(parts, *unknown->second),
                     .derivative = jump.symbol.order,
                     .at = meant(parts, jump.at),
                     .amount = jump.amount,
                     .text = parts.text.conditions[jump.condition]});
  }
  return jumps;
}

auto chosen_branches(const TextParts& parts) -> std::vector<Branch> {
  const Unknowns unknowns = by_name(parts);
  std::vector<Branch> branches;
  for (std::size_t i = 0; i < parts.conditions.size(); ++i) {
    if (!chooses_branch(parts, unknowns, i)) continue;
    const auto [value, number] = direct_form(parts.conditions[i]);
    branches.push_back({.unknown = place_of(parts, *unknowns.at(value->unknown.name)),
                        .highest_derivative = formula::constant(*number, parts.parameters),
                        .text = text_of(parts, i)});
  }
  return branches;
}

} // namespace jetwork::pinn::detail
