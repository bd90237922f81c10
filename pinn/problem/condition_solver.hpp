// From conditions at one point to the values of all unknowns there.
//
//   ConditionSolver solver(problem);                        // records the conditions once
//   const auto initial = solver.initial_values(parameters); // [unknown][derivative]
//
// Where there are many, conditions that have no value in common are recorded and solved apart (pinn/problem/condition_group.hpp).
#pragma once

#include "pinn/problem/condition_group.hpp"
#include "pinn/problem/problem.hpp"

#include <Eigen/Core>

#include <memory>
#include <span>
#include <vector>

namespace jetwork::pinn {

class ConditionSolver {
public:
  /// For the conditions of a problem that has all of them at one point. Throws ConditionError where a condition depends
  /// on a derivative that the equations themselves determine.
  explicit ConditionSolver(const Problem& problem);

  /// u, u', … of each unknown at the point, for these values of the parameters. Throws ConditionError.
  [[nodiscard]] auto initial_values(std::span<const double> parameters)
      -> std::vector<std::vector<double>>;

  /// How far the values that were found last may be off, by rounding in the conditions: one standard deviation each, in the order
  /// u_0, u_0', …, u_1, …
  [[nodiscard]] auto deviations() -> Eigen::VectorXd;

  /// (value, parameter): how the values that were found last answer to the parameters. Throws ConditionError where the
  /// conditions' Jacobian is singular there.
  [[nodiscard]] auto derivatives_by_parameters() -> Eigen::MatrixXd;

private:
  void split();

  const Problem& problem_;
  std::vector<std::unique_ptr<ConditionGroup>> groups_;
};

/// The values of all unknowns at the point of the problem's conditions, with its parameters as they are.
[[nodiscard]] auto initial_values(const Problem& problem) -> std::vector<std::vector<double>>;

} // namespace jetwork::pinn
