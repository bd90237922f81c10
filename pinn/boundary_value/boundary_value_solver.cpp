#include "pinn/boundary_value/boundary_value_solver.hpp"

#include "pinn/boundary_value/first_guess.hpp"
#include "pinn/boundary_value/independent_conditions.hpp"
#include "pinn/collocation/segment_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace jetwork::pinn {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
/// Of an attempt without continuation: one that needs more has lost its way.
constexpr std::size_t segments_to_begin = 300;
/// Beyond so many, the mesh follows noise.
constexpr std::size_t segments_that_make_sense = 10'000;

auto searched_parameters(const Problem& problem) -> std::vector<std::size_t> {
  std::vector<std::size_t> searched;
  for (std::size_t k = 0; k < problem.parameters.size(); ++k)
    if (problem.parameters[k].searched) searched.push_back(k);
  return searched;
}

auto ascending(const Domain& domain) -> Domain {
  return {std::min(domain.start, domain.end), std::max(domain.start, domain.end)};
}

/// The segments as the solution has them: networks, of the first so many unknowns.
auto networks(const MeshFunction& u, int unknowns) -> std::vector<Segment> {
  std::vector<Segment> segments;
  for (std::size_t s = 0; s < u.segments(); ++s) {
    Eigen::MatrixXd coefficients(GaussNodes::count, unknowns);
    for (int i = 0; i < unknowns; ++i)
      coefficients.col(i) = gauss_nodes().to_modes() * u.highest(i, s);
    segments.push_back(
        network_of(u.layout(), u.start(s), u.length(s), u.states.col(u.start_of(s)), coefficients));
  }
  return segments;
}

/// Of each unknown, over all segments: two standard deviations, as there are many points.
auto largest_evaluation_noise(const std::vector<Segment>& segments, int unknowns)
    -> Eigen::VectorXd {
  Eigen::VectorXd largest = Eigen::VectorXd::Zero(unknowns);
  for (const Segment& segment : segments) largest = largest.cwiseMax(2 * evaluation_noise(segment));
  return largest;
}

} // namespace

BoundaryValueSolver::BoundaryValueSolver(const Problem& problem, std::uint64_t seed,
                                         const Deadline& deadline)
    : problem_(&problem),
      extended_(has_integrals(problem) ? std::optional(with_integrals_as_unknowns(problem))
                                       : std::nullopt),
      recorded_(stated(), deadline),
      conditions_(stated(), places_of_conditions(stated())),
      layout_(std::make_shared<const StateLayout>(stated().unknowns, seed, recorded_.groups())),
      domain_(ascending(problem.domain)),
      unknown_parameters_(searched_parameters(problem)),
      system_(recorded_, conditions_, layout_, unknown_parameters_),
      audit_(recorded_) {
  std::vector<std::optional<Bounds>> bounds;
  for (const Unknown& unknown : problem.unknowns) bounds.push_back(unknown.bounds);
  std::vector<Bounds> number_bounds;
  for (const std::size_t k : unknown_parameters_)
    number_bounds.push_back(*problem.parameters[k].searched);
  if (recorded_.may_switch()) switching_.emplace(stated(), unknown_parameters_, deadline);
  system_.set_bounds(std::move(bounds), std::move(number_bounds));
  place_jumps();
  require_independent(conditions_, stated(), unknown_parameters_);
}

void BoundaryValueSolver::place_jumps() {
  if (problem_->jumps.empty()) return;
  const auto& places = conditions_.places();
  Eigen::MatrixXd jumps = Eigen::MatrixXd::Zero(layout_->states(), std::ssize(places) - 2);
  for (const Jump& jump : problem_->jumps) {
    const auto place = std::ranges::find(places, jump.at) - places.begin();
    jumps(layout_->offset(static_cast<int>(jump.unknown)) + jump.derivative, place - 1) +=
        jump.amount;
  }
  system_.set_jumps(std::move(jumps));
}

/// As many as make sense, and as there is memory for. Throws MemoryRefused where it is not enough to begin.
auto BoundaryValueSolver::most_segments(const Limits& limits) const -> std::size_t {
  constexpr double meshes = 4; // the halved one, and what is kept while it is looked at
  constexpr double to_begin = 8;
  const double bytes = meshes * system_.bytes_per_segment();
  if (const double needed = to_begin * bytes; needed > static_cast<double>(limits.memory))
    throw MemoryRefused(needed);
  const auto with_memory = static_cast<std::size_t>(static_cast<double>(limits.memory) / bytes);
  return std::min({limits.segments, segments_that_make_sense, with_memory});
}

