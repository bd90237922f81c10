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

void DifferentiablePointSet::differentiate_by_parameters() {
  linear_.differentiate_by_parameters();
  parameter_derivatives.setZero(
      count(), static_cast<Eigen::Index>(recorded_->parameter_dependences().size()));
}

void DifferentiablePointSet::follow_rounding(
    RecordedResidual::Differentiable::RoundingPoints points) {
  linear_.follow_rounding(points);
  rounding.setZero(recorded_->equations());
}

auto DifferentiablePointSet::differentiate(double start, double length) -> bool {
  run(linear_, start, length);
  const auto& dependences = recorded_->dependences();
  const auto& by_parameters = recorded_->parameter_dependences();
  const bool asks_for_parameters = parameter_derivatives.cols() > 0;
  Eigen::Index place = 0, parameter_place = 0;
  int swept = -1;
  auto next = dependences.begin();
  auto next_parameter = by_parameters.begin();
  for (int e = 0; e < recorded_->equations(); ++e) {
    const bool has_parameters = asks_for_parameters && next_parameter != by_parameters.end()
                                && next_parameter->equation == e;
    const bool has_unknowns = next != dependences.end() && next->equation == e;
    if (!has_unknowns && !has_parameters) continue;
    if (swept < 0 || !RecordedResidual::Differentiable::swept_together(swept, e)) linear_.sweep(e);
    swept = e;
    if (rounding.size() > 0) rounding[e] = linear_.largest_rounding(e);
    for (; next != dependences.end() && next->equation == e; ++next)
      derivatives.col(place++) = linear_.derivative(e, next->unknown, next->derivative).transpose();
    for (; has_parameters && next_parameter != by_parameters.end() && next_parameter->equation == e;
         ++next_parameter)
      parameter_derivatives.col(parameter_place++) =
          linear_.derivative_by_parameter(e, next_parameter->parameter).transpose();
  }
  return residual.allFinite();
}

} // namespace jetwork::pinn
