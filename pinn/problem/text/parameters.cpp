// Parameters and the ends of the domain: all that is known before the equations are read.
#include "pinn/problem/text/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <ranges>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::pinn::detail {
namespace {

auto is_infinite(std::string end) -> bool {
  end.erase(std::remove_if(end.begin(), end.end(),
                           [](unsigned char c) { return std::isspace(c) || c == '+' || c == '-'; }),
            end.end());
  return end == infinity || end == "infinity";
}

/// Whether a formula names infinity, which is no number.
auto names_infinity(const formula::Expression& expression) -> bool {
  return std::ranges::any_of(expression.postfix, [](const formula::Node& node) {
    const auto* symbol = std::get_if<formula::Symbol>(&node);
    return symbol != nullptr && symbol->order == 0 && symbol->name == infinity;
  });
}

} // namespace

auto is_name(const std::string& text) -> bool {
  if (formula::is_function_name(text)) return true;
  try {
    const auto expression = formula::parse(text);
    const auto* symbol = expression.postfix.size() == 1
                             ? std::get_if<formula::Symbol>(&expression.postfix[0])
                             : nullptr;
    return symbol != nullptr && symbol->order == 0 && symbol->name == text;
  } catch (const formula::ParseError&) { return false; }
}

void require_new_name(const TextProblem& text, Part part, std::size_t index,
                      const std::string& name, std::set<std::string>& taken) {
  const std::string_view what = part == Part::parameter ? "parameter" : "definition";
  const auto refuse = [&](const std::string& why) { fail(text, part, index, 0, why); };
  if (!is_name(name)) refuse(fmt::format("'{}' is no name for a {}", name, what));
  if (name == infinity)
    refuse("this name stands for infinity, as an end of a domain; choose another");
  if (name == text.independent)
    refuse("this is the name of the independent variable; choose another");
  if (!taken.insert(name).second) refuse(fmt::format("the {} is given twice", what));
}

void read_parameters(TextParts& parts) {
  const TextProblem& text = parts.text;
  std::set<std::string> taken;
  for (std::size_t i = 0; i < text.parameters.size(); ++i) {
    const auto& [name, definition] = text.parameters[i];
    require_new_name(text, Part::parameter, i, name, taken);
    parts.parameter_definitions.push_back(
        {name, reading(text, Part::parameter, i, [&, its_text = definition] {
           return formula::parse(its_text, parts.shadowing);
         })});
    if (names_infinity(parts.parameter_definitions.back().expression))
      fail(text, Part::parameter, i, 0,
           fmt::format("its value, {}, is infinite; expected a finite number", definition));
  }
  try {
    auto resolved = formula::resolve_parameters(parts.parameter_definitions);
    parts.parameters = std::move(resolved.values);
    parts.parameter_order = std::move(resolved.order);
  } catch (const formula::ParameterError& error) {
    fail(text, Part::parameter, error.parameter(), error.column(), error.what());
  }
}

namespace {

using Names = std::set<std::string>;

/// Adds the names that occur in a part of a postfix list.
void add_names(std::span<const formula::Node> nodes, Names& names) {
  for (const formula::Node& node : nodes) {
    if (const auto* symbol = std::get_if<formula::Symbol>(&node)) names.insert(symbol->name);
    if (const auto* value = std::get_if<formula::ValueAt>(&node))
      add_names(value->point.postfix, names);
  }
}

/// Adds the names in the points of a formula: in 'a' of r(a).
void add_names_in_points(const formula::Expression& expression, Names& names) {
  for (const formula::Node& node : expression.postfix)
    if (const auto* value = std::get_if<formula::ValueAt>(&node))
      add_names(value->point.postfix, names);
}

/// Adds the names in the exponents of a formula.
void add_names_in_exponents(const formula::Expression& expression, Names& names) {
  const std::span<const formula::Node> nodes(expression.postfix);
  std::vector<std::size_t> begins; // of each operand on the stack
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto* operation = std::get_if<formula::Operation>(&nodes[i]);
    if (operation == nullptr) {
      begins.push_back(i);
      continue;
    }
    if (*operation == formula::Operation::pow)
      add_names(nodes.subspan(begins.back(), i - begins.back()), names);
    const auto arity = static_cast<std::size_t>(formula::arity(*operation));
    begins.resize(begins.size() - (arity - 1));
  }
}

/// Whether a formula names one of these.
auto has_name_of(const formula::Expression& expression, const auto& some) -> bool {
  Names names;
  add_names(expression.postfix, names);
  return std::ranges::any_of(names, [&](const auto& name) { return some.contains(name); });
}

/// Adds the parameters that definitions among the names depend on.
void add_what_definitions_need(const TextParts& parts, Names& names) {
  for (const TextDefinition& definition : parts.definitions)
    if (names.contains(definition.name))
      for (const auto& [needed, order] : definition.needs) names.insert(needed);
}

