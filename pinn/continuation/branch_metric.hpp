// How far apart points of a branch are: the parameter is measured by the interval that it is followed over, each value by the
// largest that it had so far.
//
//   BranchMetric metric(4.0, place.size(), states_at_a_place);
//   metric.take(u);
//   const Place unit = direction / metric.length(direction);
//   metric.weights(unit);                                  // weights·other is the product of both directions
#pragma once

#include "pinn/continuation/freed_problem.hpp"

#include <Eigen/Core>

#include <cmath>

namespace jetwork::pinn {

class BranchMetric {
public:
  BranchMetric(double interval, Eigen::Index size, Eigen::Index states)
      : interval_(interval), size_(size), of_states_(Eigen::VectorXd::Zero(states)) {}

  /// Makes what was largest so far larger, where this is.
  void take(const MeshFunction& u, double factor = 1.0) {
    of_states_ = of_states_.cwiseMax(factor * u.largest_states().head(of_states_.size()));
  }
  [[nodiscard]] auto has_a_size() const -> bool { return of_states_.maxCoeff() > nothing; }

  [[nodiscard]] auto weights(const Place& direction) const -> Eigen::VectorXd {
    return direction.cwiseProduct(squares());
  }
  [[nodiscard]] auto product(const Place& one, const Place& other) const -> double {
    return weights(one).dot(other);
  }
  [[nodiscard]] auto length(const Place& direction) const -> double {
    return std::sqrt(product(direction, direction));
  }
  /// The part of the length that the values make.
  [[nodiscard]] auto length_of_values(Place direction) const -> double {
    direction[0] = 0.0;
    return length(direction);
  }
  [[nodiscard]] auto interval() const -> double { return interval_; }

private:
  static constexpr double nothing = 1e-12;

  /// What squares of a place's entries are multiplied by. Values that are rounding beside the others, or all, are measured by these, or
  /// by one.
  [[nodiscard]] auto squares() const -> Eigen::VectorXd {
    constexpr double least = 1e-6;
    Eigen::VectorXd scales = Eigen::VectorXd::Ones(of_states_.size());
    if (has_a_size()) scales = of_states_.cwiseMax(least * of_states_.maxCoeff());
    Eigen::VectorXd squares(size_);
    squares[0] = 1 / (interval_ * interval_);
    squares.tail(size_ - 1) =
        scales.array().square().inverse().matrix().replicate((size_ - 1) / scales.size(), 1)
        / static_cast<double>(size_ - 1);
    return squares;
  }

  double interval_;
  Eigen::Index size_;
  Eigen::VectorXd of_states_;
};

} // namespace jetwork::pinn
