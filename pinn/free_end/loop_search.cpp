#include "pinn/free_end/loop_search.hpp"

#include "pinn/free_end/solution_samples.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace jetwork::pinn {

namespace {

constexpr double march_tolerance = 1e-5; // of a start, which need not be better

/// The equations with their values at the start as further parameters, and nothing to be searched for.
auto with_initial_values_as_parameters(const Problem& original) -> Problem {
  Problem problem{.title = {},
                  .independent = original.independent,
                  .domain = original.domain,
                  .unknowns = original.unknowns,
                  .parameters = original.parameters,
                  .residual = original.residual};
  for (Parameter& parameter : problem.parameters) parameter.searched.reset();
  for (std::size_t i = 0; i < problem.unknowns.size(); ++i)
    for (int n = 0; n < problem.unknowns[i].order; ++n) {
      const std::size_t place = problem.parameters.size();
      problem.parameters.push_back(
          {.name = "initial value of " + primed(problem.unknowns[i].name, n)});
      problem.conditions.push_back(
          {.points = {problem.domain.start},
           .residual = [i, n, place](const ConditionArguments& given) -> Value {
             return given.values(i + 1)[i][n] - given.parameters[place];
           }});
    }
  return problem;
}

/// The turns of a solution: when a value passes upwards through the middle between its extremes, which are those of the last half.
class Turns {
public:
  Turns(const Solution& solution, const std::vector<int>& value_rows) {
    const Samples samples = sampled(solution);
    const Eigen::Index count = std::ssize(samples.times), half = count / 2;
    const auto last_half = samples.states.rightCols(count - half);
    extent_ = last_half.rowwise().maxCoeff() - last_half.rowwise().minCoeff();
    const Eigen::VectorXd size = samples.states.cwiseAbs().rowwise().maxCoeff();
    constexpr double least_extent = 1e-5; // of the largest magnitude: less is rest
    for (std::size_t i = 0; i < value_rows.size() && !moves_; ++i) {
      const int row = value_rows[i];
      if (!(extent_[row] > least_extent * size[row])) continue;
      moves_ = true;
      const double middle = last_half.row(row).minCoeff() + extent_[row] / 2;
      for (Eigen::Index k = 0; k + 1 < count; ++k)
        if (samples.states(row, k) < middle && samples.states(row, k + 1) >= middle)
          times_.push_back(zero_between(samples.times[static_cast<std::size_t>(k)],
                                        samples.times[static_cast<std::size_t>(k + 1)],
                                        [&](double t) { return solution(i, t) - middle; }));
    }
  }

  [[nodiscard]] auto moves() const -> bool { return moves_; }
  [[nodiscard]] auto times() const -> const std::vector<double>& { return times_; }
  /// How far each value moves.
  [[nodiscard]] auto extent() const -> const Eigen::VectorXd& { return extent_; }

private:
  bool moves_ = false;
  std::vector<double> times_;
  Eigen::VectorXd extent_;
};

/// In a state, where each unknown's own value lies.
auto value_rows(const Problem& problem) -> std::vector<int> {
  std::vector<int> rows;
  int row = 0;
  for (const Unknown& unknown : problem.unknowns) {
    rows.push_back(row);
    row += unknown.order;
  }
  return rows;
}

} // namespace

LoopSearch::LoopSearch(const Problem& problem, std::uint64_t seed, std::size_t most_memory,
                       const Deadline& deadline)
    : problem_(with_initial_values_as_parameters(problem)),
      first_value_(problem.parameters.size()),
      solver_(problem_, seed, most_memory, deadline) {}

auto LoopSearch::state_at(const Solution& solution, double t, int derivative) const -> State {
  State state(static_cast<Eigen::Index>(problem_.parameters.size() - first_value_));
  Eigen::Index row = 0;
  for (std::size_t i = 0; i < problem_.unknowns.size(); ++i)
    for (int n = 0; n < problem_.unknowns[i].order; ++n)
      state[row++] = solution(i, t, n + derivative);
  return state;
}

