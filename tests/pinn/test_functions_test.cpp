// What residuals are tested with, against the polynomials that define Radau's rule.
#include "pinn/feature_basis.hpp"
#include "pinn/test_functions.hpp"

#include <Eigen/LU>
#include <boost/math/special_functions/legendre.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace jetwork::pinn;

namespace {

constexpr int modes = FeatureBasis::modes;

auto legendre(int degree, const Eigen::VectorXd& points) -> Eigen::VectorXd {
  return points.unaryExpr([&](double theta) {
    return boost::math::legendre_p(static_cast<unsigned>(degree), 2 * theta - 1);
  });
}

} // namespace

BOOST_AUTO_TEST_SUITE(test_functions_test)

BOOST_AUTO_TEST_CASE(they_leave_the_polynomial_of_radau_alone) {
  for (const auto& [tests, points] :
       {std::pair{test_functions().at_collocation_points, collocation_points().point},
        std::pair{test_functions().at_check_points, check_points().point}}) {
    const Eigen::VectorXd left =
        tests * (legendre(modes, points) - legendre(modes - 1, points)).eval();
    BOOST_TEST(left.cwiseAbs().maxCoeff() < 1e-14);
    for (int k = 0; k < modes; ++k) { // ∫ψ_l P_k is one for normalised P_k and l = k
      Eigen::VectorXd expected = Eigen::VectorXd::Unit(modes, k);
      const Eigen::VectorXd tested = tests * (std::sqrt(2.0 * k + 1) * legendre(k, points)).eval();
      BOOST_TEST((tested - expected).cwiseAbs().maxCoeff() < 1e-14);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_tested_tables_damp_what_is_fast) {
  // u' = λu from 1: the modes' coefficients solve (T_1 - λT_0)c = λ·∫ψ, and the end is 1 + φ(1)·c.
  const FeatureBasis basis(draw_hidden_layer(default_seed), 1);
  const Eigen::VectorXd ones = test_functions().at_collocation_points.rowwise().sum();
  const auto end = [&](double lambda) {
    const Eigen::MatrixXd matrix = basis.tested(1) - lambda * basis.tested(0);
    const Eigen::VectorXd coefficients = matrix.fullPivLu().solve(lambda * ones);
    return 1.0 + basis.at_end(0).row(0).dot(coefficients);
  };
  for (const double lambda : {-3.0, -1.0, 0.5, 2.0})
    BOOST_TEST(std::abs(end(lambda) - std::exp(lambda)) < 1e-13 * std::exp(std::max(0.0, lambda)));
  // L-stable: the (15, 16) Padé approximant falls like 16·17/|λ| at the end.
  BOOST_TEST(std::abs(end(-1e6)) < 1e-3);
  BOOST_TEST(std::abs(end(-1e9)) < 1e-6);
}

BOOST_AUTO_TEST_SUITE_END()
