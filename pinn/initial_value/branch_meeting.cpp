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

/// How many points from a corner lie the two that a line is laid through.
struct Line {
  Eigen::Index near, far;
};

/// The middle of where lines from either side of this point vanish, if that is one place but for how far the points are apart.
auto corner(const Eigen::VectorXd& theta, const Eigen::VectorXd& size, Eigen::Index k, Line line)
    -> std::optional<double> {
  const auto [near, far] = line;
  if (k < far || k + far >= theta.size()) return std::nullopt;
  const bool falls_and_rises = size[k - far] > size[k - near] && size[k - near] >= size[k]
                               && size[k] <= size[k + near] && size[k + near] < size[k + far];
  if (!falls_and_rises || !std::isfinite(size[k - far]) || !std::isfinite(size[k + far]))
    return std::nullopt;
  const double before = zero_of_line(theta, size, k - far, k - near);
  const double after = zero_of_line(theta, size, k + far, k + near);
  const auto is_close = [&, reach = near + 1](double zero) {
    return theta[k - reach] <= zero && zero <= theta[k + reach];
  };
  const double few = (theta[k + near] - theta[k - near]) / 2;
  if (!is_close(before) || !is_close(after) || std::abs(before - after) > few) return std::nullopt;
  return (before + after) / 2;
}

/// Seen close by, or from further off, as a segment's modes round off the corner.
auto corner(const Eigen::VectorXd& theta, const Eigen::VectorXd& size, Eigen::Index k)
    -> std::optional<double> {
  for (const Line line : {Line{1, 3}, Line{4, 9}})
    if (const auto place = corner(theta, size, k, line)) return place;
  return std::nullopt;
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
    const double zero = zero_of_line(theta, distance, k, other);
    // What stays near, as another branch beside this one does, is not met; nor is what is approached for ever.
    const double ahead = 4 * std::abs(theta[k] - theta[other]);
    const bool comes_near = sizes[k] < near * size && std::abs(zero - theta[k]) <= ahead;
    if (crosses || (is_new && (comes_near || sizes[k] == 0)))
      return BranchMeeting{k, std::isfinite(zero) && zero >= theta[0] ? zero : theta[k]};
    if (const auto place = corner(theta, sizes, k))
      return BranchMeeting{std::max(first, k), *place};
  }
  return std::nullopt;
}

} // namespace jetwork::pinn
