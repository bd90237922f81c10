// Eigen's LU on numbers that carry derivatives, against the closed forms of matrix calculus.
#include "autodiff/eigen.hpp"
#include "tests/autodiff/eigen/moving_matrices.hpp"

#include <Eigen/Dense>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <stdexcept>
#include <vector>

namespace {

using namespace jetwork::autodiff;
using namespace jetwork::autodiff::test;

} // namespace

BOOST_AUTO_TEST_SUITE(eigen_solve)

BOOST_AUTO_TEST_CASE(determinants_inverses_and_solves) {
  for (const MatrixXd& A : square_matrices()) BOOST_TEST_CONTEXT("\n" << A) {
      const auto n = static_cast<int>(A.rows());
      const MatrixXd dA = example(n, n, 9), inverse = A.inverse();
      const VectorXd b = VectorXd::Unit(n, n / 2), db = example(n, 1, 4);
      const MatrixXD M = moving(A, dA);
      const VectorXD c = moving(b, db);
      const VectorXd dx = inverse * (db - dA * inverse * b);
      check_close(M.determinant().tangent() / A.determinant(), (inverse * dA).trace());
      check_close(tangents(MatrixXD(M.inverse())), -inverse * dA * inverse);
      check_close(tangents(VectorXD(M.partialPivLu().solve(c))), dx);
      check_close(tangents(VectorXD(M.fullPivLu().solve(c))), dx);
      check_close(tangents(VectorXD(M.partialPivLu().solve(b.cast<D>()))),
                  -inverse * dA * inverse * b);
    }
}

BOOST_AUTO_TEST_CASE(what_has_no_derivative_is_not_given_one) {
  // The determinant of [[0, 1], [0, 0]] moves by -∂a₁₀: the first pivot is zero, and moves.
  MatrixXd A = MatrixXd::Zero(2, 2), dA = MatrixXd::Zero(2, 2);
  A(0, 1) = 1, dA(1, 0) = 1;
  const double by_lu = MatrixXD(moving(A, dA)).determinant().tangent();
  BOOST_TEST((by_lu == -1 || std::isnan(by_lu)));
  const Eigen::Matrix2d A2 = A, dA2 = dA;
  BOOST_TEST((Eigen::Matrix<D, 2, 2>(moving(A2, dA2)).determinant().tangent() == -1));
}

BOOST_AUTO_TEST_SUITE_END()