/// The user's guess, or lines, on one or a few segments between any two places where conditions look.
auto BoundaryValueSolver::guess(double level) -> MeshFunction {
  const bool is_given = std::ranges::any_of(
      problem_->unknowns, [](const Unknown& unknown) { return unknown.guess != nullptr; });
  const int parts = is_given ? 8 : 1;
  std::vector<double> nodes;
  std::vector<std::size_t> breaks;
  for (const double place : conditions_.places()) {
    const double node = domain_.place(place);
    if (!nodes.empty())
      for (int k = parts; k > 1; --k) nodes.push_back(nodes.back() + (node - nodes.back()) / k);
    nodes.push_back(node);
    breaks.push_back(nodes.size() - 1);
  }
  MeshFunction u(layout_, std::move(nodes), std::move(breaks));
  u.numbers.resize(std::ssize(unknown_parameters_));
  for (Eigen::Index k = 0; k < u.numbers.size(); ++k)
    u.numbers[k] = problem_->parameters[unknown_parameters_[static_cast<std::size_t>(k)]].value;
  guess_lines(u, conditions_, parameter_values(*problem_), level);
  for (std::size_t i = 0; i < problem_->unknowns.size(); ++i) {
    const auto& [name, order, bounds, value] = problem_->unknowns[i];
    if (!value) continue;
    guess_values(u, static_cast<int>(i), [&](double x) {
      const double its = value(x);
      if (!std::isfinite(its))
        throw std::invalid_argument(fmt::format("the guess of {} has no value at {} = {:g}", name,
                                                problem_->independent, x));
      return its;
    });
  }
  if (!is_given && u.numbers.size() > 0)
    u = nearest_with_its_numbers(system_, std::move(u), *deadline_);
  return u;
}

auto BoundaryValueSolver::wanted(const Options& options, const Eigen::VectorXd& magnitude) const
    -> Eigen::VectorXd {
  Eigen::VectorXd error = options.tolerance * magnitude;
  error.tail(error.size() - std::ssize(problem_->unknowns)).setConstant(infinity); // of integrals
  for (std::size_t i = 0; i < options.absolute_tolerance.size(); ++i) {
    double& its = error[static_cast<Eigen::Index>(i)];
    its = std::max(its, options.absolute_tolerance[i]);
  }
  return error;
}

void BoundaryValueSolver::add_other_guesses(std::vector<MeshFunction>& guesses) {
  for (const double level : {1.0, -1.0}) {
    MeshFunction u = guess(level);
    const double size = u.states.cwiseAbs().maxCoeff();
    const bool is_known = std::ranges::any_of(guesses, [&](const MeshFunction& other) {
      return (u.states - other.states).cwiseAbs().maxCoeff() <= 1e-10 * size;
    });
    if (!is_known) guesses.push_back(std::move(u));
  }
}

/// From the first of these functions that leads to a solution, or else of the guesses, and where none does by continuation; then
/// judged.
auto BoundaryValueSolver::solve_from(std::vector<MeshFunction> starts, const Options& options,
                                     MeshIteration& iteration) -> Found {
  const std::size_t most = most_segments(options.limits);
  const Eigen::VectorXd first =
      Eigen::VectorXd::Constant(layout_->unknowns(), 0.3 * options.tolerance);
  Found found{.u = {}, .check = {}, .ending = {.outcome = Outcome::no_solution_found}};
  const auto is_found = [&] { return found.ending.outcome == Outcome::solved; };
  const auto refine_from = [&](const MeshFunction& start) {
    found.u = start;
    found.ending = iteration.refine(found.u, first, std::min(segments_to_begin, most));
  };
  for (std::size_t k = 0; k < starts.size() && !is_found(); ++k) refine_from(starts[k]);
  std::vector<MeshFunction> guesses;
  if (!is_found() && !start_) refine_from(guesses.emplace_back(guess(0.0)));
  if (!is_found() && !start_) add_other_guesses(guesses);
  for (std::size_t k = 1; k < guesses.size() && !is_found(); ++k) refine_from(guesses[k]);
  starts.insert(starts.end(), guesses.begin(), guesses.end());
  // What a coarse mesh misses on the way may lead astray, and so may the noise that a fine one resolves.
  for (const double rough : {1e-6, 1e-3})
    for (const MeshFunction& start : starts) {
      if (is_found() || start_) break;
      found.ending = iteration.follow(
          found.u, start,
          Eigen::VectorXd::Constant(layout_->unknowns(), std::max(options.tolerance, rough)));
      if (is_found()) found.ending = iteration.refine(found.u, first, most);
    }
  if (is_found()) judge(found, options, iteration);
  return found;
}

