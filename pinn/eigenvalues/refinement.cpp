#include "pinn/eigenvalues/refinement.hpp"

#include "pinn/boundary_value/boundary_value_solver.hpp"
#include "pinn/eigenvalues/normalised.hpp"
#include "pinn/problem/condition_error.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace jetwork::pinn {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Where functions on a mesh are looked at: the nodes, and between them.
auto sample_places(const MeshFunction& u) -> std::vector<double> {
  constexpr int samples = 16; // a segment
  std::vector<double> places = {u.nodes().front()};
  for (std::size_t segment = 0; segment < u.segments(); ++segment) {
    for (int k = 1; k < samples; ++k)
      places.push_back(u.start(segment) + u.length(segment) * k / samples);
    places.push_back(u.nodes()[segment + 1]);
  }
  return places;
}

auto largest_place(const MeshFunction& u, int unknown, const std::vector<double>& places)
    -> double {
  double largest = 0.0, where = places.front();
  for (const double place : places)
    if (const double size = std::abs(u.value(unknown, place)); size > largest)
      largest = size, where = place;
  return where;
}

/// The first unknown of the user's that is not zero.
auto leading_unknown(const MeshFunction& u, std::size_t unknowns) -> std::size_t {
  constexpr double zero = 1e-10;
  const Eigen::VectorXd largest = u.largest_values();
  for (std::size_t i = 0; i < unknowns; ++i)
    if (largest[static_cast<Eigen::Index>(i)] > zero * largest.maxCoeff()) return i;
  return 0;
}

auto scaled(MeshFunction u, double factor) -> MeshFunction {
  u.states *= factor;
  u.highest_values *= factor;
  return u;
}

/// The condition, zero where its residual is the last parameter.
auto with_defect(Condition condition, std::size_t parameter) -> Condition {
  condition.residual = [residual = condition.residual, parameter](const ConditionArguments& given) {
    return residual(given) - given.parameters[parameter];
  };
  return condition;
}

} // namespace

auto Refinement::solve(MeshFunction start, double eigenvalue, double kept_length,
                       std::size_t unknown, const std::vector<Fixed>& fixed) const -> Result {
  Problem problem = *problem_;
  for (const Fixed& each : fixed) {
    problem.conditions.push_back(value_condition(unknown, 0, each.place, each.value));
    start = start.with_break(each.place);
  }
  start.numbers = Eigen::VectorXd::Zero(std::ssize(fixed));
  start.numbers[0] = eigenvalue;
  if (fixed.size() > 1) {
    problem.conditions.front() = with_defect(problem.conditions.front(), problem.parameters.size());
    problem.parameters.push_back(
        {.name = "defect", .value = 0.0, .searched = Bounds{-infinity, infinity}});
  }
  Result result;
  try {
    BoundaryValueSolver solver(problem, options_->seed, *deadline_);
    result = solver.solve_near(std::move(start), kept_length, *options_, *deadline_);
  } catch (const ConditionError&) { // the function is large where a condition makes it zero
    result.ending = {.outcome = Outcome::no_solution_found};
    result.tolerance = options_->tolerance;
    result.error_estimate.assign(problem_->unknowns.size(), infinity);
    result.magnitude.assign(problem_->unknowns.size(), 0.0);
    result.solution = solution_of(*problem_, {});
  }
  result.reason = explain(result.ending, problem.independent);
  return result.solution.segments().empty() ? result : normalised(*problem_, std::move(result));
}

auto Refinement::one(const CandidateSearch::Settled& settled) const -> Result {
  const MeshFunction& u = settled.candidate.function;
  const std::size_t unknown = leading_unknown(u, problem_->unknowns.size());
  const double place = largest_place(u, static_cast<int>(unknown), sample_places(u));
  return solve(scaled(u, 1 / u.value(static_cast<int>(unknown), place)),
               settled.candidate.eigenvalue, settled.domain.length(), unknown, {{place, 1.0}});
}

auto Refinement::pair(const CandidateSearch::Settled& first,
                      const CandidateSearch::Settled& second) const
    -> std::optional<std::array<Result, 2>> {
  const MeshFunction &u = first.candidate.function, &v = second.candidate.function;
  const std::size_t unknown = leading_unknown(u, problem_->unknowns.size());
  const auto i = static_cast<int>(unknown);
  // The two places where the functions are told apart best.
  const std::vector<double> places = sample_places(u);
  double largest = 0.0, one = places.front(), other = places.front();
  for (const double x : places)
    for (const double y : places)
      if (const double determinant = u.value(i, x) * v.value(i, y) - u.value(i, y) * v.value(i, x);
          determinant > largest)
        largest = determinant, one = x, other = y;
  if (largest == 0) return std::nullopt;
  std::array<Result, 2> both;
  for (const bool is_first : {true, false}) {
    const double here = is_first ? one : other, there = is_first ? other : one;
    // a·u + b·v, one here and zero there
    const double determinant = is_first ? largest : -largest;
    MeshFunction start = scaled(u, v.value(i, there) / determinant);
    start.add(1.0, scaled(v, -u.value(i, there) / determinant));
    Result result = solve(std::move(start), first.candidate.eigenvalue, first.domain.length(),
                          unknown, {{here, 1.0}, {there, 0.0}});
    constexpr double rounding = 1e-11;
    if (!result.solved()
        || std::abs(result.parameters.back().value)
               > 10 * result.parameters.back().error_estimate + rounding)
      return std::nullopt;
    result.parameters.pop_back();
    both[is_first ? 0 : 1] = std::move(result);
  }
  return both;
}

} // namespace jetwork::pinn
