// How far other values of the highest derivatives are that would satisfy the equations as well: where they meet, a solution may
// go on in several ways.
//
//   BranchDistance distance(recorded, layout);
//   distance.at(points, start, length);            // (point, unknown): of u⁽ᵖ⁾; infinite where no equation is curved in it
//
// With v the highest derivative, F(v + d) ≈ F_v·d + F_vv·d²/2 vanishes at d = -2·F_v/F_vv; F_vv is a difference of F_v. Where
// equations share highest derivatives, v moves in the direction that they answer to least.
#pragma once

#include "pinn/collocation/point_set.hpp"
#include "pinn/collocation/state_layout.hpp"

#include <Eigen/Core>

#include <vector>

namespace jetwork::pinn {

class BranchDistance {
public:
  /// Both must outlive it.
  BranchDistance(const RecordedResidual& recorded, const StateLayout& layout);

  /// Whether an equation is curved in a highest derivative; if not, there is no other value.
  [[nodiscard]] auto may_be_finite() const -> bool { return may_be_finite_; }

  /// With the sign of F_v, of its determinant where equations share highest derivatives: where that changes from point to point,
  /// values have met between them. `points` know their derivatives, and are left as they were.
  [[nodiscard]] auto at(DifferentiablePointSet& points, double start, double length) const
      -> Eigen::MatrixXd;

private:
  /// ∂F/∂v at a point, (equation, unknown).
  [[nodiscard]] auto jacobian(const Eigen::MatrixXd& derivatives, Eigen::Index point) const
      -> Eigen::MatrixXd;

  const RecordedResidual* recorded_;
  const StateLayout* layout_;
  std::vector<int> own_; // see RecordedResidual::sole_highest_derivatives
  bool may_be_finite_ = false;
};

} // namespace jetwork::pinn
