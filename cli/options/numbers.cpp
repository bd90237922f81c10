#include "cli/options/numbers.hpp"

#include "cli/exit_status.hpp"
#include "formula/expression.hpp"
#include "formula/formula.hpp"
#include "formula/utf8.hpp"

#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <cmath>

namespace jetwork::cli {
namespace {

/// What was given, for a message.
auto quoted(std::string_view text) -> std::string {
  constexpr std::size_t longest = 200;
  return formula::shortened(text, longest);
}

} // namespace

auto trimmed(std::string_view text) -> std::string_view {
  const auto first = text.find_first_not_of(" \t\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

auto split_list(std::string_view text) -> std::vector<std::string> {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '(') ++depth;
    if (i < text.size() && text[i] == ')') --depth;
    if (i < text.size() && (text[i] != ',' || depth > 0)) continue;
    parts.emplace_back(trimmed(text.substr(begin, i - begin)));
    begin = i + 1;
  }
  return parts;
}

auto read_number(std::string_view option, std::string_view text) -> double {
  const std::string_view digits = trimmed(text);
  double number = 0.0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    try {
      number = formula::constant(formula::parse(digits), {});
    } catch (const formula::ParseError& wrong) {
      throw InputError(
          fmt::format("{} {}: expected a number: {}", option, quoted(text), wrong.what()));
    }
  }
  if (!std::isfinite(number))
    throw InputError(fmt::format("{} {}: expected a finite number", option, quoted(text)));
  return number;
}

auto read_seconds(std::string_view option, std::string_view text) -> double {
  const double seconds = read_number(option, text);
  if (!(seconds > 0))
    throw InputError(
        fmt::format("{} {}: expected a number of seconds above 0", option, quoted(text)));
  return seconds;
}

auto read_numbers(std::string_view option, std::string_view text) -> std::vector<double> {
  std::vector<double> numbers;
  for (const auto& part : split_list(text)) {
    if (part.empty())
      throw InputError(fmt::format("{} {}: expected numbers between commas, as in 0,0.5,1", option,
                                   quoted(text)));
    numbers.push_back(read_number(option, part));
  }
  return numbers;
}

auto read_whole_number(std::string_view option, std::string_view text, std::uint64_t least,
                       std::uint64_t most) -> std::uint64_t {
  const std::string_view digits = trimmed(text);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size() || number < least
      || number > most)
    throw InputError(fmt::format("{} {}: expected a whole number from {} to {}", option,
                                 quoted(text), least, most));
  return number;
}

auto read_bytes(std::string_view option, std::string_view text) -> std::size_t {
  constexpr std::string_view units = "KMGT";
  constexpr double most = 1e18;
  std::string_view digits = trimmed(text);
  double unit = 1.0;
  const auto letter =
      digits.empty()
          ? units.npos
          : units.find(static_cast<char>(std::toupper(static_cast<unsigned char>(digits.back()))));
  if (letter != units.npos) {
    unit = std::pow(1024.0, static_cast<double>(letter + 1));
    digits.remove_suffix(1);
  }
  double number = 0.0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const double bytes = number * unit;
  if (error != std::errc() || end != digits.data() + digits.size()
      || !(bytes >= 1 && bytes <= most))
    throw InputError(
        fmt::format("{} {}: expected a number of bytes, as 4G, 500M or 1e9", option, quoted(text)));
  return static_cast<std::size_t>(bytes);
}

} // namespace jetwork::cli
