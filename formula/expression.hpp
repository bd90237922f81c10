// Text formulas: parsed once, as the user wrote them, with the place of every name.
//
//   Equation spring = parse_equation("m*r'' = -k*r");
//   names(spring);                    // m, r'', k, r, each with the column of its first use
//   to_string(spring.left);           // "m*r''"
//   parse("2*(x + )");                // throws: column 8: expected an operand after '+', found ')'
//
// To evaluate one, compile it (formula/formula.hpp). The grammar: numbers; names, with primes for
// derivatives; + - * / ^, where ^ binds tightest and to the right and -x^2 is -(x^2); looser than these, relations
// < <= > >= == !=, then not, and, or; parentheses; the functions of the rule table by their names there, and
// if(condition, value, otherwise), piecewise(value, condition, …, otherwise) and step(x). A name applied to anything
// that is no function is an unknown's value at a point, as conditions have it: u'(1), y(2*pi).
//
// An expression is held in postfix order (Łukasiewicz 1924): operands first, then what is done with them. So
// it is one flat array, every reader of it is a loop over a stack, and no input can exhaust the call stack.
#pragma once

#include "formula/operation.hpp"

#include <compare>
#include <cstddef>
#include <functional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace jetwork::formula {

/// The text is no formula, or names something that is not known; what() begins with "column N: ".
class ParseError : public std::runtime_error {
public:
  ParseError(std::size_t column, const std::string& message);
  /// Counted from 1 in characters, as an editor shows them (not in bytes).
  auto column() const noexcept -> std::size_t { return column_; }

private:
  std::size_t column_;
};

/// A name and the number of its primes: r'' is {"r", 2}.
struct Symbol {
  std::string name = {};
  int order = 0;
  std::size_t column = 0; ///< Where it stands in the text; no part of its identity.

  friend auto operator==(const Symbol& a, const Symbol& b) -> bool {
    return a.order == b.order && a.name == b.name;
  }
  friend auto operator<=>(const Symbol& a, const Symbol& b) -> std::strong_ordering {
    const auto by_name = a.name <=> b.name;
    return std::is_neq(by_name) ? by_name : a.order <=> b.order;
  }
};

struct ValueAt;
using Node = std::variant<double, Symbol, ValueAt, Operation>;

struct Expression {
  std::vector<Node> postfix;
};

/// An unknown or its derivative at a point: u'(1).
struct ValueAt {
  Symbol unknown;
  Expression point;
};

/// The same numbers, names and operations; where they stood in the text does not matter.
auto operator==(const Expression& a, const Expression& b) -> bool;
auto operator==(const ValueAt& a, const ValueAt& b) -> bool;

struct Equation {
  Expression left, right;
};

/// A longer text, or one nested more deeply, is refused; no honest formula comes near.
inline constexpr std::size_t longest_formula = 1'000'000; // bytes
inline constexpr int deepest_nesting = 200;               // parentheses, signs and powers

using NameSet = std::set<std::string, std::less<>>;

/// Reads a formula. A name that is among those that shadow functions is no function. Throws ParseError.
auto parse(std::string_view text, const NameSet& shadowing = {}) -> Expression;

/// Reads two formulas with one = between them: an equation, or a condition such as "u(1) + 2*u'(1) = 0".
auto parse_equation(std::string_view text, const NameSet& shadowing = {}) -> Equation;

/// The formula with as few parentheses as it needs; parse() reads it back as the same expression.
auto to_string(const Expression& expression) -> std::string;
auto to_string(const Equation& equation) -> std::string;
auto to_string(const Symbol& symbol) -> std::string;

/// The distinct names, each with its primes, in the order of their first use. Points are not looked into,
/// and r(t) counts as r where t is the independent variable.
auto names(const Expression& expression, std::string_view independent = {}) -> std::vector<Symbol>;
auto names(const Equation& equation, std::string_view independent = {}) -> std::vector<Symbol>;

/// All values at points, in the order in which they stand.
auto values_at(const Expression& expression) -> std::vector<ValueAt>;
auto values_at(const Equation& equation) -> std::vector<ValueAt>;

/// Whether the value is taken at the independent variable itself: r(t), which says no more than r.
auto is_taken_at(const ValueAt& value, std::string_view independent) -> bool;

/// "; did you mean 'sin'?" where a candidate is spelt nearly like the name, else nothing.
auto suggestion(std::string_view name, std::span<const std::string> candidates) -> std::string;
/// The same among the functions, which are known by their names in other languages too (ln, arctan).
auto function_suggestion(std::string_view name) -> std::string;

} // namespace jetwork::formula
