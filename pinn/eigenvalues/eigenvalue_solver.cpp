#include "pinn/eigenvalues/eigenvalue_solver.hpp"

#include "pinn/boundary_value/boundary_value_solver.hpp"
#include "pinn/boundary_value/integrals_as_unknowns.hpp"
#include "pinn/boundary_value/kept_domain.hpp"
#include "pinn/eigenvalues/candidate_search.hpp"
#include "pinn/eigenvalues/normalised.hpp"
#include "pinn/eigenvalues/sturm_liouville.hpp"
#include "pinn/problem/require_sensible.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace jetwork::pinn {

namespace {

auto number_of_eigenvalue(const Problem& problem) -> std::size_t {
  std::optional<std::size_t> found;
  for (std::size_t k = 0; k < problem.parameters.size(); ++k) {
    if (!problem.parameters[k].searched) continue;
    if (found)
      throw std::invalid_argument("eigenvalues are values of one unknown number; this problem has "
                                  "several");
    found = k;
  }
  if (!found)
    throw std::invalid_argument("eigenvalues are values of an unknown number, and this problem has "
                                "none; declare it under [unknown]");
  return *found;
}

class EigenvalueSolver {
public:
  EigenvalueSolver(const Problem& problem, const Options& options, const Deadline& deadline)
      : problem_(&problem),
        options_(&options),
        deadline_(&deadline),
        extended_(with_integrals_as_unknowns(problem)),
        eigenvalue_(number_of_eigenvalue(problem)),
        recorded_(extended_, deadline),
        conditions_(extended_, places_of_conditions(extended_)),
        layout_(std::make_shared<const StateLayout>(extended_.unknowns, options.seed,
                                                    recorded_.groups())),
        domain_({std::min(problem.domain.start, problem.domain.end),
                 std::max(problem.domain.start, problem.domain.end)}) {}

  [[nodiscard]] auto first(int count) -> Spectrum;

private:
  [[nodiscard]] auto linear() -> LinearProblem {
    return {recorded_, conditions_, parameter_values(extended_), eigenvalue_};
  }
  [[nodiscard]] auto refined(const CandidateSearch::Settled& settled) -> Result;

  const Problem* problem_;
  const Options* options_;
  const Deadline* deadline_;
  Problem extended_;
  std::size_t eigenvalue_;
  RecordedResidual recorded_;
  RecordedConditions conditions_;
  std::shared_ptr<const StateLayout> layout_;
  KeptDomain domain_;
};

/// As an unknown number of a boundary-value problem: one more condition fixes the function's size where it is largest.
auto EigenvalueSolver::refined(const CandidateSearch::Settled& settled) -> Result {
  const auto& [candidate, domain] = settled;
  const MeshFunction& u = candidate.function;
  int unknown = 0;
  double largest = 0.0, place = u.nodes().front();
  constexpr int samples = 16;
  for (int i = 0; i < std::ssize(problem_->unknowns) && largest == 0; ++i)
    for (std::size_t segment = 0; segment < u.segments(); ++segment)
      for (int k = 0; k <= samples; ++k)
        if (const double value = u.at(i, segment, static_cast<double>(k) / samples, 0);
            std::abs(value) > std::abs(largest)) {
          unknown = i;
          largest = value;
          place = k < samples ? u.start(segment) + u.length(segment) * k / samples
                              : u.nodes()[segment + 1];
        }
  Problem problem = *problem_;
  problem.conditions.push_back(value_condition(static_cast<std::size_t>(unknown), 0, place, 1.0));
  MeshFunction start = u.with_break(place);
  start.states /= largest;
  start.highest_values /= largest;
  start.numbers = Eigen::VectorXd::Constant(1, candidate.eigenvalue);
  BoundaryValueSolver solver(problem, options_->seed, *deadline_);
  Result result = solver.solve_near(std::move(start), domain.length(), *options_, *deadline_);
  result.reason = explain(result.ending, problem.independent);
  return result.solution.segments().empty() ? result : normalised(*problem_, std::move(result));
}

auto EigenvalueSolver::first(int count) -> Spectrum {
  Spectrum spectrum;
  CandidateSearch search(linear(), layout_, domain_, *deadline_);
  const auto all = search.first(count, *problem_->parameters[eigenvalue_].searched);
  const bool has_indices = is_sturm_liouville(linear(), search.mesh(4), *deadline_);
  for (const auto& settled : all) {
    Eigenfunction found{.result = refined(settled), .index = {}};
    if (!found.result.solved() && spectrum.reason.empty())
      spectrum.reason = fmt::format("the eigenvalue near {:.6g}: {}", settled.candidate.eigenvalue,
                                    found.result.reason);
    if (has_indices && found.result.solved()) found.index = zeros_inside(found.result.solution);
    spectrum.found.push_back(std::move(found));
  }
  for (std::size_t k = 0; k < spectrum.found.size() && spectrum.reason.empty(); ++k)
    if (const auto& index = spectrum.found[k].index; index && *index != static_cast<int>(k))
      spectrum.reason = fmt::format(
          "the function of eigenvalue number {} has {} zeros, so another one was not found", k,
          *index);
  if (spectrum.reason.empty() && std::ssize(spectrum.found) < count)
    spectrum.reason = fmt::format(
        "{} of {} were found; {}", spectrum.found.size(), count,
        domain_.is_cut() ? "the others, if there are any, change with how much is kept of the "
                           "domain, as those of a continuous spectrum do"
                         : "the others were not resolved by any mesh that makes sense");
  return spectrum;
}

} // namespace

auto first_eigenvalues(const Problem& problem, int count, const Options& options) -> Spectrum {
  if (count < 1)
    throw std::invalid_argument(
        fmt::format("the number of eigenvalues must be at least 1, not {}", count));
  require_sensible(problem);
  const Deadline deadline(options.limits);
  try {
    return EigenvalueSolver(problem, options, deadline).first(count);
  } catch (const DeadlinePassed&) {
    return {.found = {},
            .reason = deadline.cancelled() ? std::string("it was cancelled")
                                           : fmt::format("the time limit of {:g} s was reached",
                                                         options.limits.seconds)};
  }
}

} // namespace jetwork::pinn
