// How FreeEndSolver finds cycles: marched past the transient, begun where their phase says, and gone round once.
#include "pinn/free_end/found_cycle.hpp"
#include "pinn/free_end/free_end_solver.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace jetwork::pinn {

namespace {

auto index_of(std::size_t k) -> Eigen::Index { return static_cast<Eigen::Index>(k); }

} // namespace

/// Where the program lets a cycle begin: which value is what there. An extremum of the first unknown that moves, or, where that is of
/// first order, the middle between its extremes, to three digits.
auto FreeEndSolver::chosen_phase(const Samples& turn) const -> Phase {
  constexpr double least_extent = 1e-5; // of the largest magnitude: less is rest
  Eigen::Index place = 0;
  for (const Unknown& unknown : problem_->unknowns) {
    const auto row = turn.states.row(place);
    const double extent = row.maxCoeff() - row.minCoeff();
    if (extent > least_extent * row.cwiseAbs().maxCoeff()) {
      if (unknown.order > 1) return {place + 1, 1, 0.0};
      const double digit = std::pow(10.0, std::floor(std::log10(extent)) - 2);
      return {place, 0, std::round((row.maxCoeff() + row.minCoeff()) / 2 / digit) * digit};
    }
    place += unknown.order;
  }
  return {0, 0, turn.states(0, 0)};
}

/// What is zero where a cycle begins: the user's condition of its phase, or the program's.
auto FreeEndSolver::phase(const Samples& turn, double length)
    -> std::function<double(const State&)> {
  if (wanted_ == Wanted::cycle) {
    const auto row = static_cast<Eigen::Index>(said_.initial.empty() ? said_.others.front()
                                                                     : said_.initial.front());
    return [this, row, parameters = parameter_values(*problem_)](const State& state) {
      recorded_.evaluate(state.replicate(1, 2), parameters);
      return recorded_.residual[row];
    };
  }
  const auto [place, derivative, middle] = chosen_phase(turn);
  const double unit = whole_power(length, derivative);
  const double extent = turn.states.row(place).maxCoeff() - turn.states.row(place).minCoeff();
  State weights = State::Zero(turn.states.rows());
  weights[place] = 1 / (extent * unit); // of the state in s, which is `unit` times as large
  set_weights(weights, middle / extent);
  return [place = place, middle = middle](const State& state) { return state[place] - middle; };
}

/// On a turn of a cycle, where it is to begin: of several places the one where the first unknown is largest.
auto FreeEndSolver::beginning(const MarchedStretch& turn) -> double {
  Samples samples = sampled(turn.solution);
  const auto first = std::ranges::lower_bound(samples.times, turn.from) - samples.times.begin();
  const auto last =
      std::ranges::lower_bound(samples.times, turn.from + turn.length) - samples.times.begin();
  samples.times = {samples.times.begin() + first, samples.times.begin() + last};
  samples.states = samples.states.middleCols(first, last - first).eval();
  const auto quantity = phase(samples, turn.length);
  double best = turn.from;
  std::optional<double> largest;
  for (std::size_t k = 0; k + 1 < samples.times.size(); ++k) {
    const State here = samples.states.col(index_of(k)), next = samples.states.col(index_of(k + 1));
    if ((quantity(here) < 0) == (quantity(next) < 0) || (largest && here[0] <= *largest)) continue;
    largest = here[0];
    best = zero_between(samples.times[k], samples.times[k + 1],
                        [&](double t) { return quantity(search_->state_at(turn.solution, t)); });
  }
  return best;
}

/// A cycle that was gone round several times, as where every second turn agrees long before all of them do, is gone round once.
auto FreeEndSolver::once_around(Result result, const Options& options, const Deadline& deadline)
    -> Result {
  const int turns = turns_of(result);
  if (turns == 1) return result;
  const double length = (result.solution.end() - result.solution.start()) / turns;
  return solve_near(result.solution, result.solution.start(), length, options, deadline);
}

auto FreeEndSolver::with_multipliers(Result result, const Deadline& deadline) -> Result {
  if (!result.solved()) return result;
  auto [multipliers, uncertainty] = solver_.multipliers(deadline);
  result.multipliers = multipliers_of_cycle(std::move(multipliers), uncertainty);
  return result;
}

auto FreeEndSolver::solve_past_transient(const Options& options, const Deadline& deadline)
    -> std::optional<Result> {
  constexpr std::array levels = {1.0, 0.1, -1.0};
  constexpr int most_parts = 8; // of a turn
  constexpr double parts = 4.0, difference = 1e-6;
  std::optional<Result> last, unstable;
  for (const double level : levels) {
    State state = State::Zero(static_cast<Eigen::Index>(said_.values));
    Eigen::Index row = 0;
    double its = level;
    for (const Unknown& unknown : problem_->unknowns) {
      state[row] = its;
      if (unknown.guess) {
        const double start = problem_->domain.start, step = difference * length_at_first();
        state[row] = unknown.guess(start);
        if (unknown.order > 1)
          state[row + 1] = (unknown.guess(start + step) - unknown.guess(start)) / step;
      }
      if (unknown.bounds)
        state[row] = std::clamp(state[row], unknown.bounds->lower, unknown.bounds->upper);
      row += unknown.order;
      its *= 0.9; // symmetric states may stay symmetric
    }
    for (const double closeness : {1e-2, 1e-4}) {
      const auto turn =
          search_->settle(state, parts * length_at_first(), closeness, options, deadline);
      if (!turn) break;
      int parts_of_turn = 1; // as many as its bounds ask for
      while (turn->length / parts_of_turn > bounds().upper && parts_of_turn < most_parts)
        ++parts_of_turn;
      const double from = beginning(*turn);
      last = solve_near(turn->solution, from, turn->length / parts_of_turn, options, deadline);
      if (!last->solved() || is_at_rest(*last)) continue;
      last = with_multipliers(once_around(*std::move(last), options, deadline), deadline);
      if (!last->solved()) continue;
      if (last->multipliers->stability != Stability::unstable) return last;
      // The march leaves it again, slowly, and goes on to another.
      if (!unstable) unstable = last;
    }
    if (has_guess() || unstable) break;
  }
  return unstable ? unstable : last;
}

} // namespace jetwork::pinn
