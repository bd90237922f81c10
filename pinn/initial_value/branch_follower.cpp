#include "pinn/initial_value/branch_follower.hpp"

#include "pinn/initial_value/branch_meeting.hpp"
#include "pinn/network/segment_points.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jetwork::pinn {

BranchFollower::BranchFollower(SegmentSolver& solver, BranchStart start)
    : solver_(&solver),
      is_needed_(solver.has_branches()),
      last_(std::move(start.highest)),
      largest_(Eigen::VectorXd::Zero(solver.layout().unknowns())) {
  solver.start_from(last_);
}

auto BranchFollower::has_left(const Eigen::MatrixXd& distances) const -> bool {
  constexpr double part = 0.25; // of the way to another branch; what is kept moves by much less
  if (!last_) return false;
  const Eigen::VectorXd moved = (judged_.row(0).transpose() - *last_).cwiseAbs();
  return (moved.array() > part * distances.row(0).transpose().array().abs()).any();
}

/// The segment's points, behind the last ones of the segment before.
auto BranchFollower::with_last_points(const Trail& here) const -> Trail {
  const Eigen::Index before = trail_.t.size(), count = here.t.size();
  Trail both{Eigen::VectorXd(before + count),
             Eigen::MatrixXd(before + count, here.distances.cols())};
  both.t << trail_.t, here.t;
  if (before > 0) both.distances.topRows(before) = trail_.distances;
  both.distances.bottomRows(count) = here.distances;
  return both;
}

auto BranchFollower::judge(double start, double length) -> Judgement {
  // What is large for a highest derivative: this part of the largest so far, or the largest of the segment.
  constexpr double present = 1e-4;
  if (!is_needed_) return {};
  judged_ = solver_->highest_derivatives();
  here_ = {start + length * check_points().point.array(), solver_->branch_distances()};
  if (has_left(here_.distances)) return {.has_left = true};
  const Eigen::VectorXd largest = largest_.cwiseMax(judged_.row(2).transpose());
  const Eigen::VectorXd sizes = (present * largest).cwiseMax(judged_.row(2).transpose());
  const Trail all = with_last_points(here_);
  const Eigen::VectorXd theta = (all.t.array() - start) / length;
  const Eigen::Index first = trail_.t.size();
  nearest_ = std::numeric_limits<double>::infinity();
  std::optional<BranchMeeting> earliest;
  for (Eigen::Index i = 0; i < sizes.size(); ++i) {
    nearest_ = std::min(nearest_, here_.distances.col(i).cwiseAbs().minCoeff() / largest[i]);
    const auto meeting = first_meeting(theta, all.distances.col(i), first, sizes[i]);
    if (meeting && (!earliest || meeting->point < earliest->point)) earliest = meeting;
  }
  if (!earliest) return {};
  return {.alone = earliest->point > first ? theta[earliest->point - 1] : 0.0,
          .meeting = earliest->place};
}

void BranchFollower::pass_change(bool is_jump) {
  last_.reset();
  if (is_jump) trail_ = {};
}

void BranchFollower::accept() {
  if (!is_needed_) return;
  constexpr Eigen::Index remembered = 12; // points
  trail_ = {here_.t.tail(remembered), here_.distances.bottomRows(remembered)};
  last_ = judged_.row(1).transpose();
  largest_ = largest_.cwiseMax(judged_.row(2).transpose());
  solver_->start_from(last_);
}

} // namespace jetwork::pinn
