// Whether two results are one solution, and in which order several are reported.
#pragma once

#include "pinn/solution/result.hpp"

#include <vector>

namespace jetwork::pinn {

/// Whether nothing tells them apart: they differ nowhere by more than some times their error estimates. Of two solved ones.
[[nodiscard]] auto coincide(const Result& one, const Result& other) -> bool;

/// By their numbers, then the root of their mean square, then their mean, then where they lie: the same order whatever led to them.
void sort_by_size(std::vector<Result>& results);

} // namespace jetwork::pinn
