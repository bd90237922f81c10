// What a solve will take, in bytes, before it is taken. Right to about a tenth where it is much; what a process takes anyway,
// some twenty megabytes, is left out.
//
//   bytes_of_recording(recorded) + bytes_of_segment(layout, entries)
#pragma once

#include "pinn/collocation/recorded_residual.hpp"
#include "pinn/collocation/state_layout.hpp"

#include <cstddef>

namespace jetwork::pinn {

/// Of all replays of the recorded equations, and of what is known at their points.
[[nodiscard]] auto bytes_of_recording(const RecordedResidual& recorded) -> double;

/// Of the matrices of one segment, where its elimination has so many entries.
[[nodiscard]] auto bytes_of_segment(const StateLayout& layout, std::size_t entries) -> double;

} // namespace jetwork::pinn
