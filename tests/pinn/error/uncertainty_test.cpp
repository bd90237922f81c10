// Uncertainties carried along: against the covariance matrix written out, and at any scale.
#include "pinn/error/uncertainty.hpp"

#include <Eigen/Core>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>

namespace jetwork::pinn {

BOOST_AUTO_TEST_SUITE(uncertainty)

BOOST_DATA_TEST_CASE(is_that_of_the_covariance_at_any_scale,
                     boost::unit_test::data::make({1.0, 1e-120, 1e-290}), scale) {
  const Eigen::Matrix2d propagator{{0.8, 0.6}, {-0.7, 0.9}};
  const Eigen::Vector2d start(1, 2), rounding(0.1, 0.3), left(0.5, 0.2);
  Uncertainty uncertainty(scale * start);
  Eigen::Matrix2d covariance = start.cwiseAbs2().asDiagonal();
  for (int step = 0; step < 20; ++step) {
    uncertainty.propagate(propagator, scale * rounding, scale * left);
    const Eigen::Matrix2d of_left = left.cwiseAbs2().asDiagonal();
    covariance = propagator * (covariance + of_left) * propagator.transpose() + of_left;
    covariance.diagonal() += rounding.cwiseAbs2();
    for (int k = 0; k < 2; ++k)
      BOOST_TEST(std::abs(uncertainty.deviation()[k] / scale - std::sqrt(covariance(k, k)))
                 < 1e-12 * std::sqrt(covariance(k, k)));
  }
}

BOOST_AUTO_TEST_CASE(follows_decay_and_growth_beyond_the_squares_of_numbers) {
  Uncertainty uncertainty(Eigen::VectorXd::Constant(1, 1e-10));
  const Eigen::VectorXd none = Eigen::VectorXd::Zero(1);
  const auto propagate = [&](double factor) {
    uncertainty.propagate(Eigen::MatrixXd::Constant(1, 1, factor), none, none);
  };
  for (int step = 0; step < 10; ++step) propagate(1e-25);
  BOOST_TEST(std::abs(uncertainty.deviation()[0] / 1e-260 - 1) < 1e-12);
  for (int step = 0; step < 10; ++step) propagate(1e25);
  BOOST_TEST(std::abs(uncertainty.deviation()[0] / 1e-10 - 1) < 1e-12);
}

BOOST_AUTO_TEST_CASE(what_is_exact_stays_exact) {
  Uncertainty uncertainty(Eigen::Vector2d::Zero());
  uncertainty.propagate(Eigen::Matrix2d{{1, 0}, {0, 5}}, Eigen::Vector2d(0.5, 0),
                        Eigen::Vector2d::Zero());
  BOOST_TEST(uncertainty.deviation()[0] == 0.5);
  BOOST_TEST(uncertainty.deviation()[1] == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
