#include "autodiff/verify_sampling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>
#include <set>
#include <stdexcept>

namespace jetwork::autodiff {

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

} // namespace jetwork::autodiff
