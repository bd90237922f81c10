// Conditions: what they may say, where they hold, and the initial values that follow from them.
#include "pinn/problem/text/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace jetwork::pinn::detail {
namespace {

using Unknowns = std::map<std::string, const TextUnknown*>; // by their names

auto by_name(const TextParts& parts) -> Unknowns {
  Unknowns unknowns;
  for (const TextUnknown& unknown : parts.unknowns) unknowns[unknown.name] = &unknown;
  return unknowns;
}

auto place_of(const TextParts& parts, const TextUnknown& unknown) -> std::size_t {
  return static_cast<std::size_t>(&unknown - parts.unknowns.data());
}

/// What a condition of the form r(0) = expression says, on whichever side the value stands.
struct DirectForm {
  const formula::ValueAt* value = nullptr;
  const formula::Expression* other = nullptr;
};
auto direct_form(const formula::Equation& condition) -> DirectForm {
  for (const auto& [alone, other] :
       {std::pair{&condition.left, &condition.right}, std::pair{&condition.right, &condition.left}})
    if (alone->postfix.size() == 1 && formula::values_at(*other).empty())
      if (const auto* value = std::get_if<formula::ValueAt>(&alone->postfix.front()))
        return {value, other};
  return {};
}

[[noreturn]] void refuse_highest(const TextParts& parts, const Unknowns& unknowns, std::size_t i,
                                 const formula::ValueAt& value) {
  const auto& [name, order, column] = value.unknown;
  const std::string highest = primed(name, unknowns.at(name)->order);
  const bool only_chooses =
      direct_form(parts.conditions[i]).value != nullptr && primed(name, order) == highest;
  fail(parts.text, Part::condition, i, column,
       fmt::format("a condition on {} may hold derivatives below {}, the highest in the equations; "
                   "found {}{}",
                   name, highest, primed(name, order),
                   only_chooses
                       ? ", which only chooses where the equations allow several values of "
                         "it, and is not counted"
                       : ""));
}

/// Names without a point, and derivatives that the equations themselves determine.
void check_form(const TextParts& parts, const Unknowns& unknowns, std::size_t i) {
  const auto& condition = parts.conditions[i];
  const auto refuse = [&](std::size_t column, const std::string& message) {
    fail(parts.text, Part::condition, i, column, message);
  };
  for (const auto& symbol : formula::names(condition)) {
    if (symbol.name == parts.text.independent)
      refuse(symbol.column,
             fmt::format("'{0}' has no value in a condition; write the point, as in r({1})",
                         symbol.name, parts.start));
    const bool is_unknown = unknowns.contains(symbol.name);
    if (is_unknown || (symbol.order > 0 && !parts.parameters.contains(symbol.name)))
      refuse(symbol.column, fmt::format("{0} at which point? write {0}({1})",
                                        primed(symbol.name, symbol.order), parts.start));
  }
  const auto values = formula::values_at(condition);
  for (const auto& value : values) {
    const auto& [name, order, column] = value.unknown;
    for (const auto& symbol : formula::names(value.point))
      if (symbol.name == parts.text.independent)
        refuse(symbol.column, fmt::format("a condition holds at a point, such as {}({}) = 1",
                                          primed(name, order), parts.start));
    const int highest = unknowns.at(name)->order;
    const bool chooses = order == highest && direct_form(condition).value != nullptr;
    if (order >= highest && !chooses) refuse_highest(parts, unknowns, i, value);
  }
}

/// Equal but for rounding: "0.1*3" is meant to be 0.3.
auto near(const TextParts& parts, double a, double b) -> bool {
  const double size = std::max(std::abs(parts.start), std::abs(parts.end));
  return std::abs(a - b) <= 4 * std::numeric_limits<double>::epsilon() * size;
}

/// The point that is meant, among those that are known.
auto meant(const TextParts& parts, double point) -> double {
  for (const double known : parts.points)
    if (near(parts, point, known)) return known;
  return point;
}

auto with_infinity(formula::Parameters names) -> formula::Parameters {
  names.emplace(infinity, std::numeric_limits<double>::infinity());
  return names;
}

/// The points at which conditions hold, all in the domain.
void find_points(TextParts& parts) {
  const auto names = with_infinity(parts.parameters);
  const auto find = [&](std::size_t i, const formula::ValueAt& value) {
    const double point = reading(parts.text, Part::condition, i,
                                 [&] { return formula::constant(value.point, names); });
    for (const double end : {parts.start, parts.end})
      if (near(parts, point, end)) return end;
    if (!(parts.start < point && point < parts.end))
      fail(parts.text, Part::condition, i, value.unknown.column,
           fmt::format("the point {} = {} lies outside the domain [{}, {}]",
                       parts.text.independent, point, parts.start, parts.end));
    return meant(parts, point);
  };
  for (std::size_t i = 0; i < parts.conditions.size(); ++i)
    for (const auto& value : formula::values_at(parts.conditions[i]))
      if (const double point = find(i, value);
          std::ranges::find(parts.points, point) == parts.points.end())
        parts.points.push_back(point);
}

void check_repetitions(const TextParts& parts) {
  std::map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < parts.conditions.size(); ++i) {
    const auto [earlier, is_new] = first.try_emplace(formula::to_string(parts.conditions[i]), i);
    if (!is_new)
      fail(parts.text, Part::condition, i, 0,
           fmt::format("it repeats condition {}, '{}'", earlier->second + 1,
                       parts.text.conditions[earlier->second]));
  }
}

