#include "pinn/collocation/branch_distance.hpp"

#include <Eigen/LU>
#include <Eigen/SVD>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace jetwork::pinn {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

auto index(int i) -> std::size_t { return static_cast<std::size_t>(i); }

/// |2·F_v/F_vv|.
auto other_root(double slope, double change_of_slope, double step) -> double {
  return change_of_slope == 0 ? infinity : std::abs(2 * slope * step / change_of_slope);
}

} // namespace

BranchDistance::BranchDistance(const RecordedResidual& recorded, const StateLayout& layout)
    : recorded_(&recorded), layout_(&layout), own_(recorded.sole_highest_derivatives()) {
  for (int e = 0; e < recorded.equations(); ++e) may_be_finite_ |= recorded.is_curved(e);
}

auto BranchDistance::jacobian(const Eigen::MatrixXd& derivatives, Eigen::Index point) const
    -> Eigen::MatrixXd {
  const int size = layout_->unknowns();
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(size, size);
  Eigen::Index place = 0;
  for (const auto& [equation, unknown, n] : recorded_->dependences()) {
    if (n == layout_->order(unknown)) matrix(equation, unknown) = derivatives(point, place);
    ++place;
  }
  return matrix;
}

auto BranchDistance::at(DifferentiablePointSet& points, double start, double length) const
    -> Eigen::MatrixXd {
  constexpr double part = 1e-3; // of the largest highest derivative: a step to take differences
  const int unknowns = layout_->unknowns();
  const Eigen::MatrixXd derivatives = points.derivatives;
  const std::vector<Eigen::MatrixXd> values = points.values;

  // The step of each highest derivative, (point, unknown).
  Eigen::MatrixXd step(points.count(), unknowns);
  for (int i = 0; i < unknowns; ++i) {
    const double largest = values[index(layout_->order(i))].col(i).cwiseAbs().maxCoeff();
    step.col(i).setConstant(part * (largest > 0 ? largest : 1.0));
  }
  if (own_.empty()) {
    for (Eigen::Index point = 0; point < points.count(); ++point) {
      const Eigen::JacobiSVD<Eigen::MatrixXd> svd(jacobian(derivatives, point),
                                                  Eigen::ComputeFullV);
      step.row(point).array() *= svd.matrixV().rightCols<1>().transpose().array();
    }
  }
  for (int i = 0; i < unknowns; ++i) points.values[index(layout_->order(i))].col(i) += step.col(i);
  const bool is_finite = points.differentiate(start, length);
  Eigen::MatrixXd distance = Eigen::MatrixXd::Constant(points.count(), unknowns, infinity);
  for (Eigen::Index point = 0; is_finite && point < points.count(); ++point) {
    const Eigen::MatrixXd before = jacobian(derivatives, point);
    const Eigen::MatrixXd change = jacobian(points.derivatives, point) - before;
    if (own_.empty()) {
      const Eigen::VectorXd along = step.row(point).transpose();
      const Eigen::JacobiSVD<Eigen::MatrixXd> svd(before, Eigen::ComputeFullU);
      const auto least = svd.matrixU().rightCols<1>();
      distance.row(point).setConstant(std::copysign(
          other_root(least.dot(before * along), least.dot(change * along), along.norm()),
          before.determinant()));
      continue;
    }
    for (int e = 0; e < unknowns; ++e)
      if (recorded_->is_curved(e)) {
        const int own = own_[index(e)];
        distance(point, own) = std::copysign(
            other_root(before(e, own), change(e, own), step(point, own)), before(e, own));
      }
  }
  points.values = values;
  (void)points.differentiate(start, length); // as they were
  return distance;
}

} // namespace jetwork::pinn
