#include "pinn/several_solutions/several_solutions.hpp"

#include "pinn/boundary_value/boundary_value_solver.hpp"
#include "pinn/boundary_value/mesh_control.hpp"
#include "pinn/problem/kind.hpp"
#include "pinn/problem/require_sensible.hpp"
#include "pinn/several_solutions/comparison.hpp"
#include "pinn/several_solutions/linearity.hpp"
#include "pinn/several_solutions/solution_search.hpp"
#include "pinn/solution/drift.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace jetwork::pinn {

namespace {

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
  const double longest = std::abs(u.nodes().back() - u.nodes().front()) / parts;
  return u.with_nodes([&](std::size_t segment) {
    const double pieces = std::ceil(std::abs(u.length(segment)) / longest * (1 - 1e-9));
    std::vector<double> inside;
    for (double k = 1; k < pieces; ++k)
      inside.push_back(u.start(segment) + u.length(segment) * k / pieces);
    return inside;
  });
}

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
  void look_on(int parts, int most_in_vain, std::size_t count, SolutionSet& set);
  [[nodiscard]] auto take(Result result, SolutionSet& set) -> bool;
  [[nodiscard]] auto effort(int most_in_vain) const -> SearchEffort;
  [[nodiscard]] auto guesses() -> std::vector<MeshFunction>;
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

/// Whether it is a further solution.
auto SolutionFinder::take(Result result, SolutionSet& set) -> bool {
  if (!result.solved()) return false;
  for (const Result& known : set.found)
    if (coincide(known, result)) return false;
  const std::vector<double> parameters = parameter_values(*problem_);
  for (const Invariant& invariant : options_->invariants)
    result.drifts.push_back(drift(invariant, result.solution, parameters));
  functions_.push_back(solver_.found());
  set.found.push_back(std::move(result));
  return true;
}

auto SolutionFinder::guesses() -> std::vector<MeshFunction> {
  std::vector<MeshFunction> guesses;
  for (const double level : {0.0, 1.0, -1.0}) {
    MeshFunction u = solver_.guess(level);
    const double size = u.states.cwiseAbs().maxCoeff();
    const bool is_known = std::ranges::any_of(guesses, [&](const MeshFunction& other) {
      return (u.states - other.states).cwiseAbs().maxCoeff() <= 1e-10 * size;
    });
    if (!is_known) guesses.push_back(std::move(u));
  }
  return guesses;
}

/// What was kept of an infinite domain for one solution may be more or less than for another.
auto SolutionFinder::on_kept_domain(MeshFunction u) const -> MeshFunction {
  KeptDomain domain = domain_;
  const auto length = [](const MeshFunction& f) { return f.nodes().back() - f.nodes().front(); };
  if (length(u) < domain.end() - domain.start()) u = longer(u, domain);
  return u;
}

/// Peaks may be anywhere in a finite domain; in an infinite one, near its finite end or around zero.
auto SolutionFinder::effort(int most_in_vain) const -> SearchEffort {
  SearchEffort effort{.most_in_vain = most_in_vain};
  if (domain_.is_cut()) {
    const double from = std::isfinite(problem_->domain.start) ? domain_.start()
                        : std::isfinite(problem_->domain.end) ? domain_.end()
                                                              : 0.0;
    const double inwards = from == domain_.end() ? -1.0 : 1.0;
    effort.bump_width = 1.0;
    for (const double distance : {0.0, 1.5, 4.0}) effort.bump_places.push_back(from + inwards * distance);
  } else {
    effort.bump_width = 0.05 * (domain_.end() - domain_.start());
    for (const double part : {0.5, 0.25, 0.75})
      effort.bump_places.push_back(std::lerp(domain_.start(), domain_.end(), part));
  }
  return effort;
}

void SolutionFinder::look_on(int parts, int most_in_vain, std::size_t count, SolutionSet& set) {
  const MeshFunction mesh = on_coarse_mesh(shape_, parts);
  std::vector<MeshFunction> starts;
  for (const MeshFunction& guess : guesses_)
    starts.push_back(guess.on(mesh.nodes(), mesh.breaks()));
  SolutionSearch search(solver_.system(), std::move(starts), effort(most_in_vain), *deadline_);
  for (const MeshFunction& u : functions_)
    search.add(on_kept_domain(u), SolutionSearch::Around::yes);
  while (set.found.size() < count) {
    std::optional<MeshFunction> u = search.next();
    if (!u) break;
    const bool is_new =
        take(solver_.solve_near(*u, domain_.length(), *options_, *deadline_), set);
    if (std::getenv("TRACE"))
      fmt::print(stderr, "parts {} attempt {} t {:.3f}: {}\n", parts, search.attempts(), deadline_->elapsed(), is_new ? "NEW" : "no");
    search.add(*u, is_new ? SolutionSearch::Around::yes : SolutionSearch::Around::no);
  }
  if (std::getenv("TRACE"))
    fmt::print(stderr, "parts {} segments {} attempts {} t {:.3f}\n", parts, mesh.segments(), search.attempts(), deadline_->elapsed());
}

void SolutionFinder::find(std::size_t count, SolutionSet& set) {
  Result first = solver_.solve(*options_, *deadline_);
  set.reason = explain(first.ending, problem_->independent);
  shape_ = first.solved() ? solver_.found() : solver_.guess(0.0);
  if (domain_.is_cut()) {
    const double kept = shape_.nodes().back() - shape_.nodes().front();
    domain_ = KeptDomain({problem_->domain}, std::isinf(problem_->domain.start) && std::isinf(problem_->domain.end) ? kept / 2 : kept);
  }
  guesses_ = guesses();
  if (take(std::move(first), set)) set.reason.clear();
  if (set.found.size() >= count) return;
  if (is_linear(solver_.system(), on_coarse_mesh(shape_, 4), *deadline_)) {
    set.remark = "the problem is linear, and has no other";
    return;
  }
  constexpr int most_in_vain = 400, most_in_vain_again = 150;
  for (const int parts : {8, 16})
    if (set.found.size() < count)
      look_on(parts, parts == 8 ? most_in_vain : most_in_vain_again, count, set);
  if (!set.found.empty()) set.reason.clear();
  if (set.found.size() < count) set.remark = "there may be more";
}

} // namespace

auto several_solutions(const Problem& problem, int count, const Options& options) -> SolutionSet {
  if (count < 1)
    throw std::invalid_argument(
        fmt::format("the number of solutions must be at least 1, not {}", count));
  require_sensible(problem);
  const Kind its_kind = kind(problem);
  if (its_kind != Kind::boundary_value && its_kind != Kind::free_parameters)
    throw std::invalid_argument(
        fmt::format("several solutions are looked for where conditions sit at several points; this is an {}",
                    name_of(its_kind)));
  const Deadline deadline(options.limits);
  SolutionSet set;
  try {
    SolutionFinder(problem, options, deadline).find(static_cast<std::size_t>(count), set);
  } catch (const DeadlinePassed&) {
    const std::string why = deadline.cancelled() ? std::string("it was cancelled")
                                                 : fmt::format("the time limit of {:g} s was reached",
                                                               options.limits.seconds);
    set.remark = "the search was ended: " + why;
    set.reason = set.found.empty() ? why : "";
  } 
  sort_by_size(set.found);
  set.seconds = deadline.elapsed();
  return set;
}

} // namespace jetwork::pinn
