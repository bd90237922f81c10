#include "pinn/boundary_value/error_check.hpp"

#include "pinn/boundary_value/mesh_control.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

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

/// The largest change of u_i at any t, and where, if the function changes by so much on its mesh: where that is stretched, the change
/// of its length moves the function, too.
class ChangeInTime {
public:
  ChangeInTime(const MeshFunction& u, const KnownOfSolution& known) : u_(&u), known_(&known) {}
  [[nodiscard]] auto largest(const MeshFunction& change, int unknown) const -> Largest {
    if (!known_->stretch) return largest_value(change, unknown);
    const auto [number, origin] = *known_->stretch;
    const double relative = change.numbers[number] / (u_->numbers[number] - origin);
    Largest largest;
    for (std::size_t segment = 0; segment < u_->segments(); ++segment)
      for (const double theta : {0.0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1.0}) {
        const double x = u_->start(segment) + u_->length(segment) * theta;
        const double moved = change.at(unknown, segment, theta, 0)
                             - x * u_->at(unknown, segment, theta, 1) * relative;
        if (std::abs(moved) > largest.value) largest = {std::abs(moved), x};
      }
    return largest;
  }

private:
  const MeshFunction* u_;
  const KnownOfSolution* known_;
};

constexpr unsigned probes = 2;
constexpr double epsilon = std::numeric_limits<double>::epsilon();

/// What rounding makes of the unknowns and of the numbers.
struct Rounding {
  Eigen::VectorXd of_unknowns, of_numbers;

  explicit Rounding(const MeshFunction& u)
      : of_unknowns(Eigen::VectorXd::Zero(u.layout().unknowns())),
        of_numbers(Eigen::VectorXd::Zero(u.numbers.size())) {}
  void take(const MeshFunction& change, const ChangeInTime& in_time) {
    for (int i = 0; i < change.layout().unknowns(); ++i)
      of_unknowns[i] = std::max(of_unknowns[i], in_time.largest(change, i).value);
    of_numbers = of_numbers.cwiseMax(change.numbers.cwiseAbs());
  }
};

/// In the terms of the equations and the conditions, around a function that was linearised.
auto rounding_in_terms(NewtonSystem& system, const MeshFunction& u, const KnownOfSolution& known)
    -> Rounding {
  Rounding rounding(u);
  for (unsigned probe = 1; probe <= probes; ++probe)
    rounding.take(system.solve(system.rounding(u, probe)), ChangeInTime(u, known));
  return rounding;
}

/// And in the elimination, which no right side shows: steps with the same matrix, from near a solution, shrink until they are that.
auto rounding_near_solution(NewtonSystem& system, const MeshFunction& u, const MeshFunction& step,
                            const KnownOfSolution& known, const Deadline& deadline) -> Rounding {
  constexpr int most_steps = 4;
  constexpr double small = 64 * epsilon;
  Rounding rounding = rounding_in_terms(system, u, known);
  MeshFunction solution = u;
  solution.add(1.0, step);
  double last_size = std::numeric_limits<double>::infinity();
  for (int k = 1; k <= most_steps && system.evaluate(solution, deadline); ++k) {
    const MeshFunction further = system.solve(system.missed());
    const double size = further.states.cwiseAbs().maxCoeff();
    const bool is_rounding = size < small * solution.states.cwiseAbs().maxCoeff();
    if (is_rounding || !(size < 0.1 * last_size) || k == most_steps) {
      rounding.take(further, ChangeInTime(u, known));
      break;
    }
    if (size == 0) break;
    last_size = size;
    solution.add(1.0, further);
  }
  return rounding;
}

auto condition_of(const Eigen::VectorXd& rounding, const Eigen::VectorXd& largest) -> double {
  double condition = 0.0;
  for (Eigen::Index i = 0; i < rounding.size(); ++i)
    if (largest[i] > 0) condition = std::max(condition, rounding[i] / (epsilon * largest[i]));
  return rounding.allFinite() ? condition : std::numeric_limits<double>::infinity();
}

auto magnitude_of(const Eigen::VectorXd& largest, const Eigen::VectorXd& rounding)
    -> Eigen::VectorXd {
  constexpr double part = 1e-3 / epsilon;
  const double all = largest.maxCoeff();
  if (all == 0) return Eigen::VectorXd::Ones(largest.size());
  return largest.cwiseMax((part * rounding).cwiseMin(all));
}

/// Whether a rate goes like c/x, x the distance to one end of the segment: solutions grow like a power of x towards a singular point
/// of the equations there, which no halving changes.
auto is_algebraic(const Eigen::Vector3d& rates) -> bool {
  constexpr double alike = 0.3;
  const auto& theta = gauss_nodes().quadrature().point;
  const Eigen::Array3d from_start{theta[0], theta[GaussNodes::count / 2],
                                  theta[GaussNodes::count - 1]};
  for (const Eigen::Array3d& distance : {from_start, Eigen::Array3d(1 - from_start)}) {
    const Eigen::Array3d powers = rates.array() * distance;
    if (powers.maxCoeff() - powers.minCoeff() < alike * powers.abs().maxCoeff()) return true;
  }
  return false;
}

