#include "pinn/several_solutions/several_solutions.hpp"

#include "pinn/boundary_value/boundary_value_solver.hpp"
#include "pinn/boundary_value/mesh_control.hpp"
#include "pinn/problem/kind.hpp"
#include "pinn/problem/require_sensible.hpp"
#include "pinn/sensible_tolerances.hpp"
#include "pinn/several_solutions/comparison.hpp"
#include "pinn/several_solutions/linearity.hpp"
#include "pinn/several_solutions/solution_search.hpp"
#include "pinn/solution/drift.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace jetwork::pinn {

namespace {

auto length_of(const MeshFunction& u) -> double { return u.nodes().back() - u.nodes().front(); }

/// The function on as few segments as show its shape, none longer than this part of the domain.
auto on_coarse_mesh(MeshFunction u, int parts) -> MeshFunction {
  constexpr double error = 1e-4;
  constexpr int most_changes = 12;
  Eigen::VectorXd scale = u.largest_values();
  scale = (scale.array() > 0).select(scale, 1.0);
  for (int k = 0; k < most_changes; ++k) {
    MeshChange change = mesh_change(u, error * scale);
    if (change.merged == 0) break;
    u = u.on(std::move(change.nodes), std::move(change.breaks));
  }
  const double longest = length_of(u) / parts;
  return u.with_nodes([&](std::size_t segment) {
    const double pieces = std::ceil(u.length(segment) / longest * (1 - 1e-9));
    std::vector<double> inside;
    for (double k = 1; k < pieces; ++k)
      inside.push_back(u.start(segment) + u.length(segment) * k / pieces);
    return inside;
  });
}

/// From here on a function that deflation finds may owe it to rounding that it meets the conditions, as layers do that could lie anywhere:
/// u'' = 2·u·u', u'(0) = 0 has constant solutions alone, and condition numbers of 1e7 elsewhere.
constexpr double doubtful_condition = 1e5;

class SolutionFinder {
public:
  SolutionFinder(const Problem& problem, const Options& options, const Deadline& deadline)
      : problem_(&problem),
        options_(&options),
        deadline_(&deadline),
        solver_(problem, options.seed, deadline),
        domain_({std::min(problem.domain.start, problem.domain.end),
                 std::max(problem.domain.start, problem.domain.end)}) {}

  /// Puts what is found into the set as it is found. Throws DeadlinePassed and MemoryRefused.
  void find(std::size_t count, SolutionSet& set);

private:
  void look_on(int parts, SearchEffort effort, std::size_t count, SolutionSet& set);
  [[nodiscard]] auto take(Result result, SolutionSet& set) -> bool;
  void keep_domain();
  [[nodiscard]] auto effort() const -> SearchEffort;
  [[nodiscard]] auto on_kept_domain(MeshFunction u) const -> MeshFunction;

