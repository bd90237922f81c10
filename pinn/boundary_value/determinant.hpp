// A determinant by its sign and the logarithm of its size, which may be beyond what a number can hold.
#pragma once

#include <cmath>

namespace jetwork::pinn {

struct Determinant {
  int sign = 1; ///< 0, where it is zero
  double log = 0.0;

  void multiply(double factor) {
    sign *= factor > 0 ? 1 : factor < 0 ? -1 : 0;
    log += std::log(std::abs(factor));
  }
  void divide(const Determinant& other) {
    sign *= other.sign;
    log -= other.log;
  }
};

} // namespace jetwork::pinn
