#include "pinn/free_end/found_cycle.hpp"

#include "pinn/free_end/solution_samples.hpp"

#include <algorithm>
#include <cmath>

namespace jetwork::pinn {

auto is_at_rest(const Result& result) -> bool {
  constexpr double least_extent = 1e-6; // of the largest magnitude
  const Samples samples = sampled(result.solution);
  Eigen::Index row = 0;
  for (std::size_t i = 0; i < result.magnitude.size(); ++i) {
    const auto values = samples.states.row(row);
    const double allowed =
        std::max(least_extent * result.magnitude[i], 4 * result.error_estimate[i]);
    if (values.maxCoeff() - values.minCoeff() > allowed) return false;
    row += result.solution.orders()[i];
  }
  return true;
}

auto returns(const Result& result) -> bool {
  constexpr double safety = 10, rounding = 1e-12;
  const Samples samples = sampled(result.solution);
  Eigen::Index row = 0;
  for (std::size_t i = 0; i < result.magnitude.size(); ++i) {
    const double relative = rounding + safety * result.error_estimate[i] / result.magnitude[i];
    for (int n = 0; n < result.solution.orders()[i]; ++n, ++row) {
      const auto values = samples.states.row(row);
      const double moved = std::abs(values[values.size() - 1] - values[0]);
      if (moved > relative * values.cwiseAbs().maxCoeff()) return false;
    }
  }
  return true;
}

} // namespace jetwork::pinn
