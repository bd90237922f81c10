// A formula whose constants are as exact as the number in which it is evaluated.
//
//   ExactFormula f(parse("log2(x)/3"), {{{"x"}, 0}}, {});
//   f.derivative(std::array{2.0}, std::array{std::size_t{0}});              // in double
//   f.derivative(std::array<HundredDigits, 1>{2}, by);           // 1/3 and log 2 to a hundred digits
//
// A Formula holds its constants as doubles, so that pi or 0.1 are wrong in the seventeenth digit. Here every
// number that a double does not hold is evaluated anew in each precision, from its decimal digits. Mixed
// derivatives come from Taylor series along sums of directions: Griewank, Utke and Walther (2000).
#pragma once

#include "formula/expression.hpp"
#include "formula/formula.hpp"
#include "verify/claim.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace jetwork::verify {

/// Parameters by name; they may refer to each other.
using ExactParameters = std::map<std::string, formula::Expression, std::less<>>;

class ExactFormula {
public:
  /// The highest order of a derivative, all variables together.
  static constexpr int highest_order = 8;

  ExactFormula() = default;
  /// A name that is a variable and a parameter counts as a variable. In `at`, the numbers of `values` come after
  /// those of the variables, in the same order. Throws ParseError at a name that is neither, and at a value that is
  /// not listed.
  ExactFormula(const formula::Expression& expression,
               const std::map<formula::Symbol, std::size_t>& variables,
               const ExactParameters& parameters, std::span<const formula::ValueAt> values = {});

  /// The derivative by the variables listed: {} the value, {0} the first, {0, 1} a mixed one. At most
  /// `highest_order` of them.
  auto derivative(std::span<const double> at, std::span<const std::size_t> by) const -> double;
  auto derivative(std::span<const HundredDigits> at, std::span<const std::size_t> by) const
      -> HundredDigits;

  /// The value and the derivatives by the only variable, up to the highest order.
  auto derivatives(double at) const -> std::array<double, highest_order + 1>;
  auto derivatives(const HundredDigits& at) const -> std::array<HundredDigits, highest_order + 1>;

private:
  formula::Formula formula_;
  std::size_t variables_ = 0;
  std::vector<double> constants_;
  std::vector<HundredDigits> exact_constants_;
};

/// A formula's instructions run on series. For double and for HundredDigits, each compiled in a file of its own.
template <class T>
struct SeriesOfFormula {
  /// The Taylor coefficients of the formula along at + t·direction, up to `order`.
  static auto run(const formula::Formula& formula, std::span<const T> at,
                  std::span<const T> constants, std::span<const int> direction, int order)
      -> std::vector<T>;
};
extern template struct SeriesOfFormula<double>;
extern template struct SeriesOfFormula<HundredDigits>;

} // namespace jetwork::verify
