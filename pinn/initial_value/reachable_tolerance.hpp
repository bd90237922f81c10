// What to ask for where a tolerance was not met: one that is known to be met, because it was tried.
#pragma once

#include "pinn/initial_value/passes.hpp"

#include <optional>

namespace jetwork::pinn {

/// A tolerance of one digit that the same task meets. Nothing where none below 1/2 was found before the deadline, or in
/// as much time again as the marches in vain took.
[[nodiscard]] auto reachable_tolerance(SegmentSolver& solver, const MarchTask& task,
                                       const Options& options, const PassesResult& in_vain,
                                       const Deadline& deadline) -> std::optional<double>;

} // namespace jetwork::pinn
