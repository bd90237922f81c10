// Derivatives of the solution by parameters and initial values, carried along a march.
//
// On each segment they follow from how its coefficients answer to its start and to the parameters, by the factors that the
// fit has left: no equation is solved a second time, and nothing is differenced. So each derivative is a network on the same
// segments. What the modes miss of them, what the last refinement changed, and rounding are carried along as the solution's own
// errors are; what is not known of the solution itself comes on top, relative to their sizes.
#pragma once

#include "pinn/collocation/segment_solver.hpp"
#include "pinn/error/uncertainty.hpp"
#include "pinn/initial_value/change.hpp"
#include "pinn/initial_value/sensitivity_start.hpp"
#include "pinn/solution/solution.hpp"

#include <Eigen/Core>

#include <vector>

namespace jetwork::pinn {

class SensitivitiesAlongMarch {
public:
  /// The layout must outlive it.
  SensitivitiesAlongMarch(const StateLayout& layout, const SensitivityStart& start);

  [[nodiscard]] auto columns() const -> Eigen::Index { return at_start_.cols(); }
  /// Finds the derivatives on a segment, after everything else was asked of the solver. `error_at_start` is the solution's,
  /// signed, `unsigned_error` what of it is known in size only, and `magnitude` what its unknowns were at most. Returns the largest of the derivatives' own errors there, relative
  /// to their sizes.
  [[nodiscard]] auto fit(SegmentSolver& solver, const SegmentReport& report,
                         const State& error_at_start, const Eigen::VectorXd& unsigned_error,
                         const Eigen::VectorXd& magnitude) -> double;
  /// Takes into account what happens between two segments; the solution is known there to this part of its size.
  void pass(const Saltation& saltation, double relative_error, const Deadline& deadline);
  /// Takes the segment fitted last into account. `relative_error` is what of the solution's is only known in size, relative to
  /// each unknown's magnitude. Throws DeadlinePassed.
  void accept(const SegmentReport& report, const Segment& segment,
              const Eigen::VectorXd& relative_error, const Deadline& deadline);

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
  [[nodiscard]] auto network(const SegmentReport& report, const Segment& segment,
                             Eigen::Index column) const -> Segment;
  void advance_uncertainty(const SegmentReport& report, Eigen::Index column,
                           const Deadline& deadline);

  std::vector<int> parameter_;
  SegmentSolver::Tangents tangents_; // on the segment fitted last
  Eigen::MatrixXd at_start_;         // (state, column): the derivatives at the segment's start
  Eigen::MatrixXd size_;             // (unknown, column): the largest so far
  std::vector<GroupedUncertainty> uncertainty_; // of each column, at the segment's start
  Eigen::MatrixXd largest_error_;               // (unknown, column)
  std::vector<std::vector<Segment>> segments_;  // of each column
};

} // namespace jetwork::pinn
