#include "pinn/verify/solution_jumps.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace jetwork::pinn {

namespace {

constexpr int places = 256;    // that are looked at for changes of sign
constexpr double apart = 1e-6; // of the interval: where a smooth function has hardly changed
constexpr double more_than_rounding = 1e-8;
constexpr double steeper = 10;

using Landmark = std::function<double(std::span<const double>)>;

/// The two numbers beside t.
auto neighbours(double t) -> std::pair<double, double> {
  constexpr double far = std::numeric_limits<double>::infinity();
  return {std::nextafter(t, -far), std::nextafter(t, far)};
}

/// The numbers just before and after each zero.
auto zeros(const Landmark& landmark, double start, double end)
    -> std::vector<std::pair<double, double>> {
  const auto at = [&](double t) { return landmark(std::span(&t, 1)); };
  const auto zero_within = [&](double low, double high) -> std::pair<double, double> {
    const double sign = at(low);
    for (;;) {
      const double middle = std::midpoint(low, high);
      if (middle <= low || middle >= high) return {low, high};
      const double value = at(middle);
      if (value == 0) return neighbours(middle);
      (value * sign > 0 ? low : high) = middle;
    }
  };
  std::vector<std::pair<double, double>> found;
  double last_t = start, last = at(start);
  for (int i = 1; i <= places; ++i) {
    const double t = std::lerp(start, end, static_cast<double>(i) / places), value = at(t);
    if (last * value < 0) found.push_back(zero_within(last_t, t));
    else if (value == 0 && last != 0 && i < places) found.push_back(neighbours(t));
    last_t = t;
    last = value;
  }
  return found;
}

} // namespace

auto find_jumps(const verify::ExactFormula& function, const std::vector<Landmark>& landmarks,
                double start, double end, std::size_t order) -> std::vector<Jump> {
  std::vector<Jump> jumps;
  for (const Landmark& landmark : landmarks)
    for (const auto& [before, after] : zeros(landmark, start, end)) {
      const double step = apart * (end - start);
      const auto at_before = function.derivatives(before), at_after = function.derivatives(after);
      const auto well_before = function.derivatives(std::max(before - step, start));
      const auto well_after = function.derivatives(std::min(after + step, end));
      for (std::size_t k = 0; k < std::min(order, at_before.size()); ++k) {
        const double size = std::max(std::abs(at_before[k]), std::abs(at_after[k]));
        const double jump = std::abs(at_after[k] - at_before[k]);
        const double drift = std::max(std::abs(at_before[k] - well_before[k]),
                                      std::abs(at_after[k] - well_after[k]));
        const bool is_new = std::ranges::none_of(jumps, [&, &before = before](const Jump& j) {
          return j.order == k && j.before == before;
        });
        if (is_new && jump > more_than_rounding * size && jump > steeper * drift)
          jumps.push_back({k, before, after});
      }
    }
  return jumps;
}

} // namespace jetwork::pinn
