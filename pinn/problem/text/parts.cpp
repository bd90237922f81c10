#include "pinn/problem/text/parts.hpp"

#include "formula/utf8.hpp"

#include <fmt/format.h>

#include <set>
#include <string_view>

namespace jetwork::pinn::detail {
namespace {

/// "event bounce, entry 2 of then"
auto name_of(const TextEvent& event, std::size_t piece) -> std::string {
  const std::string name = event.name.empty() ? "the event" : fmt::format("event {}", event.name);
  if (piece == 0) return name;
  const std::size_t times = event.times.size();
  return piece <= times ? fmt::format("{}, entry {} of times", name, piece)
                        : fmt::format("{}, entry {} of then", name, piece - times);
}

auto name_of(const TextProblem& text, Part part, std::size_t index, std::size_t piece)
    -> std::string {
  switch (part) {
  case Part::domain: return index == 0 ? "the domain's start" : "the domain's end";
  case Part::equation: return fmt::format("equation {}", index + 1);
  case Part::condition: return fmt::format("condition {}", index + 1);
  case Part::parameter: return fmt::format("parameter {}", text.parameters[index].first);
  case Part::definition: return fmt::format("definition {}", text.definitions[index].first);
  case Part::guess: return fmt::format("the guess of {}", text.guesses[index].first);
  case Part::bounds: return fmt::format("the bounds of {}", text.bounds[index].first);
  case Part::event: return name_of(text.events[index], piece);
  case Part::problem: break;
  }
  return "";
}

/// No message grows with a name that has a thousand letters or primes: of a very long word, its
/// beginning and its end are shown.
auto shortened(std::string_view message) -> std::string {
  constexpr std::size_t longest = 100, beginning = 40, end = 10;
  std::string result;
  while (!message.empty()) {
    const std::string_view word = message.substr(0, message.find(' ', 1));
    message.remove_prefix(word.size());
    if (word.size() <= longest) {
      result += word;
      continue;
    }
    result += word.substr(0, formula::beginning_of_character(word, beginning));
    result += "…";
    result += word.substr(formula::beginning_of_character(word, word.size() - end));
  }
  return result;
}

} // namespace

auto needed_conditions(const TextParts& parts) -> NeededConditions {
  const std::size_t searched = parts.text.searched.size();
  std::size_t order = 0;
  for (const TextUnknown& unknown : parts.unknowns)
    order += static_cast<std::size_t>(unknown.order);
  const std::size_t needed = order + searched;
  if (!parts.free_end.empty())
    return {.fewest = needed - 1,
            .most = needed,
            .or_so_many = searched == 1 ? std::optional(2 * order) : std::nullopt};
  return {.fewest = searched == 1 ? needed - 1 : needed, .most = needed};
}

void fail(const TextProblem& text, Part part, std::size_t index, std::size_t column,
          const std::string& message, std::size_t piece) {
  std::string place = name_of(text, part, index, piece);
  if (column > 0) place += fmt::format(", column {}", column);
  throw TextProblemError(part, index, column,
                         shortened(place.empty() ? message : place + ": " + message), piece);
}

void fail(const TextProblem& text, Part part, std::size_t index, const formula::ParseError& error,
          std::size_t piece) {
  throw TextProblemError(
      part, index, error.column(),
      shortened(fmt::format("{}, {}", name_of(text, part, index, piece), error.what())), piece);
}

void read_equations(TextParts& parts) {
  const TextProblem& text = parts.text;
  const auto add_names = [&](Part part, std::size_t index, const auto& formula) {
    for (formula::Symbol& symbol : formula::names(formula, text.independent))
      parts.occurrences.push_back({part, index, std::move(symbol)});
  };
  for (std::size_t i = 0; i < text.equations.size(); ++i) {
    reading(text, Part::equation, i, [&] {
      parts.equations.push_back(formula::parse_equation(text.equations[i], parts.shadowing));
      refuse_derivatives_of_definitions(parts, parts.equations.back().left);
      refuse_derivatives_of_definitions(parts, parts.equations.back().right);
      return 0;
    });
    add_names(Part::equation, i, parts.equations.back());
  }
  std::set<std::string_view> found;
  for (std::size_t k = 0; k < parts.occurrences.size(); ++k) // which grow
    if (const auto* definition = definition_named(parts, parts.occurrences[k].symbol.name))
      if (found.insert(definition->name).second)
        add_names(Part::definition, definition->place, definition->expression);
}

} // namespace jetwork::pinn::detail
