#include "benchmarks/problem_sets/row.hpp"

#include "benchmarks/cpu_time.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <utility>

namespace jetwork::benchmarks {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

auto cheapest(const std::vector<Run>& runs, double error) -> double {
  double seconds = infinity;
  for (const Run& run : runs)
    if (run.error <= error) seconds = std::min(seconds, run.seconds);
  return seconds;
}

/// For each unknown, the largest difference from the second opinion, less the uncertainty of that opinion.
auto errors_between(const SecondOpinion& second, const pinn::Solution& solution)
    -> std::vector<double> {
  constexpr int places = 20; // on every segment
  std::vector<double> t;
  for (const pinn::Segment& segment : solution.segments())
    for (int k = 0; k < places; ++k) {
      const double at = segment.start + segment.length * (k + 0.5) / places;
      if (second.solution.covers(at)) t.push_back(at);
    }
  std::vector<double> errors;
  for (std::size_t i = 0; i < second.uncertainty.size(); ++i) {
    const auto ours = solution.evaluate(i, t), theirs = second.solution.evaluate(i, t);
    double largest = 0.0;
    for (std::size_t j = 0; j < t.size(); ++j)
      largest = std::max(largest, std::abs(ours[j] - theirs[j]));
    errors.push_back(std::max(0.0, largest - second.uncertainty[i]));
  }
  return errors;
}

void judge(Row& row, const KnownProblem& known, const SecondOpinion& second,
           const pinn::Result& result) {
  std::vector<std::vector<double>> values(known.reference.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    for (const double t : known.t) {
      if (!result.solution.covers(t)) break;
      values[i].push_back(result.solution(i, t));
    }
  const auto errors = known.errors(values);
  // An error that rounding of the initial values alone could cause is no solver's fault: it is excused.
  row.error = known.error(values);
  const auto between = errors_between(second, result.solution);
  const bool excused = row.error <= 10 * known.sensitivity;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    const double estimate = i < result.error_estimate.size() ? result.error_estimate[i] : infinity;
    row.estimate = std::max(row.estimate, estimate / known.largest[i]);
    const double anywhere = i < between.size() ? between[i] : 0.0;
    row.error_between = std::max(row.error_between, anywhere / known.largest[i]);
    row.low = row.low || (row.solved && !excused && std::max(errors[i], anywhere) > estimate);
  }
  row.wrong = row.solved && !excused && row.error > row.tolerance;
}

} // namespace

auto second_opinion(const KnownProblem& known, double limit) -> SecondOpinion {
  constexpr double tight = 1e-13;
  constexpr std::uint64_t other_seed = 2;
  try {
    pinn::Result result = pinn::solve(
        known.problem, {.tolerance = tight, .seed = other_seed, .limits = {.seconds = limit}});
    return {std::move(result.solution), std::move(result.error_estimate)};
  } catch (const std::exception&) { return {}; } // then the reference alone says what is true
}

auto measure(const KnownProblem& known, const SecondOpinion& second, double tolerance, double limit)
    -> Row {
  Row row;
  row.set = known.set;
  row.id = known.id;
  row.group = known.group;
  row.tolerance = tolerance;
  const pinn::Options options{.tolerance = tolerance, .limits = {.seconds = limit}};
  pinn::Result result;
  try {
    row.seconds = cpu_seconds([&] { result = pinn::solve(known.problem, options); });
  } catch (const std::exception& error) {
    row.reason = error.what();
    row.error = row.estimate = infinity;
    return row;
  }
  row.solved = result.solved();
  row.reason = result.reason;
  row.segments = result.solution.segments().size();
  judge(row, known, second, result);
  return row;
}

void compare(Row& row, const std::string& peer, std::vector<Run> runs) {
  constexpr double no_solution =
      0.1; // an explicit method on a stiff problem may end with any values
  std::erase_if(runs, [](const Run& run) { return !(run.error < no_solution); });
  if (runs.empty() || !row.solved) return;
  const double most_accurate =
      std::min_element(runs.begin(), runs.end(), [](const Run& a, const Run& b) {
        return a.error < b.error;
      })->error;
  Comparison comparison;
  comparison.reached = most_accurate <= row.error;
  comparison.at_same_error = row.seconds / cheapest(runs, std::max(row.error, most_accurate));
  comparison.at_tolerance = row.seconds / cheapest(runs, std::max(row.tolerance, most_accurate));
  row.peers[peer] = comparison;
}

} // namespace jetwork::benchmarks