  const Problem* problem_;
  const Options* options_;
  const Deadline* deadline_;
  BoundaryValueSolver solver_;
  KeptDomain domain_; // of the search
  std::vector<MeshFunction> guesses_;
  MeshFunction shape_;                  // its mesh is that of the search, but for its fineness
  std::vector<MeshFunction> functions_; // of what was found
};

/// Whether it is a further solution, within its bounds.
auto SolutionFinder::take(Result result, SolutionSet& set) -> bool {
  if (!result.solved() || !solver_.system().evaluate(solver_.found(), *deadline_)) return false;
  for (const Result& known : set.found)
    if (coincide(known, result)) return false;
  const std::vector<double> parameters = parameter_values(*problem_);
  for (const Invariant& invariant : options_->invariants)
    result.drifts.push_back(drift(invariant, result.solution, parameters));
  functions_.push_back(solver_.found());
  set.found.push_back(std::move(result));
  return true;
}

/// As much of an infinite domain as the first solution needed.
void SolutionFinder::keep_domain() {
  if (!domain_.is_cut()) return;
  const double kept = length_of(shape_);
  const auto& [start, end] = problem_->domain;
  const bool is_the_line = std::isinf(start) && std::isinf(end);
  domain_ = KeptDomain({std::min(start, end), std::max(start, end)}, is_the_line ? kept / 2 : kept);
}

/// What was kept for one solution may be more or less than for another.
auto SolutionFinder::on_kept_domain(MeshFunction u) const -> MeshFunction {
  if (length_of(u) < domain_.end() - domain_.start()) u = longer(u, domain_);
  return u;
}

/// Peaks may be anywhere in a finite domain; in an infinite one, near its finite end or around zero.
auto SolutionFinder::effort() const -> SearchEffort {
  const double start = domain_.start(), end = domain_.end();
  SearchEffort effort;
  if (!domain_.is_cut()) {
    effort.bump_width = 0.05 * (end - start);
    for (const double part : {0.5, 0.25, 0.75})
      effort.bump_places.push_back(std::lerp(start, end, part));
    return effort;
  }
  const bool is_bounded_above =
      std::isfinite(std::max(problem_->domain.start, problem_->domain.end));
  const bool is_bounded_below =
      std::isfinite(std::min(problem_->domain.start, problem_->domain.end));
  const double from = is_bounded_below ? start : is_bounded_above ? end : 0.0;
  effort.bump_width = 1.0;
  for (const double distance : {0.0, 1.5, 4.0})
    effort.bump_places.push_back(from + (is_bounded_above ? -distance : distance));
  return effort;
}

void SolutionFinder::look_on(int parts, SearchEffort effort, std::size_t count, SolutionSet& set) {
  if (set.found.size() >= count) return;
  const MeshFunction mesh = on_coarse_mesh(shape_, parts);
  std::vector<MeshFunction> starts;
  for (const MeshFunction& guess : guesses_)
    starts.push_back(guess.on(mesh.nodes(), mesh.breaks()));
  SolutionSearch search(solver_.system(), std::move(starts), std::move(effort), *deadline_);
  for (const MeshFunction& u : functions_)
    search.add(on_kept_domain(u), SolutionSearch::Around::yes);
  while (set.found.size() < count) {
    const std::optional<MeshFunction> u = search.next();
    if (!u) break;
    Result refined = solver_.solve_near(*u, domain_.length(), *options_, *deadline_);
    const bool is_new =
        refined.condition.value_or(0.0) < doubtful_condition && take(std::move(refined), set);
    search.add(*u, is_new ? SolutionSearch::Around::yes : SolutionSearch::Around::no);
  }
}

void SolutionFinder::find(std::size_t count, SolutionSet& set) {
  Result first = solver_.solve(*options_, *deadline_);
  const std::string why_not = explain(first.ending, problem_->independent);
  shape_ = first.solved() ? solver_.found() : solver_.guess(0.0);
  keep_domain();
  try {
    guesses_ = {solver_.guess(0.0)};
    solver_.add_other_guesses(guesses_);
  } catch (const std::invalid_argument&) { // far out in an infinite domain the user's has no value
    guesses_ = {shape_};
  }
  const bool is_found = take(std::move(first), set);
  if (set.found.size() >= count) return;
  if (is_linear(solver_.system(), on_coarse_mesh(shape_, 4), *deadline_)) {
    set.remark = is_found ? "the problem is linear, and has no other" : "";
    set.reason = why_not;
    return;
  }
  constexpr int coarse = 8, finer = 16, finest = 48;
  SearchEffort thorough = effort();
  thorough.most_in_vain = 500;
  SearchEffort quick = thorough;
  quick.with_blends = false;
  quick.most_in_vain = 150;
  look_on(coarse, thorough, count, set);
  look_on(finer, quick, count, set);
  if (!is_found) { // layers may be too thin for such meshes
    if (!set.found.empty()) shape_ = on_kept_domain(functions_.front());
    look_on(finest, thorough, count, set);
  }
  if (set.found.empty()) set.reason = why_not;
  else if (set.found.size() < count)
    set.remark = fmt::format("{} were asked for; there may be more", count);
}

void require_suited(const Problem& problem, const Options& options) {
  require_sensible_tolerances(problem, options);
  if (!problem.events.empty() || !options.sensitivities.empty()
      || options.method != Method::collocation)
    throw std::invalid_argument("several solutions are found by segments, without events and "
                                "sensitivities");
  const Kind its_kind = kind(problem);
  if (its_kind != Kind::boundary_value && its_kind != Kind::free_parameters)
    throw std::invalid_argument(fmt::format(
        "several solutions are those of a problem with conditions at several points, "
        "and this is {} {}{}",
        its_kind == Kind::differential_algebraic || its_kind == Kind::free_end ? "a" : "an",
        name_of(its_kind), its_kind == Kind::eigenvalues ? "; ask for its eigenvalues" : ""));
}

} // namespace

auto several_solutions(const Problem& problem, int count, const Options& options) -> SolutionSet {
  if (count < 1)
    throw std::invalid_argument(
        fmt::format("the number of solutions must be at least 1, not {}", count));
  require_sensible(problem);
  require_suited(problem, options);
  const Deadline deadline(options.limits);
  SolutionSet set;
  const auto end_with = [&](const std::string& why) {
    if (set.found.empty()) set.reason = why;
    else set.remark = fmt::format("{} were asked for; {}", count, why);
  };
  try {
    SolutionFinder(problem, options, deadline).find(static_cast<std::size_t>(count), set);
  } catch (const DeadlinePassed&) {
    end_with(deadline.cancelled()
                 ? std::string("it was cancelled")
                 : fmt::format("the time limit of {:g} s was reached", options.limits.seconds));
  } catch (const MemoryRefused& refused) {
    end_with(explain({.outcome = Outcome::memory_limit,
                      .limit = static_cast<double>(options.limits.memory),
                      .needed = refused.bytes()},
                     problem.independent));
  }
  sort_by_size(set.found);
  set.seconds = deadline.elapsed();
  return set;
}

} // namespace jetwork::pinn
