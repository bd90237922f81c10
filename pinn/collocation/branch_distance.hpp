// How far other values of the highest derivatives are that would satisfy the equations as well: where they meet, a solution may
// go on in several ways.
//
//   BranchDistance distance(recorded, layout);
//   distance.at(points, start, length, deadline);  // (point, unknown): of u⁽ᵖ⁾; infinite where no equation is curved in it
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

  /// With the sign of F_v, of its determinant where equations share highest derivatives: where that changes from point to point,
  /// values have met between them. `points` know their derivatives, and are left as they were.
  /// Throws DeadlinePassed.
  [[nodiscard]] auto at(DifferentiablePointSet& points, double start, double length,
                        const Deadline& deadline) const -> Eigen::MatrixXd;

private:
  static constexpr int most_together = 60; // unknowns of a group, whose matrix is decomposed

  [[nodiscard]] auto steps(const DifferentiablePointSet& points) const -> Eigen::MatrixXd;
  void apart(const Eigen::MatrixXd& before, const Eigen::MatrixXd& after,
             const Eigen::MatrixXd& step, Eigen::MatrixXd& distance) const;
  [[nodiscard]] auto groups_to_look_at() const -> std::vector<int>;
  /// ∂F/∂v of a group at a point, (equation, unknown), by places in the group.
  [[nodiscard]] auto jacobian(int group, const Eigen::MatrixXd& derivatives,
                              Eigen::Index point) const -> Eigen::MatrixXd;
  void turn_steps(int group, const Eigen::MatrixXd& derivatives, Eigen::MatrixXd& step) const;
  void together(int group, const Eigen::MatrixXd& before, const Eigen::MatrixXd& after,
                const Eigen::MatrixXd& step, Eigen::MatrixXd& distance) const;

  const RecordedResidual* recorded_;
  const StateLayout* layout_;
  std::vector<int> own_; // see RecordedResidual::sole_highest_derivatives
};

} // namespace jetwork::pinn
