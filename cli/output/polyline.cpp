#include "cli/output/polyline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace jetwork::cli {
namespace {

/// Values in pixels; NaN, where there is nothing to draw.
auto in_pixels(const std::vector<double>& values, const PixelScale& scale) -> std::vector<double> {
  std::vector<double> places;
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (const double value : values) {
    const double place = scale.is_logarithmic ? std::log(value) : value;
    places.push_back(std::isfinite(place) ? place : std::nan(""));
    if (std::isfinite(place)) low = std::min(low, place), high = std::max(high, place);
  }
  const double half = high / 2 - low / 2; // high - low may be too large for a number
  for (double& place : places)
    place = half > 0 ? (place / 2 - low / 2) / half * scale.pixels : place - low;
  return places;
}

class Thinning {
public:
  explicit Thinning(const Polyline& curve)
      : x_(in_pixels(curve.x, curve.across)),
        y_(in_pixels(curve.y, curve.up)),
        tolerance_(curve.tolerance),
        is_kept_(x_.size(), false) {}

  [[nodiscard]] auto is_drawn(std::size_t i) const -> bool {
    return !std::isnan(x_[i]) && !std::isnan(y_[i]);
  }
  [[nodiscard]] auto is_kept(std::size_t i) const -> bool { return is_kept_[i]; }

  /// Of a piece without interruptions.
  void thin(std::size_t first, std::size_t last) {
    is_kept_[first] = is_kept_[last] = true;
    std::vector<std::pair<std::size_t, std::size_t>> open = {{first, last}};
    while (!open.empty()) {
      const auto [a, b] = open.back();
      open.pop_back();
      std::size_t farthest = a;
      double largest = tolerance_;
      for (std::size_t i = a + 1; i < b; ++i)
        if (const double away = distance(a, b, i); away > largest) largest = away, farthest = i;
      if (farthest == a) continue;
      is_kept_[farthest] = true;
      open.emplace_back(a, farthest);
      open.emplace_back(farthest, b);
    }
  }

private:
  /// Of point i from the line between a and b, at most from its ends.
  [[nodiscard]] auto distance(std::size_t a, std::size_t b, std::size_t i) const -> double {
    const double dx = x_[b] - x_[a], dy = y_[b] - y_[a];
    const double px = x_[i] - x_[a], py = y_[i] - y_[a];
    const double square = dx * dx + dy * dy;
    const double along = square > 0 ? std::clamp((px * dx + py * dy) / square, 0.0, 1.0) : 0.0;
    return std::hypot(px - along * dx, py - along * dy);
  }

  std::vector<double> x_, y_;
  double tolerance_;
  std::vector<bool> is_kept_;
};

} // namespace

auto thinned(const Polyline& curve) -> std::string {
  Thinning thinning(curve);
  std::string lines;
  for (std::size_t first = 0; first < curve.x.size(); ++first) {
    if (!thinning.is_drawn(first)) continue;
    std::size_t last = first;
    while (last + 1 < curve.x.size() && thinning.is_drawn(last + 1)) ++last;
    thinning.thin(first, last);
    if (!lines.empty()) lines += '\n';
    for (std::size_t i = first; i <= last; ++i)
      if (thinning.is_kept(i)) lines += fmt::format("{} {}\n", curve.x[i], curve.y[i]);
    first = last;
  }
  return lines;
}

} // namespace jetwork::cli
