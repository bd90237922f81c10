#include "formula/builder.hpp"

#include "formula/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <utility>

namespace jetwork::formula::detail {

namespace {

constexpr std::string_view prime = "′", double_prime = "″";
constexpr std::size_t longest_name = 1000; // bytes, primes included

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
  calls_.push_back({.name = std::move(symbol),
                    .begin = nodes_.size(),
                    .begin_of_value = nodes_.size(),
                    .last_argument = nodes_.size()});
  last_operand_ = spelling;
}

void ExpressionBuilder::symbol() {
  nodes_.emplace_back(std::move(calls_.back().name));
  calls_.pop_back();
}

void ExpressionBuilder::open(const char* parenthesis) { open_.push_back(parenthesis); }

auto ExpressionBuilder::function_called(const Symbol& name) const -> std::optional<Operation> {
  return shadowing_.contains(name.name) ? std::nullopt : function_named(name.name);
}
auto ExpressionBuilder::is_called(const Symbol& name, std::string_view function) const -> bool {
  return name.name == function && !shadowing_.contains(name.name);
}

void ExpressionBuilder::argument() {
  Call& call = calls_.back();
  ++call.arguments;
  const auto function = function_called(call.name);
  if (call.arguments >= 2 && function && takes_many(*function)) operation(*function);
  // The value stands before its condition here, and behind it in if(condition, value, otherwise).
  if (call.arguments % 2 == 0 && is_called(call.name, "piecewise")) {
    const auto value = nodes_.begin() + static_cast<std::ptrdiff_t>(call.begin_of_value);
    std::rotate(value, nodes_.begin() + static_cast<std::ptrdiff_t>(call.last_argument),
                nodes_.end());
  }
  call.begin_of_value = call.last_argument;
  call.last_argument = nodes_.size();
}

void ExpressionBuilder::call() {
  const Call call = std::move(calls_.back());
  calls_.pop_back();
  if (const auto function = function_called(call.name)) return apply_function(*function, call);
  if (is_called(call.name, "piecewise")) return apply_piecewise(call);
  if (is_called(call.name, "step")) {
    require_function(call, call.arguments == 1, "1 argument");
    for (const Node& node : {Node(0.0), Node(Operation::greater_or_equal), Node(1.0), Node(0.0),
                             Node(Operation::choice)})
      nodes_.push_back(node);
    return;
  }
  take_value(call);
}

/// A name that is no function, at a point.
void ExpressionBuilder::take_value(const Call& call) {
  if (call.arguments != 1)
    throw ParseError(
        call.name.column,
        shadowing_.contains(call.name.name)
            ? fmt::format("'{}' is no function here, since a parameter, a definition or an "
                          "unknown bears that name",
                          call.name.name)
            : fmt::format("unknown function '{}'{}", call.name.name,
                          function_suggestion(call.name.name)));
  const auto* last = std::get_if<Operation>(&nodes_.back());
  if (last != nullptr && is_condition(*last))
    throw ParseError(
        call.name.column,
        fmt::format("expected a point in {}(…), found a condition ('{}'); a product is "
                    "written with *",
                    call.name.name, name_of(*last)));
  const auto begin = nodes_.begin() + static_cast<std::ptrdiff_t>(call.begin);
  ValueAt value{call.name, {{std::move_iterator(begin), std::move_iterator(nodes_.end())}}};
  nodes_.erase(begin, nodes_.end());
  nodes_.emplace_back(std::move(value));
}

/// Throws for primes, and where the arguments do not fit.
void ExpressionBuilder::require_function(const Call& call, bool fits, std::string_view expected) {
  if (call.name.order > 0)
    throw ParseError(call.name.column,
                     fmt::format("'{}' is a function; primes stand for derivatives of an unknown",
                                 call.name.name));
  if (!fits)
    throw ParseError(call.name.column, fmt::format("{} takes {}, found {}", call.name.name,
                                                   expected, call.arguments));
}

void ExpressionBuilder::apply_function(Operation function, const Call& call) {
  const auto expected = static_cast<std::size_t>(arity(function));
  const bool many = takes_many(function);
  const bool fits = many ? call.arguments >= expected : call.arguments == expected;
  require_function(call, fits,
                   function == Operation::choice
                       ? "3 arguments, if(condition, value, value otherwise)"
                       : fmt::format("{} argument{}{}", expected, expected == 1 ? "" : "s",
                                     many ? " or more" : ""));
  if (!many) operation(function);
}

void ExpressionBuilder::apply_piecewise(const Call& call) {
  require_function(call, call.arguments >= 3 && call.arguments % 2 == 1,
                   "an odd number of arguments, piecewise(value, condition, value, condition, …, "
                   "value otherwise)");
  for (std::size_t choices = call.arguments / 2; choices > 0; --choices)
    operation(Operation::choice);
}

void ExpressionBuilder::relation(Operation operation, const char* sign) {
  Relation& relation = relations_.back();
  if (relation.sign != nullptr) {
    const auto between = [](const char* first, const char* last) {
      std::string_view part(first, static_cast<std::size_t>(last - first));
      part.remove_prefix(std::min(part.find_first_not_of(blanks), part.size()));
      return shortened(part.substr(0, part.find_last_not_of(blanks) + 1), 40);
    };
    const char* middle = relation.sign + sign_at(relation.sign).size();
    throw ParseError(column_of(sign),
                     fmt::format("relations make no chain; write {0} {1} {2} and {2} {3} …",
                                 between(relation.begin, relation.sign),
                                 name_of(relation.operation), between(middle, sign),
                                 name_of(operation)));
  }
  relation.sign = last_relation_ = sign;
  relation.operation = operation;
}

void ExpressionBuilder::end_relation() {
  if (relations_.back().sign != nullptr) operation(relations_.back().operation);
  relations_.pop_back();
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

} // namespace jetwork::formula::detail
