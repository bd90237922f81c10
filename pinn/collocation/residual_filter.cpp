#include "pinn/collocation/residual_filter.hpp"

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
    -> Eigen::MatrixXd {
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(scale.size(), scale.size());
  Eigen::Index place = 0;
  for (const auto& [equation, unknown, n] : recorded.dependences())
    matrix(equation, unknown) +=
        points.derivatives(point, place++) * std::pow(wave_number / length, n) * scale[unknown];
  for (auto row : matrix.rowwise())
    if (const double largest = row.cwiseAbs().maxCoeff(); largest > 0) row /= largest;
  return matrix;
}

void ResidualFilter::compute(const EliminationOrder& order, const DifferentiablePointSet& check,
                             double length) {
  system_.reset(order);
  Eigen::Index place = 0;
  for (const auto& [equation, unknown, n] : recorded_->dependences())
    system_.entry(equation, unknown).numbers() +=
        std::pow(wave_number / length, n) * check.derivatives.col(place++).array();
  system_.factor();
  inverse_.setZero(check_count, Eigen::Index{unknowns()} * unknowns());
  for (int e = 0; e < unknowns(); ++e) inverse_.col(Eigen::Index{e} * unknowns() + e).setOnes();
  system_.solve(inverse_.data(), unknowns());
}

auto ResidualFilter::largest(const Eigen::MatrixXd& residual) const -> Eigen::VectorXd {
  Eigen::VectorXd result(unknowns());
  Eigen::Array<double, check_count, 1> filtered;
  for (int i = 0; i < unknowns(); ++i) {
    filtered.setZero();
    for (int e = 0; e < unknowns(); ++e) filtered += inverse(i, e) * residual.col(e).array();
    result[i] = filtered.abs().maxCoeff<Eigen::PropagateNaN>();
  }
  return result;
}

auto ResidualFilter::largest_of_sizes(const Eigen::MatrixXd& sizes) const -> Eigen::VectorXd {
  Eigen::VectorXd result(unknowns());
  Eigen::Array<double, check_count, 1> filtered;
  for (int i = 0; i < unknowns(); ++i) {
    filtered.setZero();
    for (int e = 0; e < unknowns(); ++e) filtered += inverse(i, e).abs() * sizes.col(e).array();
    result[i] = filtered.maxCoeff<Eigen::PropagateNaN>();
  }
  return result;
}

auto ResidualFilter::largest_at_ends(const Eigen::MatrixXd& residual) const -> Eigen::VectorXd {
  Eigen::VectorXd result(unknowns());
  for (int i = 0; i < unknowns(); ++i) {
    Eigen::Array2d filtered = Eigen::Array2d::Zero();
    for (int e = 0; e < unknowns(); ++e) {
      filtered[0] += inverse(i, e)[0] * residual(0, e);
      filtered[1] += inverse(i, e)[check_count - 1] * residual(1, e);
    }
    result[i] = filtered.abs().maxCoeff<Eigen::PropagateNaN>();
  }
  return result;
}

auto ResidualFilter::largest_of_audit(const Eigen::MatrixXd& residual) const -> Eigen::VectorXd {
  const auto& first = nearest_audit_points();
  Eigen::VectorXd result(unknowns());
  Eigen::Array<double, audit_count, 1> filtered;
  for (int i = 0; i < unknowns(); ++i) {
    filtered.setZero();
    for (int e = 0; e < unknowns(); ++e) {
      const auto factor = inverse(i, e);
      for (Eigen::Index j = 0; j < check_count; ++j)
        for (Eigen::Index k = first[static_cast<std::size_t>(j)];
             k < first[static_cast<std::size_t>(j) + 1]; ++k)
          filtered[k] += factor[j] * residual(k, e);
    }
    result[i] = filtered.abs().maxCoeff<Eigen::PropagateNaN>();
  }
  return result;
}

} // namespace jetwork::pinn
