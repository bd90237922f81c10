// How far the solution is from the truth, carried along the march.
//
// Three things are known of a segment: the correction that is still due at its end (signed), how its end answers to
// its start (the propagator), and how large rounding is. So the error is carried as the truth would carry it,
//
//   e ← P e + correction,        C ← P C Pᵀ + diag(ξ²),
//
// e with its sign, so that errors of an oscillator cancel as they really do; C the covariance of all that is only
// known in size (rounding, and what the residual's highest modes leave at the end). Within a segment the error is
// that of its ends plus what the filtered residual shows.
#pragma once

#include "pinn/collocation/segment_solver.hpp"

#include <Eigen/Core>

namespace jetwork::pinn {

class ErrorEstimate {
public:
  explicit ErrorEstimate(const SegmentSolver& solver);

  /// Takes a finished segment into account: its check, its linearisation, the state at its end, and its network.
  void advance(const SegmentSolver& solver, const SegmentSolver::Check& check,
               const SegmentSolver::Linearisation& linearisation, const State& end,
               const Eigen::VectorXd& noise);

  /// Per unknown, absolute: the largest so far over the domain.
  [[nodiscard]] auto largest() const -> const Eigen::VectorXd& { return largest_; }

private:
  [[nodiscard]] auto uncertainty(const SegmentSolver& solver) const -> Eigen::VectorXd;

  State error_;
  Eigen::MatrixXd covariance_;
  int segments_ = 0;
  Eigen::VectorXd largest_;
};

} // namespace jetwork::pinn
