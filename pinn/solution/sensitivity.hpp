// How a solution answers to a parameter or to an initial value: a solution of its own, on the same segments.
//
//   const Result result = solve(spring, {.sensitivities = {"k", "r'"}});
//   result.sensitivities[0].derivative("r", 2.5);       // ∂r(2.5)/∂k
//   result.sensitivities[1].derivative("r", 2.5);       // ∂r(2.5)/∂r'(0), where r'(0) is the initial value
#pragma once

#include "pinn/solution/solution.hpp"

#include <string>
#include <vector>

namespace jetwork::pinn {

struct Sensitivity {
  std::string by;                     ///< a parameter's name, or r, r', … for an initial value
  Solution derivative;                ///< of each unknown
  std::vector<double> error_estimate; ///< absolute, per unknown, the largest over the domain
};

} // namespace jetwork::pinn
