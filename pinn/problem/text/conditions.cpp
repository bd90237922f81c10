// Conditions: what they may say, where they hold, and the initial values that follow from them.
#include "pinn/problem/text/condition_forms.hpp"

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

[[noreturn]] void refuse_highest(const TextParts& parts, const Unknowns& unknowns, std::size_t i,
                                 const formula::ValueAt& value) {
  const auto& [name, order, column] = value.unknown;
  const std::string highest = primed(name, unknowns.at(name)->order);
  const bool only_chooses =
      direct_form(parts.conditions[i]).value != nullptr && primed(name, order) == highest;
  fail(parts.text, Part::condition, parts.origins[i], column,
       fmt::format("a condition on {} may hold derivatives below {}, the highest in the equations; "
                   "found {}{}",
                   name, highest, primed(name, order),
                   only_chooses
                       ? ", which only chooses where the equations allow several values of "
                         "it, and is not counted"
                       : ""));
}

/// A definition is computed from values below each unknown's order.
void refuse_highest_within(const TextParts& parts, const Unknowns& unknowns, std::size_t i,
                           const formula::ValueAt& value, const TextDefinition& definition) {
  for (const auto& [name, order] : definition.needs)
    if (const auto unknown = unknowns.find(name);
        unknown != unknowns.end() && order >= unknown->second->order)
      fail(parts.text, Part::condition, parts.origins[i], value.unknown.column,
           fmt::format("'{}' holds {}; a condition may hold derivatives below {}, the highest in "
                       "the equations",
                       definition.name, primed(name, order), primed(name, unknown->second->order)));
}

auto is_integral(const TextParts& parts, const std::string& name) -> bool {
  return std::ranges::find(parts.integrals, name, &TextIntegral::name) != parts.integrals.end();
}

/// Names without a point, and derivatives that the equations themselves determine.
void check_form(const TextParts& parts, const Unknowns& unknowns, std::size_t i) {
  const auto& condition = parts.conditions[i];
  const auto refuse = [&](std::size_t column, const std::string& message) {
    fail(parts.text, Part::condition, parts.origins[i], column, message);
  };
  for (const auto& symbol : formula::names(condition)) {
    if (is_integral(parts, symbol.name)) continue;
    if (symbol.name == parts.text.independent)
      refuse(symbol.column,
             fmt::format("'{0}' has no value in a condition; write the point, as in r({1})",
                         symbol.name, parts.start));
    if (is_number(parts, symbol.name)) continue;
    const bool is_unknown =
        unknowns.contains(symbol.name) || definition_named(parts, symbol.name) != nullptr;
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
    if (const auto* definition = definition_named(parts, name)) {
      refuse_highest_within(parts, unknowns, i, value, *definition);
      continue;
    }
    const int highest = unknowns.at(name)->order;
    const bool chooses = order == highest && direct_form(condition).value != nullptr;
    if (order >= highest && !chooses) refuse_highest(parts, unknowns, i, value);
  }
}

/// Where the end is free, a point moves with it: T or T/2, not a number beyond the start.
void require_free_end(const TextParts& parts, std::size_t i, const formula::Expression& point,
                      std::size_t column) {
  if (parts.free_end.empty()) return;
  auto names = parts.parameters;
  const double here = formula::constant(point, names) - parts.start;
  names[parts.free_end] += parts.end - parts.start;
  const double doubled = formula::constant(point, names) - parts.start;
  if (near(parts, doubled, 2 * here)) return;
  fail(parts.text, Part::condition, parts.origins[i], column,
       fmt::format("where the domain's end, {0}, is unknown, a point is its start or a part of it, "
                   "such as {0} or {0}/2; found {1}",
                   parts.free_end, formula::to_string(point)));
}

/// The points at which conditions hold, all in the domain.
void find_points(TextParts& parts) {
  const auto find = [&](std::size_t i, const formula::ValueAt& value) {
    const double point = reading(parts.text, Part::condition, parts.origins[i], [&] {
      return formula::constant_or_infinity(value.point, parts.parameters);
    });
    require_free_end(parts, i, value.point, value.unknown.column);
    for (const double end : {parts.start, parts.end})
      if (near(parts, point, end)) return end;
    if (!(parts.start < point && point < parts.end))
      fail(parts.text, Part::condition, parts.origins[i], value.unknown.column,
           fmt::format("the point {} = {} lies outside the domain [{}, {}]", parts.text.independent,
                       point, parts.start, parts.end));
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
      fail(parts.text, Part::condition, parts.origins[i], 0,
           fmt::format("it repeats condition {}, '{}'", earlier->second + 1,
                       text_of(parts, earlier->second)));
  }
}

