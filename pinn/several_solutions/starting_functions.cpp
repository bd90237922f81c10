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

auto StartingFunctions::waves(const MeshFunction& u, const std::vector<double>& amplitudes,
                              int most_half_waves) const -> std::vector<MeshFunction> {
  std::vector<MeshFunction> starts;
  for (const double amplitude : amplitudes)
    for (int half_waves = 1; half_waves <= most_half_waves; ++half_waves)
      for (const double sign : {1.0, -1.0}) {
        MeshFunction wave = with_values(u, [&](int i, double x) {
          return sign * amplitude * magnitudes_[i]
                 * std::sin(half_waves * std::numbers::pi * part_of_domain(u, x));
        });
        wave.numbers.setZero();
        wave.add(1.0, u);
        starts.push_back(std::move(wave));
      }
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
  const auto blend = [&](double slope) {
    return with_values(first, [&](int i, double x) {
      const double part =
          0.5 + 0.5 * std::tanh(slope * (part_of_domain(first, x) - 0.5));
      return (1 - part) * first.value(i, x) + part * second.value(i, x);
    });
  };
  return {blend(steepness), blend(-steepness), blend(0.0)};
}

auto StartingFunctions::with_other_numbers(const MeshFunction& u) const
    -> std::vector<MeshFunction> {
  std::vector<MeshFunction> starts;
  for (Eigen::Index k = 0; k < u.numbers.size(); ++k)
    for (const double factor : {4.0, 0.25, 9.0, 16.0, 25.0, -1.0, -4.0, 0.0}) {
      MeshFunction start = u;
      start.numbers[k] = u.numbers[k] == 0 ? factor : factor * u.numbers[k];
      starts.push_back(std::move(start));
    }
  return starts;
}

} // namespace jetwork::pinn
