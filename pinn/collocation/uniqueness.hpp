// Whether a solution is the only one: equations whose slope by a state grows without bound the closer one looks let others
// branch off, as y' = √|y| does from y = 0.
//
//   UniquenessCheck uniqueness(recorded, layout);
//   uniqueness.is_lost(points, start, length, most);    // at a point in the middle of a segment
//
// What satisfies Lipschitz's condition has difference quotients that settle; here they are taken over 1e-6, 1e-8 and 1e-10 of
// what a state moves by, to either side. Where they grow, what counts is how fast a deviation of that size would: a solution
// that others run towards stays the only one. In the middle, as a solution that leaves such a place at once is unique, too.
#pragma once

#include "pinn/collocation/point_set.hpp"
#include "pinn/collocation/state_layout.hpp"

#include <Eigen/Core>

#include <optional>
#include <span>

namespace jetwork::pinn {

class UniquenessCheck {
public:
  /// Both must outlive it.
  UniquenessCheck(const RecordedResidual& recorded, const StateLayout& layout);

  void set_parameters(std::span<const double> values);

  /// Whether deviations from a solution grow the faster the smaller they are, and within what is left of the domain, of length
  /// `remaining`, become as large as e to some power. `points` know their values on the segment.
  [[nodiscard]] auto is_lost(const PointSet& points, double start, double length, double remaining)
      -> bool;

private:
  /// A solution at one point: its states, highest derivatives, and what the states move by.
  struct Place {
    double t;
    Eigen::VectorXd state, highest, size;
  };
  [[nodiscard]] auto place(const PointSet& points, double start, double length) const -> Place;
  /// Residuals at states moved by these columns: (equation, column).
  [[nodiscard]] auto residuals(const Place& place, const Eigen::MatrixXd& states,
                               const Eigen::MatrixXd& highest) -> Eigen::MatrixXd;
  [[nodiscard]] auto is_smooth(const Place& place) -> bool;
  /// How fast a deviation of this part of the states' sizes grows: the rightmost eigenvalue of what difference quotients say
  /// of the equations as a first-order system, in the direction of the march.
  [[nodiscard]] auto growth(const Place& place, double part, double direction) -> double;

  static constexpr int columns = 8; // at a time
  static constexpr int most_states = 60;

  const StateLayout* layout_;
  std::optional<RecordedResidual::Replay> replay_; // if an operation may be steep
};

} // namespace jetwork::pinn
