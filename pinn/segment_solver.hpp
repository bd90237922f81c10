// One segment: the network that satisfies the equations at the collocation points, found by Gauss–Newton on the
// output layer, and what is known about its error.
//
// The residual is never judged raw. At each point it is filtered by the inverse of
//
//   G = Σ_n (κ/h)ⁿ ∂F/∂u⁽ⁿ⁾
//
// which turns it into an error of the unknowns: a residual that oscillates κ times faster than the segment is long
// moves u by G⁻¹F. Where the equations are not stiff this is the integral of the residual; where they are, it is the
// residual divided by the fast rates, and long segments stay possible. Least squares on filtered rows weighs every
// equation by what it means for the solution, whatever its units.
#pragma once

#include "pinn/feature_basis.hpp"
#include "pinn/recorded_residual.hpp"

#include <Eigen/Core>
#include <Eigen/LU>
#include <Eigen/QR>

#include <cstdint>
#include <optional>
#include <vector>

namespace jetwork::pinn {

/// The wave number, in a segment's own time, of a residual that is orthogonal to the lower modes.
inline constexpr double wave_number = FeatureBasis::modes;

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
    return between_.values[static_cast<std::size_t>(unknown)][static_cast<std::size_t>(n)]
        .cwiseAbs()
        .maxCoeff();
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
  [[nodiscard]] auto newton_error() const -> Eigen::VectorXd { return newton_error_ * scale_; }

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
  /// A set of points with everything that is known there.
  struct Points {
    enum class Role { collocation, check, audit };
    Points(const RecordedResidual& recorded, const Quadrature& quadrature, Role role);
    const Quadrature* quadrature;
    Role role;
    RecordedResidual::Replay replay;
    std::vector<std::vector<Eigen::RowVectorXd>> values; // [unknown][derivative], row over points
    Eigen::MatrixXd residual;                            // (equation, point)
    std::vector<Eigen::MatrixXd> jacobian; // [n]: (equation, unknown·point), ∂F/∂u_i⁽ⁿ⁾
    Eigen::MatrixXd filter;   // (unknown, equation·point): S⁻¹ G⁻¹, point by point
    Eigen::MatrixXd filtered; // (unknown, point)
  };

  [[nodiscard]] auto basis(int unknown) const -> const FeatureBasis&;
  [[nodiscard]] auto table(const Points& points, int unknown, int n) const
      -> const Eigen::MatrixXd&;
  void evaluate_trial(Points& points) const;
  void evaluate_adopted(Points& points) const;
  auto evaluate_residual(Points& points) -> bool;
  void differentiate(Points& points);
  void apply_filter(Points& points) const;
  void assemble();
  void audit(Check& result);
  [[nodiscard]] auto rounding(const Points& points) const -> Eigen::VectorXd;
  auto raise_scale() -> bool;
  [[nodiscard]] auto change_of(const Eigen::VectorXd& delta) const -> double;

  RecordedResidual recorded_;
  std::vector<int> orders_, offsets_;
  int states_ = 0;
  std::vector<FeatureBasis> bases_;   // one for each order that occurs
  std::vector<std::size_t> basis_of_; // unknown → its basis
  Points collocation_, between_, audit_;

  double start_ = 0.0, length_ = 0.0;
  State state_;
  Eigen::VectorXd scale_;
  double newton_error_ = 0.0;      // relative to the scale
  Eigen::VectorXd coefficients_;   // (unknown·mode)
  std::optional<Segment> adopted_; // the trial is this network, if there is one
  Eigen::MatrixXd matrix_;         // (unknown·point, unknown·mode)
  Eigen::HouseholderQR<Eigen::MatrixXd> factors_;
  Eigen::VectorXd right_side_, step_;
  Eigen::PartialPivLU<Eigen::MatrixXd> filter_factors_;
  std::size_t newton_steps_ = 0, evaluations_ = 0;
};

} // namespace jetwork::pinn
