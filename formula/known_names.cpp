#include "formula/known_names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numbers>
#include <string>
#include <vector>

namespace jetwork::formula::detail {

namespace {

constexpr std::size_t most_names_listed = 12;

// Primes in quotes are hard to count, so a derivative stands without quotes.
auto quoted(const Symbol& symbol) -> std::string {
  return symbol.order == 0 ? fmt::format("'{}'", symbol.name) : to_string(symbol);
}

} // namespace

auto built_in_constant(std::string_view name) -> std::optional<double> {
  if (name == "pi" || name == "π") return std::numbers::pi;
  if (name == "e") return std::numbers::e;
  return std::nullopt;
}

void fail_unknown(const Symbol& symbol, const Symbols& symbols) {
  const std::string spelling = to_string(symbol);
  if (symbol.order > 0 && symbols.parameters.contains(symbol.name))
    throw ParseError(symbol.column, fmt::format("'{}' is a parameter; it has no derivative {}",
                                                symbol.name, spelling));
  if (symbol.order == 0 && is_function_name(symbol.name))
    throw ParseError(symbol.column,
                     fmt::format("expected '(' after the function '{}'", symbol.name));
  std::vector<std::string> known;
  for (const auto& [variable, slot] : symbols.variables) known.push_back(to_string(variable));
  for (const auto& [parameter, value] : symbols.parameters) known.push_back(parameter);
  std::string help = suggestion(spelling, known);
  if (help.empty() && !known.empty() && known.size() <= most_names_listed)
    help = fmt::format("; known are {}", fmt::join(known, ", "));
  throw ParseError(symbol.column, fmt::format("unknown name {}{}", quoted(symbol), help));
}

void fail_unknown(const ValueAt& value, const Symbols& symbols) {
  const Symbol& name = value.unknown;
  const std::string call = fmt::format("{}({})", to_string(name), to_string(value.point));
  const bool is_variable = std::ranges::any_of(
      symbols.variables, [&](const auto& variable) { return variable.first.name == name.name; });
  if (symbols.parameters.contains(name.name) || name.name == symbols.independent
      || built_in_constant(name.name))
    throw ParseError(name.column,
                     fmt::format("'{0}' is a number, not a function; write {0}*({1}) for a "
                                 "product",
                                 to_string(name), to_string(value.point)));
  if (is_variable && symbols.independent.empty())
    throw ParseError(name.column,
                     fmt::format("expected {} without an argument, found {}", quoted(name), call));
  if (is_variable)
    throw ParseError(name.column,
                     fmt::format("expected {0} or {0}({1}), found {2}; values at other points "
                                 "belong in conditions, and a product is written with *",
                                 to_string(name), symbols.independent, call));
  throw ParseError(name.column, fmt::format("unknown function {}{}", quoted(name),
                                            function_suggestion(name.name)));
}

} // namespace jetwork::formula::detail
