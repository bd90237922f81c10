#include "pinn/boundary_value/error_check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jetwork::pinn {

namespace {

struct Largest {
  double value = 0.0, place = 0.0;
};

/// The largest |u_i|, and where.
auto largest_value(const MeshFunction& u, int unknown) -> Largest {
  Largest largest;
  const auto take = [&](double value, double place) {
    if (std::abs(value) > largest.value) largest = {std::abs(value), place};
  };
  const auto& theta = gauss_nodes().quadrature().point;
  for (std::size_t segment = 0; segment < u.segments(); ++segment) {
    take(u.states(u.layout().offset(unknown), u.start_of(segment)), u.start(segment));
    take(u.states(u.layout().offset(unknown), u.end_of(segment)), u.nodes()[segment + 1]);
    const auto values = u.at_nodes(unknown, segment, 0);
    for (Eigen::Index j = 0; j < values.size(); ++j)
      take(values[j], u.start(segment) + u.length(segment) * theta[j]);
  }
  return largest;
}

} // namespace

auto check_error(NewtonSystem& system, const MeshFunction& u, const Deadline& deadline)
    -> ErrorCheck {
  constexpr double safety = 1.5;
  constexpr double probes = 2;
  constexpr double epsilon = std::numeric_limits<double>::epsilon();
  ErrorCheck check;
  const int unknowns = u.layout().unknowns();
  const MeshFunction fine = u.halved();
  if (!system.linearise(fine, deadline)) return check;
  const MeshFunction step = system.solve(system.missed());
  if (!step.is_finite()) return check;
  check.finite = true;
  check.error.setZero(unknowns);
  check.place.setZero(unknowns);
  check.rounding.setZero(unknowns);
  check.largest.setZero(unknowns);
  for (int i = 0; i < unknowns; ++i) {
    const Largest change = largest_value(step, i);
    check.error[i] = safety * change.value;
    check.place[i] = change.place;
    check.largest[i] = largest_value(fine, i).value;
  }
  check.number_error = safety * step.numbers.cwiseAbs();
  for (unsigned probe = 1; probe <= static_cast<unsigned>(probes); ++probe) {
    const MeshFunction answer = system.solve(system.rounding(fine, probe));
    for (int i = 0; i < unknowns; ++i)
      check.rounding[i] = std::max(check.rounding[i], largest_value(answer, i).value);
    check.number_error += answer.numbers.cwiseAbs();
  }
  for (int i = 0; i < unknowns; ++i)
    if (check.largest[i] > 0)
      check.condition =
          std::max(check.condition, check.rounding[i] / (epsilon * check.largest[i]));
  check.error += 2 * check.rounding;
  return check;
}

} // namespace jetwork::pinn
