// All that is known of a fitted segment, whoever fitted it: where it ends, how its end answers to its start, and how far
// it may be off. What estimates errors (pinn/error/) works on reports and never sees a solver.
//
//   const SegmentReport report = solver.report(solver.check(), solver.network());
//   error = report.carried_to_end(error) + report.end_correction;
//
// A state answers to those of its own group of unknowns alone (pinn/problem/groups.hpp): the propagator and the response are a
// block for each group.
#pragma once

#include "pinn/collocation/state_layout.hpp"
#include "pinn/network/feature_basis.hpp"

#include <Eigen/Core>

#include <memory>
#include <vector>

namespace jetwork::pinn {

struct SegmentReport {
  std::shared_ptr<const StateLayout>
      layout; ///< of State vectors; shared by all segments of a problem
  double start = 0.0;
  double length = 0.0; ///< negative where the solution is continued backwards

  State end; ///< where the segment arrives
  /// ∂(state at the end)/∂(state at the start), of each group in the order of StateLayout::states_of.
  std::vector<Eigen::MatrixXd> propagator;
  State end_correction; ///< what one Newton step on the check points adds at the end, signed

  // Of each unknown, absolute:
  Eigen::VectorXd
      error; ///< within the segment, from the filtered residual between the collocation points
  Eigen::VectorXd largest;            ///< max |u|
  Eigen::VectorXd highest_derivative; ///< max |u⁽ᵖ⁾|, p the unknown's order
  Eigen::VectorXd rounding;           ///< what rounding in the equations' terms does
  Eigen::VectorXd evaluation_noise;   ///< what rounding in evaluating the network does
  Eigen::VectorXd newton_error;       ///< what is left of Newton's iteration

  // How the segment answers within, in the modes of its unknowns' bases:
  /// (mode, state at the start) of each group: the coefficients' derivatives.
  std::vector<Eigen::MatrixXd> response;
  Eigen::VectorXd correction; ///< of the coefficients, by one Newton step on the check points
  /// (mode, parameter): the coefficients' derivatives with the start held fixed; empty where they are not asked for.
  Eigen::MatrixXd response_to_parameters;

  [[nodiscard]] auto carried_to_end(const State& at_start) const -> State;
  /// (mode of all unknowns, column): what states at the start, (state, column), make of the coefficients.
  [[nodiscard]] auto coefficients_for(const Eigen::MatrixXd& at_start) const -> Eigen::MatrixXd;
  [[nodiscard]] auto coefficients_for(const State& at_start) const -> Eigen::VectorXd;

  /// Largest |u_i| over the check points of an error that starts as `error_at_start` and is changed by `correction`.
  [[nodiscard]] auto largest_within(const State& error_at_start) const -> Eigen::VectorXd;
};

} // namespace jetwork::pinn
