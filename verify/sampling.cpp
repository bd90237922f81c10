#include "verify/sampling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>
#include <random>
#include <set>
#include <stdexcept>

namespace jetwork::verify {

namespace {

constexpr double half_pi = std::numbers::pi / 2;

// In the order in which a reader would like to meet them in a counterexample.
constexpr double simple_numbers[] = {1, 2, -1, 0,    0.5,  3,    -2, -0.5, -3,  1.5,
                                     4, 5, -4, 0.25, 0.75, -1.5, -5, 10,   -10, 100};
constexpr double awkward_numbers[] = {
    half_pi, -half_pi, 2 * half_pi, -2 * half_pi, 3 * half_pi, 4 * half_pi, 1e-3, -1e-3, 1e-8,
    -1e-8,   1e-15,    -1e-15,      1e3,          -1e3,        1e8,         -1e8, 1e15};

void require_domain(const ClaimVariable& variable) {
  if (!std::isfinite(variable.lower) || !std::isfinite(variable.upper)
      || variable.lower > variable.upper)
    throw std::invalid_argument(
        fmt::format("the domain of {} is [{}, {}]; expected two finite ends, the lower one first",
                    variable.name, variable.lower, variable.upper));
}

auto numbers_within(const ClaimVariable& variable) -> std::vector<double> {
  std::vector<double> numbers;
  const auto add = [&](double x) {
    if (x >= variable.lower && x <= variable.upper
        && std::ranges::find(numbers, x) == numbers.end())
      numbers.push_back(x);
  };
  for (const double x : simple_numbers) add(x);
  add(variable.lower);
  add(variable.upper);
  add(std::midpoint(variable.lower, variable.upper));
  for (const double x : awkward_numbers) add(x);
  return numbers;
}

class RandomNumber {
public:
  RandomNumber(const ClaimVariable& variable, std::uint64_t seed)
      : variable_(variable), engine_(seed) {}

  // Most of the numbers are of the size for which formulas are made; the rest are anywhere, of any magnitude.
  auto operator()() -> double {
    const auto [name, lower, upper] = variable_;
    const double choice = unit();
    if (choice < 0.5) {
      const double low = std::max(lower, -4.0), high = std::min(upper, 4.0);
      if (low < high) return std::lerp(low, high, unit());
    }
    if (choice > 0.9) {
      const double size = std::max(std::abs(lower), std::abs(upper));
      const double x = std::exp(std::lerp(std::log(1e-9), std::log(std::max(size, 1e-8)), unit()))
                       * (unit() < 0.5 ? -1 : 1);
      if (x >= lower && x <= upper) return x;
    }
    return std::lerp(lower, upper, unit());
  }

private:
  // Not std::uniform_real_distribution, whose numbers differ from library to library.
  auto unit() -> double { return static_cast<double>(engine_() >> 11U) * 0x1p-53; }

