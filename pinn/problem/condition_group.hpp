// Conditions at one point that hold some values in common, and these values. A part of ConditionGroup
// (pinn/problem/condition_solver.hpp).
//
// A condition with a single value that is not known yet gives that value: Newton's method takes one exact step where the
// condition is linear, so that r(0) = 1 holds to the bit. What remains is solved together by Newton's method, with the
// derivatives of the recorded conditions.
#pragma once

#include "pinn/problem/condition_error.hpp"
#include "pinn/problem/problem.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace jetwork::pinn {

/// What the conditions of a problem are recorded with: u[i][n] of every unknown, constants but for those that a recording makes
/// its inputs.
class ConditionArgumentValues {
public:
  explicit ConditionArgumentValues(const Problem& problem);

  /// The number among u_0, u_0', …, u_1, …, below each unknown's order.
  [[nodiscard]] auto value(std::size_t number) -> Value& {
    const auto [unknown, derivative] = places_[number];
    return values_[unknown][derivative];
  }
  /// As messages have it: r'.
  [[nodiscard]] auto name(std::size_t number) const -> std::string {
    const auto [unknown, derivative] = places_[number];
    return primed(problem_->unknowns[unknown].name, static_cast<int>(derivative));
  }
  /// The highest derivative of the unknown of which this is a value.
  [[nodiscard]] auto highest(std::size_t number) -> Value& {
    return values_[places_[number].unknown].back();
  }
  [[nodiscard]] auto at(std::size_t points) -> std::span<const std::vector<Derivatives<Value>>> {
    if (at_.size() < points) at_.resize(points, at_.front());
    return std::span(at_).first(points);
  }

private:
  struct Place {
    std::size_t unknown, derivative;
  };
  const Problem* problem_;
  std::vector<std::vector<Value>> values_;
  std::vector<Place> places_;
  std::vector<std::vector<Derivatives<Value>>> at_; // views of values_, the same at every point
};

class ConditionGroup {
public:
  /// Which conditions of the problem, and which values among u_0, u_0', …, u_1, …
  struct Members {
    std::vector<std::size_t> conditions, values;
  };
  /// Of these conditions, which depend on no other values. `arguments` are used to record them, and left as they were. Throws
  /// ConditionError where a condition depends on a derivative that the equations themselves determine.
  ConditionGroup(const Problem& problem, Members members, ConditionArgumentValues& arguments);
  ConditionGroup(const ConditionGroup&) = delete;
  auto operator=(const ConditionGroup&) -> ConditionGroup& = delete;

  [[nodiscard]] auto members() const -> const Members& { return members_; }
  /// Of each condition: the values that it depends on, by their places among the members.
  [[nodiscard]] auto dependences() const -> const std::vector<std::vector<std::size_t>>& {
    return depends_on_;
  }

  /// The members' values, for these of the parameters. Throws ConditionError.
  [[nodiscard]] auto solve(std::span<const double> parameters) -> const std::vector<double>&;

  /// How far the values that were found last may be off, by rounding in the conditions: one standard deviation each.
  [[nodiscard]] auto deviations() -> Eigen::VectorXd;

  /// (value, parameter): how the values that were found last answer to the parameters. Throws ConditionError where the
  /// conditions' Jacobian is singular there.
  [[nodiscard]] auto derivatives_by_parameters() -> Eigen::MatrixXd;

private:
  using Places = std::vector<std::size_t>;

  void record(ConditionArgumentValues& arguments);
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
  [[nodiscard]] auto error(std::size_t condition, const std::string& message) const
      -> ConditionError {
    return {members_.conditions[condition], message};
  }
  /// As r'(0), and as the message quotes a condition.
  [[nodiscard]] auto name(std::size_t value) const -> std::string;
  [[nodiscard]] auto quoted(std::size_t condition) const -> std::string;

  const Problem& problem_;
  Members members_;
  double point_;
  autodiff::BatchTape tape_;
  std::vector<Value> values_;      // the members'
  std::vector<std::string> names_; // of these
  std::vector<Value> highest_;     // derivatives of their unknowns
  std::vector<Value> parameters_, residuals_;
  std::vector<Places> depends_on_; // of each condition: the values
  std::optional<autodiff::BatchReplay> replay_;
  std::vector<double> number_;        // of each value
  std::vector<double> rounding_;      // of each condition, at least
  std::vector<bool> known_, used_;    // of each value, of each condition
  std::vector<std::size_t> given_by_; // the condition that gave a value
};

} // namespace jetwork::pinn
