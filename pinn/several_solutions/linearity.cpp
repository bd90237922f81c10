#include "pinn/several_solutions/linearity.hpp"

#include "pinn/several_solutions/starting_functions.hpp"

#include <algorithm>

namespace jetwork::pinn {

auto is_linear(NewtonSystem& system, const MeshFunction& u, const Deadline& deadline) -> bool {
  constexpr double rounding = 1e-8;
  constexpr int half_waves = 2;
  if (!system.linearise(u, deadline)) return false;
  const MeshFunction step = system.solve(system.missed());
  if (!step.is_finite()) return false;
  const Eigen::VectorXd magnitudes = u.largest_values().cwiseMax(step.largest_values());
  const StartingFunctions make((magnitudes.array() > 0).select(magnitudes, 1.0));
  for (MeshFunction& there : make.waves(u, {30.0, 1.0, 0.01}, half_waves)) {
    there.numbers.array() += 1.0;
    if (!system.evaluate(there, deadline)) return false;
    MeshFunction left = system.solve(system.missed()); // of a linear problem, what is lacking
    left.add(1.0, there);
    left.add(-1.0, u);
    left.add(-1.0, step);
    there.add(-1.0, u);
    const Eigen::VectorXd size = there.largest_states().cwiseMax(step.largest_states());
    if ((left.largest_states().array() > rounding * size.maxCoeff()).any()) return false;
    if (left.numbers.size() > 0
        && left.numbers.cwiseAbs().maxCoeff()
               > rounding * std::max(1.0, there.numbers.cwiseAbs().maxCoeff()))
      return false;
  }
  return true;
}

} // namespace jetwork::pinn
