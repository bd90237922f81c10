#include "verify/exact_formula.hpp"

#include "autodiff/derivatives/mixed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace jetwork::verify {

using namespace formula;

namespace {

// A number's decimal digits, or pi or e.
auto exactly(const std::string& constant) -> HundredDigits {
  if (constant == "pi") return acos(HundredDigits(-1));
  if (constant == "e") return exp(HundredDigits(1));
  return HundredDigits(constant);
}
auto in_double(const std::string& constant) -> double {
  if (constant == "pi") return std::numbers::pi;
  if (constant == "e") return std::numbers::e;
  return std::stod(constant);
}

/// Writes an expression anew with parameters put in and constants made variables.
class Rewriter {
public:
  Rewriter(const std::map<Symbol, std::size_t>& variables, const ExactParameters& parameters,
           std::span<const ValueAt> values)
      : symbols_{.variables = variables},
        variables_(variables),
        parameters_(parameters),
        values_(values) {
    for (const auto& [symbol, index] : variables) size_ = std::max(size_, index + 1);
    first_value_ = size_;
    size_ += values.size();
  }

  void write(const Expression& expression, int depth = 0) {
    if (depth > deepest_nesting)
      throw std::invalid_argument(
          "ExactFormula: parameters define each other in a circle; give one of them as a number");
    const auto& nodes = expression.postfix;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (const auto* number = std::get_if<double>(&nodes[i])) {
        if (is_small_exponent(nodes, i)) result_.postfix.emplace_back(*number);
        else write_constant(fmt::format("{}", *number));
      } else if (const auto* symbol = std::get_if<Symbol>(&nodes[i])) {
        write(*symbol, depth);
      } else if (const auto* value = std::get_if<ValueAt>(&nodes[i])) {
        const auto place = std::ranges::find(values_, *value);
        if (place == values_.end()) fail_unknown(*value);
        write_slot(first_value_ + static_cast<std::size_t>(place - values_.begin()));
      } else {
        result_.postfix.push_back(nodes[i]);
      }
    }
  }

  auto compiled() const -> Formula { return compile(result_, symbols_); }
  auto constants() const -> const std::vector<std::string>& { return constants_; }
  auto variables() const -> std::size_t { return size_; }

private:
  // compile() makes products and roots of x^2 and x^-0.5; whole and half exponents are exact in double, too.
  static auto is_small_exponent(const std::vector<Node>& nodes, std::size_t i) -> bool {
    const double twice = 2 * std::get<double>(nodes[i]);
    if (std::abs(twice) > 16 || twice != std::trunc(twice)) return false;
    const auto is = [&](std::size_t place, Operation operation) {
      return place < nodes.size() && nodes[place] == Node(operation);
    };
    return is(i + 1, Operation::pow) || (is(i + 1, Operation::negate) && is(i + 2, Operation::pow));
  }

  void write(const Symbol& symbol, int depth) {
    if (symbols_.variables.contains(symbol)) {
      result_.postfix.emplace_back(symbol);
    } else if (const auto known = parameters_.find(symbol.name);
               symbol.order == 0 && known != parameters_.end()) {
      write(known->second, depth + 1);
    } else if (symbol.order == 0 && (symbol.name == "pi" || symbol.name == "π")) {
      write_constant("pi");
    } else if (symbol.order == 0 && symbol.name == "e") {
      write_constant("e");
    } else {
      fail_unknown(symbol);
    }
  }

  /// Throws what compile() says when it is shown the user's names alone, without the slots that stand for constants.
  [[noreturn]] void fail_unknown(const Node& node) const {
    Symbols known{.variables = variables_};
    for (const auto& [name, expression] : parameters_) known.parameters.emplace(name, 0.0);
    compile({{node}}, known);
    throw std::logic_error(
        "ExactFormula: internal error, please report it: a name is known to compile() alone");
  }

