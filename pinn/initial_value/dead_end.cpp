#include "pinn/initial_value/dead_end.hpp"

#include <cmath>

namespace jetwork::pinn {

auto explained(const DeadEnd& end, const Domain& domain) -> Ending {
  constexpr double coarse = 1e-6; // of the domain
  if (end.shortest > coarse * std::abs(domain.end - domain.start))
    return {.outcome = Outcome::time_too_coarse,
            .t = end.t,
            .length = std::abs(std::nextafter(end.t, domain.end) - end.t)};
  if (end.t == domain.start) return {Outcome::undetermined_at_start, end.t};
  return {Outcome::no_segment_short_enough, end.t};
}

} // namespace jetwork::pinn
