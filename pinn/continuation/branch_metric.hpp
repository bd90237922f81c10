// How far apart points of a branch are: the parameter is measured by the interval that it is followed over, each value by the
// largest that it had so far.
//
//   BranchMetric metric(problem, 4.0, freed.size_of_place());
//   metric.take(u);
//   const Place unit = direction / metric.length(direction);
//   metric.weights(unit);                                  // weights·other is the product of both directions
#pragma once

#include "pinn/boundary_value/mesh_function.hpp"
#include "pinn/continuation/freed_problem.hpp"
#include "pinn/problem/problem.hpp"

#include <Eigen/Core>

#include <cmath>
#include <vector>

namespace jetwork::pinn {

class BranchMetric {
public:
  BranchMetric(const Problem& problem, double interval, Eigen::Index size_of_place)
      : interval_(interval),
        size_(size_of_place),
        length_(std::abs(problem.domain.end - problem.domain.start)),
        largest_(Eigen::VectorXd::Zero(static_cast<Eigen::Index>(total_order(problem)))) {
    for (const Unknown& unknown : problem.unknowns) orders_.push_back(unknown.order);
  }

  /// Makes what was largest so far larger, where this is.
  void take(const MeshFunction& u, double factor = 1.0) {
    largest_ = largest_.cwiseMax(factor * u.largest_states().head(largest_.size()));
  }
  /// Whether any value is known to be other than zero, but for rounding.
  [[nodiscard]] auto has_a_size() const -> bool { return largest_.maxCoeff() > 1e-12; }

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
  /// What each state is measured by.
  [[nodiscard]] auto scales() const -> Eigen::VectorXd;
  /// What squares of a place's entries are multiplied by.
  [[nodiscard]] auto squares() const -> Eigen::VectorXd;

  double interval_;
  Eigen::Index size_;
  double length_; // of the domain
  std::vector<int> orders_;
  Eigen::VectorXd largest_; // of each state
};

} // namespace jetwork::pinn