/// Where solutions decay towards a point from both sides, the mesh is made fine around it, as far as they do so by all their digits:
/// there the adjoint equation may have a solution that no condition holds, a pulse that a coarse mesh does not see, as collocation
/// carries across a long segment what decays there. Nothing, if it is fine enough.
auto with_inner_ends_resolved(const MeshFunction& u,
                              const Eigen::Matrix<double, 3, Eigen::Dynamic>& growth)
    -> std::optional<MeshFunction> {
  constexpr double fast = 6.0, all_digits = 40.0; // powers of e
  std::vector<bool> is_split(u.segments(), false);
  const auto split_outwards = [&](Eigen::Index segment, int direction) {
    for (double grown = 0; grown < all_digits && segment >= 0 && segment < growth.cols();
         segment += direction) {
      const double its = direction * growth(1, segment);
      if (grown > 0 && its <= 0) break;
      if (growth.col(segment).cwiseAbs().maxCoeff() > fast && !is_algebraic(growth.col(segment)))
        is_split[static_cast<std::size_t>(segment)] = true;
      grown += std::max(its, std::numeric_limits<double>::min());
    }
  };
  for (Eigen::Index segment = 0; segment < growth.cols(); ++segment) {
    const auto here = growth.col(segment);
    const bool is_within = here[0] < 0 && here[2] > 0;
    const bool is_behind =
        segment + 1 < growth.cols() && here[2] <= 0 && growth(0, segment + 1) >= 0;
    if (!is_within && !is_behind) continue;
    split_outwards(segment, -1);
    split_outwards(is_within ? segment : segment + 1, 1);
  }
  if (std::ranges::find(is_split, true) == is_split.end()) return std::nullopt;
  return u.with_nodes([&](std::size_t segment) {
    return is_split[segment] ? std::vector{u.middle(segment)} : std::vector<double>{};
  });
}

/// The largest of what is missed of each equation, by the segments of the mesh that this one is finer than.
auto by_segments(const Eigen::MatrixXd& missed, const MeshFunction& fine, const MeshFunction& u)
    -> Eigen::MatrixXd {
  const Eigen::Index equations = u.layout().unknowns();
  Eigen::MatrixXd largest = Eigen::MatrixXd::Zero(equations, std::ssize(u.nodes()) - 1);
  std::size_t of_u = 0;
  for (std::size_t segment = 0; segment < fine.segments(); ++segment) {
    while (fine.start(segment) >= u.nodes()[of_u + 1]) ++of_u;
    auto its = largest.col(static_cast<Eigen::Index>(of_u));
    its = its.cwiseMax(missed.middleCols(static_cast<Eigen::Index>(segment) * equations, equations)
                           .cwiseAbs()
                           .colwise()
                           .maxCoeff()
                           .transpose());
  }
  return largest;
}

/// Linearises at u on a mesh on which the equations are resolved, too: that takes so many halvings of segments, or nothing, where
/// it is not finite.
auto linearise_resolved(NewtonSystem& system, MeshFunction& u, const Deadline& deadline)
    -> std::optional<int> {
  constexpr int most_halvings = 60;
  if (!system.linearise(u, deadline, true)) return std::nullopt;
  int halvings = 0;
  for (; halvings < most_halvings; ++halvings) {
    auto finer = with_inner_ends_resolved(u, system.growth());
    if (!finer) break;
    u = std::move(*finer);
    if (!system.find_growth(u, deadline)) return std::nullopt;
  }
  if (halvings > 0 && !system.linearise(u, deadline)) return std::nullopt;
  return halvings;
}

/// By how much disturbances of the equations are amplified that are relative to what terms would be in a smooth function. Where
/// solutions decay towards a place from both sides all terms may vanish there, and so does what rounding makes of them; a function
/// that is left to these terms is left to whatever a mesh makes of them. Ramps, as the adjoint's pulse there may be even or odd.
auto amplification(NewtonSystem& system, const MeshFunction& u, const Deadline& deadline)
    -> double {
  const Eigen::VectorXd largest = u.largest_values();
  double worst = 0.0;
  for (unsigned probe = 1; probe <= probes; ++probe) {
    const MeshFunction change = system.solve(system.smooth_disturbance(u, probe, deadline));
    if (!change.is_finite()) return std::numeric_limits<double>::infinity();
    for (int i = 0; i < u.layout().unknowns(); ++i)
      if (largest[i] > 0) worst = std::max(worst, largest_value(change, i).value / largest[i]);
  }
  return worst;
}

