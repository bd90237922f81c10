// Conditions, jumps and choices of branches as a problem has them.
#include "pinn/problem/text/condition_forms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
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
  /// The place of a definition among the variables, at a point.
  struct Defined {
    std::size_t point, variable;
  };
  std::vector<Place> places;
  std::vector<Defined> definitions; // then its integrals, then the parameters
  std::vector<double> points;
  Domain domain;
  std::optional<std::size_t> free_end; // which parameter
  SharedVariables variables;
  formula::Formula formula;

  auto operator()(const ConditionArguments& given) const -> Value {
    std::vector<Value> numbers;
    for (const auto& [point, unknown, n] : places) numbers.push_back(given.at[point][unknown][n]);
    for (const auto& [point, variable] : definitions)
      numbers.push_back(variables->numbers_below_order<Value>(
          t_at(point, given), given.at[point], given.parameters, variable + 1)[variable]);
    numbers.insert(numbers.end(), given.integrals.begin(), given.integrals.end());
    variables->parameters().append(given.parameters, numbers, formula.variables_needed());
    return formula.evaluate(numbers);
  }

  /// The independent variable at a point, which keeps its part of a domain whose end is free.
  [[nodiscard]] auto t_at(std::size_t point, const ConditionArguments& given) const -> Value {
    if (!free_end) return points[point];
    const double part = (points[point] - domain.start) / (domain.end - domain.start);
    return domain.start + part * (given.parameters[*free_end] - domain.start);
  }
};

auto compiled_integral(const TextParts& parts, const SharedVariables& variables,
                       const TextIntegral& integral) -> Integral {
  auto formula = reading(parts.text, Part::condition, parts.origins[integral.condition], [&] {
    return formula::compile(integral.integrand, variables->symbols());
  });
  return {.integrand = quantity_of(std::move(formula), variables), .over = integral.over};
}

class ConditionCompiler {
public:
  ConditionCompiler(const TextParts& parts, const SharedVariables& variables)
      : parts_(parts), variables_(variables), unknowns_(by_name(parts)) {
    further_ = variables->parameters().symbols;
    if (!parts.free_end.empty()) // of points; elsewhere it is a variable
      further_.parameters.emplace(parts.free_end, parts.end);
    const auto& inputs = variables->parameters().inputs;
    if (const auto found = std::ranges::find(inputs, parts.free_end); found != inputs.end())
      free_end_ = static_cast<std::size_t>(found - inputs.begin());
  }

  [[nodiscard]] auto compiled(std::size_t i) const -> Condition {
    Condition condition{.points = {}, .residual = {}, .text = text_of(parts_, i)};
    CompiledCondition compiled{.places = {},
                               .definitions = {},
                               .points = {},
                               .domain = {parts_.start, parts_.end},
                               .free_end = free_end_,
                               .variables = variables_,
                               .formula = {}};
    formula::Symbols symbols = symbols_of_points(i, condition.points, compiled);
    for (const TextIntegral& integral : parts_.integrals)
      if (integral.condition == i) {
        symbols.variables[{integral.name, 0}] = symbols.variables.size();
        condition.integrals.push_back(compiled_integral(parts_, variables_, integral));
      }
    symbols.before_further = symbols.variables.size();
    compiled.points = condition.points;
    compiled.formula = reading(parts_.text, Part::condition, parts_.origins[i], [&] {
      return formula::compile_residual(parts_.conditions[i], symbols);
    });
    condition.residual = std::move(compiled);
    return condition;
  }

private:
  /// Values of unknowns, then those of definitions.
  auto symbols_of_points(std::size_t i, std::vector<double>& points,
                         CompiledCondition& compiled) const -> formula::Symbols {
    formula::Symbols symbols{.independent = parts_.text.independent, .further = &further_};
    const auto values = formula::point_values(parts_.conditions[i], parts_.parameters);
    const auto point_of = [&](double at) {
      const double point = meant(parts_, at);
      const auto known = std::ranges::find(points, point);
      const auto number = static_cast<std::size_t>(known - points.begin());
      if (known == points.end()) points.push_back(point);
      return number;
    };
    const auto add = [&](const formula::PointValue& value) {
      symbols.values[value] = symbols.variables.size();
      const std::string no_name = "#" + std::to_string(symbols.variables.size());
      symbols.variables[{no_name, 0}] = symbols.variables.size();
    };
    for (const auto& value : values)
      if (definition_named(parts_, value.unknown.name) == nullptr) {
        add(value);
        compiled.places.push_back({point_of(value.point),
                                   place_of(parts_, *unknowns_.at(value.unknown.name)),
                                   value.unknown.order});
      }
    for (const auto& value : values)
      if (definition_named(parts_, value.unknown.name) != nullptr) {
        add(value);
        compiled.definitions.push_back(
            {point_of(value.point), variables_->symbols().variables.at({value.unknown.name})});
      }
    for (const auto& symbol : formula::names(parts_.conditions[i]))
      if (symbol.order == 0 && is_number(parts_, symbol.name)) {
        if (points.empty()) points.push_back(parts_.start); // of an integral alone
        compiled.definitions.push_back({0, variables_->symbols().variables.at(symbol)});
        symbols.variables[symbol] = symbols.variables.size();
      }
    return symbols;
  }

  const TextParts& parts_;
  const SharedVariables& variables_;
  Unknowns unknowns_;
  formula::Symbols further_;
  std::optional<std::size_t> free_end_;
};

} // namespace

auto compiled_conditions(const TextParts& parts, const SharedVariables& variables)
    -> std::vector<Condition> {
  const Unknowns unknowns = by_name(parts);
  const ConditionCompiler compiler(parts, variables);
  std::vector<Condition> conditions;
  for (std::size_t i = 0; i < parts.conditions.size(); ++i)
    if (!chooses_branch(parts, unknowns, i)) conditions.push_back(compiler.compiled(i));
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
