#include "pinn/collocation/newton_matrix.hpp"

#include <algorithm>
#include <utility>

namespace jetwork::pinn {

NewtonMatrix::NewtonMatrix(const RecordedResidual& recorded, std::vector<const FeatureBasis*> bases)
    : recorded_(&recorded), bases_(std::move(bases)) {
  std::vector<int> orders(bases_.size(), 1);
  for (const auto& [equation, unknown, n] : recorded.dependences())
    orders[static_cast<std::size_t>(equation)] =
        std::max(orders[static_cast<std::size_t>(equation)], n);
  for (const int order : orders) tests_.push_back(&test_functions(order));
  for (const auto& dependence : recorded.dependences())
    integrals_of_.push_back(find_integrals(dependence));
}

auto NewtonMatrix::find_integrals(const RecordedResidual::Dependence& dependence) -> std::size_t {
  const TestFunctions& its_tests = tests(dependence.equation);
  const FeatureBasis& basis = *bases_[static_cast<std::size_t>(dependence.unknown)];
  const auto known =
      std::find_if(integrals_.begin(), integrals_.end(), [&](const Integrals& other) {
        return other.tests == &its_tests && other.basis == &basis
               && other.derivative == dependence.derivative;
      });
  const auto place = static_cast<std::size_t>(known - integrals_.begin());
  if (known == integrals_.end())
    integrals_.push_back(
        {&its_tests, &basis, dependence.derivative,
         its_tests.at_collocation_points * basis.at_collocation_points(dependence.derivative)});
  return place;
}

void NewtonMatrix::assemble(const EliminationOrder& order,
                            const DifferentiablePointSet& collocation, double length,
                            const Deadline& deadline) {
  Watch watch(deadline);
  Eigen::Matrix<double, FeatureBasis::modes, collocation_count> weighted;
  system_.reset(order, watch);
  Eigen::Index place = 0;
  for (const auto& [equation, unknown, n] : recorded_->dependences()) {
    const Eigen::MatrixXd& its_tests = tests(equation).at_collocation_points;
    const Integrals& integrals = integrals_[integrals_of_[static_cast<std::size_t>(place)]];
    const auto slope = collocation.derivatives.col(place++);
    const FeatureBasis& basis = *integrals.basis;
    const double power = whole_power(length, basis.order() - n);
    ModeBlock& block = system_.entry(equation, unknown);
    if ((slope.array() == slope[0]).all()) {
      block.add(power * slope[0], integrals.block.data());
      continue;
    }
    for (Eigen::Index j = 0; j < collocation_count; ++j)
      weighted.col(j) = power * slope[j] * its_tests.col(j);
    ModeBlock::add_product(weighted.data(), collocation_count,
                           basis.at_collocation_points(n).data(), block.data(), ModeBlock::columns);
    watch.spend(ModeBlock::size * ModeBlock::columns * collocation_count);
  }
  system_.factor(watch);
}

} // namespace jetwork::pinn
