// What residuals are tested with, against the polynomials that define Radau's rule.
#include "pinn/collocation/test_space.hpp"
#include "pinn/network/feature_basis.hpp"

#include <Eigen/LU>
#include <boost/math/special_functions/jacobi.hpp>
#include <boost/math/special_functions/legendre.hpp>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace jetwork::pinn;
namespace data = boost::unit_test::data;

namespace {

constexpr int modes = FeatureBasis::modes;

auto legendre(int degree, const Eigen::VectorXd& points) -> Eigen::VectorXd {
  return points.unaryExpr(
      [&](double theta) { return boost::math::legendre_p(degree, 2 * theta - 1); });
}

} // namespace

BOOST_AUTO_TEST_SUITE(test_functions_test)

BOOST_DATA_TEST_CASE(they_leave_what_ends_in_a_zero, data::make({1, 2, 3, 4}), order) {
  for (const auto& [tests, points] :
       {std::pair{test_functions(order).at_collocation_points, collocation_points().point},
        std::pair{test_functions(order).at_check_points, check_points().point}}) {
    for (int k = 0; k < modes; ++k) { // ∫ψ_l P_k is one for normalised P_k and l = k
      const Eigen::VectorXd expected = Eigen::VectorXd::Unit(modes, k);
      const Eigen::VectorXd tested = tests * (std::sqrt(2.0 * k + 1) * legendre(k, points)).eval();
      BOOST_TEST((tested - expected).cwiseAbs().maxCoeff() < 1e-12);
    }
    // (1 - θ)^p times the Jacobi polynomials that are orthogonal, with that weight, to all up to degree 15 - p.
    const Eigen::VectorXd zero = (1 - points.array()).pow(order);
    for (int degree = modes - order; degree < modes; ++degree) {
      const Eigen::VectorXd jacobi = points.unaryExpr([&](double theta) {
        return boost::math::jacobi<double>(static_cast<unsigned>(degree), order, 0.0,
                                           2 * theta - 1);
      });
      const Eigen::VectorXd left = tests * zero.cwiseProduct(jacobi).eval();
      BOOST_TEST(left.cwiseAbs().maxCoeff() < 1e-12 * jacobi.cwiseAbs().maxCoeff());
    }
  }
}

BOOST_AUTO_TEST_CASE(they_damp_what_is_fast) {
  // u' = λu from 1: the modes' coefficients solve (T_1 - λT_0)c = λ·∫ψ, and the end is 1 + φ(1)·c.
  const FeatureBasis basis(draw_hidden_layer(default_seed), 1);
  const Eigen::MatrixXd& tests = test_functions(1).at_collocation_points;
  const auto end = [&](double lambda) {
    const Eigen::MatrixXd matrix =
        tests * (basis.at_collocation_points(1) - lambda * basis.at_collocation_points(0));
    const Eigen::VectorXd coefficients = matrix.fullPivLu().solve(lambda * tests.rowwise().sum());
    return 1.0 + basis.at_end(0).row(0).dot(coefficients);
  };
  for (const double lambda : {-3.0, -1.0, 0.5, 2.0})
    BOOST_TEST(std::abs(end(lambda) - std::exp(lambda)) < 1e-13 * std::exp(std::max(0.0, lambda)));
  // L-stable: the (15, 16) Padé approximant falls like 16·17/|λ| at the end.
  BOOST_TEST(std::abs(end(-1e6)) < 1e-3);
  BOOST_TEST(std::abs(end(-1e9)) < 1e-6);
}

BOOST_AUTO_TEST_CASE(they_damp_a_stiff_spring) {
  // u'' = -ω²u from u = 1, u' = 0: (T_2 + ω²T_0)c = -ω²·∫ψ.
  const FeatureBasis basis(draw_hidden_layer(default_seed), 2);
  const Eigen::MatrixXd& tests = test_functions(2).at_collocation_points;
  const double square = 1e10;
  const Eigen::MatrixXd matrix =
      tests * (basis.at_collocation_points(2) + square * basis.at_collocation_points(0));
  const Eigen::VectorXd coefficients = matrix.fullPivLu().solve(-square * tests.rowwise().sum());
  BOOST_TEST(std::abs(1.0 + basis.at_end(0).row(0).dot(coefficients)) < 1e-3);
  BOOST_TEST(std::abs(basis.at_end(1).row(0).dot(coefficients)) < 1.0);
}

BOOST_AUTO_TEST_SUITE_END()
