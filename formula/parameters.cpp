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

/// Evaluates parameters on demand, each after those that it needs (a depth-first topological order).
class Resolver {
public:
  explicit Resolver(std::span<const ParameterDefinition> definitions)
      : definitions_(definitions), states_(definitions.size(), State::unread) {
    for (std::size_t i = 0; i < definitions.size(); ++i) places_.emplace(definitions[i].name, i);
  }

  auto resolved() -> ResolvedParameters {
    for (std::size_t i = 0; i < definitions_.size(); ++i) resolve_with_what_it_needs(i);
    return std::move(result_);
  }

private:
  enum class State : std::uint8_t { unread, under_way, done };

  /// A parameter that waits for those that it needs.
  struct Waiting {
    std::size_t parameter;
    std::vector<Symbol> names;
    std::size_t next = 0; ///< the first name not looked at yet
  };

  /// The chain of those under way is a stack of its own: however long it is, the call stack holds.
  void resolve_with_what_it_needs(std::size_t wanted) {
    if (states_[wanted] == State::done) return;
    begin(wanted);
    while (!under_way_.empty()) {
      Waiting& last = under_way_.back();
      if (last.next == last.names.size()) {
        finish(last);
        under_way_.pop_back();
        continue;
      }
      const Symbol& needed = last.names[last.next++];
      const auto found = places_.find(needed.name);
      if (found == places_.end() || needed.order > 0)
        continue; // reported, or known as pi and e are, when it is evaluated
      if (states_[found->second] == State::under_way)
        throw ParameterError(last.parameter, needed.column, circle(found->second));
      if (states_[found->second] == State::unread) begin(found->second);
    }
  }

  void begin(std::size_t i) {
    states_[i] = State::under_way;
    under_way_.push_back({i, names(definitions_[i].expression)});
  }

  void finish(const Waiting& waiting) {
    const std::size_t i = waiting.parameter;
    const double number = evaluated(waiting);
    if (!std::isfinite(number))
      throw ParameterError(i, 0,
                           fmt::format("its value is {}; expected a finite number",
                                       std::isnan(number) ? std::nan("") : number));
    result_.values.emplace(definitions_[i].name, number);
    result_.order.push_back(i);
    states_[i] = State::done;
  }

  /// With the few values that it needs, since evaluating copies what it is given.
  [[nodiscard]] auto evaluated(const Waiting& waiting) const -> double {
    Parameters needed;
    for (const Symbol& name : waiting.names)
      if (const auto value = result_.values.find(name.name); value != result_.values.end())
        needed.insert(*value);
    const Expression& expression = definitions_[waiting.parameter].expression;
    try {
      return constant(expression, needed);
    } catch (const ParseError&) { fail_with_all_names(waiting.parameter); }
  }

  /// The message of an unknown name lists what is known: all parameters.
  [[noreturn]] void fail_with_all_names(std::size_t parameter) const {
    Parameters any;
    for (const ParameterDefinition& definition : definitions_) any.emplace(definition.name, 1.0);
    try {
      constant(definitions_[parameter].expression, any);
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

  [[nodiscard]] auto circle(std::size_t first) const -> std::string {
    constexpr std::ptrdiff_t most_names_shown = 10;
    std::string path;
    const auto begin = std::ranges::find(under_way_, first, &Waiting::parameter);
    for (auto i = begin; i != under_way_.end() && i - begin < most_names_shown; ++i)
      path += definitions_[i->parameter].name + " -> ";
    if (under_way_.end() - begin > most_names_shown) path += "… -> ";
    return fmt::format("the parameters define each other in a circle: {}{}", path,
                       definitions_[first].name);
  }

  std::span<const ParameterDefinition> definitions_;
  std::map<std::string_view, std::size_t> places_;
  std::vector<State> states_;
  std::vector<Waiting> under_way_;
  ResolvedParameters result_;
};

} // namespace

auto resolve_parameters(std::span<const ParameterDefinition> definitions) -> ResolvedParameters {
  return Resolver(definitions).resolved();
}

} // namespace jetwork::formula
