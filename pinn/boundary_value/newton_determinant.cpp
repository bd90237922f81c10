// The determinant of what is left of a boundary-value problem: the part of NewtonSystem that tells whether solutions branch.
#include "pinn/boundary_value/newton_system.hpp"

namespace jetwork::pinn {

/// Reflections turn the equations of a chain, z_1 - T_0·z_0 = 0, …, whose determinant by z_1, …, z_count is one, into a triangle of
/// blocks: R_1, …, R_(count-1), and what stands at the last state.
auto ChainElimination::determinant_at_last() const -> Determinant {
  Determinant determinant;
  const Eigen::Index states = factors_.rows();
  Determinant triangles;
  for (Eigen::Index step = 0; step < factors_.cols(); ++step)
    for (Eigen::Index k = 0; k < states; ++k) {
      if (factors_(k, step) != 0) determinant.multiply(-1.0);
      triangles.multiply(reflections_(k, step * states + k));
    }
  determinant.divide(triangles);
  return determinant;
}

auto NewtonSystem::determinant() const -> Determinant {
  Determinant determinant;
  determinant.sign = static_cast<int>(dense_.permutationP().determinant());
  for (Eigen::Index k = 0; k < row_scale_.size(); ++k)
    determinant.multiply(dense_.matrixLU()(k, k) / row_scale_[k]);
  for (const ChainElimination& chain : chains_) determinant.divide(chain.determinant_at_last());
  return determinant;
}

} // namespace jetwork::pinn
