// Whether what was found as a cycle is one.
#pragma once

#include "pinn/solution/result.hpp"

namespace jetwork::pinn {

/// Whether no unknown moves by more than its error, which may be all rounding: a steady state is periodic with any period.
[[nodiscard]] auto is_at_rest(const Result& result) -> bool;

/// Whether every value at the end is that at the start, as far as errors tell.
[[nodiscard]] auto returns(const Result& result) -> bool;

} // namespace jetwork::pinn
