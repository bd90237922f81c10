// What the conditions of a problem say of the start and of the end of its domain: that the solution returns, where it begins, and what
// else.
//
//   const LoopConditions said = loop_conditions(problem);
//   if (said.is_periodic()) …                    // u(start) = u(end), of every value below each unknown's order
#pragma once

#include "pinn/problem/problem.hpp"

#include <cstddef>
#include <vector>

namespace jetwork::pinn {

struct LoopConditions {
  std::vector<std::size_t> periodic; ///< which of the problem's conditions say that a value returns
  std::vector<std::size_t> initial;  ///< are of the start alone
  std::vector<std::size_t> others;
  std::size_t values = 0; ///< that a solution has at a point

  [[nodiscard]] auto is_periodic() const -> bool { return periodic.size() == values; }
  [[nodiscard]] auto has_initial_values() const -> bool { return initial.size() == values; }
};

/// Of conditions without integrals at the domain's two ends; all are `others`, if there are others.
[[nodiscard]] auto loop_conditions(const Problem& problem) -> LoopConditions;

} // namespace jetwork::pinn
