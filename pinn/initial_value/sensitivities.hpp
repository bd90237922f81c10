// Derivatives of the solution by parameters and initial values, carried along a march.
//
// On each segment they follow from how its coefficients answer to its start and to the parameters, by the factors that the
// fit has left: no equation is solved a second time, and nothing is differenced. So each derivative is a network on the same
// segments. Their errors add up relative to their sizes: what the modes miss of them, what the last refinement changed,
// and what is not known of the solution itself.
#pragma once

#include "pinn/collocation/segment_solver.hpp"
#include "pinn/solution/solution.hpp"

#include <Eigen/Core>

#include <vector>

namespace jetwork::pinn {

/// What is differentiated by, and how the initial values answer to it.
struct SensitivityStart {
  Eigen::MatrixXd at_start;   ///< (state, column); none where it is empty
  std::vector<int> parameter; ///< of each column; -1 for an initial value
};

class SensitivitiesAlongMarch {
public:
  SensitivitiesAlongMarch(const StateLayout& layout, const SensitivityStart& start);

  [[nodiscard]] auto columns() const -> Eigen::Index { return at_start_.cols(); }
  /// Takes a finished segment into account, after everything else was asked of the solver. `error_at_start` is the
  /// solution's, signed; `relative_error` what of it is only known in size, relative to each unknown's magnitude.
  void advance(SegmentSolver& solver, const SegmentReport& report, const Segment& segment,
               const State& error_at_start, const Eigen::VectorXd& relative_error);

  /// The segments of a column.
  [[nodiscard]] auto segments(Eigen::Index column) const -> const std::vector<Segment>& {
    return segments_[static_cast<std::size_t>(column)];
  }
  auto segments(Eigen::Index column) -> std::vector<Segment>& {
    return segments_[static_cast<std::size_t>(column)];
  }
  /// (unknown, column): the estimate, absolute, the largest so far.
  [[nodiscard]] auto error() const -> const Eigen::MatrixXd& { return largest_error_; }

private:
  std::vector<int> parameter_;
  Eigen::MatrixXd at_start_;       // (state, column): the derivatives at the segment's start
  Eigen::MatrixXd size_;           // (unknown, column): the largest so far
  Eigen::VectorXd relative_error_; // of each column: what its ends have gathered
  Eigen::MatrixXd largest_error_;  // (unknown, column)
  std::vector<std::vector<Segment>> segments_; // of each column
};

} // namespace jetwork::pinn
