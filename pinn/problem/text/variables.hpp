// What the formulas of a text problem are evaluated on: the independent variable, the unknowns, the parameters and the
// definitions, one after the other. A private header of pinn/problem/text/read_problem.cpp and its neighbours.
#pragma once

#include "formula/formula.hpp"
#include "pinn/problem/problem.hpp"

#include <cstddef>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::pinn::detail {

/// A name whose number is computed from those before it.
struct Computed {
  std::string name;
  formula::Formula formula;
};

/// The parameters of a text problem. Those whose value is a number of its own are inputs of what is recorded, unless an
/// exponent, the domain or a point depends on them: these stay constants, so that a small power stays one. What is
/// derived from inputs is computed from them.
struct TextParameters {
  formula::Parameters values = {};      ///< of all
  std::vector<std::string> inputs = {}; ///< names, in the order of Problem::parameters
  std::vector<Computed> derived =
      {};                        ///< in an order in which each can be computed, from the inputs
  formula::Symbols symbols = {}; ///< inputs and derived ones as variables, the others as constants

  /// The numbers of these variables, for values of the inputs; others may stand behind, of a problem that was made from this one.
  /// No more than make `needed` variables in all are computed.
  template <class T>
  void append(std::span<const T> values_of_inputs, std::vector<T>& variables,
              std::size_t needed) const {
    if (variables.size() >= needed) return;
    const auto own = values_of_inputs.first(inputs.size());
    std::vector<T> numbers(own.begin(), own.end());
    for (const Computed& each : derived) {
      if (variables.size() + numbers.size() >= needed) break;
      numbers.push_back(each.formula.evaluate(numbers));
    }
    variables.insert(variables.end(), numbers.begin(), numbers.end());
  }
};

/// What formulas depend on: t, then u, u', … of each unknown, end to end, then the parameters, then the definitions.
class TextVariables {
public:
  TextVariables(std::string independent, const std::vector<Unknown>& unknowns,
                TextParameters parameters);
  /// Compiles a definition, which may name those before. Throws formula::ParseError.
  void define(const std::string& name, const formula::Expression& expression);

  [[nodiscard]] auto symbols() const -> const formula::Symbols& { return symbols_; }
  [[nodiscard]] auto parameters() const -> const TextParameters& { return parameters_; }

  /// As many of the numbers that these symbols stand for as a formula needs.
  template <class T>
  [[nodiscard]] auto numbers(const T& t, std::span<const Derivatives<T>> u,
                             std::span<const T> values_of_inputs, std::size_t needed) const
      -> std::vector<T> {
    return numbers_from(t, values_of_inputs, needed,
                        [&](std::size_t i, int n) -> T { return u[i][n]; });
  }
  /// The same where the highest derivatives are not known.
  template <class T>
  [[nodiscard]] auto numbers_below_order(const T& t, std::span<const Derivatives<T>> u,
                                         std::span<const T> values_of_inputs,
                                         std::size_t needed) const -> std::vector<T> {
    return numbers_from(t, values_of_inputs, needed, [&](std::size_t i, int n) -> T {
      return n < unknowns_[i].order ? u[i][n] : T(std::numeric_limits<double>::quiet_NaN());
    });
  }

private:
  template <class T, class Value>
  auto numbers_from(const T& t, std::span<const T> values_of_inputs, std::size_t needed,
                    const Value& value) const -> std::vector<T> {
    std::vector<T> variables = {t};
    for (std::size_t i = 0; i < unknowns_.size(); ++i)
      for (int n = 0; n <= unknowns_[i].order; ++n) variables.push_back(value(i, n));
    parameters_.append(values_of_inputs, variables, needed);
    for (const Computed& each : definitions_) {
      if (variables.size() >= needed) break;
      variables.push_back(each.formula.evaluate(variables));
    }
    return variables;
  }

  struct Ordered {
    int order;
  };
  std::vector<Ordered> unknowns_;
  TextParameters parameters_;
  std::vector<Computed> definitions_;
  formula::Symbols symbols_;
};

/// Shared by all formulas of a problem.
using SharedVariables = std::shared_ptr<const TextVariables>;

/// A formula that was compiled for these variables, as problems hold it.
[[nodiscard]] auto quantity_of(formula::Formula formula, SharedVariables variables) -> Quantity;

} // namespace jetwork::pinn::detail
