// From an expression to a program.
#include "formula/formula.hpp"
#include "formula/known_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>

void jetwork::formula::detail::library_is_compiled_for(autodiff::Registers /*registers*/) {}

namespace jetwork::formula {

namespace {

auto point_of(const ValueAt& value, const Parameters& parameters) -> double {
  const double point = constant_or_infinity(value.point, parameters);
  if (std::isnan(point))
    throw ParseError(value.unknown.column,
                     fmt::format("expected a point, found {}({}), which is no number",
                                 to_string(value.unknown), to_string(value.point)));
  return point;
}

} // namespace

/// Runs through an expression with a stack of operands, and writes instructions for what is not constant.
class FormulaCompiler {
public:
  using Operand = Formula::Operand;
  using Source = Operand::Source;

  explicit FormulaCompiler(const Symbols& symbols)
      : FormulaCompiler(symbols, symbols.parameters, false) {}
  /// With parameters of their own, and `inf` if it is known. They are not copied: many constants are computed with the same.
  FormulaCompiler(const Symbols& symbols, const Parameters& parameters, bool knows_infinity)
      : symbols_(symbols), parameters_(parameters), knows_infinity_(knows_infinity) {
    formula_.constants_.clear();
  }

  void read(const Expression& expression) {
    for (const Node& node : expression.postfix)
      std::visit([this](const auto& item) { read(item); }, node);
  }

  void read(Operation operation) {
    if (is_relation(operation)) {
      const Operand last = pop();
      stack_.push_back({.condition = relation(operation, pop(), last)});
    } else if (is_condition(operation)) {
      read_logic(operation);
    } else if (operation == Operation::choice) {
      const Operand otherwise = pop(), value = pop();
      stack_.push_back({chosen(condition(pop_entry()), value, otherwise)});
    } else {
      const Operand last = pop();
      if (arity(operation) == 1) return stack_.push_back({written(operation, last)});
      const Operand before = pop();
      stack_.push_back({arity(operation) == 2 ? written(operation, before, last)
                                              : written(operation, pop(), before, last)});
    }
  }

  auto take() -> Formula {
    formula_.result_ = pop();
    return std::move(formula_);
  }

private:
  /// A condition is where it holds, and where it does not: where a NaN decides, neither, so that the NaN comes out. Each is
  /// a number that is 1 or 0, and on a tape the relation's own node.
  struct Condition {
    Operand holds, fails;
  };
  struct Entry {
    Operand number = {};
    std::optional<Condition> condition = {};
  };

  void read(double number) { stack_.push_back({constant_operand(number)}); }

  void read_logic(Operation operation) {
    const Condition last = condition(pop_entry());
    if (operation == Operation::negation)
      return stack_.push_back({.condition = Condition{last.fails, last.holds}});
    const Condition first = condition(pop_entry());
    const Operation dual = operation == Operation::both ? Operation::either : Operation::both;
    stack_.push_back({.condition = Condition{written(operation, first.holds, last.holds),
                                             written(dual, first.fails, last.fails)}});
  }

  auto relation(Operation operation, Operand x, Operand y) -> Condition {
    const auto less = [&](Operand a, Operand b) { return written(Operation::less, a, b); };
    const auto at_most = [&](Operand a, Operand b) {
      return written(Operation::less_or_equal, a, b);
    };
    switch (operation) {
    case Operation::less: return {less(x, y), at_most(y, x)};
    case Operation::less_or_equal: return {at_most(x, y), less(y, x)};
    case Operation::greater: return {less(y, x), at_most(x, y)};
    case Operation::greater_or_equal: return {at_most(y, x), less(x, y)};
    default: break;
    }
    const Operand same = written(Operation::equal, x, y);
    const Operand different = written(Operation::either, less(x, y), less(y, x));
    if (operation == Operation::equal) return {same, different};
    return {different, same};
  }

  /// A number is a condition that holds where it is not 0.
  auto condition(const Entry& entry) -> Condition {
    if (entry.condition) return *entry.condition;
    return relation(Operation::not_equal, entry.number, constant_operand(0));
  }

  auto chosen(const Condition& condition, Operand value, Operand otherwise) -> Operand {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    return written(Operation::choice, condition.holds, value,
                   written(Operation::choice, condition.fails, otherwise, constant_operand(nan)));
  }

  void read(const Symbol& symbol) {
    std::size_t before = 0;
    for (const Symbols* symbols = &symbols_; symbols != nullptr; symbols = symbols->further) {
      if (const auto variable = symbols->variables.find(symbol);
          variable != symbols->variables.end())
        return push_variable(before + variable->second);
      const Parameters& parameters = symbols == &symbols_ ? parameters_ : symbols->parameters;
      if (symbol.order == 0)
        if (const auto parameter = parameters.find(symbol.name); parameter != parameters.end())
          return read(parameter->second);
      before += symbols->before_further;
    }
    if (symbol.order == 0) {
      if (const auto number = detail::built_in_constant(symbol.name)) return read(*number);
      if (knows_infinity_ && symbol.name == "inf")
        return read(std::numeric_limits<double>::infinity());
    }
    fail(symbol);
  }

  void read(const ValueAt& value) {
    if (!symbols_.independent.empty() && is_taken_at(value, symbols_.independent)
        && symbols_.variables.contains(value.unknown))
      return read(value.unknown);
    if (!symbols_.values.empty()) {
      const auto known =
          symbols_.values.find({value.unknown, point_of(value, parameters_of_points())});
      if (known != symbols_.values.end()) return push_variable(known->second);
    }
    fail(value);
  }

  /// The nearest that there are.
  auto parameters_of_points() const -> const Parameters& {
    const Symbols* further = symbols_.further;
    return parameters_.empty() && further != nullptr ? further->parameters : parameters_;
  }