/// Which conditions mention the unknown.
auto conditions_on(const TextParts& parts, const Unknowns& unknowns, const TextUnknown& unknown)
    -> std::vector<std::size_t> {
  std::vector<std::size_t> mentioned;
  for (std::size_t i = 0; i < parts.conditions.size(); ++i) {
    if (chooses_branch(parts, unknowns, i)) continue;
    const auto values = formula::values_at(parts.conditions[i]);
    if (std::ranges::any_of(values, [&](const auto& value) {
          const auto* definition = definition_named(parts, value.unknown.name);
          return definition != nullptr ? definition->needs.contains(unknown.name)
                                       : value.unknown.name == unknown.name;
        }))
      mentioned.push_back(i);
  }
  return mentioned;
}

void check_count(const TextParts& parts, const Unknowns& unknowns) {
  const auto [fewest, needed, or_so_many] = needed_conditions(parts);
  for (std::size_t i = 0; !parts.free_end.empty() && i < parts.conditions.size(); ++i)
    if (chooses_branch(parts, unknowns, i)) // nothing is marched from there
      refuse_highest(parts, unknowns, i, *direct_form(parts.conditions[i]).value);
  std::size_t given = 0;
  for (std::size_t i = 0; i < parts.conditions.size(); ++i)
    if (!chooses_branch(parts, unknowns, i)) ++given;
  if ((given >= fewest && given <= needed) || given == or_so_many) return;
  for (std::size_t i = 0; given < needed && i < parts.conditions.size(); ++i)
    if (chooses_branch(parts, unknowns, i))
      refuse_highest(parts, unknowns, i, *direct_form(parts.conditions[i]).value);
  for (const TextUnknown& unknown : parts.unknowns) {
    const auto mentioned = conditions_on(parts, unknowns, unknown);
    const auto order = static_cast<std::size_t>(unknown.order);
    const std::string highest = primed(unknown.name, unknown.order);
    if (given < needed && mentioned.size() < order)
      fail(parts.text, unknown.part, unknown.index, unknown.column,
           fmt::format("{} needs {} condition{} on {}, but {} {} given", highest, order,
                       order == 1 ? "" : "s", unknown.name, mentioned.size(),
                       mentioned.size() == 1 ? "is" : "are"));
    if (given > needed && mentioned.size() > order)
      fail(parts.text, Part::condition, parts.origins[mentioned.back()], 0,
           fmt::format("one condition too many: {} needs {} on {}, but {} are given", highest,
                       order, unknown.name, mentioned.size()));
  }
  fail(parts.text, Part::problem, 0, 0,
       fmt::format("the equations need {} conditions in all, but {} are given", needed, given));
}

/// A value that is given twice, or is not finite.
void check_direct_forms(const TextParts& parts) {
  std::map<std::tuple<std::string, int, double>, std::pair<std::size_t, double>> given;
  for (std::size_t i = 0; i < parts.conditions.size(); ++i) {
    const auto [value, other] = direct_form(parts.conditions[i]);
    if (value == nullptr) continue;
    const auto& [name, order, column] = value->unknown;
    const auto refuse = [&, at = column](const std::string& message) {
      fail(parts.text, Part::condition, parts.origins[i], at, message);
    };
    if (names_definition(parts, *other)) continue; // its number is not known here
    const double number =
        reading(parts.text, Part::condition, parts.origins[i], [&, expression = other] {
          return formula::constant(*expression, parts.parameters);
        });
    const std::string shown =
        formula::to_string(formula::Expression{.postfix = {formula::Node(*value)}});
    const double point =
        meant(parts, formula::constant_or_infinity(value->point, parts.parameters));
    const auto [earlier, is_new] = given.try_emplace({name, order, point}, i, number);
    if (!is_new)
      refuse(fmt::format(
          "{} is given by condition {} already, '{}'{}", shown,
          parts.origins[earlier->second.first] + 1, text_of(parts, earlier->second.first),
          number == earlier->second.second ? "" : ", and the two contradict each other"));
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
  if (parts.points == std::vector{parts.end} && parts.free_end.empty())
    std::swap(parts.start, parts.end);
}

} // namespace jetwork::pinn::detail
