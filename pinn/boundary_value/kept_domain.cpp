#include "pinn/boundary_value/kept_domain.hpp"

#include <cmath>
#include <utility>

namespace jetwork::pinn {

auto KeptDomain::is_cut() const -> bool {
  return std::isinf(domain_.start) || std::isinf(domain_.end);
}

auto KeptDomain::place(double point) const -> double {
  if (!std::isinf(point)) return point;
  const double from = std::isfinite(domain_.start) ? domain_.start
                      : std::isfinite(domain_.end) ? domain_.end
                                                   : 0.0;
  return from + std::copysign(length_, point);
}

auto KeptDomain::doubled() const -> KeptDomain {
  KeptDomain twice = *this;
  twice.length_ *= 2;
  return twice;
}

auto longer(const MeshFunction& u, const KeptDomain& domain) -> MeshFunction {
  std::vector<double> nodes = u.nodes();
  std::vector<std::size_t> breaks = u.breaks();
  const bool before = domain.start() != nodes.front(), behind = domain.end() != nodes.back();
  if (before) {
    nodes.insert(nodes.begin(), domain.start());
    for (std::size_t piece = 1; piece < breaks.size(); ++piece) ++breaks[piece];
  }
  if (behind) {
    nodes.push_back(domain.end());
    ++breaks.back();
  }
  MeshFunction result(u.shared_layout(), std::move(nodes), std::move(breaks));
  result.numbers = u.numbers;
  const std::size_t shift = before ? 1 : 0;
  for (std::size_t segment = 0; segment < u.segments(); ++segment) {
    result.states.col(result.start_of(segment + shift)) = u.states.col(u.start_of(segment));
    result.states.col(result.end_of(segment + shift)) = u.states.col(u.end_of(segment));
    for (int i = 0; i < u.layout().unknowns(); ++i)
      result.highest(i, segment + shift) = u.highest(i, segment);
  }
  const auto& layout = u.layout();
  // The states at both ends of a new segment, from that of the old end.
  const auto put = [&](std::size_t segment, State end, double distance_to_start) {
    for (int i = 0; i < layout.unknowns(); ++i)
      if (layout.order(i) > 1) end[layout.offset(i) + layout.order(i) - 1] = 0.0;
    // What is zero but for rounding may lie outside of where the equations have a value.
    constexpr double rounding = 1e-13;
    const Eigen::ArrayXd largest = u.largest_states();
    end = (end.array().abs() > rounding * largest).select(end, 0.0);
    for (const bool at_start : {true, false}) {
      const double distance = distance_to_start + (at_start ? 0.0 : result.length(segment));
      auto state = result.states.col(at_start ? result.start_of(segment) : result.end_of(segment));
      const bool is_old_start = !at_start && segment == 0 && before;
      if (is_old_start) continue;
      for (int i = 0; i < layout.unknowns(); ++i)
        for (int n = 0; n < layout.order(i); ++n)
          state[layout.offset(i) + n] = taylor_part(layout, end, i, n, distance);
    }
  };
  if (before) put(0, u.states.col(0), -result.length(0));
  if (behind) put(result.segments() - 1, u.states.col(u.states.cols() - 1), 0.0);
  return result;
}

} // namespace jetwork::pinn
