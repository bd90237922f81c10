#include "pinn/solution/without_solution.hpp"

#include <limits>

namespace jetwork::pinn {

auto result_without_solution(const Problem& problem, const Ending& ending, double tolerance)
    -> Result {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const std::size_t unknowns = problem.unknowns.size();
  Result result;
  result.ending = ending;
  result.reason = explain(ending, problem.independent);
  result.tolerance = tolerance;
  result.error_estimate.assign(unknowns, infinity);
  result.magnitude.assign(unknowns, 0.0);
  result.solution = solution_of(problem, {});
  return result;
}

} // namespace jetwork::pinn
