#include "pinn/several_solutions/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <numeric>
#include <utility>

namespace jetwork::pinn {

namespace {

/// Where both are looked at: the ends of all segments, and between them.
auto places(const Solution& one, const Solution& other) -> std::vector<double> {
  constexpr int samples = 8;
  std::vector<double> places;
  for (const Solution* each : {&one, &other})
    for (const Segment& segment : each->segments())
      for (int k = 0; k <= samples; ++k)
        if (const double x = segment.start + segment.length * k / samples;
            one.covers(x) && other.covers(x))
          places.push_back(x);
  return places;
}

/// As much of a number as rounding leaves alone.
auto rounded(double value, double scale) -> double {
  constexpr double digits = 1e-6;
  return std::abs(value) <= digits * scale
             ? 0.0
             : std::strtod(fmt::format("{:.5e}", value).c_str(), nullptr);
}

/// What results are ordered by, first things first.
auto key(const Result& result) -> std::vector<double> {
  constexpr int samples = 400;
  const Solution& solution = result.solution;
  std::vector<double> key, means, moments;
  for (const FoundParameter& number : result.parameters) key.push_back(rounded(number.value, 0.0));
  std::vector<double> x;
  for (int k = 0; k < samples; ++k)
    x.push_back(std::lerp(solution.start(), solution.end(), (k + 0.5) / samples));
  for (std::size_t i = 0; i < solution.names().size(); ++i) {
    double squares = 0.0, mean = 0.0, moment = 0.0;
    const std::vector<double> values = solution.evaluate(i, x);
    for (std::size_t k = 0; k < values.size(); ++k) {
      squares += values[k] * values[k] / samples;
      mean += values[k] / samples;
      moment += values[k] * (2.0 * static_cast<double>(k) + 1 - samples) / samples / samples;
    }
    const double size = std::sqrt(squares);
    key.push_back(rounded(size, result.magnitude[i]));
    means.push_back(rounded(mean, size));
    moments.push_back(rounded(moment, size));
  }
  key.insert(key.end(), means.begin(), means.end());
  key.insert(key.end(), moments.begin(), moments.end());
  return key;
}

} // namespace

auto coincide(const Result& one, const Result& other) -> bool {
  constexpr double many = 10.0;
  for (std::size_t k = 0; k < one.parameters.size(); ++k)
    if (const FoundParameter &its = one.parameters[k], &others = other.parameters[k];
        std::abs(its.value - others.value) > many * (its.error_estimate + others.error_estimate))
      return false;
  const std::vector<double> x = places(one.solution, other.solution);
  for (std::size_t i = 0; i < one.solution.names().size(); ++i) {
    const double allowed = many * (one.error_estimate[i] + other.error_estimate[i]);
    const std::vector<double> values = one.solution.evaluate(i, x),
                              others = other.solution.evaluate(i, x);
    for (std::size_t k = 0; k < x.size(); ++k)
      if (std::abs(values[k] - others[k]) > allowed) return false;
  }
  return true;
}

void sort_by_size(std::vector<Result>& results) {
  std::vector<std::pair<std::vector<double>, std::size_t>> order;
  for (std::size_t k = 0; k < results.size(); ++k) order.emplace_back(key(results[k]), k);
  std::ranges::sort(order);
  std::vector<Result> sorted;
  for (const auto& [its_key, k] : order) sorted.push_back(std::move(results[k]));
  results = std::move(sorted);
}

} // namespace jetwork::pinn
