// Whether a formula that is claimed to solve a problem does.
//
//   const SolutionClaim claim(text, {"r = cos(2*t)"});
#pragma once

#include "pinn/verify/solution_claim.hpp"
