#include "pinn/sensible_tolerances.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

namespace jetwork::pinn {

void require_sensible_tolerances(const Problem& problem, const Options& options) {
  if (!(options.tolerance > 0 && options.tolerance < 1))
    throw std::invalid_argument(
        fmt::format("the tolerance must lie between 0 and 1, not {}", options.tolerance));
  if (!options.absolute_tolerance.empty()
      && options.absolute_tolerance.size() != problem.unknowns.size())
    throw std::invalid_argument(
        fmt::format("there are {} absolute tolerances for {} unknowns; give one for each, or none",
                    options.absolute_tolerance.size(), problem.unknowns.size()));
  for (const double absolute : options.absolute_tolerance)
    if (!(absolute >= 0 && std::isfinite(absolute)))
      throw std::invalid_argument(fmt::format(
          "an absolute tolerance must be a finite number, at least 0, not {}", absolute));
}

} // namespace jetwork::pinn
