// The conditions of a boundary-value problem, recorded once and replayed with their derivatives.
//
//   RecordedConditions conditions(problem, {0.0, 1.0});
//   conditions.differentiate(states, parameters);        // (state, place)
//   conditions.residual, conditions.by_states, conditions.by_parameters
#pragma once

#include "autodiff/batch.hpp"
#include "pinn/problem/problem.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace jetwork::pinn {

/// The points at which conditions look, those of jumps, and the domain's ends, ascending; infinite where these are.
[[nodiscard]] auto places_of_conditions(const Problem& problem) -> std::vector<double>;

class RecordedConditions {
public:
  /// Throws std::invalid_argument where a condition looks at a derivative that the equations themselves determine.
  RecordedConditions(const Problem& problem, std::vector<double> places);
  RecordedConditions(const RecordedConditions&) = delete;
  auto operator=(const RecordedConditions&) -> RecordedConditions& = delete;

  [[nodiscard]] auto places() const -> const std::vector<double>& { return places_; }
  [[nodiscard]] auto count() const -> Eigen::Index {
    return static_cast<Eigen::Index>(residuals_.size());
  }
  /// Computes the residuals from the states at the places, (state, place). False where they are not finite.
  auto evaluate(const Eigen::MatrixXd& states, std::span<const double> parameters) -> bool;
  /// And their derivatives.
  auto differentiate(const Eigen::MatrixXd& states, std::span<const double> parameters) -> bool;

  Eigen::VectorXd residual;
  Eigen::MatrixXd by_states;     ///< (condition, place·states + state)
  Eigen::MatrixXd by_parameters; ///< (condition, parameter)

private:
  std::vector<double> places_;
  autodiff::BatchTape tape_;
  std::vector<Value> states_; // of each place
  std::vector<Value> parameters_, residuals_;
  std::vector<double> given_;                   // of the parameters, last
  Value sum_;                                   // Σ λ_k·(condition k)
  std::optional<autodiff::BatchReplay> replay_; // a column for each condition, whose λ is one there
};

} // namespace jetwork::pinn
