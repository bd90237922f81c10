// What conditions as text have in common: the values that they name, and the points at which they hold. A private header of
// pinn/problem/text/conditions.cpp and compiled_conditions.cpp.
#pragma once

#include "pinn/problem/text/parts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <variant>

namespace jetwork::pinn::detail {

using Unknowns = std::map<std::string, const TextUnknown*>; // by their names

[[nodiscard]] inline auto by_name(const TextParts& parts) -> Unknowns {
  Unknowns unknowns;
  for (const TextUnknown& unknown : parts.unknowns) unknowns[unknown.name] = &unknown;
  return unknowns;
}

[[nodiscard]] inline auto text_of(const TextParts& parts, std::size_t condition)
    -> const std::string& {
  return parts.text.conditions[parts.origins[condition]];
}

[[nodiscard]] inline auto place_of(const TextParts& parts, const TextUnknown& unknown)
    -> std::size_t {
  return static_cast<std::size_t>(&unknown - parts.unknowns.data());
}

/// What a condition of the form r(0) = expression says, on whichever side the value stands.
struct DirectForm {
  const formula::ValueAt* value = nullptr;
  const formula::Expression* other = nullptr;
};
[[nodiscard]] inline auto direct_form(const formula::Equation& condition) -> DirectForm {
  for (const auto& [alone, other] :
       {std::pair{&condition.left, &condition.right}, std::pair{&condition.right, &condition.left}})
    if (alone->postfix.size() == 1 && formula::values_at(*other).empty())
      if (const auto* value = std::get_if<formula::ValueAt>(&alone->postfix.front()))
        return {value, other};
  return {};
}

/// Equal but for rounding: "0.1*3" is meant to be 0.3.
[[nodiscard]] inline auto near(const TextParts& parts, double a, double b) -> bool {
  if (std::isinf(a) || std::isinf(b)) return a == b;
  double size = std::max(std::abs(a), std::abs(b));
  for (const double end : {parts.start, parts.end})
    if (std::isfinite(end)) size = std::max(size, std::abs(end));
  return std::abs(a - b) <= 4 * std::numeric_limits<double>::epsilon() * size;
}

/// The point that is meant, among those that are known.
[[nodiscard]] inline auto meant(const TextParts& parts, double point) -> double {
  for (const double known : parts.points)
    if (near(parts, point, known)) return known;
  return point;
}

/// Whether it is a definition that depends on parameters alone, so that it needs no point.
[[nodiscard]] inline auto is_number(const TextParts& parts, std::string_view name) -> bool {
  const TextDefinition* definition = definition_named(parts, name);
  return definition != nullptr && !definition->needs.contains(parts.text.independent)
         && std::ranges::none_of(parts.unknowns, [&](const TextUnknown& unknown) {
              return definition->needs.contains(unknown.name);
            });
}

/// Whether a formula without values at points names a definition.
[[nodiscard]] inline auto names_definition(const TextParts& parts,
                                           const formula::Expression& expression) -> bool {
  return std::ranges::any_of(formula::names(expression), [&](const formula::Symbol& symbol) {
    return definition_named(parts, symbol.name) != nullptr;
  });
}

/// Whether it says which of several highest derivatives is meant, as y'(0) = 2 does of y'^2 = 4.
[[nodiscard]] inline auto chooses_branch(const TextParts& parts, const Unknowns& unknowns,
                                         std::size_t i) -> bool {
  const auto* const value = direct_form(parts.conditions[i]).value;
  if (value == nullptr || definition_named(parts, value->unknown.name) != nullptr) return false;
  return value->unknown.order == unknowns.at(value->unknown.name)->order;
}

} // namespace jetwork::pinn::detail