/// From a function that was linearised, on to where Newton's method goes on a mesh on which the equations are resolved: the terms of the
/// first one may be what its coarser mesh left, and not what they are. Until it repeats, or is too much.
auto largest_amplification(NewtonSystem& system, MeshFunction u, double too_much,
                           const Deadline& deadline) -> double {
  constexpr int steps = 3;
  constexpr double alike = 1e-2;
  double largest = amplification(system, u, deadline);
  for (int k = 0; k < steps && largest < too_much; ++k) {
    u.add(1.0, system.solve(system.missed()));
    if (!system.linearise(u, deadline)) return std::numeric_limits<double>::infinity();
    const double next = amplification(system, u, deadline);
    if (std::abs(next - largest) <= alike * largest) return std::max(next, largest);
    largest = std::max(largest, next);
  }
  return largest;
}

} // namespace

auto condition_at(NewtonSystem& system, MeshFunction u, const Deadline& deadline) -> double {
  if (!linearise_resolved(system, u, deadline)) return std::numeric_limits<double>::infinity();
  const Eigen::VectorXd rounding = rounding_in_terms(system, u, {}).of_unknowns;
  return condition_of(rounding, magnitude_of(u.largest_values(), rounding));
}

auto check_error(NewtonSystem& system, SwitchingNodes* switching, const MeshFunction& u,
                 const KnownOfSolution& known, const Deadline& deadline) -> ErrorCheck {
  ErrorCheck check;
  const int unknowns = u.layout().unknowns();
  MeshFunction fine = u.halved();
  const auto halvings = linearise_resolved(system, fine, deadline);
  if (!halvings) return check;
  check.missed = by_segments(system.missed().equations, fine, u);
  constexpr double well_conditioned = 1e4;
  const double most_condition = known.is_confirmed ? 1 / epsilon
                                : *halvings > 0    ? well_conditioned
                                                   : hopeless_condition;
  const MeshFunction step = system.solve(system.missed());
  if (!step.is_finite()) return check;
  SwitchingNodes::Reach reach{Eigen::VectorXd::Zero(unknowns),
                              Eigen::VectorXd::Zero(u.numbers.size())};
  if (switching != nullptr) reach = switching->reach(system, fine, step);
  MeshFunction solution = fine;
  solution.add(1.0, step);
  Rounding rounding = rounding_near_solution(system, fine, step, known, deadline);
  check.error.setZero(unknowns);
  check.place.setZero(unknowns);
  check.largest.setZero(unknowns);
  for (int i = 0; i < unknowns; ++i) check.largest[i] = largest_value(fine, i).value;
  // What nearly satisfies the equations without a right side is resolved no better than the solution was. Where it matters, the
  // condition is to stay what it is on a finer mesh.
  constexpr double large = 1e5;
  if (condition_of(rounding.of_unknowns, check.largest) > large) {
    MeshFunction finer = fine.halved();
    if (!linearise_resolved(system, finer, deadline)) return check;
    const Rounding there =
        rounding_near_solution(system, finer, system.solve(system.missed()), known, deadline);
    rounding.of_unknowns = rounding.of_unknowns.cwiseMax(there.of_unknowns);
    rounding.of_numbers = rounding.of_numbers.cwiseMax(there.of_numbers);
  }
  // Where coefficients do not decay, at a kink, the halved mesh is off by nearly as much; but rounding does not decay either.
  constexpr double safety = 2.0, safety_of_slow = 12.0, tails_of_fine = 4.0;
  const bool is_slow = has_slow_tail(u) || has_slow_tail(solution);
  const Eigen::VectorXd tails = largest_tails(solution); // of what the halved mesh leaves, too
  double unresolved = safety;
  for (int i = 0; i < unknowns; ++i) {
    const Largest change = ChangeInTime(fine, known).largest(step, i);
    const double beyond_rounding = std::max(0.0, change.value - 2 * rounding.of_unknowns[i]);
    check.error[i] = safety * change.value + tails_of_fine * tails[i]
                     + (is_slow ? (safety_of_slow - safety) * beyond_rounding : 0.0);
    if (change.value > 0) unresolved = std::max(unresolved, check.error[i] / change.value);
    check.place[i] = change.place;
  }
  check.finite = true;
  // Of what another method has found, rounding does no more than the probes show.
  check.rounding = (known.is_confirmed ? 1.0 : 2.0) * rounding.of_unknowns;
  check.error += check.rounding + safety * reach.of_unknowns;
  // Of a number one change is all that is seen, where a function has many: at a kink it may happen to be small.
  constexpr double chance = 2.0;
  check.number_error = chance * unresolved * step.numbers.cwiseAbs() + 4 * rounding.of_numbers
                       + safety * reach.of_numbers
                       + 32 * epsilon * fine.numbers.cwiseAbs().cwiseMax(system.number_scales());
  check.magnitude = magnitude_of(check.largest, rounding.of_unknowns);
  check.condition = condition_of(rounding.of_unknowns, check.magnitude);
  if (*halvings > 0 && check.condition < most_condition && !known.is_confirmed) {
    if (!system.linearise(fine, deadline)) return check;
    check.condition =
        std::max(check.condition, largest_amplification(system, fine, most_condition, deadline));
  }
  check.is_hopeless = !(check.condition < most_condition);
  return check;
}

} // namespace jetwork::pinn
