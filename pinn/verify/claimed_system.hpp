// What a claimed solution makes of a problem's equations and conditions: two sides each, to be compared by the referee.
// A private header of pinn/verify/solution_claim.cpp.
#pragma once

#include "pinn/problem/text/parts.hpp"
#include "pinn/verify/found_number.hpp"
#include "pinn/verify/solution_breaks.hpp"
#include "verify/claim.hpp"
#include "verify/exact_formula.hpp"
#include "verify/rounding.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace jetwork::pinn::detail {

/// r(t) written as r.
[[nodiscard]] auto without_argument(const formula::Expression& expression,
                                    const std::string& independent) -> formula::Expression;

struct ClaimedSolution {
  std::string text; ///< as it was given: "r = cos(2*t)"
  std::string name;
  verify::ExactFormula formula;
  verify::RoundingProbe rounding;
  std::vector<std::function<double(std::span<const double>)>> landmarks;
};

/// Throws ClaimedSolutionError.
[[nodiscard]] auto read_solutions(const TextParts& parts, const std::vector<std::string>& solutions,
                                  const verify::ExactParameters& parameters)
    -> std::vector<ClaimedSolution>;

/// Both sides of several equations, whose variables are t, then r, r', … of each unknown up to order 8, or the
/// values at points that a condition names.
struct BothSides {
  verify::ExactFormula left, right;
};

/// What rounding does to each.
struct RoundingOfBothSides {
  verify::RoundingProbe left, right;
};

struct ClaimedSystem {
  /// Of a formula and its derivatives.
  static constexpr std::size_t orders = verify::ExactFormula::highest_order + 1;

  struct PointOf {
    std::size_t solution;
    std::size_t order;
    verify::ExactFormula place;
    std::optional<FoundNumber> limit = {}; ///< at infinity, or right of a jump
  };
  /// A jump that a condition asks for.
  struct GivenJump {
    std::size_t solution;
    std::size_t order;
    double at;
    FoundNumber before, after;
    verify::ExactFormula amount;
  };
  struct JumpOf {
    std::size_t solution;
    Break jump;
  };

  std::vector<ClaimedSolution> solutions;
  std::vector<BothSides> equations, conditions;
  std::vector<RoundingOfBothSides> equation_rounding;
  std::vector<FoundNumber> integrals; ///< of all conditions
  std::vector<PointOf> points;        ///< of all conditions' values
  std::vector<GivenJump> given_jumps;
  std::vector<JumpOf> jumps;

  template <class T>
  static auto sides(const std::vector<BothSides>& all, const std::vector<T>& at)
      -> verify::Sides<T> {
    verify::Sides<T> result;
    for (const auto& [left, right] : all) {
      result.truth.push_back(right.derivative(std::span<const T>(at), {}));
      result.claimed.push_back(left.derivative(std::span<const T>(at), {}));
    }
    return result;
  }

  /// t, then the solutions' derivatives there.
  template <class T>
  auto values_at(const T& t) const -> std::vector<T> {
    std::vector<T> values{t};
    for (const ClaimedSolution& solution : solutions)
      for (const T& derivative : solution.formula.derivatives(t)) values.push_back(derivative);
    return values;
  }
  /// As variables of a formula.
  [[nodiscard]] auto variables(const std::string& independent) const
      -> std::map<formula::Symbol, std::size_t>;

  /// The equations at t.
  template <class T>
  auto on_domain(std::span<const T> t) const -> verify::Sides<T> {
    return sides(equations, values_at(t[0]));
  }

  /// How far off rounding can make the equations' sides at t: each by its own operations, and by what the solutions'
  /// derivatives are off. NaN where that is not known.
  [[nodiscard]] auto rounding(const verify::HundredDigits& t) const
      -> verify::Sides<verify::HundredDigits>;

  /// What conditions are made of: their integrals and their values at points.
  template <class T>
  auto numbers_of_conditions() const -> std::vector<T> {
    std::vector<T> numbers;
    for (const FoundNumber& integral : integrals) numbers.push_back(static_cast<T>(integral.value));
    for (const auto& [solution, order, place, limit] : points)
      numbers.push_back(limit ? static_cast<T>(limit->value)
                              : solutions[solution].formula.derivatives(
                                    place.derivative(std::span<const T>(), {}))[order]);
    return numbers;
  }

  /// The conditions, the jumps that they ask for, then what stands before and after each other jump.
  template <class T>
  auto at_points() const -> verify::Sides<T> {
    auto result = sides(conditions, numbers_of_conditions<T>());
    for (const GivenJump& jump : given_jumps) {
      result.truth.push_back(jump.amount.derivative(std::span<const T>(), {}));
      result.claimed.push_back(
          static_cast<T>(verify::HundredDigits(jump.after.value - jump.before.value)));
    }
    for (const auto& [solution, jump] : jumps) {
      const verify::ExactFormula& formula = solutions[solution].formula;
      result.truth.push_back(formula.derivatives(T(jump.before))[jump.order]);
      result.claimed.push_back(formula.derivatives(T(jump.after))[jump.order]);
    }
    return result;
  }

  /// How far off limits and integrals can make these; NaN where there are none.
  [[nodiscard]] auto uncertainty_at_points() const -> verify::Sides<verify::HundredDigits>;
};

} // namespace jetwork::pinn::detail
