// Events in a picture: a vertical line where one happened, and curves that end there and begin anew where it changes them.
//
//   picture.points = with_both_sides(points, result.events, result.solution);
//   Curve h{"h", solution.evaluate(0, picture.points)};
//   interrupt(h, {.unknown = 0}, picture.points, result.events, result.solution);
#pragma once

#include "cli/output/curve.hpp"
#include "cli/output/mark.hpp"
#include "cli/output/named_value.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/result.hpp"
#include "pinn/solution/solution.hpp"

#include <vector>

namespace jetwork::cli {

/// Of events that did not end the solution, with their names.
[[nodiscard]] auto event_marks(const pinn::Problem& problem,
                               const std::vector<pinn::EventOccurrence>& events)
    -> std::vector<Mark>;

/// Whether the event changes the value, and so ends a curve of it.
[[nodiscard]] auto makes_jump(const pinn::EventOccurrence& event, const NamedValue& value) -> bool;

/// Ascending points, with three at each event: the event, where the value after it holds, and the two numbers next to it on the side of
/// the solution's start.
[[nodiscard]] auto with_both_sides(std::vector<double> points,
                                   const std::vector<pinn::EventOccurrence>& events,
                                   const pinn::Solution& solution) -> std::vector<double>;

/// Where an event changes the value that the curve is of, the curve has no value at the number next to the event: it is not drawn on from
/// there.
void interrupt(Curve& curve, const NamedValue& value, const std::vector<double>& points,
               const std::vector<pinn::EventOccurrence>& events, const pinn::Solution& solution);

} // namespace jetwork::cli
