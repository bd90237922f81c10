#include "formula/builder.hpp"

#include "formula/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

namespace jetwork::formula::detail {

namespace {

constexpr std::string_view prime = "′", double_prime = "″";
constexpr std::string_view blanks = " \t\r\n";
constexpr std::size_t longest_name = 1000; // bytes, primes included

auto is_digit(char c) -> bool { return c >= '0' && c <= '9'; }
auto count_characters(std::string_view text) -> std::size_t {
  return static_cast<std::size_t>(std::ranges::count_if(text, begins_character));
}

// A name, a number or a single character, cut where a message would grow too long.
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

auto described(std::string_view found) -> std::string {
  if (found.empty()) return "the end of the text";
  const auto byte = static_cast<unsigned char>(found[0]);
  if (byte < 0x20 || byte == 0x7f) return fmt::format("the control character 0x{:02x}", byte);
  if (byte == '\'') return "a prime";
  return fmt::format("'{}'", first_token(found));
}

// The length of the character at the beginning of the text, 0 if it is not well-formed (RFC 3629).
auto character_length(std::string_view text) -> std::size_t {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0x80) return 1;
  const std::size_t length = byte(0) >= 0xf0 ? 4 : byte(0) >= 0xe0 ? 3 : 2;
  if (byte(0) < 0xc2 || byte(0) > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if (begins_character(text[i])) return 0;
  const bool overlong = (byte(0) == 0xe0 && byte(1) < 0xa0) || (byte(0) == 0xf0 && byte(1) < 0x90);
  const bool surrogate = byte(0) == 0xed && byte(1) >= 0xa0;
  const bool beyond = byte(0) == 0xf4 && byte(1) >= 0x90;
  return overlong || surrogate || beyond ? 0 : length;
}

} // namespace

void require_readable(std::string_view text) {
  if (text.size() > longest_formula)
    throw ParseError(1, fmt::format("the formula has {} bytes; expected at most {}", text.size(),
                                    longest_formula));
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = character_length(text.substr(i));
    if (length == 0)
      throw ParseError(count_characters(text.substr(0, i)) + 1,
                       fmt::format("expected text in UTF-8, found the byte 0x{:02x}",
                                   static_cast<unsigned char>(text[i])));
    i += length;
  }
}

void ExpressionBuilder::number(std::string_view digits) {
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size())
    throw ParseError(
        column_of(digits.data()),
        fmt::format("expected a number of double precision (1e-307 to 1e308), found {}",
                    first_token(digits)));
  nodes_.emplace_back(value);
  last_operand_ = digits;
}

void ExpressionBuilder::name(std::string_view spelling) {
  if (spelling.size() > longest_name)
    throw ParseError(
        column_of(spelling.data()),
        fmt::format("the name has {} bytes; expected at most {}", spelling.size(), longest_name));
  const std::size_t end = std::min(
      {spelling.size(), spelling.find('\''), spelling.find(prime), spelling.find(double_prime)});
  Symbol symbol{std::string(spelling.substr(0, end)), 0, column_of(spelling.data())};
  for (std::string_view primes = spelling.substr(end); !primes.empty();) {
    symbol.order += primes.starts_with(double_prime) ? 2 : 1;
    primes.remove_prefix(primes[0] == '\'' ? 1 : prime.size());
  }
  calls_.push_back({std::move(symbol), nodes_.size()});
  last_operand_ = spelling;
}

void ExpressionBuilder::symbol() {
  nodes_.emplace_back(std::move(calls_.back().name));
  calls_.pop_back();
}

void ExpressionBuilder::open(const char* parenthesis) { open_.push_back(parenthesis); }

void ExpressionBuilder::argument() {
  Call& call = calls_.back();
  const auto function = function_named(call.name.name);
  if (++call.arguments >= 2 && function && takes_many(*function)) operation(*function);
}

void ExpressionBuilder::call() {
  const Call call = std::move(calls_.back());
  calls_.pop_back();
  if (const auto function = function_named(call.name.name)) return apply_function(*function, call);

  if (call.arguments != 1)
    throw ParseError(call.name.column, fmt::format("unknown function '{}'{}", call.name.name,
                                                   function_suggestion(call.name.name)));
  const auto begin = nodes_.begin() + static_cast<std::ptrdiff_t>(call.begin);
  ValueAt value{call.name, {{std::move_iterator(begin), std::move_iterator(nodes_.end())}}};
  nodes_.erase(begin, nodes_.end());
  nodes_.emplace_back(std::move(value));
}

void ExpressionBuilder::apply_function(Operation function, const Call& call) {
  if (call.name.order > 0)
    throw ParseError(call.name.column,
                     fmt::format("'{}' is a function; primes stand for derivatives of an unknown",
                                 call.name.name));
  const auto expected = static_cast<std::size_t>(arity(function));
  const bool many = takes_many(function);
  if (many ? call.arguments < expected : call.arguments != expected)
    throw ParseError(call.name.column,
                     fmt::format("{} takes {} argument{}{}, found {}", call.name.name, expected,
                                 expected == 1 ? "" : "s", many ? " or more" : "", call.arguments));
  if (!many) operation(function);
}

void ExpressionBuilder::deepen(const char* place) {
  if (++depth_ > deepest_nesting)
    throw ParseError(
        column_of(place),
        fmt::format("expected at most {} parentheses, signs and powers inside each other",
                    deepest_nesting));
}

auto ExpressionBuilder::column_of(const char* place) -> std::size_t {
  const auto bytes = static_cast<std::size_t>(place - text_.data());
  counted_column_ += count_characters(text_.substr(counted_bytes_, bytes - counted_bytes_));
  counted_bytes_ = bytes;
  return counted_column_;
}

void ExpressionBuilder::fail(const char* place, const std::string& expected) const {
  std::string_view found = text_.substr(static_cast<std::size_t>(place - text_.data()));
  found.remove_prefix(std::min(found.find_first_not_of(blanks), found.size()));
  const std::string_view before = text_.substr(0, text_.size() - found.size());
  const auto last = before.find_last_not_of(blanks);
  const char previous = last == std::string_view::npos ? '\0' : before[last];

  std::string hint;
  if (found.empty() && !open_.empty()) {
    const auto opened = static_cast<std::size_t>(open_.back() - text_.data());
    hint = fmt::format(" (the '(' in column {} is still open)",
                       count_characters(text_.substr(0, opened)) + 1);
  } else if (found.starts_with('*') && previous == '*') {
    hint = " (a power is written ^)";
  } else if (found.starts_with('"')) {
    hint = " (a second derivative has two apostrophes: r'')";
  } else if (expected.starts_with("an operator") && !found.empty()
             && (may_stand_in_name(found[0]) || found[0] == '(')) {
    // Two operands side by side: a product as on paper, or a function without its parentheses.
    const bool after_parenthesis = previous == ')';
    const std::string left = after_parenthesis ? "(...)" : std::string(last_operand_);
    const std::string right = found[0] == '(' ? "(...)" : first_token(found);
    if (!after_parenthesis && function_named(left))
      hint = fmt::format("; write {}({})", left, right);
    else if (!is_digit(found[0])) hint = fmt::format("; write {}*{}", left, right);
  }
  throw ParseError(count_characters(before) + 1,
                   fmt::format("expected {}, found {}{}", expected, described(found), hint));
}

} // namespace jetwork::formula::detail