/// All parameters that are to stay constants, but for those that these are derived from.
auto constants_of(const TextParts& parts) -> Names {
  Names constants;
  const auto in_equations = [&](auto add) {
    for (const auto* equations : {&parts.equations, &parts.conditions})
      for (const auto& [left, right] : *equations)
        for (const auto* side : {&left, &right}) add(*side, constants);
  };
  in_equations(add_names_in_exponents);
  for (const TextIntegral& integral : parts.integrals)
    add_names_in_exponents(integral.integrand, constants);
  for (const TextEventParts& event : parts.events) {
    if (event.value) add_names_in_exponents(*event.value, constants);
    for (const auto& [changed, value] : event.then) add_names_in_exponents(value, constants);
  }
  for (const auto& [name, expression] : parts.parameter_definitions)
    add_names_in_exponents(expression, constants);
  for (const TextDefinition& definition : parts.definitions)
    add_names_in_exponents(definition.expression, constants);
  add_what_definitions_need(parts, constants);
  for (const std::string& name : parts.text.varied) constants.erase(name);
  for (const auto& [name, bounds] : parts.text.searched) constants.erase(name);
  // These are not computed from inputs: where they depend on a parameter, it cannot vary.
  in_equations(add_names_in_points);
  for (const TextEventParts& event : parts.events)
    for (const formula::Expression& time : event.times) add_names(time.postfix, constants);
  for (const std::string& end : parts.text.domain)
    add_names(formula::parse(end, parts.shadowing).postfix, constants);
  constants.erase(parts.free_end); // what depends on it moves with it
  return constants;
}

} // namespace

auto find_inputs(const TextParts& parts) -> std::vector<std::string> {
  Names constants = constants_of(parts);
  // What a constant is derived from is constant, too: from the last to the first.
  for (const std::size_t place : parts.parameter_order | std::views::reverse) {
    const auto& [name, expression] = parts.parameter_definitions[place];
    if (constants.contains(name)) add_names(expression.postfix, constants);
  }
  std::vector<std::string> inputs;
  for (const auto& [name, expression] : parts.parameter_definitions)
    if (!constants.contains(name) && !has_name_of(expression, parts.parameters))
      inputs.push_back(name);
  return inputs;
}

auto text_parameters(const TextParts& parts, std::vector<std::string> inputs) -> TextParameters {
  TextParameters result{.values = parts.parameters, .inputs = std::move(inputs)};
  formula::Symbols& symbols = result.symbols;
  symbols.parameters = parts.parameters;
  Names variable;
  const auto add_variable = [&](const std::string& name) {
    variable.insert(name);
    symbols.parameters.erase(name);
    symbols.variables[{name}] = symbols.variables.size();
  };
  for (const std::string& name : result.inputs) add_variable(name);
  for (const std::size_t place : parts.parameter_order) {
    const auto& [name, expression] = parts.parameter_definitions[place];
    if (variable.contains(name) || !has_name_of(expression, variable)) continue;
    result.derived.push_back({name, formula::compile(expression, symbols)});
    add_variable(name);
  }
  return result;
}

/// Whether the domain's end is an unknown number. Throws where an end depends on one in another way.
auto find_free_end(const TextParts& parts) -> std::string {
  for (std::size_t i = 0; i < 2; ++i)
    for (const auto& [name, bounds] : parts.text.searched) {
      const auto end = reading(parts.text, Part::domain, i, [&] {
        return formula::parse(parts.text.domain[i], parts.shadowing);
      });
      if (!has_name_of(end, Names{name})) continue;
      if (i == 1 && end.postfix.size() == 1) return name;
      fail(parts.text, Part::domain, i, 0,
           fmt::format("it depends on the unknown number {0}; only the end of a domain may be "
                       "unknown, and has to be that number itself, as in [0, \"{0}\"]",
                       name));
    }
  return {};
}

void read_domain(TextParts& parts) {
  const TextProblem& text = parts.text;
  parts.free_end = find_free_end(parts);
  for (std::size_t i = 0; i < 2; ++i) {
    if (is_infinite(text.domain[i])) {
      constexpr double infinite = std::numeric_limits<double>::infinity();
      (i == 0 ? parts.start : parts.end) =
          text.domain[i].find('-') == std::string::npos ? infinite : -infinite;
      continue;
    }
    const double end = reading(text, Part::domain, i, [&] {
      return formula::constant(formula::parse(text.domain[i], parts.shadowing), parts.parameters);
    });
    if (!std::isfinite(end))
      fail(text, Part::domain, i, 0,
           fmt::format("its value is {}; expected a finite number",
                       std::isnan(end) ? std::nan("") : end));
    (i == 0 ? parts.start : parts.end) = end;
  }
  if (parts.start == parts.end)
    fail(text, Part::domain, 1, 0,
         fmt::format("the domain is empty: both its ends are {}", parts.start));
  if (parts.start > parts.end)
    fail(text, Part::domain, 1, 0,
         fmt::format("the domain [{0}, {1}] ends before it starts; write [{1}, {0}], and "
                     "conditions at {0} are "
                     "continued backwards from there",
                     parts.start, parts.end));
  if (std::isfinite(parts.start) && std::isfinite(parts.end)
      && !std::isfinite(parts.end - parts.start))
    fail(text, Part::domain, 1, 0, "the domain is too long for a number in double precision");
}

} // namespace jetwork::pinn::detail
