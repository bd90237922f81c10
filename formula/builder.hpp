// Builds an expression, in postfix order, from the calls that the grammar (formula/grammar.cpp) makes while it reads.
//
// The grammar never takes a step back, so it makes one call for each piece of text, from left to right. A private
// header of the parser.
#pragma once

#include "formula/expression.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jetwork::formula::detail {

class ExpressionBuilder {
public:
  explicit ExpressionBuilder(std::string_view text) : text_(text) {}

  void number(std::string_view digits);
  /// A name with its primes. What it names is known at the next step: a symbol, or a call.
  void name(std::string_view spelling);
  void symbol();
  void open(const char* parenthesis);
  void close() { open_.pop_back(); }
  void argument();
  void call();
  void operation(Operation operation) { nodes_.emplace_back(operation); }

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
  };

  auto column_of(const char* place) -> std::size_t;
  void apply_function(Operation function, const Call& call);

  std::string_view text_;
  std::vector<Node> nodes_;
  std::vector<Call> calls_;
  std::vector<const char*> open_; // parentheses
  std::string_view last_operand_;
  int depth_ = 0;
  // Columns are asked for from left to right, so counting goes on where it stopped.
  std::size_t counted_bytes_ = 0;
  std::size_t counted_column_ = 1;
};

/// Throws ParseError where the text is not UTF-8 or too long.
void require_readable(std::string_view text);

} // namespace jetwork::formula::detail
