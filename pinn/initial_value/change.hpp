// What happens to a state, and to its errors, where an equation changes its form or an event assigns new values.
//
// At the time t* where g(t, u) = 0, u⁺ = h(t, u⁻). An error e⁻ of the state moves t* by τ = -(g_u·e⁻)/ġ, and
//
//   e⁺ = h_u·e⁻ + (ḣ - f⁺)·τ,
//
// ġ and ḣ taken along the solution before, and f⁺ the states' slopes behind (the saltation matrix: Aizerman and Gantmakher 1958;
// Leine and Nijmeijer 2004, 7.1).
#pragma once

#include "pinn/collocation/state_layout.hpp"
#include "pinn/solution/solution.hpp"

#include <Eigen/Core>

namespace jetwork::pinn {

/// How fast the states move on a segment.
[[nodiscard]] auto slopes_at(const Segment& segment, const StateLayout& layout, double t) -> State;

struct Change {
  double t = 0.0;
  /// How the time answers to the state before, and to the parameters; zero where it is given.
  Eigen::RowVectorXd time_by_state, time_by_parameters;
  /// What is known to be missing of the time, as the segment ends beside its function's zero.
  double time_left = 0.0;
  double time_rounding = 0.0;      ///< by how much rounding within the function moves its zero
  State slopes;                    ///< ḣ, of what is assigned along the solution before
  Eigen::MatrixXd after_by_before; ///< h_u
  Eigen::MatrixXd after_by_parameters;
};

/// Where nothing is assigned to a state of these slopes, and the time is given.
[[nodiscard]] auto change_of_nothing(double t, const State& slopes, Eigen::Index parameters)
    -> Change;

/// How errors pass a change; see above.
struct Saltation {
  Eigen::MatrixXd by_state;      ///< ∂e⁺/∂e⁻
  Eigen::MatrixXd by_parameters; ///< ∂u⁺/∂p with the state before held fixed
  State shift;                   ///< what Change::time_left makes of the state
  State rounding;                ///< what rounding of the time does, in size only
};
[[nodiscard]] auto saltation(const Change& change, const State& slopes_after) -> Saltation;

} // namespace jetwork::pinn
