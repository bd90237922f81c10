// From conditions at one point to the values of all unknowns there.
//
//   ConditionSolver solver(problem);                        // records the conditions once
//   const auto initial = solver.initial_values(parameters); // [unknown][derivative]
//
// A condition with a single value that is not known yet gives that value: Newton's method takes one exact step where the
// condition is linear, so that r(0) = 1 holds to the bit. What remains is solved together by Newton's method, with the
// derivatives of the recorded conditions.
#pragma once

#include "pinn/problem/problem.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace jetwork::pinn {

/// The conditions do not determine the values; the message says which, and why.
class ConditionError : public std::invalid_argument {
public:
  ConditionError(std::size_t condition, const std::string& message)
      : std::invalid_argument(message), condition_(condition) {}
  /// Which condition, from 0.
  [[nodiscard]] auto condition() const -> std::size_t { return condition_; }

private:
  std::size_t condition_;
};

class ConditionSolver {
public:
  /// For the conditions of a problem that has all of them at one point. Throws ConditionError where a condition depends
  /// on a derivative that the equations themselves determine.
  explicit ConditionSolver(const Problem& problem);
  ConditionSolver(const ConditionSolver&) = delete;
  auto operator=(const ConditionSolver&) -> ConditionSolver& = delete;

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
  using Places = std::vector<std::size_t>;

  void find_dependences();
  /// Takes conditions that depend on a single unknown value, one after the other.
  void take_single_values();
  void solve_the_rest();
  enum class Failure { no_number, singular, not_found };
  /// Newton's method for these values from a guess. Returns why it failed, if it did.
  [[nodiscard]] auto newton(const Places& conditions, const Places& values, double guess)
      -> std::optional<Failure>;
  /// One step from z: what the conditions miss there, and the step. Returns why there is none.
  struct NewtonStep {
    Eigen::VectorXd defect, change;
    Eigen::MatrixXd jacobian;
  };
  [[nodiscard]] auto step_from(const Eigen::VectorXd& z, const Places& conditions,
                               const Places& values, NewtonStep& step) -> std::optional<Failure>;
  /// (condition, value) at the values that were found last.
  [[nodiscard]] auto jacobian_by_values() -> Eigen::MatrixXd;
  [[nodiscard]] auto residuals_at(const Eigen::VectorXd& values) -> Eigen::VectorXd;
  /// As r'(0), and as the message quotes a condition.
  [[nodiscard]] auto name(std::size_t value) const -> std::string;
  [[nodiscard]] auto quoted(std::size_t condition) const -> std::string;

  const Problem& problem_;
  double point_;
  autodiff::BatchTape tape_;
  std::vector<Value> values_;      // u, u', … of each unknown, end to end
  std::vector<std::string> names_; // of these
  std::vector<Value> parameters_, residuals_;
  std::vector<Places> depends_on_; // of each condition: the values
  std::optional<autodiff::BatchReplay> replay_;
  std::vector<double> number_;        // of each value
  std::vector<double> rounding_;      // of each condition, at least
  std::vector<bool> known_, used_;    // of each value, of each condition
  std::vector<std::size_t> given_by_; // the condition that gave a value
};

/// The values of all unknowns at the point of the problem's conditions, with its parameters as they are.
[[nodiscard]] auto initial_values(const Problem& problem) -> std::vector<std::vector<double>>;

} // namespace jetwork::pinn
