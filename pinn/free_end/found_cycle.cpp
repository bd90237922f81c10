#include "pinn/free_end/found_cycle.hpp"

#include "pinn/collocation/residual.hpp"
#include "pinn/free_end/solution_samples.hpp"
#include "pinn/solution/found_numbers.hpp"

#include <algorithm>
#include <cmath>

namespace jetwork::pinn {

auto is_at_rest(const Result& result) -> bool {
  constexpr double least_extent = 1e-6; // of the largest magnitude
  const Samples samples = sampled(result.solution);
  Eigen::Index row = 0;
  for (std::size_t i = 0; i < result.magnitude.size(); ++i) {
    const auto values = samples.states.row(row);
    const double allowed =
        std::max(least_extent * result.magnitude[i], 4 * result.error_estimate[i]);
    if (values.maxCoeff() - values.minCoeff() > allowed) return false;
    row += result.solution.orders()[i];
  }
  return true;
}

auto returns(const Result& result) -> bool {
  constexpr double safety = 10, rounding = 1e-12;
  const Samples samples = sampled(result.solution);
  Eigen::Index row = 0;
  for (std::size_t i = 0; i < result.magnitude.size(); ++i) {
    const double relative = rounding + safety * result.error_estimate[i] / result.magnitude[i];
    for (int n = 0; n < result.solution.orders()[i]; ++n, ++row) {
      const auto values = samples.states.row(row);
      const double moved = std::abs(values[values.size() - 1] - values[0]);
      if (moved > relative * values.cwiseAbs().maxCoeff()) return false;
    }
  }
  return true;
}

auto turns_of(const Result& result) -> int {
  constexpr int most = 8;
  constexpr double
      close = 1e-6,
      safety = 10; // of how far a value moves; a cycle that has doubled lately differs by more
  const Solution& solution = result.solution;
  const Samples samples = sampled(solution);
  const double length = solution.end() - solution.start();
  const auto returns_after = [&](double time) {
    for (const double part : {0.0, 0.13, 0.37, 0.61, 0.83}) {
      Eigen::Index row = 0;
      const double here = solution.start() + part * (length - time);
      for (std::size_t i = 0; i < result.magnitude.size(); ++i)
        for (int n = 0; n < solution.orders()[i]; ++n, ++row) {
          const auto values = samples.states.row(row);
          const double extent = values.maxCoeff() - values.minCoeff();
          const double error = safety * result.error_estimate[i] / result.magnitude[i];
          if (std::abs(solution(i, here + time, n) - solution(i, here, n))
              > std::max(close, error) * extent)
            return false;
        }
    }
    return true;
  };
  for (int turns = most; turns > 1; --turns)
    if (returns_after(length / turns)) return turns;
  return 1;
}

auto is_solution_later(const Problem& problem, const Result& result) -> bool {
  constexpr double allowed = 1e3,
                   part = 1e-9; // of the residual; of what is left without the networks
  const Problem with_found = with_found_numbers(problem, result);
  const double turn = result.solution.end() - result.solution.start();
  std::vector<double> times = sampled(result.solution).times;
  const auto largest_residual = [&](std::vector<Segment> segments) {
    return residual(with_found, solution_of(problem, std::move(segments)), times)
        .cwiseAbs()
        .maxCoeff();
  };
  std::vector<Segment> segments = result.solution.segments(), bare = segments;
  for (Segment& segment : bare) segment.output_weights.setZero();
  const double now = largest_residual(segments), terms = largest_residual(bare);
  for (Segment& segment : segments) segment.start += turn;
  for (double& time : times) time += turn;
  times.back() = segments.back().start + segments.back().length;
  return largest_residual(segments) <= allowed * now + part * terms;
}

} // namespace jetwork::pinn
