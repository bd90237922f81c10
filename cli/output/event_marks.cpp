#include "cli/output/event_marks.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace jetwork::cli {
namespace {

/// The number next to where an event happened, on the side of the solution's start.
auto just_before(double t, const pinn::Solution& solution) -> double {
  return std::nextafter(t, solution.start());
}

} // namespace

auto event_marks(const pinn::Problem& problem, const std::vector<pinn::EventOccurrence>& events)
    -> std::vector<Mark> {
  std::vector<Mark> marks;
  for (const pinn::EventOccurrence& each : events)
    if (!each.ends_solution) marks.push_back({each.t, problem.events[each.index].name});
  return marks;
}

auto makes_jump(const pinn::EventOccurrence& event, const NamedValue& value) -> bool {
  if (event.ends_solution) return false;
  const auto derivative = static_cast<std::size_t>(value.derivative);
  const auto of = [&](const std::vector<std::vector<double>>& values) {
    return value.unknown < values.size() && derivative < values[value.unknown].size()
               ? values[value.unknown][derivative]
               : 0.0;
  };
  return of(event.before) != of(event.after);
}

auto with_both_sides(std::vector<double> points, const std::vector<pinn::EventOccurrence>& events,
                     const pinn::Solution& solution) -> std::vector<double> {
  if (points.empty()) return points;
  const double first = points.front();
  for (const pinn::EventOccurrence& each : events) {
    if (each.ends_solution) continue;
    const double before = just_before(each.t, solution);
    for (const double t : {each.t, before, just_before(before, solution)})
      if (t >= first && solution.covers(t)) points.push_back(t);
  }
  std::ranges::sort(points);
  points.erase(std::ranges::unique(points).begin(), points.end());
  return points;
}

void interrupt(Curve& curve, const NamedValue& value, const std::vector<double>& points,
               const std::vector<pinn::EventOccurrence>& events, const pinn::Solution& solution) {
  for (const pinn::EventOccurrence& each : events) {
    if (!makes_jump(each, value)) continue;
    const double gap = just_before(each.t, solution);
    const auto place = std::ranges::lower_bound(points, gap);
    if (place != points.end() && *place == gap)
      curve.values[static_cast<std::size_t>(place - points.begin())] = std::nan("");
  }
}

} // namespace jetwork::cli
