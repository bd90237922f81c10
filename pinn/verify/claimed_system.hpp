// What a claimed solution makes of a problem's equations and conditions: two sides each, to be compared by the referee.
// A private header of pinn/verify/solution_claim.cpp.
#pragma once

#include "pinn/problem/text/text_problem.hpp"
#include "pinn/verify/solution_breaks.hpp"
#include "verify/claim.hpp"
#include "verify/exact_formula.hpp"
#include "verify/rounding.hpp"

#include <cstddef>
#include <functional>
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
[[nodiscard]] auto read_solutions(const TextProblem& text,
                                  const std::vector<std::string>& solutions,
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
  };
  struct JumpOf {
    std::size_t solution;
    Break jump;
  };

  std::vector<ClaimedSolution> solutions;
  std::vector<BothSides> equations, conditions;
  std::vector<RoundingOfBothSides> equation_rounding;
  std::vector<PointOf> points; ///< of all conditions' values
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

  /// The equations at t.
  template <class T>
  auto on_domain(std::span<const T> t) const -> verify::Sides<T> {
    std::vector<T> at{t[0]};
    for (const ClaimedSolution& solution : solutions)
      for (const T& derivative : solution.formula.derivatives(t[0])) at.push_back(derivative);
    return sides(equations, at);
  }

  /// How far off rounding can make the equations' sides at t: each by its own operations, and by what the solutions'
  /// derivatives are off. NaN where that is not known.
  [[nodiscard]] auto rounding(const verify::HundredDigits& t) const
      -> verify::Sides<verify::HundredDigits>;

  /// The conditions, then what stands before and after each jump.
  template <class T>
  auto at_points() const -> verify::Sides<T> {
    std::vector<T> at;
    for (const auto& [solution, order, place] : points)
      at.push_back(solutions[solution].formula.derivatives(
          place.derivative(std::span<const T>(), {}))[order]);
    auto result = sides(conditions, at);
    for (const auto& [solution, jump] : jumps) {
      const verify::ExactFormula& formula = solutions[solution].formula;
      result.truth.push_back(formula.derivatives(T(jump.before))[jump.order]);
      result.claimed.push_back(formula.derivatives(T(jump.after))[jump.order]);
    }
    return result;
  }
};

} // namespace jetwork::pinn::detail
