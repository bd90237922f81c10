// A set of points of a segment, with everything that is known there: the trial solution, the residual, and how the
// residual answers to the unknowns.
//
//   PointSet points(recorded, check_points());
//   points.values[n].col(i) = …;                          // u_i⁽ⁿ⁾ at the points
//   points.differentiate(start, length);                  // residual(point, equation), derivatives(point, dependence)
#pragma once

#include "pinn/collocation/recorded_residual.hpp"
#include "pinn/network/segment_points.hpp"

#include <Eigen/Core>

#include <optional>
#include <span>
#include <vector>

namespace jetwork::pinn {

/// Points where the residual alone is wanted.
class PointSet {
public:
  PointSet(const RecordedResidual& recorded, const Quadrature& its_quadrature);

  [[nodiscard]] auto count() const -> Eigen::Index { return quadrature->point.size(); }
  void set_parameters(std::span<const double> p) {
    if (replay_) replay_->set_parameters(p);
  }
  /// Computes the residual from the values at start + length·θ. False where it is not finite.
  auto evaluate(double start, double length) -> bool;

  const Quadrature* quadrature;
  std::vector<Eigen::MatrixXd> values; ///< [derivative]: (point, unknown)
  Eigen::MatrixXd residual;            ///< (point, equation)

protected:
  /// Who evaluates by a replay of its own needs none here.
  enum class Replays { here, elsewhere };
  PointSet(const RecordedResidual& recorded, const Quadrature& its_quadrature, Replays replays);
  /// The residual, by either kind of replay.
  template <class Replay>
  void run(Replay& replay, double start, double length);

  const RecordedResidual* recorded_;
  Eigen::VectorXd time_;

private:
  std::optional<RecordedResidual::Replay> replay_;
};

/// Points where its derivatives are wanted too.
class DifferentiablePointSet : public PointSet {
public:
  /// The residual alone may be computed by the replay that is made for its derivatives. Where that replay has several copies of the
  /// points, there are two in any case.
  enum class Replayed { twice, once };
  DifferentiablePointSet(const RecordedResidual& recorded, const Quadrature& its_quadrature,
                         Replayed replayed = Replayed::twice);

  auto evaluate(double start, double length) -> bool;
  void set_parameters(std::span<const double> p) {
    PointSet::set_parameters(p);
    linear_.set_parameters(p);
    if (apart_) apart_->set_parameters(p);
  }
  /// Computes the residual and its derivatives. False where the residual is not finite. Throws DeadlinePassed.
  auto differentiate(double start, double length, const Deadline& deadline) -> bool;

  /// From now on differentiate() gives derivatives by the parameters, too.
  void differentiate_by_parameters();

  /// From now on differentiate() says what rounding inside of the equations does, at these of the points.
  void follow_rounding(RecordedResidual::Differentiable::RoundingPoints points);

  /// (point, dependence): ∂F/∂u⁽ⁿ⁾ for each of the recorded residual's dependences.
  Eigen::MatrixXd derivatives;
  /// (point, parameter dependence): ∂F/∂p likewise; empty where it is not asked for.
  Eigen::MatrixXd parameter_derivatives;
  /// What rounding inside of each equation makes of it; empty where it is not asked for.
  Eigen::VectorXd rounding;

private:
  void find_parameter_derivatives(Watch& watch);
  void find_rounding_apart(Watch& watch);

  bool is_replayed_once_;
  RecordedResidual::Differentiable linear_;
  RecordedResidual::Differentiable::RoundingPoints rounding_points_{};
  std::optional<RecordedResidual::Differentiable> apart_; // there, where groups share operations
};

} // namespace jetwork::pinn
