#include "cli/options/problem_error.hpp"

#include "cli/options/printable.hpp"
#include "formula/utf8.hpp"

#include <fmt/format.h>

#include <string_view>

namespace jetwork::cli {
namespace {

/// The number of bytes before the given column, counted in characters from 1.
auto bytes_before(std::string_view text, std::size_t column) -> std::size_t {
  std::size_t byte = 0;
  for (std::size_t character = 1; character < column && byte < text.size(); ++character) do
      ++byte;
    while (byte < text.size() && !formula::begins_character(text[byte]));
  return byte;
}

/// The line of the text in which the column lies, with a mark under it.
auto excerpt(std::string_view text, std::size_t column) -> std::string {
  constexpr std::size_t widest = 90;
  std::size_t first = 0;
  if (column > widest) { // a long line is shown from shortly before the mark
    first = bytes_before(text, column - widest / 2);
    column -= column - widest / 2 - 1;
  }
  std::string_view shown = text.substr(first);
  const bool cut = shown.size() > widest;
  if (cut) shown = shown.substr(0, bytes_before(shown, widest));
  return fmt::format("\n  {}{}\n  {:>{}}", printable(shown), cut ? "…" : "", "^", column);
}

/// Of an event, or of one of its texts.
auto place_of(const pinn::TextProblemError& error, const ProblemSource& source) -> std::string {
  const auto& [whole, pieces] = source.events[error.index()];
  return error.piece() < pieces.size() ? pieces[error.piece()] : whole;
}

} // namespace

auto describe(const pinn::TextProblemError& error, const ProblemSource& source) -> std::string {
  using Part = pinn::TextProblemError::Part;
  const auto at = [&](const auto& places) {
    return error.index() < places.size() ? places[error.index()] : source.whole;
  };
  const auto text_of = [&](const auto& texts) -> std::string {
    return error.index() < texts.size() ? texts[error.index()] : "";
  };
  std::string place = source.whole;
  std::string text;
  switch (error.part()) {
  case Part::domain: place = at(source.domain), text = text_of(source.text.domain); break;
  case Part::equation: place = at(source.equations), text = text_of(source.text.equations); break;
  case Part::condition:
    place = at(source.conditions), text = text_of(source.text.conditions);
    break;
  case Part::parameter:
    place = at(source.parameters);
    if (error.index() < source.text.parameters.size())
      text = source.text.parameters[error.index()].second;
    break;
  case Part::definition:
    place = at(source.definitions);
    if (error.index() < source.text.definitions.size())
      text = source.text.definitions[error.index()].second;
    break;
  case Part::guess:
    place = at(source.guesses);
    if (error.index() < source.text.guesses.size())
      text = source.text.guesses[error.index()].second;
    break;
  case Part::bounds: place = at(source.bounds); break;
  case Part::event:
    if (error.index() < source.events.size()) place = place_of(error, source);
    if (error.index() < source.text.events.size())
      text = pinn::text_of(source.text.events[error.index()], error.piece());
    break;
  case Part::problem: break;
  }
  const bool marked = error.column() > 0 && !text.empty();
  return fmt::format("{}: {}{}", place, error.what(), marked ? excerpt(text, error.column()) : "");
}

} // namespace jetwork::cli