/// Whether it says which of several highest derivatives is meant, as y'(0) = 2 does of y'^2 = 4.
auto chooses_branch(const TextParts& parts, const Unknowns& unknowns, std::size_t i) -> bool {
  const auto* const value = direct_form(parts.conditions[i]).value;
  return value != nullptr && value->unknown.order == unknowns.at(value->unknown.name)->order;
}

/// Which conditions mention the unknown.
auto conditions_on(const TextParts& parts, const Unknowns& unknowns, const TextUnknown& unknown)
    -> std::vector<std::size_t> {
  std::vector<std::size_t> mentioned;
  for (std::size_t i = 0; i < parts.conditions.size(); ++i) {
    if (chooses_branch(parts, unknowns, i)) continue;
    const auto values = formula::values_at(parts.conditions[i]);
    if (std::any_of(values.begin(), values.end(),
                    [&](const auto& value) { return value.unknown.name == unknown.name; }))
      mentioned.push_back(i);
  }
  return mentioned;
}

void check_count(const TextParts& parts, const Unknowns& unknowns) {
  std::size_t needed = 0;
  for (const TextUnknown& unknown : parts.unknowns)
    needed += static_cast<std::size_t>(unknown.order);
  std::size_t given = 0;
  for (std::size_t i = 0; i < parts.conditions.size(); ++i)
    if (!chooses_branch(parts, unknowns, i)) ++given;
  if (given == needed) return;
  for (std::size_t i = 0; given < needed && i < parts.conditions.size(); ++i)
    if (chooses_branch(parts, unknowns, i))
      refuse_highest(parts, unknowns, i, *direct_form(parts.conditions[i]).value);
  for (const TextUnknown& unknown : parts.unknowns) {
    const auto mentioned = conditions_on(parts, unknowns, unknown);
    const auto order = static_cast<std::size_t>(unknown.order);
    const std::string highest = primed(unknown.name, unknown.order);
    if (given < needed && mentioned.size() < order)
      fail(parts.text, Part::equation, unknown.equation, unknown.column,
           fmt::format("{} needs {} condition{} on {}, but {} {} given", highest, order,
                       order == 1 ? "" : "s", unknown.name, mentioned.size(),
                       mentioned.size() == 1 ? "is" : "are"));
    if (given > needed && mentioned.size() > order)
      fail(parts.text, Part::condition, mentioned.back(), 0,
           fmt::format("one condition too many: {} needs {} on {}, but {} are given", highest,
                       order, unknown.name, mentioned.size()));
  }
  fail(parts.text, Part::problem, 0, 0,
       fmt::format("the equations need {} conditions in all, but {} are given", needed, given));
}

