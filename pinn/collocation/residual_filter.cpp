#include "pinn/collocation/residual_filter.hpp"

#include <algorithm>
#include <cmath>

namespace jetwork::pinn {

namespace {

/// For each check point, the audit points that are nearest to it: from first[j] to first[j + 1].
auto nearest_audit_points() -> const std::array<Eigen::Index, check_count + 1>& {
  static const auto first = [] {
    std::array<Eigen::Index, check_count + 1> begin{};
    const auto& check = check_points().point;
    const auto& audit = audit_points().point;
    Eigen::Index k = 0;
    for (Eigen::Index j = 0; j + 1 < check_count; ++j) {
      while (k < audit_count && audit[k] <= (check[j] + check[j + 1]) / 2) ++k;
      begin[static_cast<std::size_t>(j) + 1] = k;
    }
    begin.back() = audit_count;
    return begin;
  }();
  return first;
}

} // namespace

auto comparable_filter(const RecordedResidual& recorded, const DifferentiablePointSet& points,
                       Eigen::Index point, double length, const Eigen::VectorXd& scale)
    -> std::vector<Eigen::MatrixXd> {
  const Groups& groups = recorded.groups();
  std::vector<Eigen::MatrixXd> matrices;
  for (int g = 0; g < groups.count(); ++g)
    matrices.emplace_back(Eigen::MatrixXd::Zero(groups.size(g), groups.size(g)));
  Eigen::Index place = 0;
  for (const auto& [equation, unknown, n] : recorded.dependences()) {
    const auto [group, column] = groups.of_unknown(unknown);
    matrices[static_cast<std::size_t>(group)](groups.of_equation(equation).place, column) +=
        points.derivatives(point, place++) * std::pow(wave_number / length, n) * scale[unknown];
  }
  for (Eigen::MatrixXd& matrix : matrices)
    for (auto row : matrix.rowwise())
      if (const double largest = row.cwiseAbs().maxCoeff(); largest > 0) row /= largest;
  return matrices;
}

void ResidualFilter::compute(const EliminationOrder& order, const DifferentiablePointSet& check,
                             double length, const Deadline& deadline) {
  deadline_ = &deadline;
  Watch watch(deadline);
  system_.reset(order, watch);
  Eigen::Index place = 0;
  for (const auto& [equation, unknown, n] : recorded_->dependences())
    system_.entry(equation, unknown).numbers() +=
        std::pow(wave_number / length, n) * check.derivatives.col(place++).array();
  system_.factor(watch);
  const Groups& groups = recorded_->groups();
  inverse_.resize(static_cast<std::size_t>(groups.count()));
  for (int g = 0; g < groups.count(); ++g) invert(g, watch);
}

/// Some columns at a time, so that no more memory is taken than for the inverse itself.
void ResidualFilter::invert(int group, Watch& watch) {
  constexpr int some = 64;
  const int size = recorded_->groups().size(group);
  Inverse& inverse = inverse_[static_cast<std::size_t>(group)];
  inverse.resize(Eigen::NoChange, Eigen::Index{size} * size);
  for (int first = 0; first < size; first += some) {
    const int columns = std::min(some, size - first);
    Eigen::MatrixXd& part = part_;
    part.setZero(check_count, Eigen::Index{size} * columns);
    for (int k = 0; k < columns; ++k) part.col(Eigen::Index{first + k} * columns + k).setOnes();
    system_.solve(group, size, part.data(), columns, watch);
    for (int unknown = 0; unknown < size; ++unknown)
      inverse.middleCols(Eigen::Index{unknown} * size + first, columns) =
          part.middleCols(Eigen::Index{unknown} * columns, columns);
  }
}

template <class Sum, class AddTerm>
auto ResidualFilter::largest_sums(const Sum& zero, AddTerm add_term) const -> Eigen::VectorXd {
  Watch watch(*deadline_);
  const Groups& groups = recorded_->groups();
  Eigen::VectorXd result(unknowns());
  Sum filtered;
  for (int g = 0; g < groups.count(); ++g) {
    const auto& [equations, unknowns_of_group] = groups[g];
    Eigen::Index column = 0;
    for (const int unknown : unknowns_of_group) {
      filtered = zero;
      for (const int equation : equations)
        add_term(inverse_[static_cast<std::size_t>(g)].col(column++).array(), equation, filtered);
      result[unknown] = filtered.abs().template maxCoeff<Eigen::PropagateNaN>();
      watch.spend(equations.size() * static_cast<std::size_t>(zero.size()));
    }
  }
  return result;
}

auto ResidualFilter::largest(const Eigen::MatrixXd& residual) const -> Eigen::VectorXd {
  using Sum = Eigen::Array<double, check_count, 1>;
  return largest_sums(Sum(Sum::Zero()), [&](const auto& inverse, int e, Sum& filtered) {
    filtered += inverse * residual.col(e).array();
  });
}

auto ResidualFilter::largest_of_sizes(const Eigen::MatrixXd& sizes) const -> Eigen::VectorXd {
  using Sum = Eigen::Array<double, check_count, 1>;
  return largest_sums(Sum(Sum::Zero()), [&](const auto& inverse, int e, Sum& filtered) {
    filtered += inverse.abs() * sizes.col(e).array();
  });
}

auto ResidualFilter::largest_at_ends(const Eigen::MatrixXd& residual) const -> Eigen::VectorXd {
  return largest_sums(Eigen::Array2d(Eigen::Array2d::Zero()),
                      [&](const auto& inverse, int e, Eigen::Array2d& filtered) {
                        filtered[0] += inverse[0] * residual(0, e);
                        filtered[1] += inverse[check_count - 1] * residual(1, e);
                      });
}

auto ResidualFilter::largest_of_audit(const Eigen::MatrixXd& residual) const -> Eigen::VectorXd {
  using Sum = Eigen::Array<double, audit_count, 1>;
  const auto& first = nearest_audit_points();
  return largest_sums(Sum(Sum::Zero()), [&](const auto& inverse, int e, Sum& filtered) {
    for (Eigen::Index j = 0; j < check_count; ++j)
      for (Eigen::Index k = first[static_cast<std::size_t>(j)];
           k < first[static_cast<std::size_t>(j) + 1]; ++k)
        filtered[k] += inverse[j] * residual(k, e);
  });
}

} // namespace jetwork::pinn
