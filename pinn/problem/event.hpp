// Events: where a quantity passes through zero, or at given times, the solution ends, or goes on with new values.
//
//   Problem ball = …;                                                          // h'' = -9.81
//   ball.events = {{.name = "bounce",
//                   .value = quantity<1>([](auto t, auto h) { return h[0]; }),
//                   .crossing = Crossing::falling,
//                   .then = {{.unknown = 0, .derivative = 1,
//                             .value = quantity<1>([](auto t, auto h) { return -0.9 * h[1]; })}}}};
//   solve(ball).events[19].t;                                                  // of the 20th bounce
#pragma once

#include "pinn/problem/quantity.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace jetwork::pinn {

/// How an event's value passes through zero, in the direction in which the problem is solved.
enum class Crossing { any, rising, falling };

/// Where a value that is zero counts: of x - 1 for "x > 1" before the crossing, as that is not true yet, for "x >= 1" behind it; for
/// "x - 1" itself it is neither.
enum class Zero { neither, before, behind };

/// A value after an event, from those before it.
struct Assignment {
  std::size_t unknown = 0;
  int derivative = 0; ///< below the unknown's order
  Quantity value = {};
};

/// Happens where `value` passes through zero, or jumps from one sign to the other; not at a pole. A zero that is touched and not
/// crossed is none, nor is one at the very start, or just after the event itself, unless zero counts as before. Or it happens at given times.
struct Event {
  std::string name = {};
  Quantity value = {}; ///< none where there are times
  Crossing crossing = Crossing::any;
  Zero zero = Zero::neither;      ///< for a crossing that is rising or falling
  std::vector<double> times = {}; ///< in any order; those outside of the domain are passed over
  /// What changes, all at once; the solution ends at the event where nothing does.
  std::vector<Assignment> then = {};

  [[nodiscard]] auto ends_solution() const -> bool { return then.empty(); }
};

} // namespace jetwork::pinn
