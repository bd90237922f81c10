// The eigenvalues of a pencil that its mesh resolves, and their functions: where Newton's method begins.
//
//   for (const Candidate& candidate : candidates(pencil)) candidate.eigenvalue;     // ascending
#pragma once

#include "pinn/eigenvalues/pencil.hpp"

#include <vector>

namespace jetwork::pinn {

struct Candidate {
  double eigenvalue = 0.0;
  MeshFunction function;
  double tail = 0.0; ///< what the mesh does not resolve of the function, relative to its size
};

/// All real ones, ascending; where they go to minus infinity, descending.
[[nodiscard]] auto candidates(const Pencil& pencil) -> std::vector<Candidate>;

} // namespace jetwork::pinn
