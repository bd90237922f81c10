#include "pinn/collocation/growth.hpp"

#include "pinn/collocation/first_order_system.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace jetwork::pinn {

namespace {

auto index(int i) -> std::size_t { return static_cast<std::size_t>(i); }

/// Scales rows and columns until they are of equal size, so that eigenvalues of any size are accurate (Osborne 1960).
void balance(Eigen::MatrixXd& matrix) {
  constexpr int most_sweeps = 10;
  for (int sweep = 0; sweep < most_sweeps; ++sweep) {
    bool has_changed = false;
    for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
      const double diagonal = matrix(i, i);
      matrix(i, i) = 0;
      const double row = matrix.row(i).norm(), column = matrix.col(i).norm();
      if (row > 0 && column > 0 && (row > 4 * column || column > 4 * row)) {
        const double factor = std::sqrt(row / column);
        matrix.row(i) /= factor;
        matrix.col(i) *= factor;
        has_changed = true;
      }
      matrix(i, i) = diagonal;
    }
    if (!has_changed) return;
  }
}

/// The largest real part of an eigenvalue, less what it is uncertain by.
auto rightmost(Eigen::MatrixXd matrix) -> double {
  if (!matrix.allFinite()) return 0.0;
  balance(matrix);
  const Eigen::EigenSolver<Eigen::MatrixXd> solver(matrix, false);
  if (solver.info() != Eigen::Success) return 0.0;
  const double rounding = 100 * std::numeric_limits<double>::epsilon() * matrix.norm();
  return solver.eigenvalues().real().maxCoeff() - rounding;
}

} // namespace

GrowthBound::GrowthBound(const RecordedResidual& recorded, const StateLayout& layout)
    : recorded_(&recorded), layout_(&layout), unknown_of_(recorded.sole_highest_derivatives()) {
  equation_of_.resize(unknown_of_.size());
  for (std::size_t e = 0; e < unknown_of_.size(); ++e)
    equation_of_[index(unknown_of_[e])] = static_cast<int>(e);
  find_groups();
}

void GrowthBound::find_groups() {
  const int unknowns = layout_->unknowns();
  if (equation_of_.empty()) {
    groups_.emplace_back(index(unknowns));
    std::iota(groups_[0].begin(), groups_[0].end(), 0);
    return;
  }
  boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS> graph(index(unknowns));
  for (const auto& [equation, unknown, n] : recorded_->dependences())
    boost::add_edge(index(unknown_of_[index(equation)]), index(unknown), graph);
  std::vector<int> group(index(unknowns));
  groups_.resize(index(boost::strong_components(graph, group.data())));
  for (int i = 0; i < unknowns; ++i) groups_[index(group[index(i)])].push_back(i);
}

/// In time that is scaled by the length, u⁽ⁿ⁾ by powers of length/rate, and the unknowns by their sizes: a derivative that is
/// itself a state makes a row with only the rate beside the diagonal.
auto GrowthBound::gershgorin(const DifferentiablePointSet& points, double length,
                             const Eigen::VectorXd& scale, double rate) const -> Eigen::VectorXd {
  const int unknowns = layout_->unknowns();
  Eigen::ArrayXXd numbers = Eigen::ArrayXXd::Zero(points.count(), Eigen::Index{3} * unknowns);
  auto radius = numbers.leftCols(unknowns), centre = numbers.middleCols(unknowns, unknowns),
       divisor = numbers.rightCols(unknowns); // (point, equation)
  Eigen::Index place = 0;
  for (const auto& [equation, unknown, n] : recorded_->dependences()) {
    const auto derivative = points.derivatives.col(place++).array();
    const int own = unknown_of_[index(equation)], order = layout_->order(own);
    if (unknown == own && n == order) {
      divisor.col(equation) = derivative;
      continue;
    }
    const double factor = whole_power(length, order) / whole_power(length, n) * whole_power(rate, n)
                          / whole_power(rate, order - 1);
    if (unknown == own && n + 1 == order) centre.col(equation) = -factor * derivative;
    else radius.col(equation) += std::abs(factor) * scale[unknown] / scale[own] * derivative.abs();
  }
  Eigen::VectorXd bound(unknowns);
  for (int i = 0; i < unknowns; ++i) {
    const int e = equation_of_[index(i)];
    const double highest =
        ((centre.col(e) / divisor.col(e)) + radius.col(e) / divisor.col(e).abs()).maxCoeff();
    bound[i] = layout_->order(i) > 1 ? std::max(rate, highest) : highest;
  }
  return bound;
}

auto GrowthBound::matrix(const std::vector<int>& group, const DifferentiablePointSet& points,
                         Eigen::Index point, double length) const -> Eigen::MatrixXd {
  const auto size = static_cast<Eigen::Index>(group.size());
  std::vector<int> row_of(index(layout_->unknowns()), -1), place_of(row_of), offset, orders;
  int states = 0;
  for (std::size_t g = 0; g < group.size(); ++g) {
    const int unknown = group[g];
    place_of[index(unknown)] = static_cast<int>(g);
    row_of[index(equation_of_.empty() ? unknown : equation_of_[index(unknown)])] =
        static_cast<int>(g);
    offset.push_back(states);
    orders.push_back(layout_->order(unknown));
    states += orders.back();
  }
  Eigen::MatrixXd highest = Eigen::MatrixXd::Zero(size, size);
  Eigen::MatrixXd others = Eigen::MatrixXd::Zero(size, states);
  Eigen::Index place = 0;
  for (const auto& [equation, unknown, n] : recorded_->dependences()) {
    const double derivative = points.derivatives(point, place++) / std::pow(length, n);
    const int row = row_of[index(equation)], column = place_of[index(unknown)];
    if (row < 0 || column < 0) continue;
    if (n == layout_->order(unknown)) highest(row, column) = derivative;
    else others(row, offset[index(column)] + n) = derivative;
  }
  return first_order_system(orders, -highest.partialPivLu().solve(others));
}

auto GrowthBound::states_of(const std::vector<int>& group) const -> int {
  int states = 0;
  for (const int unknown : group) states += layout_->order(unknown);
  return states;
}

auto GrowthBound::largest(const DifferentiablePointSet& points, double length,
                          const Eigen::VectorXd& scale) const -> double {
  // Bounds of all rows, in two scalings: for what is of second order, the root of the first may do.
  std::vector<Eigen::VectorXd> bounds;
  double rate = 1.0;
  while (!equation_of_.empty() && bounds.size() < 2) {
    bounds.push_back(gershgorin(points, length, scale, rate));
    const double bound = bounds.back().maxCoeff<Eigen::PropagateNaN>();
    if (bound <= most_growth_within) return bound;
    rate = std::sqrt(bound);
  }
  double growth = 0.0;
  for (const std::vector<int>& group : groups_) {
    const auto is_tame = [&](const Eigen::VectorXd& rows) {
      return std::ranges::all_of(group,
                                 [&](int unknown) { return rows[unknown] <= most_growth_within; });
    };
    if (std::ranges::any_of(bounds, is_tame) || states_of(group) > most_states) continue;
    for (Eigen::Index point = 0; point < points.count(); point += points.count() / 3) {
      growth = std::max(growth, rightmost(matrix(group, points, point, length)));
    }
  }
  return growth;
}

} // namespace jetwork::pinn
