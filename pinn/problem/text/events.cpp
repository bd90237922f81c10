// Events as text: when they happen, at which times, and the equations of the values that they change.
#include "formula/utf8.hpp"
#include "pinn/problem/text/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jetwork::pinn::detail {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::size_t longest_quoted = 60; // bytes of a text in a message

auto trimmed(std::string_view text) -> std::string_view {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The comma behind the formula, outside of all parentheses; npos, if there is none.
auto last_comma(std::string_view when) -> std::size_t {
  std::size_t comma = std::string_view::npos;
  int depth = 0;
  for (std::size_t i = 0; i < when.size(); ++i) {
    depth += when[i] == '(' ? 1 : when[i] == ')' ? -1 : 0;
    if (when[i] == ',' && depth == 0) comma = i;
  }
  return comma;
}

/// Whether one '=' stands in the text that belongs to no relation.
auto is_equation(std::string_view formula) -> bool {
  constexpr std::string_view before_relations = "<>=!";
  for (std::size_t i = 0; i < formula.size(); ++i) {
    const bool ends_relation =
        i > 0 && before_relations.find(formula[i - 1]) != std::string_view::npos;
    const bool begins_relation = i + 1 < formula.size() && formula[i + 1] == '=';
    if (formula[i] == '=' && !ends_relation && !begins_relation) return true;
  }
  return false;
}

/// Reads one event.
class EventReader {
public:
  EventReader(const TextParts& parts, std::size_t place)
      : parts_(parts), event_(parts.text.events[place]), place_(place) {}

  [[nodiscard]] auto read() const -> TextEventParts {
    TextEventParts result;
    if (event_.when.empty() && event_.times.empty())
      refuse("it has neither when nor times; write when = \"h, falling\", or times = [1.0, 2.0]");
    if (!event_.when.empty() && !event_.times.empty())
      refuse("it has both when and times; keep one of them, and make two events of two causes");
    if (!event_.when.empty()) read_when(result);
    for (std::size_t k = 0; k < event_.times.size(); ++k)
      result.times.push_back(parsed_time(1 + k));
    for (std::size_t k = 0; k < event_.then.size(); ++k)
      result.then.push_back(parsed_change(1 + event_.times.size() + k));
    return result;
  }

private:
  [[noreturn]] void refuse(const std::string& message, std::size_t column = 0,
                           std::size_t piece = 0) const {
    fail(parts_.text, Part::event, place_, column, message, piece);
  }

  /// "h, falling" in its two parts.
  void read_when(TextEventParts& result) const {
    const std::string_view when = event_.when;
    const std::size_t comma = last_comma(when);
    const std::string_view formula = when.substr(0, comma);
    result.formula = std::string(trimmed(formula));
    if (comma != std::string_view::npos) {
      const std::string_view direction = trimmed(when.substr(comma + 1));
      if (direction != "rising" && direction != "falling")
        refuse(fmt::format("expected 'rising' or 'falling' behind the comma, found '{}'; without "
                           "a comma the event happens in both directions",
                           formula::shortened(direction, longest_quoted)),
               formula::count_characters(when.substr(0, comma)) + 1);
      result.crossing = direction == "rising" ? Crossing::rising : Crossing::falling;
    }
    reading(
        parts_.text, Part::event, place_,
        [&] {
          read_value(formula, result);
          refuse_derivatives_of_definitions(parts_, *result.value);
          return 0;
        },
        0);
    require_change(*result.value);
  }

  /// What passes through zero: the formula, or left - right. Throws formula::ParseError.
  void read_value(std::string_view formula, TextEventParts& result) const {
    if (is_equation(formula)) {
      auto [left, right] = formula::parse_equation(formula, parts_.shadowing);
      left.postfix.insert(left.postfix.end(), right.postfix.begin(), right.postfix.end());
      left.postfix.emplace_back(formula::Operation::subtract);
      result.value = std::move(left);
      return;
    }
    result.value = formula::parse(formula, parts_.shadowing);
    auto* last = std::get_if<formula::Operation>(&result.value->postfix.back());
    if (last == nullptr || !formula::is_condition(*last)) return;
    read_condition(*last, result);
    *last = formula::Operation::subtract; // of the two sides, which stand before it
  }

  /// A relation says by itself from which side it becomes true.
  void read_condition(formula::Operation condition, TextEventParts& result) const {
    using formula::Operation;
    if (condition == Operation::equal) return;
    if (!formula::is_relation(condition))
      refuse("an event is one passage through zero, as of h < 0; for 'a > 0 and b > 0' write "
             "min(a, b) > 0, for 'a > 0 or b > 0' max(a, b) > 0, and without 'not' the relation "
             "turned round");
    if (condition == Operation::not_equal)
      refuse("an event is where two sides become equal, as in h = 0, or where a relation becomes "
             "true, as in h < 0; '!=' holds nearly everywhere");
    if (result.crossing != Crossing::any)
      refuse(fmt::format("a relation happens where it becomes true, so that it needs no direction; "
                         "leave ', {}' away",
                         result.crossing == Crossing::rising ? "rising" : "falling"));
    const bool is_below = condition == Operation::less || condition == Operation::less_or_equal;
    const bool is_strict = condition == Operation::less || condition == Operation::greater;
    result.crossing = is_below ? Crossing::falling : Crossing::rising;
    result.zero = is_strict ? Zero::before : Zero::behind;
  }

  /// What is made of numbers and parameters alone would never happen.
  void require_change(const formula::Expression& value) const {
    const auto names = formula::names(value, parts_.text.independent);
    const bool changes = std::ranges::any_of(names, [&](const formula::Symbol& symbol) {
      const bool is_number = symbol.order == 0
                             && (parts_.parameters.contains(symbol.name) || symbol.name == "pi"
                                 || symbol.name == "π" || symbol.name == "e");
      return !is_number || is_unknown(symbol.name) || symbol.name == parts_.text.independent;
    });
    if (!changes && formula::values_at(value).empty())
      refuse(fmt::format("its formula is a number, which never passes through zero; write times = "
                         "[…] for given times, or {0} = … with the time behind it",
                         parts_.text.independent));
  }

  [[nodiscard]] auto is_unknown(std::string_view name) const -> bool {
    return std::ranges::find(parts_.unknowns, name, &TextUnknown::name) != parts_.unknowns.end();
  }

  [[nodiscard]] auto parsed_time(std::size_t piece) const -> formula::Expression {
    auto time = reading(
        parts_.text, Part::event, place_,
        [&] { return formula::parse(text_of(event_, piece), parts_.shadowing); }, piece);
    for (const formula::Symbol& symbol : formula::names(time))
      if (is_unknown(symbol.name) || symbol.name == parts_.text.independent
          || definition_named(parts_, symbol.name) != nullptr)
        refuse(fmt::format("a time is a number, or an expression in parameters, and '{}' is none; "
                           "for an event that depends on the solution write when",
                           symbol.name),
               symbol.column, piece);
    return time;
  }

  [[nodiscard]] auto parsed_change(std::size_t piece) const -> formula::Equation {
    return reading(
        parts_.text, Part::event, place_,
        [&] {
          auto change = formula::parse_equation(text_of(event_, piece), parts_.shadowing);
          refuse_derivatives_of_definitions(parts_, change.left);
          refuse_derivatives_of_definitions(parts_, change.right);
          return change;
        },
        piece);
  }

  const TextParts& parts_;
  const TextEvent& event_;
  std::size_t place_;
};

} // namespace

void read_events(TextParts& parts) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < parts.text.events.size(); ++i) {
    const std::string& name = parts.text.events[i].name;
    if (!name.empty() && !names.insert(name).second)
      fail(parts.text, Part::event, i, 0, "another event has this name; choose a new one");
    parts.events.push_back(EventReader(parts, i).read());
  }
}

} // namespace jetwork::pinn::detail
