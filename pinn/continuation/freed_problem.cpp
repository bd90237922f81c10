#include "pinn/continuation/freed_problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace jetwork::pinn {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Where conditions look already, and two places inside that no symmetry of the domain distinguishes.
auto places_of_plane(const Problem& problem) -> std::vector<double> {
  std::vector<double> places = places_of_conditions(problem);
  const double start = places.front(), length = places.back() - start;
  if (places.size() <= 3)
    for (const double part : {0.276, 0.618}) places.push_back(start + part * length);
  std::ranges::sort(places);
  std::erase_if(places, [&](double place) {
    return std::ranges::any_of(problem.jumps, [&](const Jump& jump) { return jump.at == place; });
  });
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

/// weights·(parameter, states at the places) - level, all of them parameters.
auto condition_of_plane(const Problem& problem, std::size_t parameter, std::size_t first_weight,
                        std::vector<double> places) -> Condition {
  std::vector<int> orders;
  for (const Unknown& unknown : problem.unknowns) orders.push_back(unknown.order);
  Condition condition{.points = std::move(places), .residual = {}};
  condition.residual = [=](const ConditionArguments& given) {
    std::size_t weight = first_weight;
    Value sum = given.parameters[weight++] * given.parameters[parameter];
    for (const auto& at_place : given.at)
      for (std::size_t i = 0; i < orders.size(); ++i)
        for (int n = 0; n < orders[i]; ++n) sum = sum + given.parameters[weight++] * at_place[i][n];
    return sum - given.parameters[weight];
  };
  return condition;
}

auto freed(Problem problem, std::size_t parameter, std::vector<double> places) -> Problem {
  const std::size_t first_weight = problem.parameters.size();
  const std::size_t weights = 1 + places.size() * total_order(problem);
  problem.conditions.push_back(
      condition_of_plane(problem, parameter, first_weight, std::move(places)));
  problem.parameters[parameter].searched = Bounds{-infinity, infinity};
  for (std::size_t k = 0; k <= weights; ++k) // in no special position
    problem.parameters.push_back(
        {.name = fmt::format("plane {}", k), .value = 1.5 + std::sin(static_cast<double>(k))});
  return problem;
}

} // namespace

auto reversed(Standing standing) -> Standing {
  standing.tangent.states *= -1;
  standing.tangent.highest_values *= -1;
  standing.tangent.numbers *= -1;
  standing.direction *= -1;
  standing.determinant.sign *= -1;
  return standing;
}

FreedProblem::FreedProblem(const Problem& problem, std::size_t parameter, const Options& options,
                           const Deadline& deadline)
    : options_(options),
      deadline_(&deadline),
      places_(places_of_plane(problem)),
      first_weight_(problem.parameters.size()),
      condition_of_plane_(std::ssize(problem.conditions)),
      problem_(freed(problem, parameter, places_)),
      solver_(problem_, options.seed, deadline) {
  system().measure_numbers_by_conditions();
  for (std::size_t k = 0; k < parameter; ++k) number_ += problem_.parameters[k].searched ? 1 : 0;
  const auto& all = solver_.conditions().places();
  for (const double place : places_)
    looked_at_.push_back(std::ranges::find(all, place) - all.begin());
}

auto FreedProblem::function(const MeshFunction& original, double parameter) const -> MeshFunction {
  MeshFunction u = original;
  for (const double place : places_) u = u.with_break(place);
  u.numbers.resize(original.numbers.size() + 1);
  u.numbers << original.numbers.head(number_), parameter,
      original.numbers.tail(original.numbers.size() - number_);
  return u;
}

auto FreedProblem::states_at_a_place() const -> Eigen::Index {
  return static_cast<Eigen::Index>(total_order(problem_));
}

auto FreedProblem::place(const MeshFunction& u) const -> Place {
  const Eigen::Index states = states_at_a_place();
  Place place(size_of_place());
  place[0] = parameter(u);
  Eigen::Index next = 1;
  for (const Eigen::Index k : looked_at_) {
    const auto piece = static_cast<std::size_t>(k);
    const Eigen::Index column =
        piece < u.pieces() ? u.start_of(u.breaks()[piece]) : u.states.cols() - 1;
    place.segment(next, states) = u.states.col(column).head(states);
    next += states;
  }
  return place;
}

void FreedProblem::set_plane(const Plane& plane) {
  std::size_t next = first_weight_;
  for (const double weight : plane.weights) problem_.parameters[next++].value = weight;
  problem_.parameters[next].value = plane.level;
  solver_.system().set_parameters(parameter_values(problem_));
}

auto FreedProblem::solve(const Plane& plane, const MeshFunction& start, double tolerance)
    -> Result {
  set_plane(plane);
  Options options = options_;
  options.tolerance = tolerance;
  Result result = solver_.solve_near(start, KeptDomain::first_length, options, *deadline_);
  result.reason = explain(result.ending, problem_.independent);
  return result;
}

auto FreedProblem::missed_condition(Eigen::Index condition) -> MeshResidual {
  MeshResidual missed = system().missed();
  missed.equations.setZero();
  missed.links.setZero();
  missed.continuity.setZero();
  missed.conditions.setZero();
  missed.conditions[condition] = -1.0;
  return missed;
}

auto FreedProblem::determinant_at(const MeshFunction& u) -> std::optional<Determinant> {
  if (!system().linearise(u, *deadline_)) return std::nullopt;
  return system().determinant();
}

auto FreedProblem::standing_at(const MeshFunction& u) -> std::optional<Standing> {
  if (!system().linearise(u, *deadline_)) return std::nullopt;
  MeshFunction tangent = system().solve(missed_condition(condition_of_plane_));
  if (!tangent.is_finite()) return std::nullopt;
  Standing standing{.u = u,
                    .tangent = std::move(tangent),
                    .place = place(u),
                    .direction = {},
                    .determinant = system().determinant()};
  standing.direction = place(standing.tangent);
  return standing;
}

} // namespace jetwork::pinn
