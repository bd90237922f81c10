// The modes of a segment, against what can be known of them without their code.
#include "pinn/network/feature_basis.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace jetwork::pinn;
namespace data = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(feature_basis_test)

BOOST_AUTO_TEST_CASE(gauss_legendre_integrates_polynomials_exactly) {
  const Quadrature rule = gauss_legendre(10);
  for (int degree = 0; degree <= 19; ++degree) {
    const double integral = rule.weight.dot(rule.point.array().pow(degree).matrix());
    BOOST_TEST(std::abs(integral - 1.0 / (degree + 1)) < 1e-15);
  }
  BOOST_CHECK_THROW((void)gauss_legendre(7), std::invalid_argument);
}

BOOST_DATA_TEST_CASE(the_highest_derivatives_are_nearly_orthonormal, data::make({1, 2, 3, 4}),
                     order) {
  const FeatureBasis basis(draw_hidden_layer(1), order);
  const auto& table = basis.at_check_points(order);
  const Eigen::MatrixXd gram = table.transpose() * check_points().weight.asDiagonal() * table;
  BOOST_TEST((gram - Eigen::MatrixXd::Identity(gram.rows(), gram.cols())).cwiseAbs().maxCoeff()
             < 1e-6);
}

BOOST_DATA_TEST_CASE(lower_tables_are_integrals_of_higher_ones, data::make({1, 2, 3}), order) {
  // The mode and its derivatives below the order vanish at 0, so each at 1 is the integral of the next.
  const FeatureBasis basis(draw_hidden_layer(3), order);
  for (int n = 0; n < order; ++n) {
    const Eigen::RowVectorXd integral =
        check_points().weight.transpose() * basis.at_check_points(n + 1);
    BOOST_TEST((integral - basis.at_end(n)).cwiseAbs().maxCoeff() < 1e-8);
  }
}

BOOST_AUTO_TEST_CASE(output_weights_make_the_same_function_in_double) {
  const auto hidden = draw_hidden_layer(1);
  const FeatureBasis basis(hidden, 2);
  Eigen::VectorXd coefficients(FeatureBasis::modes);
  for (int k = 0; k < FeatureBasis::modes; ++k)
    coefficients[k] = std::pow(0.1, k); // as smooth solutions have them
  const Eigen::VectorXd weights = basis.output_weights(coefficients);
  const Eigen::VectorXd expected = basis.at_check_points(0) * coefficients;
  for (Eigen::Index j = 0; j < expected.size(); ++j) {
    const double theta = check_points().point[j];
    double network = 0.0;
    for (Eigen::Index i = 0; i < weights.size(); ++i)
      network += weights[i] * std::tanh(hidden->weight[i] * (2 * theta - 1) + hidden->bias[i]);
    BOOST_TEST(std::abs(theta * theta * network - expected[j]) < 1e-11);
  }
}

BOOST_DATA_TEST_CASE(what_was_stored_is_what_is_computed, data::make({1, 2, 3, 4}), order) {
  const auto hidden = draw_hidden_layer(default_seed);
  const auto stored = stored_feature_tables(*hidden, order);
  BOOST_REQUIRE(stored != nullptr);
  BOOST_TEST(numbers_of(*hidden, *stored)
                 == numbers_of(*hidden, compute_feature_tables(*hidden, order)),
             boost::test_tools::per_element());
  BOOST_TEST(stored_feature_tables(*draw_hidden_layer(default_seed + 1), order) == nullptr);
  BOOST_TEST(stored_feature_tables(*hidden, 5) == nullptr);
}

BOOST_AUTO_TEST_CASE(orders_out_of_reach_are_refused) {
  BOOST_CHECK_THROW(FeatureBasis(draw_hidden_layer(1), 0), std::invalid_argument);
  BOOST_CHECK_THROW(FeatureBasis(draw_hidden_layer(1), 9), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
