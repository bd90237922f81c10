// The Newton matrix of a segment: how the tested residual answers to the modes' coefficients.
//
//   matrix.assemble(order, points, length);              // from the residual's derivatives at the collocation points
//   matrix.solve(right, 1);                              // (test, equation) in, (mode, unknown) out
//
// Its blocks are ∫ψ_k Σ_n ∂F_e/∂u_i⁽ⁿ⁾ h^(p-n) φ_l⁽ⁿ⁾, φ the modes of unknown i, p its order. A block is zero unless
// equation e knows unknown i, and elimination by blocks keeps most zeros where systems are large.
#pragma once

#include "pinn/elimination.hpp"
#include "pinn/feature_basis.hpp"
#include "pinn/mode_block.hpp"
#include "pinn/point_set.hpp"

namespace jetwork::pinn {

class NewtonMatrix {
public:
  /// What is given here and below must outlive the matrix.
  explicit NewtonMatrix(const RecordedResidual& recorded) : recorded_(&recorded) {}
  /// The basis of the next unknown.
  void add(const FeatureBasis& basis) { bases_.push_back(&basis); }

  /// Computes and factors it.
  void assemble(const EliminationOrder& order, const LinearPointSet& collocation, double length);
  /// For `columns` right-hand sides: 16 × columns numbers for each equation, replaced by those of each unknown.
  void solve(Eigen::MatrixXd& right, int columns) { system_.solve(right.data(), columns); }

private:
  const RecordedResidual* recorded_;
  std::vector<const FeatureBasis*> bases_; // of each unknown
  Elimination<ModeBlock> system_;
};

} // namespace jetwork::pinn
