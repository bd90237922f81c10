// From conditions at one point to initial values. A private header of pinn/problem/text/read_problem.cpp and its
// neighbours.
//
// What stands in direct form, r(0) = expression, is taken exactly: the value is the expression's,
// to the bit, and so on for conditions that become direct once others are known. The rest are
// equations for what is left, solved by Newton's method with the exact Jacobian of dual numbers;
// linear ones need a single step.
#pragma once

#include "formula/formula.hpp"
#include "pinn/problem/text/parts.hpp"

#include <Eigen/Core>

#include <optional>
#include <vector>

namespace jetwork::pinn::detail {

class ConditionSolver {
public:
  /// Takes the conditions to hold at one point.
  explicit ConditionSolver(const TextParts& parts);

  /// Throws where two conditions give the same value, or one gives a value that is not finite.
  void take_direct_forms();
  /// Throws where the remaining conditions do not determine the remaining values.
  void solve_the_rest();
  /// u, u', … of each unknown. Requires that all are found.
  [[nodiscard]] auto initial_values() const -> std::vector<std::vector<double>>;

private:
  struct System {
    Eigen::VectorXd defect;
    Eigen::MatrixXd jacobian;
  };
  auto take_direct_form(std::size_t condition) -> bool;
  auto take(std::size_t condition, const formula::Expression& alone,
            const formula::Expression& other) -> bool;
  [[nodiscard]] auto slot(const formula::Symbol& symbol) const -> std::size_t;
  [[nodiscard]] auto name(std::size_t slot) const -> std::string;
  [[nodiscard]] auto all_known(const formula::Expression& expression) const -> bool;
  [[nodiscard]] auto system(const std::vector<formula::Formula>& formulas,
                            const std::vector<std::size_t>& missing,
                            const Eigen::VectorXd& values) const -> System;

  const TextParts& parts_;
  formula::Symbols symbols_;
  std::vector<std::size_t> first_slot_;      ///< of each unknown; u, u', … follow each other
  std::vector<std::optional<double>> value_; ///< of each slot
  std::vector<std::optional<std::size_t>> given_by_; ///< the condition that gave it
  std::vector<bool> used_;                           ///< of each condition
};

} // namespace jetwork::pinn::detail
