#include "pinn/initial_value/reachable_tolerance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace jetwork::pinn {

namespace {

/// The next number of one digit, as a message shows it.
auto rounded_up(double tolerance) -> double {
  const double unit = std::pow(10.0, std::floor(std::log10(tolerance)));
  return std::stod(fmt::format("{:.0e}", std::ceil(tolerance / unit) * unit));
}

} // namespace

auto reachable_tolerance(SegmentSolver& solver, const MarchTask& task, const Options& options,
                         const PassesResult& in_vain, const Deadline& deadline)
    -> std::optional<double> {
  constexpr double loosest = 0.5;
  constexpr double margin = 2.0,
                   more = 4.0; // beside the estimate, and where that is not met either
  constexpr double least_seconds = 0.1;
  const Deadline soon = deadline.within(std::max(deadline.elapsed(), least_seconds));
  Options tried = options;
  tried.progress = {};
  for (double wanted = margin * in_vain.ratio; wanted < loosest; wanted *= more) {
    tried.tolerance = rounded_up(wanted);
    const PassesResult found = march_in_passes(
        solver, task, tried, least_magnitudes(tried, solver.layout().unknowns()), soon);
    if (found.best.is_complete() && found.ratio <= tried.tolerance) return tried.tolerance;
    if (soon.passed()) break;
  }
  return std::nullopt;
}

} // namespace jetwork::pinn
