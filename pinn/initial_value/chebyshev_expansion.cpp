#include "pinn/initial_value/chebyshev_expansion.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace jetwork::pinn::chebyshev {

auto polynomials(const Eigen::VectorXd& x) -> Eigen::MatrixXd {
  Eigen::MatrixXd table(x.size(), points);
  for (Eigen::Index j = 0; j < x.size(); ++j)
    for (int k = 0; k < points; ++k)
      table(j, k) = std::cos(k * std::acos(std::clamp(x[j], -1.0, 1.0)));
  return table;
}

auto sample_points() -> const Eigen::VectorXd& {
  static const Eigen::VectorXd x = [] {
    Eigen::VectorXd result(points);
    for (int j = 0; j < points; ++j) result[j] = -std::cos((j + 0.5) * std::numbers::pi / points);
    return result;
  }();
  return x;
}

auto discrete_cosine_transform() -> const Eigen::MatrixXd& {
  static const Eigen::MatrixXd table = [] {
    Eigen::MatrixXd result = 2.0 / points * polynomials(sample_points()).transpose();
    result.row(0) /= 2;
    return result;
  }();
  return table;
}

auto grid_points() -> const Eigen::VectorXd& {
  static const Eigen::VectorXd x = [] {
    Eigen::VectorXd result(grid + 1);
    for (int j = 0; j <= grid; ++j) result[j] = -std::cos(j * std::numbers::pi / grid);
    return result;
  }();
  return x;
}

auto grid_table() -> const Eigen::MatrixXd& {
  static const Eigen::MatrixXd table = polynomials(grid_points());
  return table;
}

/// T_k is (-1)ᵏ there.
auto value_at_start(const Eigen::VectorXd& coefficients) -> double {
  double sum = 0.0;
  for (Eigen::Index k = coefficients.size() - 1; k >= 0; --k) sum = coefficients[k] - sum;
  return sum;
}

auto slope_at_start(const Eigen::VectorXd& coefficients) -> double {
  double sum = 0.0;
  for (Eigen::Index k = 0; k < coefficients.size(); ++k)
    sum += static_cast<double>(k * k) * (k % 2 == 1 ? 1 : -1) * coefficients[k];
  return sum;
}

namespace {

/// The last of three equidistant values in a row may be the least of a function that dips between them: where, in steps from the
/// middle one, and how deep.
auto vertex(double before, double here, double after) -> Vertex {
  const double curvature = before - 2 * here + after, slope = 0.5 * (after - before);
  if (!(std::abs(curvature) > 0)) return {0.0, here};
  const double place = std::clamp(-slope / curvature, -1.0, 1.0);
  return {place, here + place * (slope + 0.5 * curvature * place)};
}

} // namespace

auto lowest_near(const Eigen::VectorXd& coefficients, Eigen::Index place, int side) -> Vertex {
  constexpr double spacing = std::numbers::pi / grid, closer = 0.1, enough = 1e-2;
  constexpr int rounds = 4;
  const auto at = [&](double angle) {
    const Eigen::VectorXd x = Eigen::VectorXd::Constant(1, -std::cos(angle));
    return Vertex{x[0], (polynomials(x) * coefficients)[0]};
  };
  double angle = static_cast<double>(place) * spacing, step = spacing;
  Vertex best = at(angle);
  if (side * best.value > enough * coefficients.cwiseAbs().maxCoeff()) return best;
  for (int round = 0; round < rounds; ++round, step *= closer) {
    angle += step * vertex(at(angle - step).value, best.value, at(angle + step).value).place;
    best = at(angle);
  }
  return best;
}

} // namespace jetwork::pinn::chebyshev