auto LoopSearch::march(const State& state, double length, const Options& options,
                       const Deadline& deadline) -> std::optional<Solution> {
  problem_.domain.end = problem_.domain.start + length;
  for (Eigen::Index k = 0; k < state.size(); ++k)
    problem_.parameters[first_value_ + static_cast<std::size_t>(k)].value = state[k];
  solver_.set_parameters(parameter_values(problem_));
  Options rough;
  rough.tolerance = march_tolerance;
  rough.limits = options.limits;
  Result result = solver_.solve(rough, deadline);
  if (result.ending.outcome == Outcome::time_limit || result.ending.outcome == Outcome::cancelled)
    throw DeadlinePassed();
  const bool is_whole = !result.solution.segments().empty()
                        && result.solution.end() >= problem_.domain.end - 1e-9 * length;
  if (!is_whole) return std::nullopt;
  return std::move(result.solution);
}

auto LoopSearch::settle(State& state, double length, double closeness, const Options& options,
                        const Deadline& deadline) -> std::optional<MarchedStretch> {
  constexpr int most_parts = 60;
  constexpr std::size_t most_waves = 8, enough = 60; // maxima in a turn; turns in a part
  constexpr double longest = 1 << 12;                // of the first length, without a turn
  const double without_turn = longest * length;
  const std::vector<int> rows = value_rows(problem_);
  for (int part = 0; part < most_parts; ++part) {
    auto solution = march(state, length, options, deadline);
    if (!solution) return std::nullopt;
    const Turns turns(*solution, rows);
    if (!turns.moves()) return std::nullopt;
    state = state_at(*solution, solution->end());
    const std::vector<double>& times = turns.times();
    const auto agree = [&](std::size_t one, std::size_t other, double within) {
      const Eigen::VectorXd difference =
          state_at(*solution, times[one]) - state_at(*solution, times[other]);
      return (difference.cwiseAbs().array() <= within * turns.extent().array()).all();
    };
    for (std::size_t waves = 1; waves <= most_waves && times.size() >= 2 * waves + 1; ++waves) {
      const std::size_t last = times.size() - 1, middle = last - waves, first = middle - waves;
      const double turn = times[last] - times[middle], before = times[middle] - times[first];
      if (!agree(last, middle, closeness) || !agree(middle, first, 10 * closeness)
          || std::abs(turn - before) > 10 * closeness * turn)
        continue;
      return MarchedStretch{std::move(*solution), times[first], before};
    }
    constexpr std::size_t of_two_turns = 3;
    if (times.size() < of_two_turns && length > without_turn) return std::nullopt;
    if (times.size() < enough) length *= 2;
  }
  return std::nullopt;
}

auto LoopSearch::until(const State& state, const Place& place, const Options& options,
                       const Deadline& deadline) -> std::optional<MarchedStretch> {
  constexpr int doublings = 20;
  constexpr double at_start = 1e-6; // of the length: where the march leaves the start
  double length = place.length;
  bool has_moved = false;
  for (int doubling = 0; doubling < doublings; ++doubling, length *= 2) {
    auto solution = march(state, length, options, deadline);
    if (!solution) return std::nullopt;
    const Samples samples = sampled(*solution);
    const State size = samples.states.cwiseAbs().rowwise().maxCoeff();
    const double start = solution->start();
    const auto quantity = [&](double t) { return place.quantity(t, state_at(*solution, t)); };
    const auto ratio = [&](double time) { return std::abs(std::log(time / place.expected)); };
    double nearest = 0.0; // the time from the start
    for (std::size_t k = 0; k + 1 < samples.times.size(); ++k) {
      const double here = samples.times[k], next = samples.times[k + 1];
      const auto column = static_cast<Eigen::Index>(k);
      if ((place.quantity(here, samples.states.col(column)) < 0)
          == (place.quantity(next, samples.states.col(column + 1)) < 0))
        continue;
      const double time = zero_between(here, next, quantity) - start;
      if (time < place.distance.lower || time > place.distance.upper) continue;
      if (time <= at_start * length || !place.accepts(state_at(*solution, start + time), size))
        continue;
      if (nearest == 0.0 || ratio(time) < ratio(nearest)) nearest = time;
    }
    if (nearest > 0.0) return MarchedStretch{std::move(*solution), start, nearest};
    const bool moves = Turns(*solution, value_rows(problem_)).moves();
    if (has_moved && !moves) return std::nullopt; // it has come to rest
    has_moved = has_moved || moves;
  }
  return std::nullopt;
}

} // namespace jetwork::pinn
