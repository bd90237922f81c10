#include "formula/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string_view>
#include <utility>

namespace jetwork::formula {

namespace {

/// Visits definitions on demand, each after those that it needs (a depth-first topological order).
class Order {
public:
  Order(std::span<const ParameterDefinition> definitions, std::string_view what,
        std::string_view independent)
      : definitions_(definitions),
        what_(what),
        independent_(independent),
        states_(definitions.size(), State::unread) {
    for (std::size_t i = 0; i < definitions.size(); ++i) places_.emplace(definitions[i].name, i);
  }

  auto found() -> std::vector<std::size_t> {
    for (std::size_t i = 0; i < definitions_.size(); ++i) visit_with_what_it_needs(i);
    return std::move(order_);
  }

private:
  enum class State : std::uint8_t { unread, under_way, done };

  /// A definition that waits for those that it needs.
  struct Waiting {
    std::size_t definition;
    std::vector<Symbol> names;
    std::size_t next = 0; ///< the first name not looked at yet
  };

  /// The chain of those under way is a stack of its own: however long it is, the call stack holds.
  void visit_with_what_it_needs(std::size_t wanted) {
    if (states_[wanted] == State::done) return;
    begin(wanted);
    while (!under_way_.empty()) {
      Waiting& last = under_way_.back();
      if (last.next == last.names.size()) {
        order_.push_back(last.definition);
        states_[last.definition] = State::done;
        under_way_.pop_back();
        continue;
      }
      const Symbol& needed = last.names[last.next++];
      const auto place = places_.find(needed.name);
      if (place == places_.end() || needed.order > 0) continue;
      if (states_[place->second] == State::under_way)
        throw ParameterError(last.definition, needed.column, circle(place->second));
      if (states_[place->second] == State::unread) begin(place->second);
    }
  }

  void begin(std::size_t i) {
    states_[i] = State::under_way;
    under_way_.push_back({i, names(definitions_[i].expression, independent_)});
  }

  [[nodiscard]] auto circle(std::size_t first) const -> std::string {
    constexpr std::ptrdiff_t most_names_shown = 10;
    std::string path;
    const auto begin = std::ranges::find(under_way_, first, &Waiting::definition);
    for (auto i = begin; i != under_way_.end() && i - begin < most_names_shown; ++i)
      path += definitions_[i->definition].name + " -> ";
    if (under_way_.end() - begin > most_names_shown) path += "… -> ";
    return fmt::format("the {} define each other in a circle: {}{}", what_, path,
                       definitions_[first].name);
  }

  std::span<const ParameterDefinition> definitions_;
  std::string_view what_, independent_;
  std::map<std::string_view, std::size_t> places_;
  std::vector<State> states_;
  std::vector<Waiting> under_way_;
  std::vector<std::size_t> order_;
};

/// The message of an unknown name lists what is known: all parameters.
[[noreturn]] void fail_with_all_names(std::span<const ParameterDefinition> definitions,
                                      std::size_t parameter) {
  Parameters any;
  for (const ParameterDefinition& definition : definitions) any.emplace(definition.name, 1.0);
  try {
    constant(definitions[parameter].expression, any);
  } catch (const ParseError& error) {
    const std::string prefix = fmt::format("column {}: ", error.column());
    const std::string_view message = error.what();
    throw ParameterError(
        parameter, error.column(),
        std::string(message.starts_with(prefix) ? message.substr(prefix.size()) : message));
  }
  throw std::logic_error("resolve_parameters: internal error, please report it: a name is "
                         "unknown although all names are known");
}

} // namespace

auto dependency_order(std::span<const ParameterDefinition> definitions, std::string_view what,
                      std::string_view independent) -> std::vector<std::size_t> {
  return Order(definitions, what, independent).found();
}

auto resolve_parameters(std::span<const ParameterDefinition> definitions) -> ResolvedParameters {
  ResolvedParameters result{.values = {}, .order = dependency_order(definitions, "parameters")};
  for (const std::size_t i : result.order) {
    const auto& [name, expression] = definitions[i];
    double number = 0;
    try {
      number = constant(expression, result.values);
    } catch (const ParseError&) { fail_with_all_names(definitions, i); }
    if (!std::isfinite(number))
      throw ParameterError(i, 0,
                           fmt::format("its value is {}; expected a finite number",
                                       std::isnan(number) ? std::nan("") : number));
    result.values.emplace(name, number);
  }
  return result;
}

} // namespace jetwork::formula
