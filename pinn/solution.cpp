#include "pinn/solution.hpp"

#include "autodiff/jet.hpp"
#include "pinn/problem.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace jetwork::pinn {

namespace {

/// The n-th derivative of the trial solution of one unknown, n ≤ K, by a jet pushed through its network.
template <int K>
auto derivative_at(const Segment& segment, int order, Eigen::Index unknown, double t, int n)
    -> double {
  using Jet = autodiff::Jet<double, K>;
  const Jet elapsed = Jet::variable(t - segment.start);
  const Jet theta = elapsed / segment.length;
  const Jet x = 2 * theta - 1;
  Jet network = 0.0;
  for (Eigen::Index i = 0; i < segment.hidden->weight.size(); ++i)
    network += segment.output_weights(i, unknown)
               * tanh(segment.hidden->weight[i] * x + segment.hidden->bias[i]);
  Jet u = 0.0;
  for (int k = 0; k < order; ++k) network *= theta;
  for (int k = order - 1; k >= 0; --k)
    u = segment.initial(k, unknown) + u * elapsed / (k + 1); // Horner
  return (u + network).derivative(n);
}

} // namespace

auto evaluate(const Segment& segment, int order, Eigen::Index unknown, double t, int n) -> double {
  switch (n) { // the shortest jet that reaches the derivative
  case 0: return derivative_at<0>(segment, order, unknown, t, n);
  case 1: return derivative_at<1>(segment, order, unknown, t, n);
  case 2: return derivative_at<2>(segment, order, unknown, t, n);
  case 3:
  case 4: return derivative_at<4>(segment, order, unknown, t, n);
  case 5:
  case 6:
  case 7:
  case 8: return derivative_at<8>(segment, order, unknown, t, n);
  default: throw std::out_of_range("derivatives of a solution go from 0 to 8");
  }
}

Solution::Solution(std::string independent, std::vector<std::string> names, std::vector<int> orders,
                   std::vector<Segment> segments)
    : independent_(std::move(independent)),
      names_(std::move(names)),
      orders_(std::move(orders)),
      segments_(std::move(segments)) {}

auto Solution::start() const -> double { return segments_.empty() ? 0.0 : segments_.front().start; }
auto Solution::end() const -> double {
  return segments_.empty() ? 0.0 : segments_.back().start + segments_.back().length;
}

auto Solution::weights() const -> std::size_t {
  Eigen::Index count = 0;
  const HiddenLayer* last = nullptr;
  for (const Segment& segment : segments_) {
    count += segment.output_weights.size();
    if (segment.hidden.get() != last)
      count += segment.hidden->weight.size() + segment.hidden->bias.size();
    last = segment.hidden.get();
  }
  return static_cast<std::size_t>(count);
}

auto Solution::covers(double t) const -> bool {
  if (segments_.empty()) return false;
  const auto [low, high] = std::minmax({start(), end()});
  const double rounding =
      8 * std::numeric_limits<double>::epsilon() * std::max(std::abs(low), std::abs(high));
  return low - rounding <= t && t <= high + rounding;
}

auto Solution::operator()(std::size_t unknown, double t, int derivative) const -> double {
  if (unknown >= names_.size())
    throw std::out_of_range("there is no unknown number " + std::to_string(unknown));
  if (segments_.empty()) throw std::out_of_range("this solution is empty");
  if (!covers(t))
    throw std::out_of_range(independent_ + " = " + std::to_string(t)
                            + " lies outside of the solution, which goes from "
                            + std::to_string(start()) + " to " + std::to_string(end()));
  const bool backwards = segments_.front().length < 0;
  const auto after =
      std::partition_point(segments_.begin(), segments_.end(), [&](const Segment& segment) {
        return backwards ? segment.start >= t : segment.start <= t;
      });
  const Segment& segment = after == segments_.begin() ? *after : *(after - 1);
  return pinn::evaluate(segment, orders_[unknown], static_cast<Eigen::Index>(unknown), t,
                        derivative);
}

auto Solution::evaluate(std::size_t unknown, std::span<const double> t, int derivative) const
    -> std::vector<double> {
  std::vector<double> values(t.size());
  std::transform(t.begin(), t.end(), values.begin(),
                 [&](double at) { return (*this)(unknown, at, derivative); });
  return values;
}

auto solution_of(const Problem& problem, std::vector<Segment> segments) -> Solution {
  std::vector<std::string> names;
  std::vector<int> orders;
  for (const Unknown& unknown : problem.unknowns) {
    names.push_back(unknown.name);
    orders.push_back(unknown.order());
  }
  return {problem.independent, std::move(names), std::move(orders), std::move(segments)};
}

} // namespace jetwork::pinn
