// Parameters and the ends of the domain: all that is known before the equations are read.
#include "pinn/problem/text/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::pinn::detail {
namespace {

/// Evaluates parameters on demand, each after those that it needs (a depth-first topological
/// order).
class ParameterReader {
public:
  explicit ParameterReader(TextParts& parts) : parts_(parts), text_(parts.text) {
    const TextProblem& text = parts.text;
    for (std::size_t i = 0; i < text.parameters.size(); ++i) {
      const std::string& name = text.parameters[i].first;
      if (!is_name(name))
        fail(text, Part::parameter, i, 0, fmt::format("'{}' is no name for a parameter", name));
      if (formula::function_named(name))
        fail(text, Part::parameter, i, 0, "this is the name of a function; choose another");
      if (name == text.independent)
        fail(text, Part::parameter, i, 0,
             "this is the name of the independent variable; choose another");
      if (!places_.try_emplace(name, i).second)
        fail(text, Part::parameter, i, 0, "the parameter is given twice");
    }
  }

  void read() {
    for (std::size_t i = 0; i < text_.parameters.size(); ++i) read_with_what_it_needs(i);
  }

private:
  enum class State : std::uint8_t { unread, under_way, done };

  /// A parameter under way: parsed, and waiting for those that it needs.
  struct Waiting {
    std::size_t parameter;
    formula::Expression expression;
    std::vector<formula::Symbol> names;
    std::size_t next = 0; ///< the first name not looked at yet
  };

  /// The chain of those under way is a stack of its own: however long it is, the call stack holds.
  void read_with_what_it_needs(std::size_t wanted) {
    if (states_[wanted] == State::done) return;
    begin(wanted);
    while (!under_way_.empty()) {
      Waiting& last = under_way_.back();
      if (last.next == last.names.size()) {
        finish(last);
        under_way_.pop_back();
        continue;
      }
      const formula::Symbol& needed = last.names[last.next++];
      const auto found = places_.find(needed.name);
      if (found == places_.end() || needed.order > 0)
        continue; // reported, or known as pi and e are, when it is evaluated
      if (states_[found->second] == State::under_way)
        fail(text_, Part::parameter, last.parameter, needed.column, circle(found->second));
      if (states_[found->second] == State::unread) begin(found->second);
    }
  }

  void begin(std::size_t i) {
    auto expression = reading(text_, Part::parameter, i,
                              [&] { return formula::parse(text_.parameters[i].second); });
    auto names = formula::names(expression);
    states_[i] = State::under_way;
    under_way_.push_back({i, std::move(expression), std::move(names)});
  }

  void finish(Waiting& waiting) {
    const std::size_t i = waiting.parameter;
    const double number = reading(text_, Part::parameter, i, [&] { return evaluate(waiting); });
    if (!std::isfinite(number))
      fail(text_, Part::parameter, i, 0,
           fmt::format("its value is {}; expected a finite number",
                       std::isnan(number) ? std::nan("") : number));
    const std::string& name = text_.parameters[i].first;
    parts_.parameters[name] = number;
    parts_.parameter_expressions.emplace(name, std::move(waiting.expression));
    parts_.parameter_order.push_back(name);
    states_[i] = State::done;
  }

  /// With the few values that it needs, since evaluating copies what it is given; where that fails,
  /// with all, for the message.
  [[nodiscard]] auto evaluate(const Waiting& waiting) const -> double {
    formula::Parameters needed;
    for (const auto& name : waiting.names)
      if (const auto value = parts_.parameters.find(name.name); value != parts_.parameters.end())
        needed.insert(*value);
    try {
      return formula::constant(waiting.expression, needed);
    } catch (const formula::ParseError&) {
      return formula::constant(waiting.expression, parts_.parameters);
    }
  }

  [[nodiscard]] auto circle(std::size_t first) const -> std::string {
    constexpr std::ptrdiff_t most_names_shown = 10;
    std::string path;
    const auto begin = std::find_if(under_way_.begin(), under_way_.end(),
                                    [&](const Waiting& w) { return w.parameter == first; });
    for (auto i = begin; i != under_way_.end() && i - begin < most_names_shown; ++i)
      path += text_.parameters[i->parameter].first + " -> ";
    if (under_way_.end() - begin > most_names_shown) path += "… -> ";
    return fmt::format("the parameters define each other in a circle: {}{}", path,
                       text_.parameters[first].first);
  }

  TextParts& parts_;
  const TextProblem& text_;
  std::map<std::string, std::size_t> places_;
  std::vector<State> states_ = std::vector<State>(text_.parameters.size(), State::unread);
  std::vector<Waiting> under_way_;
};

auto is_infinite(std::string end) -> bool {
  end.erase(std::remove_if(end.begin(), end.end(),
                           [](unsigned char c) { return std::isspace(c) || c == '+' || c == '-'; }),
            end.end());
  return end == "inf" || end == "infinity";
}

} // namespace

