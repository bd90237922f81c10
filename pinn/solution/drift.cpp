#include "pinn/solution/drift.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jetwork::pinn {

namespace {

/// The quantity at many points.
auto evaluate_at(const Quantity& quantity, const Solution& solution, std::span<const double> t,
                 std::span<const double> parameters) -> std::vector<double> {
  const auto& orders = solution.orders();
  std::vector<std::vector<std::vector<double>>> values; // [unknown][derivative][point]
  for (std::size_t i = 0; i < orders.size(); ++i) {
    auto& of_one = values.emplace_back();
    for (int n = 0; n <= orders[i]; ++n) of_one.push_back(solution.evaluate(i, t, n));
  }
  std::vector<double> result(t.size());
  std::vector<std::vector<double>> here(orders.size());
  for (std::size_t k = 0; k < t.size(); ++k) {
    std::vector<Derivatives<double>> u;
    for (std::size_t i = 0; i < orders.size(); ++i) {
      here[i].clear();
      for (const auto& derivative : values[i]) here[i].push_back(derivative[k]);
      u.emplace_back(here[i]);
    }
    result[k] = quantity(t[k], u, parameters);
  }
  return result;
}

} // namespace

auto evaluate(const Quantity& quantity, const Solution& solution, double t,
              std::span<const double> parameters) -> double {
  return evaluate_at(quantity, solution, std::span(&t, 1), parameters).front();
}

auto drift(const Invariant& invariant, const Solution& solution, std::span<const double> parameters)
    -> Drift {
  constexpr int places = 16;
  Drift result{.name = invariant.name};
  if (solution.segments().empty()) return result;
  result.start = evaluate(invariant.value, solution, solution.start(), parameters);
  const auto look_at = [&](const std::vector<double>& t) {
    for (const double value : evaluate_at(invariant.value, solution, t, parameters)) {
      const double moved = std::abs(value - result.start);
      result.absolute = std::isfinite(moved) ? std::max(result.absolute, moved)
                                             : std::numeric_limits<double>::infinity();
    }
  };
  constexpr std::size_t at_once = 4096; // points, so that memory stays small on long marches
  std::vector<double> t;
  for (const Segment& segment : solution.segments()) {
    for (int place = 0; place < places; ++place)
      t.push_back(segment.start + segment.length * place / places);
    if (t.size() < at_once) continue;
    look_at(t);
    t.clear();
  }
  t.push_back(solution.end());
  look_at(t);
  result.relative = result.absolute / std::abs(result.start);
  if (result.start == 0) result.relative = std::numeric_limits<double>::quiet_NaN();
  return result;
}

} // namespace jetwork::pinn
