#include "pinn/collocation/point_set.hpp"

#include <algorithm>

namespace jetwork::pinn {

PointSet::PointSet(const RecordedResidual& recorded, const Quadrature& its_quadrature)
    : quadrature(&its_quadrature),
      recorded_(&recorded),
      time_(its_quadrature.point.size()),
      replay_(recorded, static_cast<int>(its_quadrature.point.size())) {
  int highest = 0;
  for (int i = 0; i < recorded.equations(); ++i) highest = std::max(highest, recorded.order(i));
  values.assign(static_cast<std::size_t>(highest) + 1,
                Eigen::MatrixXd::Zero(count(), recorded.equations()));
  residual.setZero(count(), recorded.equations());
}

template <class Replay>
void PointSet::run(Replay& replay, double start, double length) {
  time_ = start + length * quadrature->point.array();
  replay.set_time(time_);
  for (int i = 0; i < recorded_->equations(); ++i)
    for (int n = 0; n <= recorded_->order(i); ++n)
      replay.set(i, n, values[static_cast<std::size_t>(n)].col(i));
  replay.evaluate();
  for (int e = 0; e < recorded_->equations(); ++e) residual.col(e) = replay.value(e).transpose();
}

auto PointSet::evaluate(double start, double length) -> bool {
  run(replay_, start, length);
  return residual.allFinite();
}

DifferentiablePointSet::DifferentiablePointSet(const RecordedResidual& recorded,
                                               const Quadrature& its_quadrature)
    : PointSet(recorded, its_quadrature),
      derivatives(
          Eigen::MatrixXd::Zero(count(), static_cast<Eigen::Index>(recorded.dependences().size()))),
      linear_(recorded, static_cast<int>(count())) {}

auto DifferentiablePointSet::differentiate(double start, double length) -> bool {
  run(linear_, start, length);
  Eigen::Index place = 0;
  int swept = -1;
  for (const auto& [equation, unknown, n] : recorded_->dependences()) {
    if (swept < 0 || !RecordedResidual::Differentiable::swept_together(swept, equation))
      linear_.sweep(equation);
    swept = equation;
    derivatives.col(place++) = linear_.derivative(equation, unknown, n).transpose();
  }
  return residual.allFinite();
}

} // namespace jetwork::pinn
