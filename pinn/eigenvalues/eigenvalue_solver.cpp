#include "pinn/eigenvalues/eigenvalue_solver.hpp"

#include "pinn/boundary_value/integrals_as_unknowns.hpp"
#include "pinn/boundary_value/kept_domain.hpp"
#include "pinn/eigenvalues/candidate_search.hpp"
#include "pinn/eigenvalues/refinement.hpp"
#include "pinn/eigenvalues/sturm_liouville.hpp"
#include "pinn/problem/require_sensible.hpp"
#include "pinn/sensible_tolerances.hpp"

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
  [[nodiscard]] auto refined(const std::vector<CandidateSearch::Settled>& all) const
      -> std::vector<Result>;
  [[nodiscard]] auto shortcoming(const std::vector<Eigenfunction>& found, int count) const
      -> std::string;

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

/// Each refined by itself, or both of a double eigenvalue at once.
auto EigenvalueSolver::refined(const std::vector<CandidateSearch::Settled>& all) const
    -> std::vector<Result> {
  constexpr double alike = 1e-7;
  const Refinement refinement(*problem_, *options_, *deadline_);
  std::vector<Result> results;
  while (results.size() < all.size()) {
    const std::size_t k = results.size();
    if (k + 1 < all.size()) {
      const double here = all[k].candidate.eigenvalue, next = all[k + 1].candidate.eigenvalue;
      if (std::abs(next - here) <= alike * std::max(std::abs(here), std::abs(next)))
        if (auto both = refinement.pair(all[k], all[k + 1])) {
          for (Result& each : *both) results.push_back(std::move(each));
          continue;
        }
    }
    results.push_back(refinement.one(all[k]));
  }
  return results;
}

/// Why these are not all that was asked for.
auto EigenvalueSolver::shortcoming(const std::vector<Eigenfunction>& found, int count) const
    -> std::string {
  for (std::size_t k = 0; k < found.size(); ++k)
    if (const Result& result = found[k].result; !result.solved())
      return fmt::format("eigenvalue number {}: {}", k, result.reason);
  const Bounds bounds = *problem_->parameters[eigenvalue_].searched;
  const bool from_the_first = std::isinf(bounds.lower) && std::isinf(bounds.upper);
  const int first = found.empty() || from_the_first ? 0 : found.front().index.value_or(0);
  for (std::size_t k = 0; k < found.size(); ++k)
    if (const auto& index = found[k].index; index && *index != first + static_cast<int>(k))
      return fmt::format(
          "the function of eigenvalue number {} has {} zeros, so another one was not found", k,
          *index);
  if (std::ssize(found) < count)
    return fmt::format("{} of {} were found; {}", found.size(), count,
                       domain_.is_cut()
                           ? "the others, if there are any, change with how much is kept of the "
                             "domain, as those of a continuous spectrum do"
                           : "no mesh that makes sense resolves others within the bounds");
  return "";
}

auto EigenvalueSolver::first(int count) -> Spectrum {
  CandidateSearch search(linear(), layout_, domain_, *deadline_);
  const int with_the_other_of_a_pair = domain_.is_cut() ? count : count + 1;
  const Bounds bounds = *problem_->parameters[eigenvalue_].searched;
  const auto settled = search.first(with_the_other_of_a_pair, bounds);
  const bool has_indices = is_sturm_liouville(linear(), search.mesh(4), *deadline_);
  Spectrum spectrum;
  for (Result& result : refined(settled)) {
    Eigenfunction found{.result = std::move(result), .index = {}};
    if (has_indices && found.result.solved())
      found.index = zeros_inside(found.result.solution, found.result.error_estimate.front());
    spectrum.found.push_back(std::move(found));
  }
  if (std::ssize(spectrum.found) > count) spectrum.found.resize(static_cast<std::size_t>(count));
  spectrum.reason = shortcoming(spectrum.found, count);
  if (spectrum.reason.empty() && !has_indices && !search.are_confirmed(settled, bounds))
    spectrum.reason = "another mesh has other first eigenvalues: there may be some between those "
                      "that were found, or no first one";
  return spectrum;
}

} // namespace

auto first_eigenvalues(const Problem& problem, int count, const Options& options) -> Spectrum {
  if (count < 1)
    throw std::invalid_argument(
        fmt::format("the number of eigenvalues must be at least 1, not {}", count));
  require_sensible(problem);
  if (!problem.events.empty())
    throw std::invalid_argument("eigenvalues are those of a problem without events");
  require_sensible_tolerances(problem, options);
  if (problem.free_end)
    throw std::invalid_argument("eigenvalues are those of a problem whose domain has known ends");
  const Deadline deadline(options.limits);
  Spectrum spectrum;
  try {
    spectrum = EigenvalueSolver(problem, options, deadline).first(count);
  } catch (const DeadlinePassed&) {
    spectrum.reason = deadline.cancelled() ? std::string("it was cancelled")
                                           : fmt::format("the time limit of {:g} s was reached",
                                                         options.limits.seconds);
  }
  spectrum.seconds = deadline.elapsed();
  return spectrum;
}

} // namespace jetwork::pinn
