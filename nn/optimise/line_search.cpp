#include "nn/optimise/line_search.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace jetwork::nn {
namespace {

/// Where the cubic through both points' values and slopes is smallest (3.59).
auto minimum_of_cubic(const LinePoint& a, const LinePoint& b) -> double {
  const double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.length - b.length);
  const double d2 = std::copysign(std::sqrt(d1 * d1 - a.slope * b.slope), b.length - a.length);
  return b.length - (b.length - a.length) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
}

class Search {
public:
  Search(const std::function<LinePoint(double)>& along, const LinePoint& start,
         const LineSearchOptions& options)
      : along_(along), start_(start), options_(options), lowest_(start) {}

  /// Algorithm 3.5: lengthens the step until an interval must hold one that meets the conditions.
  auto bracket(double first) -> LineSearchResult {
    LinePoint previous = start_;
    double length = std::min(first, options_.longest);
    while (evaluations_ < options_.evaluations) {
      const LinePoint point = evaluate(length);
      if (is_too_high(point) || (evaluations_ > 1 && point.value >= previous.value))
        return zoom(previous, point);
      if (is_flat(point)) return finish(point, true);
      if (point.slope >= 0) return zoom(point, previous);
      if (length >= options_.longest) break;
      previous = point;
      length = std::min(2 * length, options_.longest);
    }
    return finish(lowest_, false);
  }

private:
  /// Algorithm 3.6. `low` is the end with the lower φ, which falls from there into the interval.
  auto zoom(LinePoint low, LinePoint high) -> LineSearchResult {
    while (evaluations_ < options_.evaluations) {
      const LinePoint point = evaluate(between(low, high));
      if (is_too_high(point) || point.value >= low.value) {
        high = point;
      } else {
        if (is_flat(point)) return finish(point, true);
        if (point.slope * (high.length - low.length) >= 0) high = low;
        low = point;
      }
      if (std::abs(high.length - low.length) <= 1e-14 * std::abs(low.length)) break;
    }
    return finish(lowest_, false);
  }
  /// The cubic's minimum, kept a tenth away from both ends so that the interval shrinks.
  static auto between(const LinePoint& low, const LinePoint& high) -> double {
    const auto [left, right] = std::minmax(low.length, high.length);
    const double margin = 0.1 * (right - left);
    const double guess = minimum_of_cubic(low, high);
    return std::isfinite(guess) ? std::clamp(guess, left + margin, right - margin)
                                : 0.5 * (left + right);
  }
  auto evaluate(double length) -> LinePoint {
    ++evaluations_;
    LinePoint point = along_(length);
    point.length = length;
    if (std::isfinite(point.value) && std::isfinite(point.slope) && point.value < lowest_.value)
      lowest_ = point;
    return point;
  }
  auto is_too_high(const LinePoint& point) const -> bool {
    return !std::isfinite(point.slope)
           || !(point.value <= start_.value + options_.decrease * point.length * start_.slope);
  }
  auto is_flat(const LinePoint& point) const -> bool {
    return std::abs(point.slope) <= -options_.curvature * start_.slope;
  }
  auto finish(const LinePoint& point, bool satisfied) const -> LineSearchResult {
    return {.point = point, .satisfied = satisfied, .evaluations = evaluations_};
  }

  const std::function<LinePoint(double)>& along_;
  LinePoint start_;
  LineSearchOptions options_;
  LinePoint lowest_;
  int evaluations_ = 0;
};

} // namespace

void require_sensible(const LineSearchOptions& options) {
  if (!(options.decrease > 0) || !(options.decrease < options.curvature)
      || !(options.curvature < 1))
    throw std::invalid_argument("line search: 0 < decrease < curvature < 1 is needed");
  if (options.evaluations < 1 || !(options.longest > 0))
    throw std::invalid_argument(
        "line search: there must be at least one evaluation, and the longest step be positive");
}

auto strong_wolfe(const std::function<LinePoint(double length)>& along, const LinePoint& start,
                  double first, const LineSearchOptions& options) -> LineSearchResult {
  if (!(start.slope < 0) || !(first > 0))
    throw std::invalid_argument(
        "strong_wolfe: the direction must lead down, and the first length be positive");
  require_sensible(options);
  return Search(along, start, options).bracket(first);
}

} // namespace jetwork::nn
