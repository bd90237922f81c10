// The first eigenvalues of a linear boundary-value problem, with their functions.
//
//   const Spectrum spectrum = first_eigenvalues(problem, 5, {.tolerance = 1e-10});
//   spectrum.found[0].result.parameters[0].value;          // ± its error_estimate
//   spectrum.found[0].result.solution("u", 0.5);           // the largest |u| is one
//
// A pencil of matrices on a coarse mesh says where they are (pinn/eigenvalues/candidates.hpp); each is then found as an unknown number
// of a boundary-value problem, with its own error estimate.
#pragma once

#include "pinn/options.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jetwork::pinn {

struct Eigenfunction {
  Result result; ///< its one parameter is the eigenvalue
  /// From 0: of Sturm–Liouville problems, where the zeros of the function prove it.
  std::optional<int> index;
};

struct Spectrum {
  std::vector<Eigenfunction>
      found;          ///< from the lowest; where they go to minus infinity, from the highest
  std::string reason; ///< why fewer were found than were asked for, or not all to the tolerance
  double seconds = 0.0;

  [[nodiscard]] auto solved() const -> bool { return reason.empty(); }
};

/// Of a problem with one searched parameter, in which equations and conditions are linear, within its bounds. Throws
/// std::invalid_argument where they are not linear and homogeneous, and on a number below one.
[[nodiscard]] auto first_eigenvalues(const Problem& problem, int count, const Options& options = {})
    -> Spectrum;

} // namespace jetwork::pinn