auto BoundaryValueSolver::result_of(const Found& found, const Options& options) const -> Result {
  Result result;
  result.tolerance = options.tolerance;
  result.ending = found.ending;
  const auto unknowns = static_cast<int>(problem_->unknowns.size());
  std::vector<Segment> segments;
  if (found.check.finite) segments = networks(found.u, unknowns);
  const Eigen::VectorXd noise = largest_evaluation_noise(segments, unknowns);
  for (int i = 0; i < unknowns; ++i) {
    if (!found.check.finite) {
      result.error_estimate.push_back(infinity);
      result.magnitude.push_back(0.0);
      continue;
    }
    result.error_estimate.push_back(found.check.error[i] + noise[i]);
    result.error_location.push_back(found.check.place[i]);
    result.magnitude.push_back(found.check.magnitude[i]);
  }
  if (found.check.finite) {
    result.condition = found.check.condition;
    for (std::size_t k = 0; k < unknown_parameters_.size(); ++k)
      result.parameters.push_back(
          {.name = problem_->parameters[unknown_parameters_[k]].name,
           .value = found.u.numbers[static_cast<Eigen::Index>(k)],
           .error_estimate = found.check.number_error[static_cast<Eigen::Index>(k)]});
  }
  const Eigen::VectorXd allowed = found.check.finite
                                      ? wanted(options, found.check.magnitude)
                                      : Eigen::VectorXd::Constant(unknowns, infinity);
  for (int i = 0; i < unknowns && result.solved(); ++i) // what rounding does where it is evaluated
    if (const double error = result.error_estimate[static_cast<std::size_t>(i)]; error > allowed[i])
      result.ending = {.outcome = Outcome::estimate_above_tolerance,
                       .ratio = error / found.check.magnitude[i],
                       .tolerance = options.tolerance,
                       .condition = found.check.condition};
  result.solution = solution_of(*problem_, std::move(segments));
  result.trusted_until = result.solved() ? domain_.end() : domain_.start();
  return result;
}

auto BoundaryValueSolver::solve(const Options& options, const Deadline& deadline) -> Result {
  start_.reset();
  return solve_on(KeptDomain(ascending(problem_->domain)), options, deadline);
}

auto BoundaryValueSolver::solve_near(MeshFunction start, double kept_length, const Options& options,
                                     const Deadline& deadline) -> Result {
  start_ = std::move(start);
  return solve_on(KeptDomain(ascending(problem_->domain), kept_length), options, deadline);
}

auto BoundaryValueSolver::in_pieces(MeshFunction u) const -> MeshFunction {
  const auto& places = conditions_.places();
  for (std::size_t k = 1; k + 1 < places.size(); ++k) u = u.with_break(places[k]);
  return u;
}

/// On meshes that are halved until they agree: collocation hardly damps what decays fast on a long segment.
auto BoundaryValueSolver::multipliers(const Deadline& deadline) -> UncertainMultipliers {
  constexpr std::size_t most = 3000; // segments
  constexpr double close = 1e-8;
  UncertainMultipliers result{.values = {}, .uncertainty = infinity};
  for (MeshFunction u = found_; u.segments() <= most; u = u.halved()) {
    if (!system_.linearise(u, deadline)) break;
    auto finer = system_.multipliers();
    std::ranges::sort(finer, std::ranges::greater(),
                      [](const auto& value) { return std::abs(value); });
    if (result.values.size() == finer.size()) {
      result.uncertainty = 0.0;
      for (std::size_t k = 0; k < finer.size(); ++k)
        result.uncertainty = std::max(result.uncertainty, std::abs(finer[k] - result.values[k])
                                                              / std::max(1.0, std::abs(finer[k])));
    }
    result.values = std::move(finer);
    if (result.uncertainty < close) break;
  }
  return result;
}

auto BoundaryValueSolver::solve_on(KeptDomain domain, const Options& options,
                                   const Deadline& deadline) -> Result {
  deadline_ = &deadline;
  domain_ = domain;
  system_.set_parameters(parameter_values(*problem_));
  audit_.set_parameters(parameter_values(*problem_));
  if (switching_) switching_->set_parameters(parameter_values(*problem_));
  MeshIteration iteration(system_, switching(), deadline);
  std::vector<MeshFunction> starts;
  if (start_) starts.push_back(*start_);
  Found found = solve_from(std::move(starts), options, iteration);
  if (domain_.is_cut()) {
    for (int doubling = 0; doubling < 3 && !start_ && found.ending.outcome != Outcome::solved;
         ++doubling) {
      domain_ = domain_.doubled();
      found = solve_from({}, options, iteration);
    }
    if (found.ending.outcome == Outcome::solved) lengthen(found, options, iteration);
  }
  if (found.ending.outcome == Outcome::no_solution_found
      || found.ending.outcome == Outcome::mesh_limit)
    found.ending = reason_of_failure(found.ending, options);
  Result result = result_of(found, options);
  found_ = std::move(found.u);
  result.statistics = iteration.statistics();
  result.statistics.segments_accepted = result.solution.segments().size();
  return result;
}

} // namespace jetwork::pinn
