#include "cli/output/panels.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace jetwork::cli {
namespace {

auto magnitude_of(const Curve& curve) -> double {
  double largest = 0.0;
  for (const double value : curve.values)
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  return largest;
}

} // namespace

auto panels(const std::vector<Curve>& curves) -> std::vector<std::vector<std::size_t>> {
  constexpr double widest = 100;
  std::vector<double> magnitudes;
  for (const Curve& curve : curves) magnitudes.push_back(magnitude_of(curve));
  std::vector<std::size_t> order(curves.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::ranges::greater{},
                           [&](std::size_t i) { return magnitudes[i]; });
  std::vector<std::vector<std::size_t>> groups;
  double largest = 0.0;
  for (const std::size_t i : order) {
    const bool fits = largest <= widest * magnitudes[i] || magnitudes[i] == 0.0;
    if (groups.empty() || !fits) {
      groups.emplace_back();
      largest = magnitudes[i];
    }
    groups.back().push_back(i);
  }
  for (std::vector<std::size_t>& group : groups) std::ranges::sort(group);
  return groups;
}

} // namespace jetwork::cli
