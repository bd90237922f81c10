#include "pinn/free_end/free_end_solver.hpp"

#include "pinn/free_end/found_cycle.hpp"
#include "pinn/free_end/unit_domain.hpp"
#include "pinn/problem/condition_solver.hpp"
#include "pinn/solution/without_solution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

namespace jetwork::pinn {

namespace {

auto searched_numbers(const Problem& problem) -> std::size_t {
  return static_cast<std::size_t>(
      std::ranges::count_if(problem.parameters, [](const Parameter& parameter) {
        return parameter.searched.has_value();
      }));
}

/// Every value below each unknown's order: which unknown's, which derivative.
auto values_of(const Problem& problem) -> std::vector<std::pair<std::size_t, int>> {
  std::vector<std::pair<std::size_t, int>> values;
  for (std::size_t i = 0; i < problem.unknowns.size(); ++i)
    for (int n = 0; n < problem.unknowns[i].order; ++n) values.emplace_back(i, n);
  return values;
}

/// Σ w_k·u_k(0) = c, or, where the end is looked at too, Σ w_k·(u_k(1) - u_k(0)) = c: the weights and c are parameters from here on.
auto plane(const Problem& unit, bool from_start_to_end) -> Condition {
  Condition condition{.points = {0.0}, .residual = {}};
  if (from_start_to_end) condition.points.push_back(1.0);
  condition.residual = [from_start_to_end, values = values_of(unit),
                        first = unit.parameters.size()](const ConditionArguments& given) {
    Value sum = -given.parameters[first + values.size()];
    for (std::size_t k = 0; k < values.size(); ++k) {
      const auto [unknown, n] = values[k];
      const Value& start = given.at[0][unknown][n];
      sum = sum
            + given.parameters[first + k]
                  * (from_start_to_end ? given.at[1][unknown][n] - start : start);
    }
    return sum;
  };
  return condition;
}

} // namespace

auto FreeEndSolver::wanted(const Problem& problem, const LoopConditions& said) -> Wanted {
  const std::size_t searched = searched_numbers(problem);
  const std::size_t besides = said.initial.size() + said.others.size();
  if (said.is_periodic() && besides == searched) return Wanted::cycle;
  if (said.is_periodic() && besides + 1 == searched) return Wanted::cycle_of_any_phase;
  if (said.is_periodic() && said.has_initial_values() && said.others.empty() && searched == 1)
    return Wanted::cycle_through_values;
  const std::size_t needed = said.values + searched;
  if (problem.conditions.size() != needed)
    throw std::invalid_argument(fmt::format(
        "the problem needs {} conditions, one for each order of its unknowns and each unknown "
        "number, but has {}. Where the solution is periodic in all unknowns, one less will do, and "
        "the program chooses where it begins; or all initial values may be given besides",
        needed, problem.conditions.size()));
  return said.has_initial_values() && searched == 1 ? Wanted::end_from_values : Wanted::other;
}

auto FreeEndSolver::unit_problem(const Problem& problem, const LoopConditions& said, Wanted wanted)
    -> Problem {
  Problem unit = with_unit_domain(problem);
  if (wanted != Wanted::cycle_of_any_phase && wanted != Wanted::cycle_through_values) return unit;
  if (wanted == Wanted::cycle_through_values) {
    std::vector<Condition> initial;
    for (const std::size_t c : said.initial) initial.push_back(unit.conditions[c]);
    unit.conditions = std::move(initial);
  }
  unit.conditions.push_back(plane(unit, wanted == Wanted::cycle_through_values));
  for (std::size_t k = 0; k <= said.values; ++k)
    unit.parameters.push_back({.name = fmt::format("plane {}", k), .value = 1.0});
  return unit;
}

FreeEndSolver::FreeEndSolver(const Problem& problem, std::uint64_t seed, std::size_t most_memory,
                             const Deadline& deadline)
    : problem_(&problem),
      said_(loop_conditions(problem)),
      wanted_(wanted(problem, said_)),
      recorded_(problem, places_of_conditions(problem)),
      unit_(unit_problem(problem, said_, wanted_)),
      solver_(unit_, seed, deadline) {
  if (wanted_ != Wanted::other) search_.emplace(problem, seed, most_memory, deadline);
}

void FreeEndSolver::take_parameters() {
  for (std::size_t k = 0; k < problem_->parameters.size(); ++k)
    unit_.parameters[k].value = problem_->parameters[k].value;
}

void FreeEndSolver::set_weights(const State& weights, double value) {
  const std::size_t first = problem_->parameters.size();
  for (Eigen::Index k = 0; k < weights.size(); ++k)
    unit_.parameters[first + static_cast<std::size_t>(k)].value = weights[k];
  unit_.parameters.back().value = value;
}

/// How the domain answers to the number that is its end.
auto FreeEndSolver::stretch() const -> KnownOfSolution::Stretch {
  const auto searched_before = std::ranges::count_if(
      problem_->parameters.begin(),
      problem_->parameters.begin() + static_cast<std::ptrdiff_t>(*problem_->free_end),
      [](const Parameter& parameter) { return parameter.searched.has_value(); });
  return {.number = searched_before, .origin = problem_->domain.start};
}

auto FreeEndSolver::has_guess() const -> bool {
  return std::ranges::any_of(problem_->unknowns,
                             [](const Unknown& unknown) { return unknown.guess != nullptr; });
}

auto FreeEndSolver::length_at_first() const -> double {
  return problem_->domain.end - problem_->domain.start;
}

auto FreeEndSolver::bounds() const -> Bounds {
  const Bounds& its = *problem_->parameters[*problem_->free_end].searched;
  return {its.lower - problem_->domain.start, its.upper - problem_->domain.start};
}

/// As a function of time; its end is to meet the tolerance as well, and to lie within its bounds.
auto FreeEndSolver::finished(Result result, const Options& options) const -> Result {
  make_function_of_time(result, *problem_);
  if (!result.solved()) return result;
  const FoundParameter& end = end_of(result, *problem_);
  const double length = end.value - problem_->domain.start;
  if (!(length >= bounds().lower && length <= bounds().upper))
    result.ending = {.outcome = Outcome::no_solution_found};
  else if (end.error_estimate > options.tolerance * length)
    result.ending = {.outcome = Outcome::estimate_above_tolerance,
                     .ratio = end.error_estimate / length,
                     .tolerance = options.tolerance,
                     .condition = result.condition.value_or(1.0)};
  return result;
}

auto FreeEndSolver::solve_near(const Solution& solution, double from, double length,
                               const Options& options, const Deadline& deadline) -> Result {
  MeshFunction start = solver_.in_pieces(on_unit_domain(solution, from, length, solver_.layout()));
  start.numbers.resize(static_cast<Eigen::Index>(searched_numbers(*problem_)));
  Eigen::Index number = 0;
  for (std::size_t k = 0; k < problem_->parameters.size(); ++k)
    if (problem_->parameters[k].searched)
      start.numbers[number++] = k == *problem_->free_end ? problem_->domain.start + length
                                                         : problem_->parameters[k].value;
  solver_.set_known({.is_confirmed = true, .stretch = stretch()});
  Result result = solver_.solve_near(start, KeptDomain::first_length, options, deadline);
  constexpr double near = 0.1; // of the march's: beyond, it is not what the march has found
  if (result.solved()
      && std::abs(end_of(result, *problem_).value - problem_->domain.start - length)
             > near * length)
    result.ending = {.outcome = Outcome::no_solution_found};
  return finished(std::move(result), options);
}

auto FreeEndSolver::solve_from_values(const Options& options, const Deadline& deadline)
    -> std::optional<Result> {
  Problem start = *problem_;
  start.free_end.reset();
  start.conditions.clear();
  for (const std::size_t c : said_.initial) start.conditions.push_back(problem_->conditions[c]);
  State state(static_cast<Eigen::Index>(said_.values));
  Eigen::Index row = 0;
  for (const std::vector<double>& values : initial_values(start))
    for (const double value : values) state[row++] = value;

  LoopSearch::Place place{.quantity = {},
                          .accepts = [](const State&, const State&) { return true; },
                          .length = 3 * length_at_first(),
                          .distance = bounds(),
                          .expected = length_at_first()};
  if (wanted_ == Wanted::cycle_through_values) {
    constexpr double short_time = 1e-3, near = 1e-3;
    const auto first = search_->march(state, short_time * length_at_first(), options, deadline);
    if (!first) return std::nullopt;
    const State slope = search_->state_at(*first, first->start(), 1);
    if (slope.isZero(0)) return std::nullopt;
    const double time = state.cwiseAbs().maxCoeff() / slope.cwiseAbs().maxCoeff();
    const State scale = state.cwiseAbs() + time * slope.cwiseAbs();
    const State weights = (scale.array() > 0)
                              .select(slope.cwiseQuotient(scale.cwiseProduct(scale)), 0.0)
                              .normalized();
    place.quantity = [=](double, const State& there) { return weights.dot(there - state); };
    place.accepts = [=](const State& there, const State& size) {
      return ((there - state).cwiseAbs().array() <= near * size.array()).all();
    };
    place.length = 10 * short_time * length_at_first();
    place.expected = 1e-6 * place.length; // the first of several
    set_weights(weights, 0.0);
  } else {
    const auto condition = static_cast<Eigen::Index>(said_.others.empty() ? said_.periodic.front()
                                                                          : said_.others.front());
    place.quantity = [this, &state, condition, parameters = parameter_values(*problem_)](
                         double t, const State& there) mutable {
      parameters[*problem_->free_end] = t;
      Eigen::MatrixXd states(state.size(), 2);
      states << state, there;
      recorded_.evaluate(states, parameters);
      return recorded_.residual[condition];
    };
  }
  const auto stretch = search_->until(state, place, options, deadline);
  if (!stretch) return std::nullopt;
  return solve_near(stretch->solution, stretch->from, stretch->length, options, deadline);
}

/// From the user's guess, or from lines.
auto FreeEndSolver::solve_from_guess(const Options& options, const Deadline& deadline) -> Result {
  solver_.set_known({.stretch = stretch()});
  Result result = solver_.solve(options, deadline);
  return finished(std::move(result), options);
}

/// Nothing, where there is nothing to begin with.
auto FreeEndSolver::solve_from_march(const Options& options, const Deadline& deadline)
    -> std::optional<Result> {
  switch (wanted_) {
  case Wanted::cycle:
  case Wanted::cycle_of_any_phase: return solve_past_transient(options, deadline);
  case Wanted::cycle_through_values:
  case Wanted::end_from_values: return solve_from_values(options, deadline);
  case Wanted::other: break;
  }
  return std::nullopt;
}

auto FreeEndSolver::solve(const Options& options, const Deadline& deadline) -> Result {
  take_parameters();
  const bool is_cycle = wanted_ == Wanted::cycle || wanted_ == Wanted::cycle_of_any_phase;
  // Without a march nothing says where a plane is to lie that the solution begins in.
  const bool can_guess =
      wanted_ != Wanted::cycle_of_any_phase && wanted_ != Wanted::cycle_through_values;
  std::optional<Result> result;
  const auto is_found = [&] {
    if (!result || !result->solved()) return false;
    if (is_cycle && is_at_rest(*result)) result->ending = {.outcome = Outcome::steady_state};
    else if (said_.is_periodic() && !is_solution_later(*problem_, *result))
      result->ending = {.outcome = Outcome::not_periodic};
    if (wanted_ == Wanted::cycle_through_values && !returns(*result))
      result->ending = {.outcome = Outcome::does_not_return};
    return result->solved();
  };
  if (can_guess && has_guess()) result = solve_from_guess(options, deadline);
  if (!is_found())
    if (auto marched = solve_from_march(options, deadline)) result = std::move(marched);
  if (!is_found() && can_guess && !has_guess()) {
    Result guessed = solve_from_guess(options, deadline);
    if (!result || guessed.solved()) result = std::move(guessed);
  }
  if (!result || (is_cycle && result->solution.segments().empty()))
    result = result_without_solution(*problem_,
                                     {.outcome = is_cycle ? Outcome::no_cycle_found
                                                 : wanted_ == Wanted::cycle_through_values
                                                     ? Outcome::does_not_return
                                                     : Outcome::no_solution_found},
                                     options.tolerance);
  if (is_found() && is_cycle && !result->multipliers)
    result = with_multipliers(*std::move(result), deadline);
  return *std::move(result);
}

} // namespace jetwork::pinn
