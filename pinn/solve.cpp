#include "pinn/solve.hpp"

#include "pinn/boundary_value/boundary_value_solver.hpp"
#include "pinn/boundary_value/one_network.hpp"
#include "pinn/free_end/free_end_solver.hpp"
#include "pinn/initial_value/initial_value_solver.hpp"
#include "pinn/problem/kind.hpp"
#include "pinn/problem/require_sensible.hpp"
#include "pinn/sensible_tolerances.hpp"
#include "pinn/solution/without_solution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>
#include <utility>
#include <variant>

void jetwork::pinn::detail::library_is_compiled_for(autodiff::Registers /*registers*/) {}

namespace jetwork::pinn {

namespace {

void require_kind_with_solver(const Problem& problem) {
  const Kind its_kind = kind(problem);
  if (its_kind == Kind::differential_algebraic)
    throw std::invalid_argument(fmt::format(
        "this is a {}, and these cannot be solved yet: each unknown needs a derivative in the "
        "equations",
        name_of(its_kind)));
  if (its_kind == Kind::eigenvalues)
    throw std::invalid_argument(
        fmt::format("there are {} conditions, one too few for an unknown number besides the "
                    "unknowns: add one, or "
                    "ask for eigenvalues (--eigenvalues 5; in C++, first_eigenvalues)",
                    problem.conditions.size()));
  const bool is_finite = std::isfinite(problem.domain.start) && std::isfinite(problem.domain.end);
  if (its_kind == Kind::initial_value && !is_finite)
    throw std::invalid_argument("an initial-value problem needs a finite domain: a march does not "
                                "know where to stop");
}

void require_sensible(const Problem& problem, const Options& options) {
  require_sensible_tolerances(problem, options);
  for (std::size_t c = 0; c < options.sensitivities.size(); ++c)
    if (std::count(options.sensitivities.begin(), options.sensitivities.end(),
                   options.sensitivities[c])
        > 1)
      throw std::invalid_argument(
          fmt::format("the sensitivity by {} is asked for twice", options.sensitivities[c]));
  if (std::isnan(options.limits.seconds))
    throw std::invalid_argument("the time limit is not a number");
  for (const Invariant& invariant : options.invariants)
    if (!invariant.value)
      throw std::invalid_argument(
          fmt::format("the invariant {} has no value; set Invariant::value", invariant.name));
}

/// Some options are of marches alone.
void require_suited_to_boundary_values(const Problem& problem, const Options& options) {
  const auto refuse = [](const char* what) {
    throw std::invalid_argument(
        fmt::format("{} of boundary-value problems are not available yet", what));
  };
  if (!problem.events.empty()) refuse("events");
  if (!options.sensitivities.empty()) refuse("sensitivities");
  if (options.method == Method::single_network && problem.free_end)
    throw std::invalid_argument("one network in place of segments is not available for a domain "
                                "with a free end; leave the method away");
  if (options.method == Method::single_network)
    require_suited_to_one_network(problem, options.single.training);
}

/// Of a problem whose solve ended before there was anything of a solution.
auto empty_result(const Problem& problem, const Options& options, const Ending& ending,
                  double seconds) -> Result {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const std::size_t unknowns = problem.unknowns.size();
  Result result = result_without_solution(problem, ending, options.tolerance);
  result.trusted_until = initial_point(problem);
  for (const std::string& by : options.sensitivities)
    result.sensitivities.push_back({.by = by,
                                    .derivative = solution_of(problem, {}),
                                    .error_estimate = std::vector<double>(unknowns, infinity)});
  result.statistics.seconds = seconds;
  return result;
}

/// What `begin_and_solve` returns, or why it ended before.
template <class Function>
auto unless_limited(const Problem& problem, const Options& options, const Deadline& deadline,
                    const Function& begin_and_solve) -> Result {
  const double start = initial_point(problem);
  const auto not_begun = [&](const Ending& ending) {
    return empty_result(problem, options, ending, deadline.elapsed());
  };
  try {
    return begin_and_solve();
  } catch (const DeadlinePassed&) {
    if (deadline.cancelled()) return not_begun({.outcome = Outcome::cancelled, .t = start});
    return not_begun({.outcome = Outcome::time_limit, .t = start, .limit = options.limits.seconds});
  } catch (const MemoryRefused& refused) {
    return not_begun({.outcome = Outcome::memory_limit,
                      .t = start,
                      .limit = static_cast<double>(options.limits.memory),
                      .needed = refused.bytes()});
  }
}

} // namespace

struct Solver::Recorded {
  Recorded(Problem its_problem, std::uint64_t seed, std::size_t most_memory,
           const Deadline& deadline)
      : problem(std::move(its_problem)) {
    if (kind(problem) == Kind::initial_value)
      solver.emplace<InitialValueSolver>(problem, seed, most_memory, deadline);
    else if (kind(problem) == Kind::free_end)
      solver.emplace<FreeEndSolver>(problem, seed, most_memory, deadline);
    else solver.emplace<BoundaryValueSolver>(problem, seed, deadline);
  }

