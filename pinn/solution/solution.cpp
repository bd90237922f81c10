#include "pinn/solution/solution.hpp"

#include "autodiff/jet.hpp"
#include "autodiff/numbers/pack_functions.hpp"
#include "pinn/network/trial.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace jetwork::pinn {

namespace {

/// The n-th derivative of the trial solution of one unknown, n ≤ K, by a jet pushed through its network; at one point, or
/// at a pack of them.
template <int K, class T>
auto derivative_at(const Segment& segment, int order, Eigen::Index unknown, const T& t, int n)
    -> T {
  using Jet = autodiff::Jet<T, K>;
  const Jet elapsed = Jet::variable(t - segment.start);
  const Jet theta = elapsed / segment.length;
  const auto network = [&](const Jet& x) {
    Jet sum = 0.0;
    for (Eigen::Index i = 0; i < segment.hidden->weight.size(); ++i)
      sum += segment.output_weights(i, unknown) * neuron(*segment.hidden, i, x);
    return sum;
  };
  const auto initial = [&](int k) { return segment.initial(k, unknown); };
  return trial(order, theta, elapsed, network, initial).derivative(n);
}

template <class T>
auto evaluate_any(const Segment& segment, int order, Eigen::Index unknown, const T& t, int n) -> T {
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

} // namespace

auto evaluate(const Segment& segment, int order, Eigen::Index unknown, double t, int n) -> double {
  return evaluate_any(segment, order, unknown, t, n);
}

void evaluate(const Segment& segment, int order, Eigen::Index unknown, std::span<const double> t,
              int n, double* values) {
  using autodiff::Pack;
  constexpr std::size_t width = Pack::size;
  std::size_t i = 0;
  for (; i + width <= t.size(); i += width)
    evaluate_any(segment, order, unknown, Pack::load(t.data() + i), n).store(values + i);
  if (i == t.size()) return;
  Pack rest = t.back(); // a pack that is not full ends in copies of its last point
  for (std::size_t lane = 0; i + lane < t.size(); ++lane)
    rest[static_cast<int>(lane)] = t[i + lane];
  rest = evaluate_any(segment, order, unknown, rest, n);
  for (std::size_t lane = 0; i + lane < t.size(); ++lane)
    values[i + lane] = rest[static_cast<int>(lane)];
}

auto shortened(const Segment& segment, std::span<const int> orders, double end) -> Segment {
  // With θ = share·θ', the neuron's argument w(2θ - 1) + b is w·share·(2θ' - 1) + w(share - 1) + b.
  const double share = (end - segment.start) / segment.length;
  Segment part = segment;
  part.length = end - segment.start;
  part.hidden = std::make_shared<const HiddenLayer>(HiddenLayer{
      share * segment.hidden->weight, (share - 1) * segment.hidden->weight + segment.hidden->bias});
  for (std::size_t i = 0; i < orders.size(); ++i)
    part.output_weights.col(static_cast<Eigen::Index>(i)) *= std::pow(share, orders[i]);
  return part;
}

Solution::Solution(std::string independent, std::vector<std::string> names, std::vector<int> orders,
                   std::vector<Segment> segments)
    : independent_(std::move(independent)),
      names_(std::move(names)),
      orders_(std::move(orders)),
      segments_(std::move(segments)) {
  if (segments_.empty()) return;
  const auto middle = [](const Segment& s) { return s.start + 0.5 * s.length; };
  forwards_ = segments_.size() == 1 ? segments_.front().length > 0
                                    : middle(segments_.front()) < middle(segments_.back());
}

auto Solution::entry(const Segment& segment) const -> double {
  return (segment.length > 0) == forwards_ ? segment.start : segment.start + segment.length;
}
auto Solution::exit(const Segment& segment) const -> double {
  return (segment.length > 0) == forwards_ ? segment.start + segment.length : segment.start;
}
auto Solution::start() const -> double {
  return segments_.empty() ? 0.0 : entry(segments_.front());
}
auto Solution::end() const -> double { return segments_.empty() ? 0.0 : exit(segments_.back()); }

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

auto Solution::segment_at(double t) const -> std::size_t {
  if (segments_.empty()) throw std::out_of_range("this solution is empty");
  if (!covers(t))
    throw std::out_of_range(independent_ + " = " + std::to_string(t)
                            + " lies outside of the solution, which goes from "
                            + std::to_string(start()) + " to " + std::to_string(end()));
  const auto after =
      std::partition_point(segments_.begin(), segments_.end(), [&](const Segment& segment) {
        return forwards_ ? entry(segment) <= t : entry(segment) >= t;
      });
  return after == segments_.begin() ? 0 : static_cast<std::size_t>(after - segments_.begin()) - 1;
}

auto Solution::lies_on(std::size_t segment, double t) const -> bool {
  const double from = entry(segments_[segment]);
  const double to = segment + 1 < segments_.size() ? entry(segments_[segment + 1]) : end();
  return forwards_ ? from <= t && t < to : from >= t && t > to;
}

auto Solution::operator()(std::size_t unknown, double t, int derivative) const -> double {
  if (unknown >= names_.size())
    throw std::out_of_range("there is no unknown number " + std::to_string(unknown));
  return pinn::evaluate(segments_[segment_at(t)], orders_[unknown],
                        static_cast<Eigen::Index>(unknown), t, derivative);
}

auto Solution::operator()(std::string_view unknown, double t, int derivative) const -> double {
  const auto found = std::find(names_.begin(), names_.end(), unknown);
  if (found == names_.end())
    throw std::out_of_range("there is no unknown called '" + std::string(unknown) + "'");
  return (*this)(static_cast<std::size_t>(found - names_.begin()), t, derivative);
}

auto Solution::evaluate(std::size_t unknown, std::span<const double> t, int derivative) const
    -> std::vector<double> {
  if (unknown >= names_.size())
    throw std::out_of_range("there is no unknown number " + std::to_string(unknown));
  std::vector<double> values(t.size());
  if (t.empty()) return values;

  // The points of each segment are brought together (counting sort).
  std::vector<std::size_t> segment(t.size()), begin(segments_.size() + 1, 0);
  bool in_order = true;
  for (std::size_t k = 0; k < t.size(); ++k) {
    const bool same = k > 0 && lies_on(segment[k - 1], t[k]);
    segment[k] = same ? segment[k - 1] : segment_at(t[k]);
    in_order = in_order && (k == 0 || segment[k - 1] <= segment[k]);
    ++begin[segment[k] + 1];
  }
  for (std::size_t s = 0; s < segments_.size(); ++s) begin[s + 1] += begin[s];
  std::vector<std::size_t> place;
  std::vector<double> sorted;
  if (!in_order) {
    place.resize(t.size());
    sorted.resize(t.size());
    std::vector<std::size_t> next(begin.begin(), begin.end() - 1);
    for (std::size_t k = 0; k < t.size(); ++k) {
      place[k] = next[segment[k]]++;
      sorted[place[k]] = t[k];
    }
  }
  const std::span<const double> points = in_order ? t : std::span<const double>(sorted);
  for (std::size_t s = 0; s < segments_.size(); ++s)
    if (begin[s] < begin[s + 1])
      pinn::evaluate(segments_[s], orders_[unknown], static_cast<Eigen::Index>(unknown),
                     points.subspan(begin[s], begin[s + 1] - begin[s]), derivative,
                     values.data() + begin[s]);
  if (in_order) return values;
  std::vector<double> result(t.size());
  for (std::size_t k = 0; k < t.size(); ++k) result[k] = values[place[k]];
  return result;
}

auto solution_of(const Problem& problem, std::vector<Segment> segments) -> Solution {
  std::vector<std::string> names;
  std::vector<int> orders;
  for (const Unknown& unknown : problem.unknowns) {
    names.push_back(unknown.name);
    orders.push_back(unknown.order);
  }
  return {problem.independent, std::move(names), std::move(orders), std::move(segments)};
}

} // namespace jetwork::pinn
