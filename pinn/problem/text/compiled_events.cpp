// Events as a problem has them: what passes through zero, the times, and the values behind them.
#include "formula/utf8.hpp"
#include "pinn/problem/text/condition_forms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace jetwork::pinn::detail {
namespace {

/// Makes one event of its parts.
class EventCompiler {
public:
  EventCompiler(const TextParts& parts, const SharedVariables& variables, std::size_t place)
      : parts_(parts),
        variables_(variables),
        text_(parts.text.events[place]),
        event_(parts.events[place]),
        place_(place) {}

  [[nodiscard]] auto compiled() const -> Event {
    Event event{.name = text_.name.empty() ? event_.formula : text_.name,
                .crossing = event_.crossing,
                .zero = event_.zero};
    if (event_.value) event.value = quantity(*event_.value, 0);
    for (std::size_t k = 0; k < event_.times.size(); ++k)
      event.times.push_back(time(event_.times[k], 1 + k));
    std::vector<formula::Symbol> changed;
    for (std::size_t k = 0; k < event_.then.size(); ++k) {
      const std::size_t piece = 1 + event_.times.size() + k;
      const auto& [left, right] = event_.then[k];
      const formula::Symbol value = changed_value(left, piece);
      if (const auto earlier = std::ranges::find(changed, value); earlier != changed.end())
        refuse(fmt::format("{} has a new value by entry {} already; make one entry of both",
                           formula::to_string(value), earlier - changed.begin() + 1),
               value.column, piece);
      changed.push_back(value);
      event.then.push_back({.unknown = place_of(parts_, *unknown_named(value.name)),
                            .derivative = value.order,
                            .value = quantity(right, piece)});
    }
    return event;
  }

private:
  [[noreturn]] void refuse(const std::string& message, std::size_t column,
                           std::size_t piece) const {
    fail(parts_.text, Part::event, place_, column, message, piece);
  }

  [[nodiscard]] auto quantity(const formula::Expression& expression, std::size_t piece) const
      -> Quantity {
    return quantity_of(reading(
                           parts_.text, Part::event, place_,
                           [&] { return formula::compile(expression, variables_->symbols()); },
                           piece),
                       variables_);
  }

  [[nodiscard]] auto time(const formula::Expression& expression, std::size_t piece) const
      -> double {
    const double t = reading(
        parts_.text, Part::event, place_,
        [&] { return formula::constant(expression, parts_.parameters); }, piece);
    if (!std::isfinite(t))
      refuse(fmt::format("its value is {}; expected a finite number",
                         std::isnan(t) ? std::nan("") : t),
             0, piece);
    return t;
  }

  [[nodiscard]] auto unknown_named(const std::string& name) const -> const TextUnknown* {
    const auto found = std::ranges::find(parts_.unknowns, name, &TextUnknown::name);
    return found == parts_.unknowns.end() ? nullptr : &*found;
  }

  /// The left side of an entry of `then`: an unknown, or a derivative of it below its order.
  [[nodiscard]] auto changed_value(const formula::Expression& left, std::size_t piece) const
      -> formula::Symbol {
    const auto names = formula::names(left, parts_.text.independent);
    const TextUnknown& first = parts_.unknowns.front();
    constexpr std::size_t longest_quoted = 60; // bytes
    if (left.postfix.size() != 1 || names.size() != 1)
      refuse(fmt::format("expected one value on the left that is new behind the event, as in {} = "
                         "…, found {}; solve the equation for it",
                         primed(first.name, first.order - 1),
                         formula::shortened(formula::to_string(left), longest_quoted)),
             0, piece);
    const formula::Symbol& value = names.front();
    const TextUnknown* unknown = unknown_named(value.name);
    if (unknown == nullptr) refuse_name(value, piece);
    if (value.order >= unknown->order)
      refuse(fmt::format("{} follows from the equations; an event gives new values to {} and to "
                         "derivatives of it below {}",
                         formula::to_string(value), value.name, primed(value.name, unknown->order)),
             value.column, piece);
    return value;
  }

  [[noreturn]] void refuse_name(const formula::Symbol& value, std::size_t piece) const {
    const auto& [name, order, column] = value;
    if (parts_.parameters.contains(name))
      refuse(fmt::format("'{0}' is a parameter, and keeps its value; for one that changes make it "
                         "an unknown, with the equation {0}' = 0 and the condition {0}({1}) = …",
                         name, parts_.start),
             column, piece);
    if (name == parts_.text.independent)
      refuse(fmt::format("'{}' is the independent variable, which no event changes", name), column,
             piece);
    if (definition_named(parts_, name) != nullptr)
      refuse(fmt::format("'{}' is a definition; give new values to the unknowns in it", name),
             column, piece);
    std::vector<std::string> known;
    for (const TextUnknown& each : parts_.unknowns) known.push_back(each.name);
    std::string help = formula::suggestion(name, known);
    if (help.empty()) help = fmt::format("; the left side is one such as {}", known.front());
    refuse(fmt::format("'{}' is no unknown{}", name, help), column, piece);
  }

  const TextParts& parts_;
  const SharedVariables& variables_;
  const TextEvent& text_;
  const TextEventParts& event_;
  std::size_t place_;
};

} // namespace

auto compiled_events(const TextParts& parts, const SharedVariables& variables)
    -> std::vector<Event> {
  std::vector<Event> events;
  for (std::size_t i = 0; i < parts.events.size(); ++i)
    events.push_back(EventCompiler(parts, variables, i).compiled());
  return events;
}

} // namespace jetwork::pinn::detail
