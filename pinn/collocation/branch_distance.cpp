#include "pinn/collocation/branch_distance.hpp"

#include <Eigen/LU>
#include <Eigen/SVD>

#include <algorithm>
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
    : recorded_(&recorded), layout_(&layout), own_(recorded.sole_highest_derivatives()) {}

/// The step that differences are taken over, (point, unknown).
auto BranchDistance::steps(const DifferentiablePointSet& points) const -> Eigen::MatrixXd {
  constexpr double part = 1e-3; // of the largest highest derivative
  Eigen::MatrixXd step(points.count(), layout_->unknowns());
  for (int i = 0; i < layout_->unknowns(); ++i) {
    const double largest = points.values[index(layout_->order(i))].col(i).cwiseAbs().maxCoeff();
    step.col(i).setConstant(part * (largest > 0 ? largest : 1.0));
  }
  return step;
}

/// Where no two equations share a highest derivative.
void BranchDistance::apart(const Eigen::MatrixXd& before, const Eigen::MatrixXd& after,
                           const Eigen::MatrixXd& step, Eigen::MatrixXd& distance) const {
  for (int e = 0; e < recorded_->equations(); ++e) {
    if (!recorded_->is_curved(e)) continue;
    const int own = own_[index(e)];
    std::size_t place = recorded_->first_dependence(e);
    while (recorded_->dependences()[place].unknown != own
           || recorded_->dependences()[place].derivative != layout_->order(own))
      ++place;
    const auto slope = static_cast<Eigen::Index>(place);
    for (Eigen::Index point = 0; point < distance.rows(); ++point)
      distance(point, own) =
          std::copysign(other_root(before(point, slope), after(point, slope) - before(point, slope),
                                   step(point, own)),
                        before(point, slope));
  }
}

auto BranchDistance::jacobian(int group, const Eigen::MatrixXd& derivatives,
                              Eigen::Index point) const -> Eigen::MatrixXd {
  const Groups& groups = recorded_->groups();
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(groups.size(group), groups.size(group));
  for (const int e : groups[group].equations)
    for (std::size_t place = recorded_->first_dependence(e);
         place < recorded_->first_dependence(e + 1); ++place)
      if (const auto& [equation, unknown, n] = recorded_->dependences()[place];
          n == layout_->order(unknown))
        matrix(groups.of_equation(e).place, groups.of_unknown(unknown).place) =
            derivatives(point, static_cast<Eigen::Index>(place));
  return matrix;
}

/// The highest derivatives of a group move together, in the direction that its equations answer to least.
void BranchDistance::turn_steps(int group, const Eigen::MatrixXd& derivatives,
                                Eigen::MatrixXd& step) const {
  const std::vector<int>& unknowns = recorded_->groups()[group].unknowns;
  for (Eigen::Index point = 0; point < step.rows(); ++point) {
    const Eigen::JacobiSVD<Eigen::MatrixXd> svd(jacobian(group, derivatives, point),
                                                Eigen::ComputeFullV);
    step(point, unknowns).array() *= svd.matrixV().rightCols<1>().transpose().array();
  }
}

void BranchDistance::together(int group, const Eigen::MatrixXd& before,
                              const Eigen::MatrixXd& after, const Eigen::MatrixXd& step,
                              Eigen::MatrixXd& distance) const {
  const std::vector<int>& unknowns = recorded_->groups()[group].unknowns;
  for (Eigen::Index point = 0; point < step.rows(); ++point) {
    const Eigen::MatrixXd here = jacobian(group, before, point);
    const Eigen::MatrixXd change = jacobian(group, after, point) - here;
    const Eigen::VectorXd along = step(point, unknowns).transpose();
    const Eigen::JacobiSVD<Eigen::MatrixXd> svd(here, Eigen::ComputeFullU);
    const auto least = svd.matrixU().rightCols<1>();
    distance(point, unknowns)
        .setConstant(std::copysign(
            other_root(least.dot(here * along), least.dot(change * along), along.norm()),
            here.determinant()));
  }
}

auto BranchDistance::groups_to_look_at() const -> std::vector<int> {
  std::vector<int> looked_at;
  const Groups& groups = recorded_->groups();
  for (int g = 0; own_.empty() && g < groups.count(); ++g)
    if (groups.size(g) <= most_together
        && std::ranges::any_of(groups[g].equations, [&](int e) { return recorded_->is_curved(e); }))
      looked_at.push_back(g);
  return looked_at;
}

auto BranchDistance::at(DifferentiablePointSet& points, double start, double length,
                        const Deadline& deadline) const -> Eigen::MatrixXd {
  const Eigen::MatrixXd derivatives = points.derivatives;
  const std::vector<Eigen::MatrixXd> values = points.values;
  const std::vector<int> groups = groups_to_look_at();
  Eigen::MatrixXd step = steps(points);
  for (const int group : groups) turn_steps(group, derivatives, step);
  for (int i = 0; i < layout_->unknowns(); ++i)
    points.values[index(layout_->order(i))].col(i) += step.col(i);
  Eigen::MatrixXd distance =
      Eigen::MatrixXd::Constant(points.count(), layout_->unknowns(), infinity);
  if (points.differentiate(start, length, deadline)) {
    if (!own_.empty()) apart(derivatives, points.derivatives, step, distance);
    for (const int group : groups) together(group, derivatives, points.derivatives, step, distance);
  }
  points.values = values;
  (void)points.differentiate(start, length, deadline); // as they were
  return distance;
}

} // namespace jetwork::pinn
