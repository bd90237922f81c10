#include "pinn/initial_value/branch_meeting.hpp"

#include <algorithm>
#include <cmath>

namespace jetwork::pinn {

namespace {

/// Where the line through two points of a curve vanishes.
auto zero_of_line(const Eigen::VectorXd& theta, const Eigen::VectorXd& curve, Eigen::Index a,
                  Eigen::Index b) -> double {
  return theta[a] - curve[a] * (theta[b] - theta[a]) / (curve[b] - curve[a]);
}

/// The middle of where lines from either side of this point vanish, if that is one place but for how far the points are apart.
auto corner(const Eigen::VectorXd& theta, const Eigen::VectorXd& size, Eigen::Index k)
    -> std::optional<double> {
  constexpr Eigen::Index apart = 3; // points of a line: the nearest ones are bent by the corner
  if (k < apart || k + apart >= theta.size()) return std::nullopt;
  const bool falls_and_rises = size[k - apart] > size[k - 1] && size[k - 1] >= size[k]
                               && size[k] <= size[k + 1] && size[k + 1] < size[k + apart];
  if (!falls_and_rises || !std::isfinite(size[k - apart]) || !std::isfinite(size[k + apart]))
    return std::nullopt;
  const double before = zero_of_line(theta, size, k - apart, k - 1);
  const double after = zero_of_line(theta, size, k + apart, k + 1);
  const auto is_close = [&](double zero) { return theta[k - 2] <= zero && zero <= theta[k + 2]; };
  const double gap = std::abs(before - after);
  if (!is_close(before) || !is_close(after) || gap > theta[k + 1] - theta[k - 1])
    return std::nullopt;
  return (before + after) / 2;
}

} // namespace

auto first_meeting(const Eigen::VectorXd& theta, const Eigen::VectorXd& distance,
                   Eigen::Index first, double size) -> std::optional<BranchMeeting> {
  constexpr double near = 1e-2;
  const Eigen::VectorXd sizes = distance.cwiseAbs();
  for (Eigen::Index k = 0; k < theta.size(); ++k) {
    const bool is_new = k >= first;
    const Eigen::Index other = k > 0 ? k - 1 : 1;
    const bool crosses =
        is_new && k > 0 && std::signbit(distance[k]) != std::signbit(distance[other]);
    if (crosses || (is_new && sizes[k] < near * size)) {
      const double zero = zero_of_line(theta, distance, k, other);
      return BranchMeeting{k, std::isfinite(zero) && zero >= theta[0] ? zero : theta[k]};
    }
    if (const auto place = corner(theta, sizes, k))
      return BranchMeeting{std::max(first, k), *place};
  }
  return std::nullopt;
}

} // namespace jetwork::pinn
