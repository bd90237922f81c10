// Solving time of problems from the literature, at two tolerances. `residuals` counts evaluations on a whole batch of
// points, `ratio` is the estimated error over the tolerance.
#include "pinn/solve.hpp"

#include "pinn/text_problem.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <random>

namespace {

using namespace jetwork::pinn;

struct Case {
  const char* name;
  TextProblem text;
};

// clang-format off
const Case cases[] = {
    {"harmonic",  {.domain = {"0", "2*pi"}, .equations = {"r'' = -r"}, .conditions = {"r(0) = 0", "r'(0) = pi/2"}}},
    {"damped",    {.domain = {"0", "1"}, .equations = {"u'' = -4*u' - 400*u"}, .conditions = {"u(0) = 1", "u'(0) = 0"}}},
    {"pendulum",  {.domain = {"0", "6.3"}, .equations = {"th'' = -9.81*sin(th)"}, .conditions = {"th(0) = 0", "th'(0) = pi/2"}}},
    {"kepler",    {.domain = {"0", "4*pi"}, .equations = {"x'' = -x/(x^2 + y^2)^1.5", "y'' = -y/(x^2 + y^2)^1.5"},
                   .conditions = {"x(0) = 0.5", "x'(0) = 0", "y(0) = 0", "y'(0) = sqrt(3)"}}},
    {"lotka",     {.domain = {"0", "10"}, .equations = {"x' = 1.5*x - x*y", "y' = x*y - 3*y"}, .conditions = {"x(0) = 1", "y(0) = 1"}}},
    {"van_der_pol", {.domain = {"0", "20"}, .equations = {"x'' = (1 - x^2)*x' - x"}, .conditions = {"x(0) = 2", "x'(0) = 0"}}},
    {"lorenz",    {.domain = {"0", "1"}, .equations = {"x' = 10*(y - x)", "y' = x*(28 - z) - y", "z' = x*y - 8/3*z"},
                   .conditions = {"x(0) = 1", "y(0) = 0", "z(0) = 0"}}},
};
// clang-format on

void solve_to(benchmark::State& state, const TextProblem& text, double tolerance) {
  const Problem problem = read_problem(text);
  Result result;
  for (auto _ : state) {
    result = solve(problem, {.tolerance = tolerance});
    benchmark::DoNotOptimize(result);
  }
  if (!result.solved()) state.SkipWithError(result.reason.c_str());
  double ratio = 0;
  for (std::size_t i = 0; i < result.magnitude.size(); ++i)
    ratio = std::max(ratio, result.error_estimate[i] / (tolerance * result.magnitude[i]));
  state.counters["ratio"] = ratio;
  state.counters["segments"] = static_cast<double>(result.statistics.segments_accepted);
  state.counters["residuals"] = static_cast<double>(result.statistics.residual_evaluations);
}

/// A solution at a million points, sorted or in random order.
void evaluate_million(benchmark::State& state, bool sorted, int derivative) {
  const Problem problem = read_problem(cases[0].text);
  const Result result = solve(problem);
  std::vector<double> t(1'000'000);
  std::mt19937_64 generator(1);
  std::uniform_real_distribution<double> uniform(problem.domain.start, problem.domain.end);
  for (double& point : t) point = uniform(generator);
  if (sorted) std::sort(t.begin(), t.end());
  for (auto _ : state) benchmark::DoNotOptimize(result.solution.evaluate(0, t, derivative));
}

const bool registered = [] {
  for (const bool sorted : {true, false})
    for (const int derivative : {0, 1, 2})
      benchmark::RegisterBenchmark(
          ("million_points/" + std::string(sorted ? "sorted" : "unsorted") + "/derivative_"
           + std::to_string(derivative))
              .c_str(),
          [=](benchmark::State& state) { evaluate_million(state, sorted, derivative); })
          ->Unit(benchmark::kMillisecond);
  for (const Case& problem : cases)
    for (const double tolerance : {1e-8, 1e-11})
      benchmark::RegisterBenchmark(
          (std::string(problem.name) + (tolerance > 1e-9 ? "/1e-8" : "/1e-11")).c_str(),
          [&problem, tolerance](benchmark::State& state) {
            solve_to(state, problem.text, tolerance);
          })
          ->Unit(benchmark::kMillisecond);
  return true;
}();

} // namespace
