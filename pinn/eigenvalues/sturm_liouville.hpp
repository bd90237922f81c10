// Problems whose k-th eigenfunction has k zeros inside of the domain, k = 0, 1, …: a count of zeros says which one was found
// (Prüfer 1926; Zettl 2005, Sturm-Liouville Theory, theorem 4.3.1).
//
//   if (is_sturm_liouville(problem, mesh, deadline)) index = zeros_inside(eigenfunction);
#pragma once

#include "pinn/eigenvalues/pencil.hpp"
#include "pinn/solution/solution.hpp"

namespace jetwork::pinn {

/// One equation a·u'' + b·u' + c·u + λ·w·u = 0, a and w without a change of sign, and one condition at each end, without λ.
[[nodiscard]] auto is_sturm_liouville(const LinearProblem& problem, const MeshFunction& mesh,
                                      const Deadline& deadline) -> bool;

/// Of the first unknown, where it is larger than its error and than what rounding makes.
[[nodiscard]] auto zeros_inside(const Solution& solution, double error) -> int;

} // namespace jetwork::pinn
