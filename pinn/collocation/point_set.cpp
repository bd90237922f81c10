#include "pinn/collocation/point_set.hpp"

#include <algorithm>

namespace jetwork::pinn {

PointSet::PointSet(const RecordedResidual& recorded, const Quadrature& its_quadrature)
    : PointSet(recorded, its_quadrature, Replays::here) {}

PointSet::PointSet(const RecordedResidual& recorded, const Quadrature& its_quadrature,
                   Replays replays)
    : quadrature(&its_quadrature), recorded_(&recorded), time_(its_quadrature.point.size()) {
  if (replays == Replays::here) replay_.emplace(recorded, static_cast<int>(count()));
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
  run(*replay_, start, length);
  return residual.allFinite();
}

DifferentiablePointSet::DifferentiablePointSet(const RecordedResidual& recorded,
                                               const Quadrature& its_quadrature, Replayed replayed)
    : PointSet(recorded, its_quadrature,
               replayed == Replayed::once && recorded.copies() == 1 ? Replays::elsewhere
                                                                    : Replays::here),
      derivatives(
          Eigen::MatrixXd::Zero(count(), static_cast<Eigen::Index>(recorded.dependences().size()))),
      is_replayed_once_(replayed == Replayed::once && recorded.copies() == 1),
      linear_(recorded, static_cast<int>(count())) {}

auto DifferentiablePointSet::evaluate(double start, double length) -> bool {
  if (!is_replayed_once_) return PointSet::evaluate(start, length);
  run(linear_, start, length);
  return residual.allFinite();
}

void DifferentiablePointSet::differentiate_by_parameters() {
  parameter_derivatives.setZero(
      count(), static_cast<Eigen::Index>(recorded_->parameter_dependences().size()));
}

void DifferentiablePointSet::follow_rounding(
    RecordedResidual::Differentiable::RoundingPoints points) {
  using Differentiable = RecordedResidual::Differentiable;
  rounding.setZero(recorded_->equations());
  if (!recorded_->groups_share_operations()) {
    linear_.follow_rounding(points);
    return;
  }
  rounding_points_ = points;
  apart_.emplace(*recorded_, static_cast<int>(points.size()), Differentiable::Apart::all);
  apart_->follow_rounding({0, 1});
}

auto DifferentiablePointSet::differentiate(double start, double length, const Deadline& deadline)
    -> bool {
  Watch watch(deadline);
  run(linear_, start, length);
  for (std::size_t sweep = 0; sweep < linear_.sweeps(); ++sweep) {
    linear_.sweep(sweep);
    watch.spend(16 * recorded_->nodes());
    for (const int e : linear_.equations_of(sweep)) {
      if (rounding.size() > 0 && !apart_) rounding[e] = linear_.largest_rounding(e);
      for (std::size_t place = recorded_->first_dependence(e);
           place < recorded_->first_dependence(e + 1); ++place) {
        const auto& [equation, unknown, n] = recorded_->dependences()[place];
        derivatives.col(static_cast<Eigen::Index>(place)) =
            linear_.derivative(e, unknown, n).transpose();
      }
    }
  }
  if (parameter_derivatives.cols() > 0) find_parameter_derivatives(watch);
  if (apart_) find_rounding_apart(watch);
  return residual.allFinite();
}

void DifferentiablePointSet::find_rounding_apart(Watch& watch) {
  apart_->set_time(time_(rounding_points_));
  for (int i = 0; i < recorded_->equations(); ++i)
    for (int n = 0; n <= recorded_->order(i); ++n)
      apart_->set(i, n, values[static_cast<std::size_t>(n)].col(i)(rounding_points_));
  apart_->evaluate();
  for (std::size_t sweep = 0; sweep < apart_->sweeps(); ++sweep) {
    apart_->sweep(sweep);
    watch.spend(8 * recorded_->nodes());
    for (const int e : apart_->equations_of(sweep)) rounding[e] = apart_->largest_rounding(e);
  }
}

void DifferentiablePointSet::find_parameter_derivatives(Watch& watch) {
  for (int k = 0; k < recorded_->parameters(); ++k) {
    bool has_moved = false;
    Eigen::Index place = -1;
    for (const auto& [equation, parameter] : recorded_->parameter_dependences()) {
      ++place;
      if (parameter != k) continue;
      if (!has_moved) linear_.move_parameter(k);
      has_moved = true;
      parameter_derivatives.col(place) = linear_.derivative_by_moved(equation).transpose();
    }
    watch.spend(16 * recorded_->nodes());
  }
}

} // namespace jetwork::pinn
