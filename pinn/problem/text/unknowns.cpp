// Which names are unknowns, of which order, and whether the equations are as many.
#include "pinn/problem/text/parts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>

namespace jetwork::pinn::detail {
namespace {

using formula::Symbol;

using Places = std::map<std::string, std::size_t, std::less<>>; // of unknowns, by their names

auto places_of(const std::vector<TextUnknown>& unknowns) -> Places {
  Places places;
  for (std::size_t i = 0; i < unknowns.size(); ++i) places.emplace(unknowns[i].name, i);
  return places;
}

[[noreturn]] void refuse_condition_without_point(const TextParts& parts, std::size_t i) {
  for (const auto& symbol : formula::names(parts.conditions[i]))
    if (!parts.parameters.contains(symbol.name) && symbol.name != parts.text.independent)
      fail(parts.text, Part::condition, parts.origins[i], symbol.column,
           fmt::format("{0} at which point? write {0}({1})", primed(symbol.name, symbol.order),
                       parts.start));
  fail(parts.text, Part::condition, parts.origins[i], 0,
       fmt::format("it names no unknown at a point; expected something like r({}) = 1",
                   parts.start));
}

/// The unknowns are the names that appear with a condition. A misspelt function looks just so, and
/// is told apart by being found in no equation.
void name_unknowns(TextParts& parts) {
  std::set<std::string, std::less<>> in_equations, found;
  for (const Occurrence& occurrence : parts.occurrences)
    in_equations.insert(occurrence.symbol.name);
  for (std::size_t i = 0; i < parts.conditions.size(); ++i) {
    const auto values = formula::values_at(parts.conditions[i]);
    const bool has_integral =
        std::ranges::find(parts.integrals, i, &TextIntegral::condition) != parts.integrals.end();
    if (values.empty() && !has_integral) refuse_condition_without_point(parts, i);
    for (const auto& value : values) {
      const std::string& name = value.unknown.name;
      const auto refuse = [&](const std::string& message) {
        fail(parts.text, Part::condition, parts.origins[i], value.unknown.column, message);
      };
      if (found.contains(name) || definition_named(parts, name) != nullptr) continue;
      if (name == infinity)
        refuse(fmt::format("'{}' stands for infinity, so it cannot be an unknown", name));
      if (parts.parameters.contains(name))
        refuse(fmt::format(
            "'{}' is a parameter, so it cannot be an unknown as well; write * for a product",
            name));
      if (name == parts.text.independent)
        refuse(fmt::format("'{}' is the independent variable, and has no condition", name));
      if (!in_equations.contains(name)) {
        if (const auto function = formula::function_suggestion(name); !function.empty())
          refuse(fmt::format("unknown function '{}'{}", name, function));
        const std::vector<std::string> known(in_equations.begin(), in_equations.end());
        refuse(
            fmt::format("'{}' appears in no equation{}", name, formula::suggestion(name, known)));
      }
      found.insert(name);
      parts.unknowns.push_back({.name = name});
    }
  }
}

/// A derivative of something that no condition mentions.
[[noreturn]] void refuse_without_condition(const TextParts& parts, const TextUnknown& unknown) {
  std::vector<std::string> known;
  for (const auto& other : parts.unknowns)
    if (other.has_condition) known.push_back(other.name);
  fail(parts.text, unknown.part, unknown.index, unknown.column,
       fmt::format("there is no condition on {0}: {1} needs {2}, as in {0}({3}) = 1{4}",
                   unknown.name, primed(unknown.name, unknown.order), unknown.order, parts.start,
                   formula::suggestion(unknown.name, known)));
}

/// Unknowns are also the names that occur with a derivative.
void name_differentiated(TextParts& parts) {
  Places known = places_of(parts.unknowns);
  for (const auto& [part, index, symbol] : parts.occurrences) {
    if (symbol.order == 0 || parts.parameters.contains(symbol.name)) continue;
    const auto refuse = [&, part = part, index = index,
                         column = symbol.column](const std::string& message) {
      fail(parts.text, part, index, column, message);
    };
    if (symbol.name == parts.text.independent)
      refuse(fmt::format("'{}' is the independent variable; it has no derivative {}", symbol.name,
                         primed(symbol.name, symbol.order)));
    if (symbol.order > highest_order)
      refuse(fmt::format("'{}' has a derivative of order {} here; equations of orders 1 to {} can "
                         "be solved",
                         symbol.name, symbol.order, highest_order));
    if (known.emplace(symbol.name, parts.unknowns.size()).second)
      parts.unknowns.push_back({.name = symbol.name, .has_condition = false});
  }
}

/// Where the highest derivative of each unknown stands.
void find_orders(TextParts& parts) {
  const Places places = places_of(parts.unknowns);
  for (const auto& [part, index, symbol] : parts.occurrences)
    if (const auto place = places.find(symbol.name); place != places.end()) {
      TextUnknown& unknown = parts.unknowns[place->second];
      if (symbol.order > unknown.order || unknown.column == 0) {
        unknown.order = symbol.order;
        unknown.part = part;
        unknown.index = index;
        unknown.column = symbol.column;
      }
    }
  for (const TextUnknown& unknown : parts.unknowns)
    if (unknown.order == 0)
      fail(
          parts.text, unknown.part, unknown.index, unknown.column,
          fmt::format(
              "no derivative of {0} appears in any equation; algebraic unknowns are not supported, "
              "so solve for {0} by hand, or differentiate its equation",
              unknown.name));
}

/// An unknown may do without a condition of its own where others make up for it, as at the other end of the domain.
void require_conditions(const TextParts& parts) {
  if (parts.equations.size() == parts.unknowns.size()
      && parts.conditions.size() >= needed_conditions(parts).fewest)
    return;
  for (const TextUnknown& unknown : parts.unknowns)
    if (!unknown.has_condition) refuse_without_condition(parts, unknown);
}

} // namespace

void find_unknowns(TextParts& parts) {
  name_unknowns(parts);
  name_differentiated(parts);
  find_orders(parts);
  require_conditions(parts);
  const std::size_t equations = parts.equations.size();
  const std::size_t unknowns = parts.unknowns.size();
  if (equations == unknowns) return;
  std::vector<std::string> names;
  for (const TextUnknown& unknown : parts.unknowns) names.push_back(unknown.name);
  fail(parts.text, Part::problem, 0, 0,
       fmt::format("{} equation{} for {} unknown{} ({}); expected one equation for each unknown",
                   equations, equations == 1 ? "" : "s", unknowns, unknowns == 1 ? "" : "s",
                   fmt::join(names, ", ")));
}

} // namespace jetwork::pinn::detail
