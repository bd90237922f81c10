// The Newton matrix of a segment: how the tested residual answers to the modes' coefficients.
//
//   matrix.assemble(order, points, length, deadline);    // from the residual's derivatives at the collocation points
//   matrix.solve(right, 1, watch);                       // (test, equation) in, (mode, unknown) out
//
// Its blocks are ∫ψ_k Σ_n ∂F_e/∂u_i⁽ⁿ⁾ h^(p-n) φ_l⁽ⁿ⁾, φ the modes of unknown i, p its order. A block is zero unless
// equation e knows unknown i, and elimination by blocks keeps most zeros where systems are large.
#pragma once

#include "pinn/collocation/elimination.hpp"
#include "pinn/collocation/mode_block.hpp"
#include "pinn/collocation/point_set.hpp"
#include "pinn/collocation/state_layout.hpp"
#include "pinn/collocation/test_space.hpp"
#include "pinn/network/feature_basis.hpp"

#include <cstddef>
#include <vector>

namespace jetwork::pinn {

class NewtonMatrix {
public:
  NewtonMatrix() = default;
  /// `bases` has the feature basis of each unknown; they and `recorded` must outlive the matrix.
  NewtonMatrix(const RecordedResidual& recorded, std::vector<const FeatureBasis*> bases);

  /// What the residual of an equation is tested with.
  [[nodiscard]] auto tests(int equation) const -> const TestFunctions& {
    return *tests_[static_cast<std::size_t>(equation)];
  }
  /// Computes and factors it. Throws DeadlinePassed.
  void assemble(const EliminationOrder& order, const DifferentiablePointSet& collocation,
                double length, const Deadline& deadline);
  /// For `columns` right-hand sides: 16 × columns numbers for each equation, replaced by those of each unknown.
  void solve(Eigen::MatrixXd& right, int columns, Watch& watch) {
    system_.solve(right.data(), columns, watch);
  }
  /// The same for one group of so many unknowns.
  void solve(int group, int size, Eigen::MatrixXd& right, int columns, Watch& watch) {
    system_.solve(group, size, right.data(), columns, watch);
  }

private:
  /// ∫ψ_k φ_l⁽ⁿ⁾, the block of a constant ∂F/∂u⁽ⁿ⁾.
  struct Integrals {
    const TestFunctions* tests;
    const FeatureBasis* basis;
    int derivative;
    Eigen::MatrixXd block;
  };
  auto find_integrals(const RecordedResidual::Dependence& dependence) -> std::size_t;

  const RecordedResidual* recorded_ = nullptr;
  std::vector<const FeatureBasis*> bases_;  // of each unknown
  std::vector<const TestFunctions*> tests_; // of each equation
  std::vector<Integrals> integrals_;
  std::vector<std::size_t> integrals_of_; // of each dependence
  Elimination<ModeBlock> system_;
};

} // namespace jetwork::pinn
