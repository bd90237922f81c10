// Eigen's LU and QR on numbers that carry derivatives, against the closed forms of matrix calculus.
#include "autodiff/eigen.hpp"
#include "tests/autodiff/moving_matrices.hpp"

#include <Eigen/Dense>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <stdexcept>
#include <vector>

namespace {

using namespace jetwork::autodiff;
using namespace jetwork::autodiff::test;

/// Matrices at which Eigen's shortcuts for zeros would lose derivatives, beside one at which they do not.
auto square_matrices() -> std::vector<MatrixXd> {
  MatrixXd upper = example(4, 4, 0).triangularView<Eigen::Upper>();
  MatrixXd swapped(3, 3);
  swapped << 0, 2, 0, 1, 0, 0, 0, 0, -3;
  return {example(2, 2, 0),         example(3, 3, 0.5),
          example(5, 5, 1),         example(20, 20, 2),
          MatrixXd::Identity(3, 3), upper,
          upper.transpose(),        swapped};
}

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
      check_close(tangents(VectorXD(M.householderQr().solve(c))), dx);
      check_close(tangents(VectorXD(M.colPivHouseholderQr().solve(c))), dx);
      check_close(tangents(VectorXD(M.partialPivLu().solve(b.cast<D>()))),
                  -inverse * dA * inverse * b);
      check_close(tangents(MatrixXD(M.colPivHouseholderQr().inverse())), -inverse * dA * inverse);
      check_close(M.householderQr().logAbsDeterminant().tangent(), (inverse * dA).trace());
    }
}

BOOST_AUTO_TEST_SUITE_END()
