// The places where an equation changes its form, and on which side of them it is.
//
// A relation, abs, sign, min or max changes where the difference of what it compares passes zero; floor and its like where their
// argument passes a whole number. Between such points an equation is smooth, and is solved as it is there; the points themselves
// become ends of segments. So the sides are not computed but given: they are inputs of what is recorded.
#pragma once

#include "pinn/problem/quantity.hpp"

#include <limits>

namespace jetwork::pinn {

/// Whether sides follow the values at each point, or are held as they are told.
enum class Switching { evaluated, frozen };

/// A switch of a recording, whose side is an input.
struct Switch {
  /// What the side is: the argument's sign, or the whole number that a function makes of it.
  enum class Kind { sign, floor, ceil, round, trunc };
  Kind kind = Kind::sign;
  Value argument, side;
};

/// Where an argument may be as long as its switch stays on a side.
struct SwitchInterval {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
};
[[nodiscard]] auto interval(Switch::Kind kind, double side) -> SwitchInterval;

/// -1, 0 or 1.
[[nodiscard]] constexpr auto sign_of(double x) -> int { return x > 0 ? 1 : x < 0 ? -1 : 0; }

/// The side on which an argument is; of a sign, zero where it is.
[[nodiscard]] auto side_of(Switch::Kind kind, double argument) -> double;

/// The side next to this one, beyond its upper or its lower end.
[[nodiscard]] auto next_side(Switch::Kind kind, double side, bool upwards) -> double;

} // namespace jetwork::pinn