/// A value that is given twice, or is not finite.
void check_direct_forms(const TextParts& parts) {
  std::map<std::tuple<std::string, int, double>, std::pair<std::size_t, double>> given;
  const auto names = with_infinity(parts.parameters);
  for (std::size_t i = 0; i < parts.conditions.size(); ++i) {
    const auto [value, other] = direct_form(parts.conditions[i]);
    if (value == nullptr) continue;
    const auto& [name, order, column] = value->unknown;
    const auto refuse = [&, at = column](const std::string& message) {
      fail(parts.text, Part::condition, i, at, message);
    };
    const double number = reading(parts.text, Part::condition, i, [&, expression = other] {
      return formula::constant(*expression, parts.parameters);
    });
    const std::string shown =
        formula::to_string(formula::Expression{.postfix = {formula::Node(*value)}});
    const double point = meant(parts, formula::constant(value->point, names));
    const auto [earlier, is_new] = given.try_emplace({name, order, point}, i, number);
    if (!is_new)
      refuse(fmt::format("{} is given by condition {} already, '{}'{}", shown,
                         earlier->second.first + 1, parts.text.conditions[earlier->second.first],
                         number == earlier->second.second ? ""
                                                          : ", and the two contradict each other"));
    if (!std::isfinite(number))
      refuse(fmt::format("{} is to be {}; expected a finite number", shown,
                         std::isnan(number) ? std::nan("") : number));
  }
}

} // namespace

void check_conditions(TextParts& parts) {
  const Unknowns unknowns = by_name(parts);
  for (std::size_t i = 0; i < parts.conditions.size(); ++i) check_form(parts, unknowns, i);
  find_points(parts);
  check_repetitions(parts);
  check_direct_forms(parts);
  check_count(parts, unknowns);
  if (parts.points == std::vector{parts.end}) std::swap(parts.start, parts.end);
}

auto compiled_conditions(const TextParts& parts, const TextParameters& parameters)
    -> std::vector<Condition> {
  const Unknowns unknowns = by_name(parts);
  const auto names = with_infinity(parts.parameters);
  std::vector<Condition> conditions;
  for (std::size_t i = 0; i < parts.conditions.size(); ++i) {
    if (chooses_branch(parts, unknowns, i)) continue;
    // The values that the condition names, then the parameters.
    formula::Symbols symbols{.independent = parts.text.independent};
    struct Place {
      std::size_t point, unknown;
      int derivative;
    };
    std::vector<Place> places;
    std::vector<double> points;
    for (const auto& value : formula::point_values(parts.conditions[i], names)) {
      symbols.values[value] = places.size();
      symbols.variables[{"#" + std::to_string(places.size()), 0}] = places.size(); // no name's
      const double point = meant(parts, value.point);
      const auto known = std::ranges::find(points, point);
      const auto number = static_cast<std::size_t>(known - points.begin());
      if (known == points.end()) points.push_back(point);
      places.push_back(
          {number, place_of(parts, *unknowns.at(value.unknown.name)), value.unknown.order});
    }
    parameters.add_to(symbols);
    auto formula = reading(parts.text, Part::condition, i,
                           [&] { return formula::compile_residual(parts.conditions[i], symbols); });
    conditions.push_back(
        {.points = std::move(points),
         .residual =
             [places, parameters, compiled = std::move(formula)](const ConditionArguments& given) {
               std::vector<Value> variables;
               for (const auto& [point, unknown, n] : places)
                 variables.push_back(given.at[point][unknown][n]);
               parameters.append(given.parameters, variables);
               return compiled.evaluate(variables);
             },
         .text = parts.text.conditions[i]});
  }
  return conditions;
}

auto chosen_branches(const TextParts& parts) -> std::vector<Branch> {
  const Unknowns unknowns = by_name(parts);
  std::vector<Branch> branches;
  for (std::size_t i = 0; i < parts.conditions.size(); ++i) {
    if (!chooses_branch(parts, unknowns, i)) continue;
    const auto [value, number] = direct_form(parts.conditions[i]);
    branches.push_back({.unknown = place_of(parts, *unknowns.at(value->unknown.name)),
                        .highest_derivative = formula::constant(*number, parts.parameters),
                        .text = parts.text.conditions[i]});
  }
  return branches;
}

} // namespace jetwork::pinn::detail
