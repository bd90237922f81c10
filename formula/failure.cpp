// What a message says where the grammar expected something else: what was found, and what was probably meant.
#include "formula/builder.hpp"
#include "formula/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jetwork::formula::detail {

namespace {

auto is_digit(char c) -> bool { return c >= '0' && c <= '9'; }

auto described(std::string_view found) -> std::string {
  if (found.empty()) return "the end of the text";
  const auto byte = static_cast<unsigned char>(found[0]);
  if (byte < 0x20 || byte == 0x7f) return fmt::format("the control character 0x{:02x}", byte);
  if (byte == '\'') return "a prime";
  return fmt::format("'{}'", first_token(found));
}

} // namespace

auto first_token(std::string_view text) -> std::string {
  const auto continues = [&](std::size_t i) {
    const bool exponent =
        (text[i] == '-' || text[i] == '+') && (text[i - 1] | 0x20) == 'e' && is_digit(text[0]);
    return may_stand_in_name(text[i]) || text[i] == '.' || exponent;
  };
  std::size_t size = 1;
  if (may_stand_in_name(text[0]) || text[0] == '.')
    while (size < text.size() && continues(size)) ++size;
  while (size < text.size() && !begins_character(text[size])) ++size;
  return shortened(text.substr(0, size), 40);
}

auto sign_at(const char* place) -> std::string_view {
  std::size_t size = 1;
  if (static_cast<unsigned char>(*place) >= 0x80U) size = 3; // ≤
  else if (place[1] == '=') size = 2;                        // which stands there, or 0
  return {place, size};
}

void ExpressionBuilder::fail(const char* place, const std::string& expected) const {
  std::string_view found = text_.substr(static_cast<std::size_t>(place - text_.data()));
  found.remove_prefix(std::min(found.find_first_not_of(blanks), found.size()));
  const std::string_view before = text_.substr(0, text_.size() - found.size());
  throw ParseError(count_characters(before) + 1,
                   fmt::format("expected {}, found {}{}", expected, described(found),
                               hint_at(found, before, expected)));
}

/// What was probably meant.
auto ExpressionBuilder::hint_at(std::string_view found, std::string_view before,
                                const std::string& expected) const -> std::string {
  constexpr std::string_view choice = "if(condition, value, value otherwise)";
  const auto last = before.find_last_not_of(blanks);
  const char previous = last == std::string_view::npos ? '\0' : before[last];
  const std::string word = found.empty() ? "" : first_token(found);
  if (expected.ends_with("'='") && last_relation_ != nullptr)
    return fmt::format(" ('{}' compares; an equation has one '=', outside parentheses)",
                       sign_at(last_relation_));
  if (found.empty() && !open_.empty()) {
    const auto opened = static_cast<std::size_t>(open_.back() - text_.data());
    return fmt::format(" (the '(' in column {} is still open)",
                       count_characters(text_.substr(0, opened)) + 1);
  }
  if (found.starts_with('*') && previous == '*') return " (a power is written ^)";
  if (found.starts_with('>') && previous == '<') return " (unequal is written !=)";
  if ((found.starts_with('<') || found.starts_with('>')) && previous == '=')
    return fmt::format(" (it is written {}=)", found[0]);
  if (found.starts_with('"')) return " (a second derivative has two apostrophes: r'')";
  if (found.starts_with('=') && !open_.empty()) return " (a comparison is written ==)";
  if (found.starts_with('&')) return " (it is written 'and', or &&)";
  if (found.starts_with('|')) return " (it is written 'or', or ||)";
  if (found.starts_with('?') || word == "if" || word == "else" || word == "then")
    return fmt::format("; write {}", choice);
  if (!expected.starts_with("an operator") && (found.starts_with('!') || word == "not"))
    return " (a negation stands before a condition, in parentheses: (not a))";
  if (!expected.starts_with("an operator") || found.empty()
      || (!may_stand_in_name(found[0]) && found[0] != '('))
    return "";
  // Two operands side by side: a product as on paper, or a function without its parentheses.
  const bool after_parenthesis = previous == ')';
  const std::string left = after_parenthesis ? "(...)" : std::string(last_operand_);
  const std::string right = found[0] == '(' ? "(...)" : word;
  if (!after_parenthesis && left == "if") return fmt::format("; write {}", choice);
  if (!after_parenthesis && is_function_name(left))
    return fmt::format("; write {}({})", left, right);
  return is_digit(found[0]) ? "" : fmt::format("; write {}*{}", left, right);
}

} // namespace jetwork::formula::detail
