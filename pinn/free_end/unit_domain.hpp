// A problem whose domain ends at an unknown number T, and the same one on [0, 1], where T is a number in its equations.
//
//   const Problem unit = with_unit_domain(problem);       // t = a + (T - a)·s, u⁽ⁿ⁾ = (T - a)⁻ⁿ·dⁿu/dsⁿ
//   Result result = …;                                     // of `unit`
//   make_function_of_time(result, problem);
#pragma once

#include "pinn/boundary_value/mesh_function.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/result.hpp"

#include <memory>

namespace jetwork::pinn {

/// Of a problem with a free end.
[[nodiscard]] auto with_unit_domain(const Problem& problem) -> Problem;

/// The end that was found.
[[nodiscard]] auto end_of(const Result& result, const Problem& problem) -> const FoundParameter&;

/// The result of `with_unit_domain(problem)` as one of the problem. Its errors are those at a given t already
/// (pinn/boundary_value/error_check.hpp).
void make_function_of_time(Result& result, const Problem& problem);

/// A part of a solution, from t on, as a function on [0, 1].
[[nodiscard]] auto on_unit_domain(const Solution& solution, double from, double length,
                                  std::shared_ptr<const StateLayout> layout) -> MeshFunction;

} // namespace jetwork::pinn
