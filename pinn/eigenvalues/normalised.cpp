#include "pinn/eigenvalues/normalised.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace jetwork::pinn {

namespace {

struct Extrema {
  double largest = 0.0; ///< magnitude
  double first = 0.0;   ///< value
};

/// Near x, where |u| is largest among samples: there by Newton's method for u' = 0, if it stays near.
auto sharpened(const Solution& solution, std::size_t unknown, double x, double step) -> double {
  const double sampled = std::abs(solution(unknown, x));
  if (solution.orders()[unknown] < 2) return sampled;
  double place = x;
  for (int k = 0; k < 4; ++k) {
    const double bend = solution(unknown, place, 2);
    if (bend == 0) break;
    place -= solution(unknown, place, 1) / bend;
    if (!(std::abs(place - x) < step) || !solution.covers(place)) return sampled;
  }
  return std::max(sampled, std::abs(solution(unknown, place)));
}

auto extrema(const Solution& solution, std::size_t unknown) -> Extrema {
  constexpr int samples = 64; // a segment
  constexpr double part = 1e-4;
  std::vector<double> places, values;
  std::size_t largest = 0;
  for (const Segment& segment : solution.segments())
    for (int k = 0; k <= samples; ++k) {
      places.push_back(segment.start + segment.length * k / samples);
      values.push_back(solution(unknown, places.back()));
      if (std::abs(values.back()) > std::abs(values[largest])) largest = values.size() - 1;
    }
  Extrema found;
  const double step =
      std::max(largest > 0 ? places[largest] - places[largest - 1] : 0.0,
               largest + 1 < places.size() ? places[largest + 1] - places[largest] : 0.0);
  found.largest = sharpened(solution, unknown, places[largest], step);
  for (std::size_t k = 0; k < values.size() && found.first == 0; ++k) {
    const double size = std::abs(values[k]);
    const bool was_larger = k > 0 && std::abs(values[k - 1]) > size;
    const bool becomes_larger = k + 1 < values.size() && std::abs(values[k + 1]) > size;
    if (size >= part * found.largest && !was_larger && !becomes_larger) found.first = values[k];
  }
  return found;
}

} // namespace

auto normalised(const Problem& problem, Result result) -> Result {
  for (std::size_t i = 0; i < problem.unknowns.size(); ++i) {
    const Extrema its = extrema(result.solution, i);
    if (!(its.largest > 10 * result.error_estimate[i])) continue;
    const double factor = std::copysign(1 / its.largest, its.first);
    std::vector<Segment> segments = result.solution.segments();
    for (Segment& segment : segments) {
      segment.initial *= factor;
      segment.output_weights *= factor;
    }
    result.solution = solution_of(problem, std::move(segments));
    for (double& error : result.error_estimate) error *= std::abs(factor);
    for (double& magnitude : result.magnitude) magnitude *= std::abs(factor);
    return result;
  }
  return result;
}

} // namespace jetwork::pinn
