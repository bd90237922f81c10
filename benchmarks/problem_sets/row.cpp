#include "benchmarks/problem_sets/row.hpp"

#include "benchmarks/cpu_time.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>

namespace jetwork::benchmarks {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

auto cheapest(const std::vector<Run>& runs, double error) -> double {
  double seconds = infinity;
  for (const Run& run : runs)
    if (run.error <= error) seconds = std::min(seconds, run.seconds);
  return seconds;
}

void judge(Row& row, const KnownProblem& known, const pinn::Result& result) {
  std::vector<std::vector<double>> values(known.reference.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    for (const double t : known.t) {
      if (!result.solution.covers(t)) break;
      values[i].push_back(result.solution(i, t));
    }
  const auto errors = known.errors(values);
  // What rounding of the initial values does to the solution is no solver's fault.
  row.error = known.error(values);
  const bool excused = row.error <= 10 * known.sensitivity;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    const double estimate = i < result.error_estimate.size() ? result.error_estimate[i] : infinity;
    row.estimate = std::max(row.estimate, estimate / known.largest[i]);
    row.low = row.low || (row.solved && !excused && errors[i] > estimate);
  }
  row.wrong = row.solved && !excused && row.error > row.tolerance;
}

} // namespace

auto measure(const KnownProblem& known, double tolerance, double limit) -> Row {
  Row row;
  row.set = known.set;
  row.id = known.id;
  row.stiff = known.stiff;
  row.tolerance = tolerance;
  const pinn::Options options{.tolerance = tolerance, .maximum_seconds = limit};
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
  judge(row, known, result);
  return row;
}

void compare(Row& row, const std::string& peer, std::vector<Run> runs) {
  constexpr double no_solution =
      0.1; // an explicit method on a stiff problem may end, and in anything
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
