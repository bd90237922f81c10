#include "pinn/solution/drift.hpp"

#include "pinn/problem/recorded_quantities.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jetwork::pinn {

namespace {

/// One quantity of a solution, at any points.
class AlongSolution {
public:
  AlongSolution(const Quantity& quantity, const Solution& solution,
                std::span<const double> parameters)
      : solution_(&solution), recorded_(solution.orders(), parameters, std::span(&quantity, 1)) {}

  auto at(std::span<const double> t) -> Eigen::VectorXd {
    const std::vector<int>& orders = solution_->orders();
    std::vector<std::vector<std::vector<double>>> values; // [unknown][derivative][point]
    for (std::size_t i = 0; i < orders.size(); ++i) {
      auto& of_one = values.emplace_back();
      for (int n = 0; n <= orders[i]; ++n) of_one.push_back(solution_->evaluate(i, t, n));
    }
    recorded_.set(t, values);
    return recorded_.value(0);
  }

private:
  const Solution* solution_;
  RecordedQuantities recorded_;
};

} // namespace

auto evaluate(const Quantity& quantity, const Solution& solution, double t,
              std::span<const double> parameters) -> double {
  return AlongSolution(quantity, solution, parameters).at(std::span(&t, 1))[0];
}

auto drift(const Invariant& invariant, const Solution& solution, std::span<const double> parameters)
    -> Drift {
  constexpr int places = 16;
  Drift result{.name = invariant.name};
  if (solution.segments().empty()) return result;
  AlongSolution values(invariant.value, solution, parameters);
  const double start = solution.start();
  result.start = values.at(std::span(&start, 1))[0];
  const auto look_at = [&](const std::vector<double>& t) {
    for (const double value : values.at(t)) {
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
