#include "pinn/initial_value/dead_end.hpp"

#include <Eigen/Core>

#include <cmath>

namespace jetwork::pinn {

namespace {

/// |u⁽ᵖ⁾| of each unknown at the segment's start.
auto highest_derivatives(const Segment& segment, std::span<const int> orders) -> Eigen::VectorXd {
  Eigen::VectorXd result(static_cast<Eigen::Index>(orders.size()));
  for (Eigen::Index i = 0; i < result.size(); ++i) {
    const int order = orders[static_cast<std::size_t>(i)];
    result[i] = std::abs(evaluate(segment, order, i, segment.start, order));
  }
  return result;
}

/// Whether the highest derivatives are about as large close to the end as before. Towards a pole, or where a function's
/// domain ends in a root, they grow without a bound.
auto stays_bounded(const DeadEnd& end, const Domain& domain, std::span<const Segment> segments,
                   std::span<const int> orders) -> bool {
  constexpr double close = 1e-3; // of the way
  constexpr double as_large = 10.0;
  Eigen::VectorXd before = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(orders.size()));
  Eigen::VectorXd beside = before;
  for (const Segment& segment : segments) {
    const bool is_close = std::abs(end.t - segment.start) < close * std::abs(end.t - domain.start);
    Eigen::VectorXd& seen = is_close ? beside : before;
    seen = seen.cwiseMax(highest_derivatives(segment, orders));
  }
  return (beside.array() <= as_large * before.array()).all();
}

} // namespace

auto explained(const DeadEnd& end, const Domain& domain, std::span<const Segment> segments,
               std::span<const int> orders) -> Ending {
  constexpr double coarse = 1e-6; // of the domain
  if (end.shortest > coarse * std::abs(domain.end - domain.start))
    return {.outcome = Outcome::time_too_coarse,
            .t = end.t,
            .length = std::abs(std::nextafter(end.t, domain.end) - end.t)};
  if (end.t == domain.start) return {Outcome::undetermined_at_start, end.t};
  const bool jumps =
      end.has_steps && end.is_defined_beyond && stays_bounded(end, domain, segments, orders);
  return {jumps ? Outcome::equations_jump : Outcome::no_segment_short_enough, end.t};
}

} // namespace jetwork::pinn
