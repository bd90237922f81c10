#include "pinn/boundary_value/gauss_nodes.hpp"

#include <cmath>

namespace jetwork::pinn {

namespace {

/// Of coefficients of normalised Legendre polynomials on [0, 1], those of the integral from 0: one degree more.
auto integrated(const ExtendedMatrix& coefficients) -> ExtendedMatrix {
  using Extended = ExtendedVector::Scalar;
  const Eigen::Index degrees = coefficients.rows();
  ExtendedMatrix integral = ExtendedMatrix::Zero(degrees + 1, coefficients.cols());
  const auto norm = [](Eigen::Index k) { return std::sqrt(Extended(2 * k + 1)); };
  // ∫P_k = (P_(k+1) - P_(k-1)) / (2·(2k + 1)), ∫P_0 = (P_1 + P_0) / 2
  for (Eigen::Index k = 0; k < degrees; ++k) {
    const ExtendedMatrix part = coefficients.row(k) * norm(k) / Extended(2 * (2 * k + 1));
    integral.row(k + 1) += part / norm(k + 1);
    if (k > 0) integral.row(k - 1) -= part / norm(k - 1);
    else integral.row(0) += part;
  }
  return integral;
}

} // namespace

GaussNodes::GaussNodes() {
  const auto rule = extended_gauss_legendre(count);
  quadrature_ = {rule.point.cast<double>(), rule.weight.cast<double>()};
  for (Eigen::Index j = 0; j < count; ++j) { // Berrut and Trefethen 2004, section 5
    const double size =
        std::sqrt(static_cast<double>(rule.point[j] * (1 - rule.point[j]) * rule.weight[j]));
    barycentric_[j] = j % 2 == 0 ? size : -size;
  }
  ExtendedMatrix coefficients =
      legendre_polynomials(rule.point, count).transpose() * rule.weight.asDiagonal();
  ExtendedMatrix of_mode = ExtendedMatrix::Identity(count, count);
  to_modes_ = coefficients.cast<double>();
  constexpr int fine = 128;
  const ExtendedVector everywhere = ExtendedVector::LinSpaced(fine + 1, 0, 1);
  for (int r = 0; r <= highest_order; ++r) {
    if (r > 0) {
      coefficients = integrated(coefficients);
      of_mode = integrated(of_mode);
    }
    const auto degrees = static_cast<int>(coefficients.rows());
    from_values_[index(r)] = coefficients.cast<double>();
    integral_[index(r)] =
        (legendre_polynomials(rule.point, degrees).lazyProduct(coefficients)).cast<double>();
    end_[index(r)] = (legendre_polynomials(ExtendedVector(ExtendedVector::Ones(1)), degrees)
                          .lazyProduct(coefficients))
                         .cast<double>();
    gain_[index(r)] = legendre_polynomials(everywhere, degrees)
                          .lazyProduct(of_mode)
                          .eval()
                          .cwiseAbs()
                          .colwise()
                          .maxCoeff()
                          .cast<double>();
  }
  integral_[0].setIdentity();
  const Eigen::VectorXd middle = Eigen::VectorXd::Constant(1, 0.5);
  for (int r = 0; r <= highest_order; ++r) middle_[index(r)] = at(middle, r);
  for (const int half : {0, 1})
    for (Eigen::Index j = 0; j < count; ++j)
      in_half_[index(half)].row(j) = interpolation((half + quadrature_.point[j]) / 2);
}

/// The barycentric formula (Berrut and Trefethen 2004, SIAM Review 46, eq. 4.2).
auto GaussNodes::interpolation(double theta) const -> Row {
  const Row distance = theta - quadrature_.point.transpose().array();
  const Row part = barycentric_.cwiseQuotient(distance);
  if (const double sum = part.sum(); std::isfinite(sum)) return part * (1 / sum);
  Eigen::Index nearest = 0; // a point itself
  distance.cwiseAbs().minCoeff(&nearest);
  return Row::Unit(nearest);
}

auto GaussNodes::at(double theta, int r) const -> Row {
  if (theta == 0.5) return middle_[index(r)];
  if (r == 0) return interpolation(theta);
  return at(Eigen::VectorXd(Eigen::VectorXd::Constant(1, theta)), r);
}

auto GaussNodes::at(const Eigen::VectorXd& theta, int r) const -> Eigen::MatrixXd {
  const auto& coefficients = from_values_[index(r)];
  return legendre_polynomials(theta, static_cast<int>(coefficients.rows())) * coefficients;
}

auto gauss_nodes() -> const GaussNodes& {
  static const GaussNodes nodes;
  return nodes;
}

} // namespace jetwork::pinn
