// The conditions on a network that is trained: soft ones are a part of the loss, exact ones hold whatever the weights, because some
// of the weights follow from the others.
//
// A network is linear in its output weights and in the polynomial that is added to it, so linear conditions are linear equations for
// these: A·z = b. As many of z as there are conditions are solved for, those of the polynomial where they can be (not so for a
// periodic solution, to which a constant can be added): Lagaris, Likas and Fotiadis (1998) for any linear conditions.
#pragma once

#include "pinn/collocation/recorded_conditions.hpp"
#include "pinn/options.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/solution.hpp"

#include <Eigen/Core>

#include <memory>
#include <vector>

namespace jetwork::pinn {

/// Throws std::invalid_argument where a condition is not linear, with what to do.
void require_linear_conditions(const Problem& problem);

class TrialConditions {
public:
  /// Of the conditions of a problem at finite points. Throws std::invalid_argument as require_linear_conditions() does.
  TrialConditions(const Problem& problem, Conditions conditions);

  /// Where the conditions look.
  [[nodiscard]] auto places() const -> const std::vector<double>& { return recorded_.places(); }
  [[nodiscard]] auto is_exact() const -> bool { return conditions_ == Conditions::exact; }
  /// How many numbers of the loss they are.
  [[nodiscard]] auto soft_count() const -> Eigen::Index {
    return is_exact() ? 0 : recorded_.count();
  }

  // Below, `states` is (state, place), and `states_by` its derivative by weights, (place·states + state, weight).

  /// Weighs soft conditions: what each misses is held against the size of its terms, given each unknown's magnitude on a segment
  /// of that length.
  void weigh(const Eigen::MatrixXd& states, const Eigen::VectorXd& magnitude, double length,
             double weight);
  /// What soft conditions miss, scaled; and the derivative.
  [[nodiscard]] auto missed(const Eigen::MatrixXd& states) -> Eigen::VectorXd;
  [[nodiscard]] auto missed_by(const Eigen::MatrixXd& states, const Eigen::MatrixXd& states_by)
      -> Eigen::MatrixXd;

  /// Chooses which of the linear weights follow from exact conditions; the last ones are the polynomials'. Throws
  /// std::invalid_argument where the conditions contradict or repeat each other.
  void choose_dependent(const Eigen::MatrixXd& states_by_linear);
  /// Sets them, where `states` are those of the linear weights as they are.
  void hold(Eigen::Ref<Eigen::VectorXd> linear, const Eigen::MatrixXd& states,
            const Eigen::MatrixXd& states_by_linear);
  /// From derivatives by weights, of which the linear ones are the last, those with exact conditions held.
  void eliminate(Eigen::Ref<Eigen::MatrixXd> jacobian, const Eigen::MatrixXd& states_by);

private:
  RecordedConditions recorded_;
  std::vector<double> parameters_;
  std::vector<Unknown> unknowns_;
  Conditions conditions_;
  Eigen::VectorXd scale_;               // of soft ones
  Eigen::MatrixXd by_states_;           // of exact ones
  std::vector<Eigen::Index> dependent_; // among the linear weights, counted from the last
};

/// The conditions on a network that begins as this segment; nothing where they are exact initial values, which hold by construction.
[[nodiscard]] auto conditions_on(const Problem& problem, const Segment& segment,
                                 Conditions conditions) -> std::unique_ptr<TrialConditions>;

} // namespace jetwork::pinn
