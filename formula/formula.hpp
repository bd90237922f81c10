// A formula as a straight-line program, evaluated on any of the engine's numbers.
//
//   Formula f = compile(parse("x^2*sin(k*y)"), {.variables = {{{"x"}, 0}, {{"y"}, 1}}, .parameters = {{"k", 3}}});
//   f.evaluate(std::array{2.0, 0.5});                       // 4*sin(1.5)
//   f.evaluate(Dual<double, 2>::variables(2.0, 0.5));       // the same, with its gradient
//
// compile() looks up what each name stands for, folds constants, computes a repeated sub-expression once (value
// numbering, Cocke and Schwartz 1970), and writes small powers as products: x^2 is x*x, whose derivative
// needs no logarithm. Constants are doubles, whatever the formula is evaluated on.
#pragma once

#include "autodiff/numbers/compiled_for.hpp"
#include "formula/expression.hpp"

#include <compare>
#include <cstddef>
#include <functional>
#include <map>
#include <ranges>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::formula {

namespace detail {
void library_is_compiled_for(autodiff::Registers registers);
[[gnu::used]] inline constexpr auto* seen_by_linker = &library_is_compiled_for;
} // namespace detail

/// An unknown or its derivative at a known point: r'(0).
struct PointValue {
  Symbol unknown;
  double point = 0;

  auto operator<=>(const PointValue&) const = default; // NOLINT(modernize-use-nullptr)
};

using Parameters = std::map<std::string, double, std::less<>>;

/// What the names in a formula stand for. pi and e need no entry; an entry of that name takes precedence.
struct Symbols {
  std::map<Symbol, std::size_t> variables = {};  ///< where evaluate() finds r, r', …, and t
  std::map<PointValue, std::size_t> values = {}; ///< and, for a condition, r(0), r'(0), …
  Parameters parameters = {};                    ///< become constants of the program
  std::string independent = {};                  ///< if t, then r(t) may be written for r
  /// Looked up for names that are not among these, so that many formulas share them; their variables stand behind the first
  /// `before_further` ones.
  const Symbols* further = nullptr;
  std::size_t before_further = 0;
};

class Formula {
public:
  /// Where an operand comes from; `index` counts variables, constants, or the instructions' results.
  struct Operand {
    enum class Source { variable, constant, result };
    Source source = Source::constant;
    std::size_t index = 0;
    auto operator<=>(const Operand&) const = default; // NOLINT(modernize-use-nullptr)
  };
  /// y and z are not used by an operation of one argument, z not by one of two.
  struct Instruction {
    Operation operation = Operation::add;
    Operand x, y, z;
    auto operator<=>(const Instruction&) const = default; // NOLINT(modernize-use-nullptr)
  };

  /// The constant 0.
  Formula() : constants_{0.0} {}

  /// The formula's value. `results` is memory to work in, which a caller may keep from call to call.
  template <class T>
  auto evaluate(std::span<const T> variables, std::vector<T>& results) const -> T {
    if (variables.size() < variables_needed_)
      throw std::invalid_argument(
          "Formula::evaluate: too few variables; give as many as variables_needed() says");
    results.clear();
    results.reserve(instructions_.size());
    for (const Instruction& instruction : instructions_)
      results.push_back(run(instruction, variables, results));
    return visit(result_, variables, results, [](const auto& y) { return T(y); });
  }
  template <std::ranges::contiguous_range Variables>
  auto evaluate(const Variables& variables) const {
    using T = std::ranges::range_value_t<Variables>;
    std::vector<T> results;
    return evaluate(std::span<const T>(variables), results);
  }

  auto instructions() const -> std::span<const Instruction> { return instructions_; }
  auto constants() const -> std::span<const double> { return constants_; }
  auto result() const -> Operand { return result_; }
  /// One more than the largest index of a variable that the program reads.
  auto variables_needed() const -> std::size_t { return variables_needed_; }
  auto is_constant() const -> bool { return result_.source == Operand::Source::constant; }

private:
  friend class FormulaCompiler;

  /// Calls use(operand): a T, or a double where it is a constant, so that x*2 costs no second tangent.
  template <class T, class Use>
  auto visit(Operand operand, std::span<const T> variables, const std::vector<T>& results,
             Use&& use) const -> T {
    switch (operand.source) {
    case Operand::Source::variable: return use(variables[operand.index]);
    case Operand::Source::result: return use(results[operand.index]);
    default: return use(constants_[operand.index]);
    }
  }

  template <class T>
  auto run(const Instruction& instruction, std::span<const T> variables,
           const std::vector<T>& results) const -> T {
    const Operation operation = instruction.operation;
    if (arity(operation) == 3) {
      const auto number = [&](Operand operand) {
        return visit(operand, variables, results, [](const auto& x) { return T(x); });
      };
      return apply(operation, number(instruction.x), number(instruction.y), number(instruction.z));
    }
    return visit(instruction.x, variables, results, [&](const auto& x) -> T {
      if (arity(operation) == 1) return T(apply(operation, x));
      return visit(instruction.y, variables, results,
                   [&](const auto& y) { return T(apply(operation, x, y)); });
    });
  }

  std::vector<Instruction> instructions_;
  std::vector<double> constants_;
  Operand result_;
  std::size_t variables_needed_ = 0;
};

/// Makes a formula a program. Throws ParseError at a name that is not among the symbols.
auto compile(const Expression& expression, const Symbols& symbols) -> Formula;

/// left - right, the residual of the equation: zero where the equation holds.
auto compile_residual(const Equation& equation, const Symbols& symbols) -> Formula;

/// The value of an expression of numbers and parameters.
auto constant(const Expression& expression, const Parameters& parameters) -> double;
/// The same where `inf` may stand for infinity, as in a point.
auto constant_or_infinity(const Expression& expression, const Parameters& parameters) -> double;

/// The distinct values at points of a condition, in the order of their first use; a caller gives each a
/// place in Symbols::values. A point may be infinite: f'(inf) = 1.
auto point_values(const Equation& condition, const Parameters& parameters)
    -> std::vector<PointValue>;

} // namespace jetwork::formula
