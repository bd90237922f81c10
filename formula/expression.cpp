#include "formula/expression.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

namespace jetwork::formula {

ParseError::ParseError(std::size_t column, const std::string& message)
    : std::runtime_error(fmt::format("column {}: {}", column, message)), column_(column) {}

auto operator==(const Expression& a, const Expression& b) -> bool { return a.postfix == b.postfix; }
auto operator==(const ValueAt& a, const ValueAt& b) -> bool {
  return a.unknown == b.unknown && a.point == b.point;
}

namespace {

template <class... Cases>
struct Match : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Match(Cases...) -> Match<Cases...>; // which clang 14 does not find by itself

// How tightly a piece of text holds together, by the grammar's levels.
enum class Binding { either, both, negation, relation, sum, product, sign, power, operand };

struct Piece {
  std::string text;
  Binding binding = Binding::operand;
  std::optional<Operation> many =
      {}; // the text is a call of this function, of any number of arguments
  /// Of a choice: what stands between the parentheses of piecewise(…), last things first, so that a long one is
  /// printed in linear time.
  std::vector<std::string> pieces = {};
};

auto text_of(Piece piece) -> std::string {
  const auto& pieces = piece.pieces;
  if (pieces.empty()) return std::move(piece.text);
  if (pieces.size() == 3) return fmt::format("if({}, {}, {})", pieces[1], pieces[2], pieces[0]);
  return fmt::format("piecewise({})", fmt::join(std::make_reverse_iterator(pieces.end()),
                                                std::make_reverse_iterator(pieces.begin()), ", "));
}

auto parenthesised_below(Binding required, Piece piece) -> std::string {
  return piece.binding < required ? "(" + text_of(std::move(piece)) + ")"
                                  : text_of(std::move(piece));
}

// What stands between the operands, and how tightly each of them must hold together by itself.
struct Infix {
  std::string_view sign;
  Binding binding, left, right;
};

auto infix_of(Operation operation) -> std::optional<Infix> {
  using enum Binding;
  switch (operation) {
  case Operation::add: return Infix{" + ", sum, sum, product};
  case Operation::subtract: return Infix{" - ", sum, sum, product};
  case Operation::multiply: return Infix{"*", product, product, sign};
  case Operation::divide: return Infix{"/", product, product, sign};
  case Operation::pow: return Infix{"^", power, operand, sign};
  case Operation::less: return Infix{" < ", relation, sum, sum};
  case Operation::less_or_equal: return Infix{" <= ", relation, sum, sum};
  case Operation::greater: return Infix{" > ", relation, sum, sum};
  case Operation::greater_or_equal: return Infix{" >= ", relation, sum, sum};
  case Operation::equal: return Infix{" == ", relation, sum, sum};
  case Operation::not_equal: return Infix{" != ", relation, sum, sum};
  case Operation::both: return Infix{" and ", both, both, negation};
  case Operation::either: return Infix{" or ", either, either, both};
  default: return std::nullopt;
  }
}

// The left text is moved and appended to: a long sum is printed in linear time.
auto joined(Operation operation, Piece left, Piece right) -> Piece {
  if (const auto infix = infix_of(operation)) {
    std::string text = parenthesised_below(infix->left, std::move(left));
    text += infix->sign;
    text += parenthesised_below(infix->right, std::move(right));
    return {std::move(text), infix->binding};
  }
  if (left.many == operation) { // min(min(a, b), c) is how min(a, b, c) was read
    left.text.back() = ',';
    left.text += " " + text_of(std::move(right)) + ")";
    return left;
  }
  Piece call{fmt::format("{}({}, {})", name_of(operation), text_of(std::move(left)),
                         text_of(std::move(right)))};
  if (takes_many(operation)) call.many = operation;
  return call;
}

/// if(c, a, b), or piecewise(…) where b is a choice itself. It is written out when it is needed as a text.
auto chosen(Piece condition, Piece value, Piece otherwise) -> Piece {
  if (otherwise.pieces.empty()) otherwise.pieces = {text_of(std::move(otherwise))};
  otherwise.pieces.push_back(text_of(std::move(condition)));
  otherwise.pieces.push_back(text_of(std::move(value)));
  return {.text = {}, .pieces = std::move(otherwise.pieces)};
}

template <class Visit>
void for_each_symbol(const Expression& expression, std::string_view independent, Visit&& visit) {
  for (const Node& node : expression.postfix) {
    if (const auto* symbol = std::get_if<Symbol>(&node)) visit(*symbol);
    if (const auto* value = std::get_if<ValueAt>(&node); value && is_taken_at(*value, independent))
      visit(value->unknown);
  }
}

auto distinct_names(std::initializer_list<const Expression*> expressions,
                    std::string_view independent) -> std::vector<Symbol> {
  std::set<Symbol> seen;
  std::vector<Symbol> distinct;
  for (const Expression* expression : expressions)
    for_each_symbol(*expression, independent, [&](const Symbol& symbol) {
      if (seen.insert(symbol).second) distinct.push_back(symbol);
    });
  return distinct;
}

auto lower_case(std::string_view name) -> std::string {
  std::string lower(name);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

// The number of letters to insert, remove, change or swap with a neighbour (Damerau 1964).
auto edit_distance(std::string_view a, std::string_view b) -> std::size_t {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before = std::exchange(above, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

} // namespace

auto to_string(const Symbol& symbol) -> std::string {
  return symbol.name + std::string(static_cast<std::size_t>(symbol.order), '\'');
}

auto to_string(const Expression& expression) -> std::string {
  std::vector<Piece> stack;
  const auto pop = [&] {
    Piece top = std::move(stack.back());
    stack.pop_back();
    return top;
  };
  const Match print{
      [](double number) {
        return Piece{fmt::format("{}", number),
                     std::signbit(number) ? Binding::sign : Binding::operand};
      },
      [](const Symbol& symbol) { return Piece{to_string(symbol)}; },
      [](const ValueAt& value) {
        return Piece{to_string(value.unknown) + "(" + to_string(value.point) + ")"};
      },
      [&](Operation operation) {
        Piece last = pop();
        if (operation == Operation::negate)
          return Piece{"-" + parenthesised_below(Binding::sign, std::move(last)), Binding::sign};
        if (operation == Operation::negation)
          return Piece{"not " + parenthesised_below(Binding::negation, std::move(last)),
                       Binding::negation};
        if (arity(operation) == 1)
          return Piece{fmt::format("{}({})", name_of(operation), text_of(std::move(last)))};
        Piece before = pop();
        if (arity(operation) == 2) return joined(operation, std::move(before), std::move(last));
        Piece first = pop();
        if (operation == Operation::choice)
          return chosen(std::move(first), std::move(before), std::move(last));
        return Piece{fmt::format("{}({}, {}, {})", name_of(operation), text_of(std::move(first)),
                                 text_of(std::move(before)), text_of(std::move(last)))};
      }};
  for (const Node& node : expression.postfix) {
    Piece piece = std::visit(print, node);
    stack.push_back(std::move(piece));
  }
  return stack.empty() ? "" : text_of(std::move(stack.back()));
}

auto to_string(const Equation& equation) -> std::string {
  return to_string(equation.left) + " = " + to_string(equation.right);
}

auto is_taken_at(const ValueAt& value, std::string_view independent) -> bool {
  if (value.point.postfix.size() != 1) return false;
  const auto* symbol = std::get_if<Symbol>(&value.point.postfix.front());
  return symbol != nullptr && symbol->order == 0 && symbol->name == independent;
}

auto names(const Expression& expression, std::string_view independent) -> std::vector<Symbol> {
  return distinct_names({&expression}, independent);
}
auto names(const Equation& equation, std::string_view independent) -> std::vector<Symbol> {
  return distinct_names({&equation.left, &equation.right}, independent);
}

auto values_at(const Expression& expression) -> std::vector<ValueAt> {
  std::vector<ValueAt> values;
  for (const Node& node : expression.postfix)
    if (const auto* value = std::get_if<ValueAt>(&node)) values.push_back(*value);
  return values;
}
auto values_at(const Equation& equation) -> std::vector<ValueAt> {
  std::vector<ValueAt> values = values_at(equation.left);
  for (ValueAt& value : values_at(equation.right)) values.push_back(std::move(value));
  return values;
}

auto suggestion(std::string_view name, std::span<const std::string> candidates) -> std::string {
  if (name.size() > 100)
    return ""; // no slip of the fingers, and the distance is quadratic in its length
  const std::string* nearest = nullptr;
  std::pair<std::size_t, std::ptrdiff_t> least; // of two equally near, the one that begins alike
  for (const std::string& candidate : candidates) {
    const std::string a = lower_case(name), b = lower_case(candidate);
    const auto alike = std::ranges::mismatch(a, b).in1 - a.begin();
    const std::pair distance{edit_distance(a, b), -alike};
    const std::size_t tolerated = (std::max(a.size(), b.size()) + 1) / 4;
    if (distance.first <= tolerated && (!nearest || distance < least)) {
      nearest = &candidate;
      least = distance;
    }
  }
  return nearest ? fmt::format("; did you mean '{}'?", *nearest) : "";
}

auto function_suggestion(std::string_view name) -> std::string {
  static constexpr std::pair<std::string_view, std::string_view> elsewhere[] = {
      {"ln", "log"},   {"lg", "log10"},      {"tg", "tan"},           {"sgn", "sign"},
      {"fabs", "abs"}, {"power", "pow"},     {"sh", "sinh"},          {"ch", "cosh"},
      {"th", "tanh"},  {"arctan2", "atan2"}, {"logistic", "sigmoid"}, {"heaviside", "step"},
      {"where", "if"}, {"ifelse", "if"}};
  for (const auto& [other, ours] : elsewhere)
    if (lower_case(name) == other) return fmt::format("; did you mean '{}'?", ours);

  std::string shorter = lower_case(name); // arcsin and arsinh are asin and asinh here
  if (shorter.starts_with("arc")) shorter.erase(1, 2);
  else if (shorter.starts_with("ar")) shorter.erase(1, 1);
  std::vector<std::string> functions;
  for (const std::string_view function : operation_names)
    if (function_named(function)) functions.emplace_back(function);
  functions.insert(functions.end(), further_functions.begin(), further_functions.end());
  return suggestion(shorter, functions);
}

} // namespace jetwork::formula
