#include "pinn/network/segment_points.hpp"

#include <boost/math/special_functions/legendre.hpp>

#include <array>
#include <stdexcept>

namespace jetwork::pinn {

/// Boost gives the non-negative zeros of P_count on [-1, 1]; here the points lie on [0, 1], in order.
auto extended_gauss_legendre(int count) -> ExtendedQuadrature {
  if (count < 2 || count % 2 != 0)
    throw std::invalid_argument("a Gauss–Legendre rule here has an even number of points");
  using Extended = ExtendedVector::Scalar;
  const auto zeros = boost::math::legendre_p_zeros<Extended>(count);
  ExtendedQuadrature rule{ExtendedVector(count), ExtendedVector(count)};
  const int half = count / 2;
  for (int i = 0; i < half; ++i) {
    const Extended x = zeros[static_cast<std::size_t>(i)];
    const Extended slope = boost::math::legendre_p_prime(count, x);
    rule.point[half + i] = (1 + x) / 2;
    rule.point[half - 1 - i] = (1 - x) / 2;
    rule.weight[half + i] = rule.weight[half - 1 - i] = 1 / ((1 - x * x) * slope * slope);
  }
  return rule;
}

auto gauss_legendre(int count) -> Quadrature {
  const ExtendedQuadrature rule = extended_gauss_legendre(count);
  return {rule.point.cast<double>(), rule.weight.cast<double>()};
}

auto collocation_points() -> const Quadrature& {
  static const Quadrature points = gauss_legendre(collocation_count);
  return points;
}

auto audit_points() -> const Quadrature& {
  static const Quadrature points = [] {
    // Just within the ends: where an equation jumps exactly there, the segment's own side is meant.
    constexpr double within = 1e-12;
    Quadrature spaced{Eigen::VectorXd::LinSpaced(audit_count, 0.0, 1.0),
                      Eigen::VectorXd::Constant(audit_count, 1.0 / audit_count)};
    spaced.point[0] = within;
    spaced.point[audit_count - 1] = 1.0 - within;
    return spaced;
  }();
  return points;
}

auto end_points() -> const Quadrature& {
  static const Quadrature points = [] {
    const std::array ends = {0, audit_count - 1};
    return Quadrature{audit_points().point(ends), audit_points().weight(ends)};
  }();
  return points;
}

auto check_points() -> const Quadrature& {
  static const Quadrature points = gauss_legendre(check_count);
  return points;
}

} // namespace jetwork::pinn
