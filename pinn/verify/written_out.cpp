#include "pinn/verify/written_out.hpp"

#include <fmt/format.h>

#include <utility>

namespace jetwork::pinn::detail {

using formula::Expression;
using formula::Node;
using formula::Symbol;
using formula::ValueAt;

WrittenOut::WrittenOut(const TextParts& parts, formula::NameSet unknowns)
    : parts_(parts), unknowns_(std::move(unknowns)) {
  for (const TextDefinition& definition : parts.definitions)
    definitions_.emplace(definition.name, reading(parts.text, Part::definition, definition.place,
                                                  [&] { return of(definition.expression); }));
}

auto WrittenOut::of(const Expression& expression) const -> Expression {
  constexpr std::size_t longest = 20'000; // numbers, names and operations
  Expression result;
  const auto append = [&](const Expression& part, const Symbol& name) {
    if (result.postfix.size() + part.postfix.size() > longest)
      throw formula::ParseError(
          name.column,
          fmt::format("with '{}' and the definitions in it written out, the formula has "
                      "more than {} operations; define less by each other to verify it",
                      name.name, longest));
    result.postfix.insert(result.postfix.end(), part.postfix.begin(), part.postfix.end());
  };
  for (const Node& node : expression.postfix) {
    const auto* symbol = std::get_if<Symbol>(&node);
    const auto* value = std::get_if<ValueAt>(&node);
    const Symbol* name = symbol != nullptr ? symbol : value != nullptr ? &value->unknown : nullptr;
    const auto definition = name != nullptr ? definitions_.find(name->name) : definitions_.end();
    if (definition == definitions_.end()) result.postfix.push_back(node);
    else if (value != nullptr && !formula::is_taken_at(*value, parts_.text.independent))
      append(at_point(definition->second, value->point), *name);
    else append(definition->second, *name);
  }
  return result;
}

auto WrittenOut::at_point(const Expression& definition, const Expression& point) const
    -> Expression {
  Expression result;
  for (const Node& node : definition.postfix) {
    const auto* symbol = std::get_if<Symbol>(&node);
    const auto* value = std::get_if<ValueAt>(&node);
    if (value != nullptr && formula::is_taken_at(*value, parts_.text.independent))
      result.postfix.emplace_back(ValueAt{.unknown = value->unknown, .point = point});
    else if (symbol != nullptr && symbol->name == parts_.text.independent)
      result.postfix.insert(result.postfix.end(), point.postfix.begin(), point.postfix.end());
    else if (symbol != nullptr && unknowns_.contains(symbol->name))
      result.postfix.emplace_back(ValueAt{.unknown = *symbol, .point = point});
    else result.postfix.push_back(node);
  }
  return result;
}

} // namespace jetwork::pinn::detail
