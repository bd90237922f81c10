#include "pinn/verify/solution_breaks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

namespace jetwork::pinn {

namespace {

using verify::ExactFormula;
using verify::HundredDigits;
using Landmark = std::function<double(std::span<const double>)>;
using Derivatives = std::array<double, ExactFormula::highest_order + 1>;

constexpr int intervals = 256;
constexpr std::size_t most_breaks = 16;
constexpr double near = 1e-6,
                 nearer = 1e-11; // of the domain, from a break: what is smooth has hardly changed
constexpr double more_than_rounding = 1e-12;
constexpr double steeper = 10;
constexpr double infinite = std::numeric_limits<double>::infinity();

/// Two numbers with a few between them at most.
using Place = std::pair<double, double>;

auto just_before(double t) -> double { return std::nextafter(t, -infinite); }
auto just_after(double t) -> double { return std::nextafter(t, infinite); }

/// The numbers just before and after each zero.
auto zeros(const Landmark& landmark, double start, double end) -> std::vector<Place> {
  const auto at = [&](double t) { return landmark(std::span(&t, 1)); };
  const auto zero_within = [&](double low, double high) -> Place {
    const double sign = at(low);
    for (;;) {
      const double middle = std::midpoint(low, high);
      if (middle <= low || middle >= high) return {low, high};
      const double value = at(middle);
      if (value == 0) return {just_before(middle), just_after(middle)};
      (value * sign > 0 ? low : high) = middle;
    }
  };
  std::vector<Place> found;
  double last_t = start, last = at(start);
  for (int i = 1; i <= intervals; ++i) {
    const double t = std::lerp(start, end, static_cast<double>(i) / intervals), value = at(t);
    if (last * value < 0) found.push_back(zero_within(last_t, t));
    else if (value == 0 && last != 0 && i < intervals)
      found.emplace_back(just_before(t), just_after(t));
    last_t = t;
    last = value;
  }
  return found;
}

/// A function on an interval, with its derivatives below `order`.
class Function {
public:
  Function(const ExactFormula& formula, double start, double end, std::size_t order)
      : formula_(formula), start_(start), end_(end), order_(std::max<std::size_t>(order, 1)) {}

  /// Where the function does not fit its own derivatives, as far as halving finds it.
  [[nodiscard]] auto misfits(const verify::Stop& stop) const -> std::vector<Place> {
    std::vector<Place> found;
    Sample low = sample(start_);
    for (int i = 1; i <= intervals && !verify::is_over(stop); ++i) {
      const Sample high = sample(std::lerp(start_, end_, static_cast<double>(i) / intervals));
      if (const auto place = misfit_within(low, high)) found.push_back(*place);
      low = high;
    }
    return found;
  }

  /// Adds what the function does there to the breaks.
  void judge(const Place& place, std::vector<Break>& breaks) const {
    for (std::size_t k = 0; k < (is_at_end(place) ? 1 : order_); ++k) {
      const auto add = [&](Break::Kind kind) {
        breaks.push_back({kind, k, place.first, place.second});
      };
      if (is_gap<double>(place, k) && is_gap<HundredDigits>(place, k)) return add(Break::Kind::gap);
      if (seems_pole(place, k) && is_pole(place, k)) return add(Break::Kind::pole);
      if (is_jump<double>(place, k) && is_jump<HundredDigits>(place, k)) add(Break::Kind::jump);
    }
  }

private:
  struct Sample {
    double t;
    Derivatives y;
  };
  [[nodiscard]] auto sample(double t) const -> Sample { return {t, formula_.derivatives(t)}; }

  /// How far the derivatives at both ends are from explaining the function's change, relative to its size.
  [[nodiscard]] auto misfit(const Sample& a, const Sample& b) const -> double {
    constexpr std::array factors = {1.0 / 2, 1.0 / 10, 1.0 / 120};
    const double h = b.t - a.t;
    double largest = 0;
    for (std::size_t k = 0; k < order_; ++k) {
      double explained = 0, power = 1;
      for (std::size_t j = 1; j <= factors.size() && k + j < a.y.size(); ++j) {
        power *= h;
        explained += factors[j - 1] * power
                     * (j % 2 == 1 ? a.y[k + j] + b.y[k + j] : a.y[k + j] - b.y[k + j]);
      }
      const double size = std::max(std::abs(a.y[k]), std::abs(b.y[k]));
      const double left_over = std::abs(b.y[k] - a.y[k] - explained);
      if (!std::isfinite(left_over)) return infinite;
      if (left_over > 0) largest = std::max(largest, left_over / size);
    }
    return largest;
  }

  [[nodiscard]] auto misfit_within(Sample low, Sample high) const -> std::optional<Place> {
    while (misfit(low, high) > more_than_rounding) {
      const double middle = std::midpoint(low.t, high.t);
      if (middle <= low.t
          || middle
                 >= high.t) // one further, because the function may have a value between its pieces
        return Place{just_before(low.t), just_after(high.t)};
      const Sample between = sample(middle);
      if (misfit(low, between) >= misfit(between, high)) high = between;
      else low = between;
    }
    return std::nullopt;
  }

  [[nodiscard]] auto is_at_end(const Place& place) const -> bool {
    return place.first <= start_ || place.second >= end_;
  }

