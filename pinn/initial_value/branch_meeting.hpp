// Where two values of a highest derivative become one, as seen from how far they are apart at some points.
//
//   first_meeting(theta, distance, first, size);             // a point, and the place near it
//
// A distance may change its sign, come near to zero, or run to zero on straight lines from both sides, as |t - 1| does: there a
// solution has turned into the other branch, with a corner.
#pragma once

#include <Eigen/Core>

#include <optional>

namespace jetwork::pinn {

struct BranchMeeting {
  Eigen::Index point; ///< beside it; what comes later may be another branch
  double place;       ///< where they meet
};

/// `distance` at the ascending `theta`, with signs; infinite where there is no other branch. Those before `first` were looked at
/// already. `size` is what is large for a distance.
[[nodiscard]] auto first_meeting(const Eigen::VectorXd& theta, const Eigen::VectorXd& distance,
                                 Eigen::Index first, double size) -> std::optional<BranchMeeting>;

} // namespace jetwork::pinn
