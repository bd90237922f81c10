#include "pinn/initial_value/branch_follower.hpp"

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

auto BranchFollower::judge() -> Judgement {
  constexpr double near = 1e-2;    // beside the largest highest derivative of the segment
  constexpr double present = 1e-4; // or this part of the largest one so far
  if (!is_needed_) return {};
  judged_ = solver_->highest_derivatives();
  const Eigen::MatrixXd distances = solver_->branch_distances();
  if (has_left(distances)) return {.has_left = true};
  const Eigen::VectorXd sizes = (present * largest_).cwiseMax(judged_.row(2).transpose());
  const Eigen::VectorXd& theta = check_points().point;
  nearest_ = std::numeric_limits<double>::infinity();
  Eigen::Index met = theta.size();
  Judgement judgement;
  for (Eigen::Index i = 0; i < sizes.size(); ++i)
    for (Eigen::Index k = 0; k < theta.size(); ++k) {
      const double here = distances(k, i), before = k > 0 ? distances(k - 1, i) : here;
      const double size = std::abs(here) / sizes[i];
      nearest_ = std::min(nearest_, size);
      const bool crosses = std::signbit(here) != std::signbit(before);
      if (k >= met || !(size < near || crosses)) continue;
      met = k;
      const Eigen::Index other = k > 0 ? k - 1 : 1; // along a line through two points
      const double slope = (here - distances(other, i)) / (theta[k] - theta[other]);
      const double zero = theta[k] - here / slope;
      judgement.meeting = std::isfinite(zero) && zero >= 0 ? zero : theta[k];
    }
  if (met < theta.size()) judgement.alone = met > 0 ? theta[met - 1] : 0.0;
  return judgement;
}

void BranchFollower::accept() {
  if (!is_needed_) return;
  last_ = judged_.row(1).transpose();
  largest_ = largest_.cwiseMax(judged_.row(2).transpose());
  solver_->start_from(last_);
}

} // namespace jetwork::pinn
