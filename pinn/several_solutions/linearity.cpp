#include "pinn/several_solutions/linearity.hpp"

#include "pinn/boundary_value/first_guess.hpp"

#include <algorithm>
#include <cmath>

namespace jetwork::pinn {

namespace {

/// A function away from u in the middle and at the ends, in values and derivatives.
auto away_from(const MeshFunction& u, const Eigen::VectorXd& magnitudes, double amplitude,
               double frequency) -> MeshFunction {
  MeshFunction there = u;
  const double start = u.nodes().front(), length = u.nodes().back() - start;
  for (int i = 0; i < u.layout().unknowns(); ++i)
    guess_values(there, i, [&](double x) {
      return amplitude * magnitudes[i] * std::cos(frequency * (x - start) / length + 0.4 + i);
    });
  there.add(1.0, u);
  there.numbers = u.numbers.array() + 1.0;
  return there;
}

} // namespace

auto is_linear(NewtonSystem& system, const MeshFunction& u, const Deadline& deadline) -> bool {
  constexpr double rounding = 1e-8;
  if (!system.linearise(u, deadline)) return false;
  const MeshFunction step = system.solve(system.missed());
  if (!step.is_finite()) return false;
  Eigen::VectorXd magnitudes = u.largest_values().cwiseMax(step.largest_values());
  magnitudes = (magnitudes.array() > 0).select(magnitudes, 1.0);
  for (const double amplitude : {1e6, 1.0, 0.01})
    for (const double frequency : {2.3, 7.1}) {
      MeshFunction there = away_from(u, magnitudes, amplitude, frequency);
      if (!system.evaluate(there, deadline)) return false;
      MeshFunction left = system.solve(system.missed()); // of a linear problem, what is lacking
      left.add(1.0, there);
      left.add(-1.0, u);
      left.add(-1.0, step);
      there.add(-1.0, u);
      const double size =
          std::max(there.largest_states().maxCoeff(), step.largest_states().maxCoeff());
      if (!(left.largest_states().maxCoeff() <= rounding * size)) return false;
      if (left.numbers.lpNorm<Eigen::Infinity>()
          > rounding * std::max(1.0, step.numbers.lpNorm<Eigen::Infinity>()))
        return false;
    }
  return true;
}

} // namespace jetwork::pinn
