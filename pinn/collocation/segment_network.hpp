// The network that a segment's coefficients stand for, and what rounding does where it is evaluated.
//
//   const Segment segment = network_of(layout, start, length, state, coefficients);
//   evaluation_noise(segment)[0];                       // of unknown 0
#pragma once

#include "pinn/collocation/state_layout.hpp"
#include "pinn/solution/solution.hpp"

#include <Eigen/Core>

namespace jetwork::pinn {

/// Of the first unknowns, as many as there are columns of coefficients, (mode, unknown): those of u⁽ᵖ⁾ in x.
[[nodiscard]] auto network_of(const StateLayout& layout, double start, double length,
                              const State& state, const Eigen::MatrixXd& coefficients) -> Segment;

/// Of each unknown, absolute: one standard deviation.
[[nodiscard]] auto evaluation_noise(const Segment& segment) -> Eigen::VectorXd;

} // namespace jetwork::pinn
