#include "pinn/eigenvalues/refinement.hpp"

#include "pinn/boundary_value/boundary_value_solver.hpp"
#include "pinn/eigenvalues/normalised.hpp"
#include "pinn/problem/condition_error.hpp"
#include "pinn/solution/without_solution.hpp"

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

/// With those unknowns zero that are no more than rounding: steps are measured by how large an unknown is.
auto without_noise(MeshFunction u) -> MeshFunction {
  constexpr double noise = 1e-10;
  const Eigen::VectorXd largest = u.largest_values();
  for (int i = 0; i < u.layout().unknowns(); ++i) {
    if (largest[i] > noise * largest.maxCoeff()) continue;
    u.states.middleRows(u.layout().offset(i), u.layout().order(i)).setZero();
    for (std::size_t segment = 0; segment < u.segments(); ++segment)
      u.highest(i, segment).setZero();
  }
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
                       const std::vector<Fixed>& fixed, std::size_t defective) const -> Result {
  Problem problem = *problem_;
  for (const auto& [site, value] : fixed) {
    problem.conditions.push_back(value_condition(site.unknown, 0, site.place, value));
    start = start.with_break(site.place);
  }
  start.numbers = Eigen::VectorXd::Zero(std::ssize(fixed));
  start.numbers[0] = eigenvalue;
  if (fixed.size() > 1) {
    Condition& condition = problem.conditions[defective];
    condition = with_defect(condition, problem.parameters.size());
    problem.parameters.push_back(
        {.name = "defect", .value = 0.0, .searched = Bounds{-infinity, infinity}});
  }
  Result result;
  try {
    BoundaryValueSolver solver(problem, options_->seed, *deadline_);
    result = solver.solve_near(std::move(start), kept_length, *options_, *deadline_);
  } catch (const ConditionError&) { // the function is large where a condition makes it zero
    result = result_without_solution(*problem_, {.outcome = Outcome::no_solution_found},
                                     options_->tolerance);
  }
  result.reason = explain(result.ending, problem.independent);
  return result.solution.segments().empty() ? result : normalised(*problem_, std::move(result));
}

auto Refinement::one(const CandidateSearch::Settled& settled) const -> Result {
  const MeshFunction& u = settled.candidate.function;
  const std::size_t unknown = leading_unknown(u, problem_->unknowns.size());
  const double place = largest_place(u, static_cast<int>(unknown), sample_places(u));
  return solve(scaled(u, 1 / u.value(static_cast<int>(unknown), place)),
               settled.candidate.eigenvalue, settled.domain.length(), {{{unknown, place}, 1.0}});
}

auto Refinement::one_of_pair(const MeshFunction& start, double eigenvalue, double kept_length,
                             const Site& one, const Site& zero) const -> std::optional<Result> {
  constexpr double rounding = 1e-11;
  for (std::size_t c = 0; c < problem_->conditions.size(); ++c) {
    Result result = solve(start, eigenvalue, kept_length, {{one, 1.0}, {zero, 0.0}}, c);
    if (!result.solved()) continue;
    const FoundParameter& defect = result.parameters.back();
    if (std::abs(defect.value) > 10 * defect.error_estimate + rounding) continue;
    result.parameters.pop_back();
    return result;
  }
  return std::nullopt;
}

auto Refinement::pair(const CandidateSearch::Settled& first,
                      const CandidateSearch::Settled& second) const
    -> std::optional<std::array<Result, 2>> {
  const MeshFunction &u = first.candidate.function, &v = second.candidate.function;
  std::vector<Site> sites;
  std::vector<double> of_u, of_v;
  for (std::size_t i = 0; i < problem_->unknowns.size(); ++i)
    for (const double place : sample_places(u)) {
      sites.push_back({i, place});
      of_u.push_back(u.value(static_cast<int>(i), place));
      of_v.push_back(v.value(static_cast<int>(i), place));
    }
  // The two sites where the functions are told apart best.
  double largest = 0.0;
  std::size_t one = 0, other = 0;
  for (std::size_t a = 0; a < sites.size(); ++a)
    for (std::size_t b = 0; b < sites.size(); ++b)
      if (const double determinant = of_u[a] * of_v[b] - of_u[b] * of_v[a]; determinant > largest)
        largest = determinant, one = a, other = b;
  if (largest == 0) return std::nullopt;
  std::array<Result, 2> both;
  for (const bool is_first : {true, false}) {
    const std::size_t here = is_first ? one : other, there = is_first ? other : one;
    // a·u + b·v, one here and zero there
    const double determinant = is_first ? largest : -largest;
    MeshFunction start = scaled(u, of_v[there] / determinant);
    start.add(1.0, scaled(v, -of_u[there] / determinant));
    auto result = one_of_pair(without_noise(std::move(start)), first.candidate.eigenvalue,
                              first.domain.length(), sites[here], sites[there]);
    if (!result) return std::nullopt;
    both[is_first ? 0 : 1] = *std::move(result);
  }
  return both;
}

} // namespace jetwork::pinn