  void write_constant(const std::string& constant) {
    const auto [place, is_new] = places_.try_emplace(constant, constants_.size());
    if (is_new) constants_.push_back(constant);
    write_slot(size_ + place->second);
  }
  // '#' cannot begin a user's name, so this cannot clash.
  void write_slot(std::size_t slot) {
    const Symbol symbol{fmt::format("#{}", slot)};
    symbols_.variables.emplace(symbol, slot);
    result_.postfix.emplace_back(symbol);
  }

  Symbols symbols_; ///< the user's names and the constants'
  const std::map<Symbol, std::size_t>& variables_;
  const ExactParameters& parameters_;
  std::span<const ValueAt> values_;
  std::size_t first_value_ = 0;
  std::size_t size_ = 0;
  std::vector<std::string> constants_;
  std::map<std::string, std::size_t> places_; ///< of each among the constants
  Expression result_;
};

template <class T>
auto mixed_derivative(const Formula& formula, std::span<const T> at, std::span<const T> constants,
                      std::span<const std::size_t> by) -> T {
  const auto order = static_cast<int>(by.size());
  if (order > ExactFormula::highest_order)
    throw std::invalid_argument(fmt::format("ExactFormula: derivatives go up to order {}, not {}",
                                            ExactFormula::highest_order, order));
  // Zero wins over NaN in a product of tangents, but a function without a value has no derivative.
  const auto coefficient = [&](const std::vector<int>& direction) -> T {
    const auto series = SeriesOfFormula<T>::run(formula, at, constants, direction, order);
    return series[0] == series[0] ? series[static_cast<std::size_t>(order)] : series[0];
  };
  std::vector<int> orders(at.size(), 0);
  if (order == 0) return coefficient(orders);
  for (const std::size_t variable : by) ++orders[variable];
  T sum = 0;
  for (const auto& [direction, factor] : autodiff::polarisation(orders))
    sum += T(factor) * coefficient(direction);
  return sum;
}

template <class T>
auto all_derivatives(const Formula& formula, const T& at, std::span<const T> constants) {
  constexpr int order = ExactFormula::highest_order;
  const int direction = 1;
  const auto series = SeriesOfFormula<T>::run(formula, std::span(&at, 1), constants,
                                              std::span(&direction, 1), order);
  std::array<T, order + 1> derivatives;
  T factorial = 1;
  for (std::size_t k = 0; k < derivatives.size(); ++k) {
    if (k > 0) factorial *= static_cast<int>(k);
    derivatives[k] = factorial * series[k];
  }
  return derivatives;
}

} // namespace

ExactFormula::ExactFormula(const Expression& expression,
                           const std::map<Symbol, std::size_t>& variables,
                           const ExactParameters& parameters, std::span<const ValueAt> values) {
  Rewriter rewriter(variables, parameters, values);
  rewriter.write(expression);
  formula_ = rewriter.compiled();
  variables_ = rewriter.variables();
  for (const std::string& constant : rewriter.constants()) {
    constants_.push_back(in_double(constant));
    exact_constants_.push_back(exactly(constant));
  }
}

auto ExactFormula::derivative(std::span<const double> at, std::span<const std::size_t> by) const
    -> double {
  return mixed_derivative<double>(formula_, at.first(variables_), constants_, by);
}
auto ExactFormula::derivative(std::span<const HundredDigits> at,
                              std::span<const std::size_t> by) const -> HundredDigits {
  return mixed_derivative<HundredDigits>(formula_, at.first(variables_), exact_constants_, by);
}

auto ExactFormula::derivatives(double at) const -> std::array<double, highest_order + 1> {
  return all_derivatives<double>(formula_, at, constants_);
}
auto ExactFormula::derivatives(const HundredDigits& at) const
    -> std::array<HundredDigits, highest_order + 1> {
  return all_derivatives<HundredDigits>(formula_, at, exact_constants_);
}

} // namespace jetwork::verify
