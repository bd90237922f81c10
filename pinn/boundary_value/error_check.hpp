// How far a function on a mesh is from the solution of its boundary-value problem: one Newton step on the halved mesh, where what
// the coarse mesh did not resolve of the solution, or of how it answers to disturbances, shows.
//
//   const ErrorCheck check = check_error(system, u, deadline);
//   check.error[0], check.place[0];               // of unknown 0: the largest, and where
//   check.condition;                              // by how much rounding is amplified
#pragma once

#include "pinn/boundary_value/newton_system.hpp"
#include "pinn/boundary_value/switching_nodes.hpp"

#include <Eigen/Core>

#include <optional>

namespace jetwork::pinn {

/// From here on a condition may be infinite: what is computed of it is computed from rounding errors itself.
inline constexpr double hopeless_condition = 1e7;

struct ErrorCheck {
  bool finite = false;
  Eigen::VectorXd error;    ///< of each unknown, absolute: at or above the largest error
  Eigen::VectorXd place;    ///< where that is
  Eigen::VectorXd rounding; ///< the part of it that rounding makes
  Eigen::VectorXd largest;  ///< |u|
  /// What the tolerance is relative to: |u|, or where an unknown is a difference of terms that cancel, a thousandth of what they would
  /// make; one, where all unknowns are zero.
  Eigen::VectorXd magnitude;
  Eigen::VectorXd number_error; ///< of the unknown numbers
  Eigen::MatrixXd
      missed; ///< (equation, segment): of the equations, the largest at the points of the check
  /// See condition_at; and where solutions decay towards a place from both sides, no less than what disturbances are amplified by that
  /// are relative to what terms of a smooth function would be.
  double condition = 0.0;
  /// Whether the condition may be infinite: hopeless_condition, or less where solutions decay towards a place from both sides.
  bool is_hopeless = false;
};

/// By how much a relative disturbance of all terms of the equations and conditions is amplified in the unknowns around u: what
/// rounding does, in units of rounding. Infinite where the linear equations have no solution.
[[nodiscard]] auto condition_at(NewtonSystem& system, MeshFunction u, const Deadline& deadline)
    -> double;

/// What is known of a solution besides its equations.
struct KnownOfSolution {
  /// Where another method has found it too, a condition number that is large is no sign that there is none.
  bool is_confirmed = false;
  /// It is wanted as a function of t = origin + (T - origin)·x, where T is this one of its numbers.
  struct Stretch {
    Eigen::Index number;
    double origin;
  };
  std::optional<Stretch> stretch = {};
};

/// `switching` may be null. Throws DeadlinePassed.
[[nodiscard]] auto check_error(NewtonSystem& system, SwitchingNodes* switching,
                               const MeshFunction& u, const KnownOfSolution& known,
                               const Deadline& deadline) -> ErrorCheck;

} // namespace jetwork::pinn
