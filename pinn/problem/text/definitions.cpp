// Named expressions: what they depend on, in which order they can be computed, and the variables that they are.
#include "pinn/problem/text/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace jetwork::pinn::detail {
namespace {

auto parsed(const TextParts& parts) -> std::vector<formula::ParameterDefinition> {
  const TextProblem& text = parts.text;
  std::vector<formula::ParameterDefinition> all;
  std::set<std::string> taken;
  for (std::size_t i = 0; i < text.definitions.size(); ++i) {
    const auto& [name, definition] = text.definitions[i];
    require_new_name(text, Part::definition, i, name, taken);
    if (parts.parameters.contains(name))
      fail(text, Part::definition, i, 0, "this is the name of a parameter; choose another");
    all.push_back({name, reading(text, Part::definition, i, [&, its_text = definition] {
                     return formula::parse(its_text, parts.shadowing);
                   })});
  }
  return all;
}

/// Adds the names that an expression depends on, with those of the definitions that it names.
void add_needs(const TextParts& parts, TextDefinition& definition) {
  const auto add = [&](const std::string& name, int order) {
    int& highest = definition.needs[name];
    highest = std::max(highest, order);
  };
  for (const auto& symbol : formula::names(definition.expression, parts.text.independent)) {
    const auto* other = definition_named(parts, symbol.name);
    if (other == nullptr) add(symbol.name, symbol.order);
    else
      for (const auto& [name, order] : other->needs) add(name, order);
  }
}

} // namespace

auto definition_named(const TextParts& parts, std::string_view name) -> const TextDefinition* {
  const auto found = parts.places_of_definitions.find(name);
  return found == parts.places_of_definitions.end() ? nullptr : &parts.definitions[found->second];
}

void refuse_derivatives_of_definitions(const TextParts& parts,
                                       const formula::Expression& expression) {
  const auto look_at = [&](const formula::Symbol& symbol) {
    if (symbol.order > 0 && definition_named(parts, symbol.name) != nullptr)
      throw formula::ParseError(
          symbol.column,
          fmt::format("'{0}' is a definition, of which no derivatives are taken; define {1} as an "
                      "expression of its own, or make '{0}' an unknown with the equation {0} = …",
                      symbol.name, primed(symbol.name, symbol.order)));
  };
  for (const formula::Node& node : expression.postfix) {
    if (const auto* symbol = std::get_if<formula::Symbol>(&node)) look_at(*symbol);
    if (const auto* value = std::get_if<formula::ValueAt>(&node)) look_at(value->unknown);
  }
}

void read_definitions(TextParts& parts) {
  auto all = parsed(parts);
  try {
    for (const std::size_t i :
         formula::dependency_order(all, "definitions", parts.text.independent)) {
      TextDefinition definition{
          .name = all[i].name, .expression = std::move(all[i].expression), .place = i, .needs = {}};
      add_needs(parts, definition);
      parts.places_of_definitions.emplace(definition.name, parts.definitions.size());
      parts.definitions.push_back(std::move(definition));
    }
  } catch (const formula::ParameterError& error) {
    fail(parts.text, Part::definition, error.parameter(), error.column(), error.what());
  }
  for (const TextDefinition& definition : parts.definitions)
    reading(parts.text, Part::definition, definition.place, [&] {
      refuse_derivatives_of_definitions(parts, definition.expression);
      return 0;
    });
}

auto text_variables(const TextParts& parts, const std::vector<Unknown>& unknowns,
                    std::vector<std::string> inputs) -> SharedVariables {
  auto variables = std::make_shared<TextVariables>(parts.text.independent, unknowns,
                                                   text_parameters(parts, std::move(inputs)));
  for (const TextDefinition& definition : parts.definitions)
    reading(parts.text, Part::definition, definition.place, [&] {
      variables->define(definition.name, definition.expression);
      return 0;
    });
  return variables;
}

} // namespace jetwork::pinn::detail
