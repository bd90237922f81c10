// Keeps a march on its solution where the equations allow several values of the highest derivatives.
//
//   BranchFollower branch(solver, start);
//   branch.judge(start, length);              // of a segment just checked: kept, left, or met by another
//   branch.accept();                          // it is part of the solution
//
// Newton's method starts each segment from where the last one ended. A segment that begins with another value has left the
// branch. Where another value comes near, branches may meet, and beyond that place there are several solutions.
#pragma once

#include "pinn/collocation/segment_solver.hpp"

#include <Eigen/Core>

#include <limits>
#include <optional>

namespace jetwork::pinn {

/// The highest derivatives at the start of a march, one an unknown; nothing if they are left to Newton's method.
struct BranchStart {
  std::optional<Eigen::VectorXd> highest;
  bool is_met = false; ///< two values are one there
};

class BranchFollower {
public:
  BranchFollower(SegmentSolver& solver, BranchStart start);

  struct Judgement {
    bool has_left = false;
    /// The part of the segment, if not all of it, before another branch comes near, and where they meet: in the segment's time.
    double alone = 1.0, meeting = 1.0;
  };
  [[nodiscard]] auto judge(double start, double length) -> Judgement;
  void accept();
  /// The solution goes on with other highest derivatives, and where it jumps, from elsewhere.
  void pass_change(bool is_jump);

  /// Where branches met, so that the march ends; it is told.
  std::optional<double> met_at;
  /// The least distance of another branch on the segment judged last, in parts of the largest highest derivative so far.
  [[nodiscard]] auto nearest() const -> double { return nearest_; }

private:
  /// How far other branches are, with signs: (point, unknown).
  struct Trail {
    Eigen::VectorXd t;
    Eigen::MatrixXd distances;
  };
  [[nodiscard]] auto with_last_points(const Trail& here) const -> Trail;
  /// Whether it begins with other highest derivatives than the last one ended with.
  [[nodiscard]] auto has_left(const Eigen::MatrixXd& distances) const -> bool;

  SegmentSolver* solver_;
  bool is_needed_;
  std::optional<Eigen::VectorXd> last_; // highest derivatives at the end of the last segment
  Eigen::VectorXd largest_;             // of their magnitudes, so far
  Trail trail_;                         // the last points of the segment accepted last
  Trail here_;                          // those of the segment judged last
  double nearest_ = std::numeric_limits<double>::infinity();
  Eigen::Matrix<double, 3, Eigen::Dynamic> judged_; // see SegmentSolver::highest_derivatives
};

} // namespace jetwork::pinn