auto is_name(const std::string& text) -> bool {
  try {
    const auto expression = formula::parse(text);
    const auto* symbol = expression.postfix.size() == 1
                             ? std::get_if<formula::Symbol>(&expression.postfix[0])
                             : nullptr;
    return symbol != nullptr && symbol->order == 0 && symbol->name == text;
  } catch (const formula::ParseError&) { return formula::function_named(text).has_value(); }
}

void read_parameters(TextParts& parts) { ParameterReader(parts).read(); }

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

/// All parameters that are to stay constants, but for those that these are derived from.
auto constants_of(const TextParts& parts) -> Names {
  Names constants;
  const auto in_equations = [&](auto add) {
    for (const auto* equations : {&parts.equations, &parts.conditions})
      for (const auto& [left, right] : *equations)
        for (const auto* side : {&left, &right}) add(*side, constants);
  };
  in_equations(add_names_in_exponents);
  for (const auto& [name, expression] : parts.parameter_expressions)
    add_names_in_exponents(expression, constants);
  for (const std::string& name : parts.text.varied) constants.erase(name);
  // These are not computed from inputs: where they depend on a parameter, it cannot vary.
  in_equations(add_names_in_points);
  for (const std::string& end : parts.text.domain)
    add_names(formula::parse(end).postfix, constants);
  return constants;
}

} // namespace

void TextParameters::add_to(formula::Symbols& symbols) const {
  std::size_t next = symbols.variables.size();
  for (const std::string& name : inputs) symbols.variables[{name}] = next++;
  for (const Derived& each : derived) symbols.variables[{each.name}] = next++;
  for (const auto& [name, value] : values)
    if (!symbols.variables.contains({name})) symbols.parameters.emplace(name, value);
}

auto TextVariables::symbols(const std::string& independent) const -> formula::Symbols {
  formula::Symbols symbols{.independent = independent};
  symbols.variables[{independent, 0}] = 0;
  for (const Unknown& unknown : unknowns_)
    for (int n = 0; n <= unknown.order; ++n)
      symbols.variables.try_emplace({unknown.name, n}, symbols.variables.size());
  parameters_.add_to(symbols);
  return symbols;
}

auto find_inputs(const TextParts& parts) -> TextParameters {
  const auto& expressions = parts.parameter_expressions;
  const auto& order = parts.parameter_order;
  Names constants = constants_of(parts);
  // What a constant is derived from is constant, too: from the last to the first.
  for (auto name = order.rbegin(); name != order.rend(); ++name)
    if (constants.contains(*name)) add_names(expressions.at(*name).postfix, constants);

  TextParameters result{.values = parts.parameters};
  Names variable;
  const auto has_name_of = [](const formula::Expression& expression, const auto& some) {
    Names names;
    add_names(expression.postfix, names);
    return std::ranges::any_of(names, [&](const auto& name) { return some.contains(name); });
  };
  for (const auto& [name, value] : parts.text.parameters)
    if (!constants.contains(name) && !has_name_of(expressions.at(name), expressions)) {
      result.inputs.push_back(name);
      variable.insert(name);
    }
  formula::Symbols symbols;
  for (std::size_t k = 0; k < result.inputs.size(); ++k) symbols.variables[{result.inputs[k]}] = k;
  for (const auto& [name, value] : parts.parameters)
    if (!variable.contains(name)) symbols.parameters.emplace(name, value);
  for (const std::string& name : order) {
    if (constants.contains(name) || variable.contains(name)
        || !has_name_of(expressions.at(name), variable))
      continue;
    result.derived.push_back({name, formula::compile(expressions.at(name), symbols)});
    variable.insert(name);
    symbols.parameters.erase(name);
    symbols.variables[{name}] = symbols.variables.size();
  }
  return result;
}

void read_domain(TextParts& parts) {
  const TextProblem& text = parts.text;
  for (std::size_t i = 0; i < 2; ++i) {
    if (is_infinite(text.domain[i]) && !parts.parameters.contains("inf"))
      fail(text, Part::domain, i, 0,
           "it is infinite; problems on a half-line come in a later version, so give a finite end");
    const double end = reading(text, Part::domain, i, [&] {
      return formula::constant(formula::parse(text.domain[i]), parts.parameters);
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
  if (!std::isfinite(parts.end - parts.start))
    fail(text, Part::domain, 1, 0, "the domain is too long for a number in double precision");
}

} // namespace jetwork::pinn::detail