  /// The message lists all names that are known.
  template <class Item>
  [[noreturn]] void fail(const Item& unknown) const {
    Symbols all = symbols_;
    all.parameters.insert(parameters_.begin(), parameters_.end());
    if (knows_infinity_) all.parameters.emplace("inf", std::numeric_limits<double>::infinity());
    for (const Symbols* more = symbols_.further; more != nullptr; more = more->further) {
      all.variables.insert(more->variables.begin(), more->variables.end());
      all.parameters.insert(more->parameters.begin(), more->parameters.end());
    }
    detail::fail_unknown(unknown, all);
  }

  void push_variable(std::size_t index) {
    formula_.variables_needed_ = std::max(formula_.variables_needed_, index + 1);
    stack_.push_back({Operand{Source::variable, index}});
  }

  auto pop_entry() -> Entry {
    const Entry top = stack_.back();
    stack_.pop_back();
    return top;
  }
  /// The number that the last entry is: 1 or 0 of a condition.
  auto pop() -> Operand {
    const Entry top = pop_entry();
    if (!top.condition) return top.number;
    return chosen(*top.condition, constant_operand(1), constant_operand(0));
  }

  auto constant_of(Operand operand) const -> std::optional<double> {
    if (operand.source != Source::constant) return std::nullopt;
    return formula_.constants_[operand.index];
  }

  // Constants are told apart by their bits: -0 is not 0 here, and NaN is NaN.
  auto constant_operand(double number) -> Operand {
    const auto [known, is_new] =
        constants_.try_emplace(std::bit_cast<std::uint64_t>(number), formula_.constants_.size());
    if (is_new) formula_.constants_.push_back(number);
    return {Source::constant, known->second};
  }

  auto written(Operation operation, Operand x) -> Operand {
    if (const auto number = constant_of(x)) return constant_operand(apply(operation, *number));
    return result_of({operation, x, {}, {}});
  }

  auto written(Operation operation, Operand x, Operand y) -> Operand {
    const auto x_number = constant_of(x), y_number = constant_of(y);
    if (x_number && y_number) return constant_operand(apply(operation, *x_number, *y_number));
    if (operation == Operation::both || operation == Operation::either) {
      // "and" with 1 is the other, and with 0 it is 0; "or" the other way round.
      const double neutral = operation == Operation::both ? 1 : 0;
      if (x_number) return *x_number == neutral ? y : x;
      if (y_number) return *y_number == neutral ? x : y;
      if (x == y) return x;
    }
    if (operation == Operation::pow && y_number)
      if (const auto product = small_power(x, *y_number)) return *product;
    return result_of({operation, x, y, {}});
  }

  auto written(Operation operation, Operand x, Operand y, Operand z) -> Operand {
    const auto x_number = constant_of(x), y_number = constant_of(y), z_number = constant_of(z);
    if (x_number && y_number && z_number)
      return constant_operand(apply(operation, *x_number, *y_number, *z_number));
    if (operation == Operation::choice && x_number) return *x_number != 0 ? y : z;
    return result_of({operation, x, y, z});
  }

  auto result_of(const Formula::Instruction& instruction) -> Operand {
    const auto [known, is_new] = results_.try_emplace(instruction, formula_.instructions_.size());
    if (is_new) formula_.instructions_.push_back(instruction);
    return {Source::result, known->second};
  }

  // x^1.5 stays a power, because the derivative of x*sqrt(x) at 0 would be 0*inf.
  auto small_power(Operand x, double exponent) -> std::optional<Operand> {
    const double size = std::abs(exponent);
    Operand y;
    if (size == 0) return constant_operand(1);
    if (size == 0.5) y = written(Operation::sqrt, x);
    else if (size == 1) y = x;
    else if (size == 2) y = written(Operation::multiply, x, x);
    else if (size == 3) y = written(Operation::multiply, *small_power(x, 2), x);
    else if (size == 4) y = *small_power(*small_power(x, 2), 2);
    else return std::nullopt;
    return exponent < 0 ? written(Operation::divide, constant_operand(1), y) : y;
  }

  const Symbols& symbols_;
  const Parameters& parameters_;
  bool knows_infinity_;
  Formula formula_;
  std::vector<Entry> stack_;
  std::map<std::uint64_t, std::size_t> constants_;
  std::map<Formula::Instruction, std::size_t> results_;
};

auto compile(const Expression& expression, const Symbols& symbols) -> Formula {
  FormulaCompiler compiler(symbols);
  compiler.read(expression);
  return compiler.take();
}

auto compile_residual(const Equation& equation, const Symbols& symbols) -> Formula {
  FormulaCompiler compiler(symbols);
  compiler.read(equation.left);
  compiler.read(equation.right);
  compiler.read(Operation::subtract);
  return compiler.take();
}

namespace {

auto number_of(const Expression& expression, const Parameters& parameters, bool knows_infinity)
    -> double {
  static const Symbols none;
  FormulaCompiler compiler(none, parameters, knows_infinity);
  compiler.read(expression);
  return compiler.take().evaluate(std::span<const double>());
}

} // namespace

auto constant(const Expression& expression, const Parameters& parameters) -> double {
  return number_of(expression, parameters, false);
}
auto constant_or_infinity(const Expression& expression, const Parameters& parameters) -> double {
  return number_of(expression, parameters, true);
}

auto point_values(const Equation& condition, const Parameters& parameters)
    -> std::vector<PointValue> {
  std::set<PointValue> seen;
  std::vector<PointValue> distinct;
  for (const ValueAt& value : values_at(condition)) {
    PointValue known{value.unknown, point_of(value, parameters)};
    if (seen.insert(known).second) distinct.push_back(std::move(known));
  }
  return distinct;
}

} // namespace jetwork::formula
