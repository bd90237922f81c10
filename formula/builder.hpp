// Builds an expression, in postfix order, from the calls that the grammar (formula/grammar.cpp) makes while it reads.
//
// The grammar never takes a step back, so it makes one call for each piece of text, from left to right. A private
// header of the parser.
#pragma once

#include "formula/expression.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jetwork::formula::detail {

class ExpressionBuilder {
public:
  ExpressionBuilder(std::string_view text, const NameSet& shadowing)
      : text_(text), shadowing_(shadowing) {}

  void number(std::string_view digits);
  /// A name with its primes. What it names is known at the next step: a symbol, or a call.
  void name(std::string_view spelling);
  void symbol();
  void open(const char* parenthesis);
  void close() { open_.pop_back(); }
  void argument();
  void call();
  void operation(Operation operation) { nodes_.emplace_back(operation); }

  /// What may be a relation begins; where its sign stands; and it ends. Throws ParseError at a second sign.
  void begin_relation(const char* place) { relations_.push_back({.begin = place}); }
  void relation(Operation operation, const char* sign);
  void end_relation();

  /// deepen() is called before, surface() after everything that can stand inside itself: this limits the depth.
  void deepen(const char* place);
  void surface() { --depth_; }

  /// What was read since the beginning, or since the last call.
  auto take() -> Expression { return {std::exchange(nodes_, {})}; }

  /// Throws ParseError: at `place` the grammar expected what `expected` says.
  [[noreturn]] void fail(const char* place, const std::string& expected) const;

private:
  struct Call {
    Symbol name;
    std::size_t begin = 0; // where its arguments begin among the nodes
    std::size_t arguments = 0;
    std::size_t begin_of_value = 0,
                last_argument = 0; // where the last but one begins, and the last
  };
  struct Relation {
    const char* begin = nullptr;
    const char* sign = nullptr;
    Operation operation = Operation::less;
  };

  auto column_of(const char* place) -> std::size_t;
  auto function_called(const Symbol& name) const -> std::optional<Operation>;
  auto is_called(const Symbol& name, std::string_view function) const -> bool;
  void require_function(const Call& call, bool fits, std::string_view expected);
  void apply_function(Operation function, const Call& call);
  void apply_piecewise(const Call& call);
  void take_value(const Call& call);
  auto hint_at(std::string_view found, std::string_view before, const std::string& expected) const
      -> std::string;

  std::string_view text_;
  const NameSet& shadowing_;
  std::vector<Node> nodes_;
  std::vector<Call> calls_;
  std::vector<Relation> relations_;
  const char* last_relation_ = nullptr; // its sign
  std::vector<const char*> open_;       // parentheses
  std::string_view last_operand_;
  int depth_ = 0;
  // Columns are asked for from left to right, so counting goes on where it stopped.
  std::size_t counted_bytes_ = 0;
  std::size_t counted_column_ = 1;
};

inline constexpr std::string_view blanks = " \t\r\n";

/// A name, a number or a single character, cut where a message would grow too long.
auto first_token(std::string_view text) -> std::string;
/// The sign of a relation that begins there, and behind which its operand stands.
auto sign_at(const char* place) -> std::string_view;

/// Throws ParseError where the text is not UTF-8 or too long.
void require_readable(std::string_view text);

} // namespace jetwork::formula::detail
