// Integrals of polynomials by their values at Gauss points, against closed forms.
#include "pinn/boundary_value/gauss_nodes.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>

namespace jetwork::pinn {

BOOST_AUTO_TEST_SUITE(gauss_nodes_of_a_segment)

namespace {

/// xᵏ integrated r times from 0.
auto integrated_power(double x, int k, int r) -> double {
  double value = std::pow(x, k + r);
  for (int j = 1; j <= r; ++j) value /= k + j;
  return value;
}

} // namespace

BOOST_DATA_TEST_CASE(powers_are_integrated_exactly, boost::unit_test::data::xrange(16), power) {
  const GaussNodes& nodes = gauss_nodes();
  const auto& theta = nodes.quadrature().point;
  const Eigen::VectorXd values = theta.array().pow(power);
  for (int r = 1; r <= highest_order; ++r) {
    for (Eigen::Index j = 0; j < theta.size(); ++j)
      BOOST_TEST(
          std::abs(nodes.integral(r).row(j).dot(values) - integrated_power(theta[j], power, r))
          < 1e-15);
    BOOST_TEST(std::abs(nodes.end(r).dot(values) - integrated_power(1.0, power, r)) < 1e-15);
    BOOST_TEST(std::abs(nodes.at(0.3, r).dot(values) - integrated_power(0.3, power, r)) < 1e-15);
  }
  BOOST_TEST(std::abs(nodes.at(0.7, 0).dot(values) - std::pow(0.7, power)) < 1e-14);
}

BOOST_AUTO_TEST_CASE(a_legendre_polynomial_is_one_mode) {
  // √5·(6x² - 6x + 1) is the normalised polynomial of degree 2.
  const auto& theta = gauss_nodes().quadrature().point;
  const Eigen::VectorXd values =
      std::sqrt(5.0) * (6 * theta.array().square() - 6 * theta.array() + 1);
  const Eigen::VectorXd modes = gauss_nodes().to_modes() * values;
  for (Eigen::Index k = 0; k < modes.size(); ++k)
    BOOST_TEST(std::abs(modes[k] - (k == 2 ? 1.0 : 0.0)) < 1e-14);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
