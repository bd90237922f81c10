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

constexpr unsigned probes = 2;
constexpr double epsilon = std::numeric_limits<double>::epsilon();

/// What rounding makes of the unknowns and of the numbers around a function that was linearised.
struct Rounding {
  Eigen::VectorXd of_unknowns, of_numbers;
};
auto rounding_at(NewtonSystem& system, const MeshFunction& u) -> Rounding {
  Rounding rounding{Eigen::VectorXd::Zero(u.layout().unknowns()),
                    Eigen::VectorXd::Zero(u.numbers.size())};
  for (unsigned probe = 1; probe <= probes; ++probe) {
    const MeshFunction answer = system.solve(system.rounding(u, probe));
    for (int i = 0; i < u.layout().unknowns(); ++i)
      rounding.of_unknowns[i] = std::max(rounding.of_unknowns[i], largest_value(answer, i).value);
    rounding.of_numbers = rounding.of_numbers.cwiseMax(answer.numbers.cwiseAbs());
  }
  return rounding;
}

auto condition_of(const Eigen::VectorXd& rounding, const Eigen::VectorXd& largest) -> double {
  double condition = 0.0;
  for (Eigen::Index i = 0; i < rounding.size(); ++i)
    if (largest[i] > 0)
      condition = std::max(condition, rounding[i] / (epsilon * largest[i]));
  return rounding.allFinite() ? condition : std::numeric_limits<double>::infinity();
}

} // namespace

auto condition_at(NewtonSystem& system, const MeshFunction& u, const Deadline& deadline)
    -> double {
  if (!system.linearise(u, deadline)) return std::numeric_limits<double>::infinity();
  return condition_of(rounding_at(system, u).of_unknowns, u.largest_values());
}

auto check_error(NewtonSystem& system, const MeshFunction& u, const Deadline& deadline)
    -> ErrorCheck {
  constexpr double safety = 1.5;
  ErrorCheck check;
  const int unknowns = u.layout().unknowns();
  const MeshFunction fine = u.halved();
  if (!system.linearise(fine, deadline)) return check;
  const MeshFunction step = system.solve(system.missed());
  if (!step.is_finite()) return check;
  check.finite = true;
  check.error.setZero(unknowns);
  check.place.setZero(unknowns);
  check.largest.setZero(unknowns);
  for (int i = 0; i < unknowns; ++i) {
    const Largest change = largest_value(step, i);
    check.error[i] = safety * change.value;
    check.place[i] = change.place;
    check.largest[i] = largest_value(fine, i).value;
  }
  const Rounding rounding = rounding_at(system, fine);
  check.rounding = 2 * rounding.of_unknowns;
  check.error += check.rounding;
  check.number_error = safety * step.numbers.cwiseAbs() + 2 * rounding.of_numbers;
  check.condition = condition_of(rounding.of_unknowns, check.largest);
  return check;
}

} // namespace jetwork::pinn
