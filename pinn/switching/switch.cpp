#include "pinn/switching/switch.hpp"

#include <cmath>

namespace jetwork::pinn {

auto interval(Switch::Kind kind, double side) -> SwitchInterval {
  switch (kind) {
  case Switch::Kind::floor: return {side, side + 1};
  case Switch::Kind::ceil: return {side - 1, side};
  case Switch::Kind::round: return {side - 0.5, side + 0.5};
  case Switch::Kind::trunc: return {side > 0 ? side : side - 1, side < 0 ? side : side + 1};
  case Switch::Kind::sign: break;
  }
  if (side > 0) return {.lower = 0.0};
  if (side < 0) return {.upper = 0.0};
  return {0.0, 0.0};
}

auto side_of(Switch::Kind kind, double argument) -> double {
  switch (kind) {
  case Switch::Kind::floor: return std::floor(argument);
  case Switch::Kind::ceil: return std::ceil(argument);
  case Switch::Kind::round: return std::round(argument);
  case Switch::Kind::trunc: return std::trunc(argument);
  case Switch::Kind::sign: break;
  }
  return sign_of(argument);
}

auto next_side(Switch::Kind kind, double side, bool upwards) -> double {
  if (kind == Switch::Kind::sign) return upwards ? 1.0 : -1.0;
  return upwards ? side + 1 : side - 1;
}

} // namespace jetwork::pinn
