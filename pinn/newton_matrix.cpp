#include "pinn/newton_matrix.hpp"

#include "pinn/test_functions.hpp"

namespace jetwork::pinn {

void NewtonMatrix::assemble(const EliminationOrder& order, const LinearPointSet& collocation,
                            double length) {
  const Eigen::MatrixXd& tests = test_functions().at_collocation_points;
  Eigen::Matrix<double, FeatureBasis::modes, collocation_count> weighted;
  system_.reset(order);
  Eigen::Index place = 0;
  for (const auto& [equation, unknown, n] : recorded_->dependences()) {
    const auto slope = collocation.derivatives.col(place++);
    const FeatureBasis& basis = *bases_[static_cast<std::size_t>(unknown)];
    const double power = std::pow(length, basis.order() - n);
    ModeBlock& block = system_.entry(equation, unknown);
    if ((slope.array() == slope[0]).all()) {
      block.add(power * slope[0], basis.tested(n).data());
      continue;
    }
    for (Eigen::Index j = 0; j < collocation_count; ++j)
      weighted.col(j) = power * slope[j] * tests.col(j);
    ModeBlock::add_product(weighted.data(), collocation_count,
                           basis.at_collocation_points(n).data(), block.data(), ModeBlock::columns);
  }
  system_.factor();
}

} // namespace jetwork::pinn
