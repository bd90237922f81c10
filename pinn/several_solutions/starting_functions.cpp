#include "pinn/several_solutions/starting_functions.hpp"

#include "pinn/boundary_value/first_guess.hpp"

#include <cmath>
#include <functional>
#include <numbers>

namespace jetwork::pinn {

namespace {

/// On the mesh of u, of these values.
auto with_values(const MeshFunction& u, const std::function<double(int unknown, double x)>& value)
    -> MeshFunction {
  MeshFunction result = u;
  for (int i = 0; i < u.layout().unknowns(); ++i)
    guess_values(result, i, [&](double x) { return value(i, x); });
  return result;
}

/// From 0 to 1 over the domain.
auto part_of_domain(const MeshFunction& u, double x) -> double {
  return (x - u.nodes().front()) / (u.nodes().back() - u.nodes().front());
}

} // namespace

void StartingFunctions::add_shape(std::vector<MeshFunction>& starts, const MeshFunction& u,
                                  double amplitude,
                                  const std::function<double(double x)>& shape) const {
  MeshFunction change =
      with_values(u, [&](int i, double x) { return amplitude * magnitudes_[i] * shape(x); });
  change.numbers.setZero();
  for (const double sign : {1.0, -1.0}) starts.emplace_back(u).add(sign, change);
}

auto StartingFunctions::waves(const MeshFunction& u, const std::vector<double>& amplitudes,
                              int most_half_waves) const -> std::vector<MeshFunction> {
  std::vector<MeshFunction> starts;
  for (const double amplitude : amplitudes)
    for (int half_waves = 1; half_waves <= most_half_waves; ++half_waves)
      add_shape(starts, u, amplitude, [&](double x) {
        return std::sin(half_waves * std::numbers::pi * part_of_domain(u, x));
      });
  return starts;
}

auto StartingFunctions::bumps(const MeshFunction& u, const std::vector<double>& amplitudes,
                              const std::vector<double>& places, double width) const
    -> std::vector<MeshFunction> {
  std::vector<MeshFunction> starts;
  for (const double amplitude : amplitudes)
    for (const double place : places)
      add_shape(starts, u, amplitude, [&](double x) { return 1 / std::cosh((x - place) / width); });
  return starts;
}

auto StartingFunctions::images(const MeshFunction& u) const -> std::vector<MeshFunction> {
  const auto opposite = [&](double x) { return u.nodes().front() + (u.nodes().back() - x); };
  MeshFunction negative = u;
  negative.states *= -1.0;
  negative.highest_values *= -1.0;
  return {std::move(negative),
          with_values(u, [&](int i, double x) { return u.value(i, opposite(x)); }),
          with_values(u, [&](int i, double x) { return -u.value(i, opposite(x)); })};
}

auto StartingFunctions::blends(const MeshFunction& first, const MeshFunction& second) const
    -> std::vector<MeshFunction> {
  constexpr double steepness = 20.0;
  const auto blend = [&](const std::function<double(double s)>& part_of_second) {
    return with_values(first, [&](int i, double x) {
      const double part = part_of_second(part_of_domain(first, x));
      return (1 - part) * first.value(i, x) + part * second.value(i, x);
    });
  };
  const auto rise = [](double s, double at) { return 0.5 + 0.5 * std::tanh(steepness * (s - at)); };
  const auto inside = [&](double s) { return rise(s, 0.25) * (1 - rise(s, 0.75)); };
  return {blend([&](double s) { return rise(s, 0.5); }),
          blend([&](double s) { return 1 - rise(s, 0.5); }), blend(inside),
          blend([&](double s) { return 1 - inside(s); }), blend([](double /*s*/) { return 0.5; })};
}

auto StartingFunctions::with_other_numbers(const MeshFunction& u,
                                           const Eigen::VectorXd& scales) const
    -> std::vector<MeshFunction> {
  constexpr double ratio = 1.6;
  constexpr int smaller = 4, larger = 9;
  std::vector<MeshFunction> starts;
  for (Eigen::Index k = 0; k < u.numbers.size(); ++k) {
    const double size = u.numbers[k] == 0 ? scales[k] : std::abs(u.numbers[k]);
    for (const double sign : {u.numbers[k] < 0 ? -1.0 : 1.0, u.numbers[k] < 0 ? 1.0 : -1.0})
      for (int power = -smaller; power <= larger; ++power) {
        if (power == 0 && sign * u.numbers[k] > 0) continue;
        MeshFunction start = u;
        start.numbers[k] = sign * size * std::pow(ratio, power);
        starts.push_back(std::move(start));
      }
  }
  return starts;
}

} // namespace jetwork::pinn