  const ClaimVariable& variable_;
  std::mt19937_64 engine_;
};

} // namespace

auto sample_points(std::span<const ClaimVariable> variables, std::size_t random_points,
                   std::uint64_t seed) -> std::vector<SamplePoint> {
  std::vector<std::vector<double>> special;
  std::vector<RandomNumber> random;
  for (const ClaimVariable& variable : variables) {
    require_domain(variable);
    special.push_back(numbers_within(variable));
    random.emplace_back(variable, seed + 7919 * random.size());
  }
  std::vector<SamplePoint> points;
  std::set<std::vector<double>> seen;
  const auto add = [&](auto&& number_of, bool is_generic) {
    std::vector<double> at;
    for (std::size_t i = 0; i < variables.size(); ++i) at.push_back(number_of(i));
    if (seen.insert(at).second) points.push_back({std::move(at), is_generic});
  };

  // Special numbers in all variables: equal ones and, with several strides, all different ones.
  std::size_t most = 0;
  for (const auto& numbers : special) most = std::max(most, numbers.size());
  const std::size_t strides = variables.size() > 1 ? 3 : 1;
  for (std::size_t k = 0; k < most; ++k)
    for (std::size_t stride = 0; stride < strides; ++stride)
      add([&](std::size_t i) { return special[i][(k + i * stride) % special[i].size()]; }, false);
  for (std::size_t k = 0; k < random_points; ++k)
    add([&](std::size_t i) { return random[i](); }, true);
  // One special number among random ones.
  if (variables.size() > 1)
    for (std::size_t j = 0; j < variables.size() && j < 8; ++j)
      for (std::size_t k = 0; k < std::min<std::size_t>(special[j].size(), 8); ++k)
        add([&](std::size_t i) { return i == j ? special[j][k] : random[i](); }, false);
  return points;
}

namespace {

using Quantity = std::function<double(std::span<const double>)>;

constexpr std::size_t most_variables = 4;     // along which landmarks are looked for
constexpr std::size_t coordinates_tried = 96; // of each
constexpr std::size_t most_roots_each = 8;    // of each quantity
constexpr double near_enough =
    1e-8; // of the domain; nearer to a removable gap, cancellation would take all digits

/// The truth or the claimed side of a claim about one number.
auto side_of(const Claim& claim, bool is_truth) -> Quantity {
  return [&claim, is_truth](std::span<const double> at) {
    const Sides<double> sides = claim.in_double(at);
    return is_truth ? sides.truth[0] : sides.claimed[0];
  };
}

/// A line through a point, along one variable.
class Line {
public:
  Line(const Claim& claim, const std::vector<SamplePoint>& points, std::size_t variable,
       const Stop& stop)
      : stop_(stop),
        variable_(variable),
        width_(claim.variables[variable].upper - claim.variables[variable].lower) {
    const auto generic = std::ranges::find(points, true, &SamplePoint::is_generic);
    base_ = generic != points.end() ? generic->at : points.front().at;
    const std::size_t step = std::max<std::size_t>(points.size() / coordinates_tried, 1);
    for (std::size_t i = 0; i < points.size(); i += step)
      coordinates_.push_back(points[i].at[variable]);
    coordinates_.push_back(claim.variables[variable].lower);
    coordinates_.push_back(claim.variables[variable].upper);
    std::ranges::sort(coordinates_);
    const auto repeated = std::ranges::unique(coordinates_);
    coordinates_.erase(repeated.begin(), repeated.end());
  }

  auto point(double x) const -> std::vector<double> {
    std::vector<double> at = base_;
    at[variable_] = x;
    return at;
  }

  /// Adds points where the quantity changes its sign: just before the change, to within `width`.
  void add_roots(const Quantity& quantity, double width, std::vector<double>& roots) const {
    constexpr int most_halvings = 60;
    std::size_t found = 0;
    double last = quantity(point(coordinates_[0]));
    for (std::size_t i = 1; i < coordinates_.size() && found < most_roots_each; ++i) {
      if (is_over(stop_)) return;
      const double next = quantity(point(coordinates_[i]));
      if (last * next < 0) {
        double low = coordinates_[i - 1], high = coordinates_[i];
        for (int k = 0; k < most_halvings && high - low > width; ++k) {
          const double middle = std::midpoint(low, high);
          (quantity(point(middle)) * last > 0 ? low : high) = middle;
        }
        roots.push_back(low);
        ++found;
      }
      last = next;
    }
  }

  auto near() const -> double { return near_enough * width_; }

private:
  const Stop& stop_;
  std::size_t variable_;
  double width_;
  std::vector<double> base_, coordinates_;
};

} // namespace

auto points_at_sign_changes(const Claim& claim, const std::vector<SamplePoint>& points,
                            const Stop& stop) -> std::vector<SamplePoint> {
  std::vector<SamplePoint> found;
  std::set<std::vector<double>> seen;
  for (const SamplePoint& point : points) seen.insert(point.at);
  const bool is_one_number = claim.variables.size() == 1 && claim.components.size() == 1;
  if (points.empty() || (!is_one_number && claim.landmarks.empty())) return found;
  for (std::size_t j = 0; j < std::min(claim.variables.size(), most_variables); ++j) {
    const Line line(claim, points, j, stop);
    std::vector<double> roots;
    if (is_one_number)
      for (const bool is_truth : {true, false}) line.add_roots(side_of(claim, is_truth), 0, roots);
    std::vector<double> ends = {claim.variables[j].lower, claim.variables[j].upper};
    for (const Quantity& landmark : claim.landmarks) line.add_roots(landmark, line.near(), ends);
    if (ends.size() > 2) {
      std::ranges::sort(ends);
      for (std::size_t i = 0; i < ends.size(); ++i) {
        roots.push_back(ends[i]);
        if (i > 0) roots.push_back(std::midpoint(ends[i - 1], ends[i]));
      }
    }
    for (const double x : roots)
      if (auto at = line.point(x); seen.insert(at).second) found.push_back({std::move(at), false});
  }
  return found;
}

} // namespace jetwork::verify