  /// What a double cannot hold is its largest number.
  template <class T>
  [[nodiscard]] auto value(const T& t, std::size_t k) const -> double {
    constexpr double largest = std::numeric_limits<double>::max();
    using std::isinf, boost::multiprecision::isinf;
    const T y = formula_.derivatives(t)[k];
    const auto in_double = static_cast<double>(y);
    return std::isinf(in_double) && !isinf(y) ? std::copysign(largest, in_double) : in_double;
  }

  /// On one side of a place: at it, a little away, and further away.
  using Side = std::array<double, 3>;
  template <class T>
  [[nodiscard]] auto sides(const Place& place, std::size_t k) const -> std::pair<Side, Side> {
    const auto at = [&](double t) { return value<T>(T(std::clamp(t, start_, end_)), k); };
    const auto& [before, after] = place;
    const double a = nearer * (end_ - start_), b = near * (end_ - start_);
    return {{at(before), at(before - a), at(before - b)},
            {at(after), at(after + a), at(after + b)}};
  }

  /// Beyond an end of the interval nothing is asked of the function, and a single number without a value is no gap.
  template <class T>
  [[nodiscard]] auto is_gap(const Place& place, std::size_t k) const -> bool {
    const auto is_nowhere = [](const Side& side) {
      return std::ranges::all_of(side, [](double y) { return std::isnan(y); });
    };
    const auto [left, right] = sides<T>(place, k);
    return (place.first > start_ && is_nowhere(left)) || (place.second < end_ && is_nowhere(right));
  }

  /// Whether the function changes by more than rounding, and by far more than its slope on either side explains.
  template <class T>
  [[nodiscard]] auto is_jump(const Place& place, std::size_t k) const -> bool {
    const T before = std::max(place.first, start_), after = std::min(place.second, end_);
    const double y_before = value(before, k), y_after = value(after, k);
    const double size = std::max(std::abs(y_before), std::abs(y_after));
    const double jump = std::abs(y_after - y_before);
    // fmax, for which a slope that is no number explains nothing
    const double slope = std::fmax(std::abs(value(before, k + 1)), std::abs(value(after, k + 1)));
    const double explained = std::isnan(slope) ? 0.0 : slope * static_cast<double>(after - before);
    return jump > more_than_rounding * size && jump > steeper * explained;
  }

  /// Whether the function goes on growing as the place is approached: by as much over the last five digits as over those
  /// before, as log|t| does.
  [[nodiscard]] auto seems_pole(const Place& place, std::size_t k) const -> bool {
    const auto grows = [](const Side& side) {
      constexpr double as_much = 0.9;
      if (std::isinf(side[0])) return true;
      const double last = std::abs(side[0] - side[1]), before = std::abs(side[1] - side[2]);
      return std::abs(side[0]) > std::abs(side[2]) && last > as_much * before
             && before > more_than_rounding * std::abs(side[1]);
    };
    const auto [left, right] = sides<double>(place, k);
    return grows(left) || grows(right)
           || std::isinf(value<double>(std::midpoint(place.first, place.second), k));
  }

  /// Whether the function is infinite there, or grows without an end when its largest value is looked for in a hundred
  /// digits. A function that is merely steep has one.
  [[nodiscard]] auto is_pole(const Place& place, std::size_t k) const -> bool {
    constexpr int steps = 150; // each leaves two thirds
    HundredDigits low = std::max(place.first, start_), high = std::min(place.second, end_);
    const double at_low = std::abs(value(low, k)), at_high = std::abs(value(high, k));
    if (std::isinf(at_low) || std::isinf(at_high)) return true;
    if (std::isinf(value(HundredDigits((low + high) / 2), k))) return true;
    if (is_at_end(place)) return false;
    double largest = 0;
    for (int i = 0; i < steps; ++i) {
      const HundredDigits third = (high - low) / 3;
      const HundredDigits left = low + third, right = high - third;
      const double at_left = std::abs(value(left, k)), at_right = std::abs(value(right, k));
      largest = std::max({largest, at_left, at_right});
      (at_left < at_right ? low : high) = at_left < at_right ? left : right;
    }
    return largest > 2 * std::max(at_low, at_high);
  }

  const ExactFormula& formula_;
  double start_, end_;
  std::size_t order_;
};

} // namespace

auto find_breaks(const ExactFormula& formula, const std::vector<Landmark>& landmarks, double start,
                 double end, std::size_t order, const verify::Stop& stop) -> std::vector<Break> {
  const Function function(formula, start, end, order);
  std::vector<Place> places = function.misfits(stop);
  for (const Landmark& landmark : landmarks)
    if (!verify::is_over(stop))
      for (const Place& zero : zeros(landmark, start, end)) places.push_back(zero);
  std::ranges::sort(places);
  std::vector<Break> breaks;
  double judged_to = -infinite; // places overlap where two landmarks have the same zero
  for (const Place& place : places) {
    if (verify::is_over(stop)) break;
    if (place.first <= judged_to || breaks.size() >= most_breaks) continue;
    function.judge(place, breaks);
    judged_to = place.second;
  }
  return breaks;
}

} // namespace jetwork::pinn
