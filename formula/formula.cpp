#include "formula/formula.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <optional>
#include <set>

void jetwork::formula::detail::library_is_compiled_for(autodiff::Registers /*registers*/) {}

namespace jetwork::formula {

namespace {

constexpr std::size_t most_names_listed = 12;

auto built_in_constant(std::string_view name) -> std::optional<double> {
  if (name == "pi" || name == "π") return std::numbers::pi;
  if (name == "e") return std::numbers::e;
  return std::nullopt;
}

// Primes in quotes are hard to count, so a derivative stands without quotes.
auto quoted(const Symbol& symbol) -> std::string {
  return symbol.order == 0 ? fmt::format("'{}'", symbol.name) : to_string(symbol);
}

// Throws for a name that is not among the symbols, with a hint at the slip.
[[noreturn]] void fail_unknown(const Symbol& symbol, const Symbols& symbols) {
  const std::string spelling = to_string(symbol);
  if (symbol.order > 0 && symbols.parameters.contains(symbol.name))
    throw ParseError(symbol.column, fmt::format("'{}' is a parameter; it has no derivative {}",
                                                symbol.name, spelling));
  if (symbol.order == 0 && is_function_name(symbol.name))
    throw ParseError(symbol.column,
                     fmt::format("expected '(' after the function '{}'", symbol.name));
  std::vector<std::string> known;
  for (const auto& [variable, slot] : symbols.variables) known.push_back(to_string(variable));
  for (const auto& [parameter, value] : symbols.parameters) known.push_back(parameter);
  std::string help = suggestion(spelling, known);
  if (help.empty() && !known.empty() && known.size() <= most_names_listed)
    help = fmt::format("; known are {}", fmt::join(known, ", "));
  throw ParseError(symbol.column, fmt::format("unknown name {}{}", quoted(symbol), help));
}

// Throws for a name with an argument that is neither a function nor a known value at a point.
[[noreturn]] void fail_unknown(const ValueAt& value, const Symbols& symbols) {
  const Symbol& name = value.unknown;
  const std::string call = fmt::format("{}({})", to_string(name), to_string(value.point));
  const bool is_variable = std::ranges::any_of(
      symbols.variables, [&](const auto& variable) { return variable.first.name == name.name; });
  if (symbols.parameters.contains(name.name) || name.name == symbols.independent
      || built_in_constant(name.name))
    throw ParseError(name.column,
                     fmt::format("'{0}' is a number, not a function; write {0}*({1}) for a "
                                 "product",
                                 to_string(name), to_string(value.point)));
  if (is_variable && symbols.independent.empty())
    throw ParseError(name.column,
                     fmt::format("expected {} without an argument, found {}", quoted(name), call));
  if (is_variable)
    throw ParseError(name.column,
                     fmt::format("expected {0} or {0}({1}), found {2}; values at other points "
                                 "belong in conditions, and a product is written with *",
                                 to_string(name), symbols.independent, call));
  throw ParseError(name.column, fmt::format("unknown function {}{}", quoted(name),
                                            function_suggestion(name.name)));
}

auto point_of(const ValueAt& value, const Parameters& parameters) -> double {
  Parameters with_infinity = parameters;
  with_infinity.emplace("inf", std::numeric_limits<double>::infinity());
  const double point = constant(value.point, with_infinity);
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

  explicit FormulaCompiler(const Symbols& symbols) : symbols_(symbols) {
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
    if (const auto variable = symbols_.variables.find(symbol); variable != symbols_.variables.end())
      return push_variable(variable->second);
    if (symbol.order == 0) {
      if (const auto parameter = symbols_.parameters.find(symbol.name);
          parameter != symbols_.parameters.end())
        return read(parameter->second);
      if (const auto number = built_in_constant(symbol.name)) return read(*number);
    }
    fail_unknown(symbol, symbols_);
  }

  void read(const ValueAt& value) {
    if (!symbols_.independent.empty() && is_taken_at(value, symbols_.independent)
        && symbols_.variables.contains(value.unknown))
      return read(value.unknown);
    if (!symbols_.values.empty()) {
      const auto known =
          symbols_.values.find({value.unknown, point_of(value, symbols_.parameters)});
      if (known != symbols_.values.end()) return push_variable(known->second);
    }
    fail_unknown(value, symbols_);
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

auto constant(const Expression& expression, const Parameters& parameters) -> double {
  return compile(expression, {.parameters = parameters}).evaluate(std::span<const double>());
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
