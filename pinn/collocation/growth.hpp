// How fast errors may grow on a segment: by the rightmost eigenvalue of the linearised equations.
//
//   GrowthBound growth(recorded, layout);
//   growth.largest(points, length, scale);         // h·Re λ: an error may become e to this power times as large
//
// A segment of collocation follows growth by a factor of eᶻ up to about z = 15. On longer ones an unstable direction looks
// damped: the numerical propagator, a rational function, has nothing of the exponential any more. A solution that happens
// to be small there would be taken for a good one, and so would be its error.
#pragma once

#include "pinn/collocation/point_set.hpp"
#include "pinn/collocation/state_layout.hpp"

#include <Eigen/Core>

#include <vector>

namespace jetwork::pinn {

/// The largest h·Re λ of a segment whose propagator is that of the equations.
inline constexpr double most_growth_within = 12.0;

class GrowthBound {
public:
  GrowthBound(const RecordedResidual& recorded, const StateLayout& layout);

  /// An upper bound on h·Re λ where that is below most_growth_within, else the largest h·Re λ at some points. `points` know
  /// their derivatives; `scale` holds a size of each unknown. Groups of more than most_states coupled values are left out.
  [[nodiscard]] auto largest(const DifferentiablePointSet& points, double length,
                             const Eigen::VectorXd& scale) const -> double;

private:
  static constexpr int most_states = 200;

  void find_groups();
  [[nodiscard]] auto states_of(const std::vector<int>& group) const -> int;
  /// Gershgorin's bound (1931) of every row, over all points.
  [[nodiscard]] auto gershgorin(const DifferentiablePointSet& points, double length,
                                const Eigen::VectorXd& scale, double rate) const -> Eigen::VectorXd;
  /// h·A at a point, A the matrix of the group's linearised equations as a first-order system.
  [[nodiscard]] auto matrix(const std::vector<int>& group, const DifferentiablePointSet& points,
                            Eigen::Index point, double length) const -> Eigen::MatrixXd;

  const RecordedResidual* recorded_;
  const StateLayout* layout_;
  std::vector<int>
      unknown_of_; // of each equation, the sole one whose highest derivative it holds; empty if there are none
  std::vector<int> equation_of_;         // of each unknown, likewise
  std::vector<std::vector<int>> groups_; // unknowns that depend on each other
};

} // namespace jetwork::pinn