  Problem problem;
  std::variant<std::monostate, InitialValueSolver, BoundaryValueSolver, FreeEndSolver> solver;
};

Solver::Solver(Problem problem, std::uint64_t seed, std::size_t most_memory)
    : Solver(std::move(problem), seed, most_memory, Deadline::never()) {}
Solver::Solver(Problem problem, std::uint64_t seed, std::size_t most_memory,
               const Deadline& deadline) {
  require_sensible(problem);
  require_kind_with_solver(problem);
  recorded_ = std::make_unique<Recorded>(std::move(problem), seed, most_memory, deadline);
}
Solver::~Solver() = default;
Solver::Solver(Solver&&) noexcept = default;
auto Solver::operator=(Solver&&) noexcept -> Solver& = default;

auto Solver::recorded() const -> Recorded& {
  if (!recorded_)
    throw std::logic_error("this Solver was moved from; only assign another one to it");
  return *recorded_;
}

auto Solver::problem() const -> const Problem& { return recorded().problem; }

void Solver::set_parameters(std::span<const double> values) {
  std::vector<Parameter>& parameters = recorded().problem.parameters;
  if (values.size() != parameters.size())
    throw std::invalid_argument(fmt::format("the problem has {} parameters, but got {} values",
                                            parameters.size(), values.size()));
  for (std::size_t k = 0; k < values.size(); ++k) require_finite(parameters[k].name, values[k]);
  for (std::size_t k = 0; k < values.size(); ++k) parameters[k].value = values[k];
  if (auto* initial_values = std::get_if<InitialValueSolver>(&recorded_->solver))
    initial_values->set_parameters(values);
}

auto Solver::solve(const Options& options) -> Result {
  require_sensible(recorded().problem, options);
  const Deadline deadline(options.limits);
  return unless_limited(recorded().problem, options, deadline,
                        [&] { return solve_until(deadline, options); });
}

auto Solver::solve_until(const Deadline& deadline, const Options& options) -> Result {
  auto& [problem, solver] = recorded();
  const double begun = deadline.elapsed(); // when all was recorded
  Result result;
  if (auto* initial_values = std::get_if<InitialValueSolver>(&solver)) {
    result = initial_values->solve(options, deadline);
  } else {
    require_suited_to_boundary_values(problem, options);
    if (auto* free_end = std::get_if<FreeEndSolver>(&solver))
      result = free_end->solve(options, deadline);
    else result = std::get<BoundaryValueSolver>(solver).solve(options, deadline);
    if (options.method == Method::single_network && result.solved())
      put_one_network(result, problem, options, deadline);
  }
  result.reason = explain(result.ending, problem.independent);
  const std::vector<double> parameters = parameter_values(problem);
  for (const Invariant& invariant : options.invariants)
    result.drifts.push_back(drift(invariant, result.solution, parameters));
  result.statistics.seconds = deadline.elapsed() - begun;
  return result;
}

auto solve(const Problem& problem, const Options& options) -> Result {
  require_sensible(problem, options);
  const Deadline deadline(options.limits);
  return unless_limited(problem, options, deadline, [&] {
    return Solver(problem, options.seed, options.limits.memory, deadline)
        .solve_until(deadline, options);
  });
}

} // namespace jetwork::pinn
