// One segment: the network that satisfies the equations, found by Newton's method on the output layer, and what is
// known about its error.
//
// The residual is made orthogonal to as many test functions as there are modes (pinn/collocation/test_space.hpp): collocation of
// Radau's kind. What that means for the unknowns is judged between the collocation points, by the filtered residual
// (pinn/collocation/residual_filter.hpp), and at the segment's end by one Newton step on many more points.
#pragma once

#include "pinn/collocation/newton_matrix.hpp"
#include "pinn/collocation/point_set.hpp"
#include "pinn/collocation/residual_filter.hpp"
#include "pinn/network/feature_basis.hpp"
#include "pinn/solution/solution.hpp"

#include <Eigen/Core>

#include <cstdint>
#include <optional>
#include <vector>

namespace jetwork::pinn {

/// The state of all unknowns at one point: u_0, u_0', …, u_1, u_1', …, each below its order.
using State = Eigen::VectorXd;

enum class NewtonOutcome { converged, diverged, not_finite };

class SegmentSolver {
public:
  SegmentSolver(const Problem& problem, std::uint64_t seed);

  /// Fits the segment [start, start + length] that begins in `state`, with Newton's error well below `tolerance`
  /// relative to `scale` (per unknown, positive).
  auto fit(double start, double length, const State& state, const Eigen::VectorXd& scale,
           double tolerance) -> NewtonOutcome;

  /// Takes a network whose hidden layer was trained too in place of a fit, to be judged and linearised like one.
  /// False where the residual is not finite.
  auto adopt(const Segment& network, const Eigen::VectorXd& scale) -> bool;

  // After a converged fit, or an adoption:

  /// What the residual between the collocation points says about the error within the segment, and the largest
  /// |u| there; per unknown, absolute.
  struct Check {
    bool finite = true;
    Eigen::VectorXd error;
    Eigen::VectorXd largest;
    Eigen::VectorXd rounding; ///< what rounding in the equations' terms does to the unknowns
  };
  auto check() -> Check;

  /// Largest |u_i⁽ⁿ⁾| over the check points.
  [[nodiscard]] auto largest_derivative(int unknown, int n) const -> double {
    return between_.values[static_cast<std::size_t>(n)].col(unknown).cwiseAbs().maxCoeff();
  }

  /// How the end of the segment answers to its start and to what is left of the residual. Valid after check().
  struct Linearisation {
    Eigen::MatrixXd propagator; ///< ∂(state at the end)/∂(state at the start)
    State end_correction;       ///< what one Newton step on the check points adds at the end
    Eigen::MatrixXd response;   ///< (mode, state at start): the coefficients' derivatives
    Eigen::VectorXd correction; ///< of the coefficients
  };
  auto linearise() -> Linearisation;

  /// Largest |u_i| over the check points of an error that starts as `error` and is changed by `linearisation`.
  auto largest_within(const Linearisation& linearisation, const State& error) const
      -> Eigen::VectorXd;

  [[nodiscard]] auto end_state() const -> State;
  [[nodiscard]] auto network() const -> Segment;
  /// A bound on the rounding noise in evaluating the network, per unknown, absolute.
  [[nodiscard]] auto evaluation_noise(const Segment& segment) const -> Eigen::VectorXd;

  /// What is left of Newton's iteration, per unknown, absolute.
  [[nodiscard]] auto newton_error() const -> const Eigen::VectorXd& { return newton_error_; }

  [[nodiscard]] auto length() const -> double { return length_; }
  [[nodiscard]] auto unknowns() const -> int { return static_cast<int>(orders_.size()); }
  [[nodiscard]] auto states() const -> int { return states_; }
  [[nodiscard]] auto order(int unknown) const -> int {
    return orders_[static_cast<std::size_t>(unknown)];
  }
  /// Where unknown i's values begin in a State.
  [[nodiscard]] auto offset(int unknown) const -> int {
    return offsets_[static_cast<std::size_t>(unknown)];
  }
  [[nodiscard]] auto newton_steps() const -> std::size_t { return newton_steps_; }
  [[nodiscard]] auto residual_evaluations() const -> std::size_t { return evaluations_; }

private:
  using Table = auto (FeatureBasis::*)(int) const -> const Eigen::MatrixXd&;

  [[nodiscard]] auto basis(int unknown) const -> const FeatureBasis& {
    return bases_[basis_of_[static_cast<std::size_t>(unknown)]];
  }
  /// (h·…·h) as often as an unknown's order is above n: what a derivative in scaled time is multiplied by.
  [[nodiscard]] auto power(int unknown, int n) const -> double;
  /// Σ_{k≥n} state·(θh)^(k-n)/(k-n)! of one unknown: the n-th derivative of its Taylor part.
  [[nodiscard]] auto taylor_part(const State& state, int unknown, int n, double theta) const
      -> double;
  void evaluate_trial(PointSet& points, Table table) const;
  auto evaluate(PointSet& points, Table table) -> bool;
  auto differentiate(DifferentiablePointSet& points, Table table) -> bool;
  void choose_order();
  void assemble();
  void raise_scale();
  [[nodiscard]] auto change_of(const Eigen::MatrixXd& delta) const -> Eigen::VectorXd;
  [[nodiscard]] auto sizes_of_terms() const -> Eigen::MatrixXd;

  RecordedResidual recorded_;
  Domain domain_;
  std::vector<int> orders_, offsets_;
  int states_ = 0;
  std::vector<FeatureBasis> bases_;   // one for each order that occurs
  std::vector<std::size_t> basis_of_; // unknown → its basis
  DifferentiablePointSet collocation_, between_;
  PointSet audit_;
  EliminationOrder order_;
  EliminationOrder::Pattern pattern_; // (equation, unknown)
  NewtonMatrix matrix_;
  ResidualFilter filter_;

  double start_ = 0.0, length_ = 0.0;
  State state_;
  Eigen::VectorXd scale_;
  Eigen::VectorXd newton_error_;   // per unknown, absolute; infinite after a fit that failed
  Eigen::MatrixXd coefficients_;   // (mode, unknown)
  Eigen::MatrixXd right_side_;     // (test, equation), and then (mode, unknown)
  std::optional<Segment> adopted_; // the trial is this network, if there is one
  std::size_t newton_steps_ = 0, evaluations_ = 0;
};

} // namespace jetwork::pinn
