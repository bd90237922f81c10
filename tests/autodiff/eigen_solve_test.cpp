// Eigen's LU, QR and Cholesky on numbers that carry derivatives, against the closed forms of matrix calculus.
#include "autodiff/eigen.hpp"
#include "autodiff/hyper_dual.hpp"
#include "autodiff/jet.hpp"
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

BOOST_AUTO_TEST_CASE(cholesky) {
  for (const int n : {1, 3, 6, 40}) {
    const MatrixXd A = symmetric(n, 0), dA = symmetric(n, 1), inverse = A.inverse();
    const VectorXd b = VectorXd::Unit(n, 0);
    const MatrixXD M = moving(A, dA);
    const VectorXd dx = -inverse * dA * inverse * b;
    check_close(tangents(VectorXD(M.llt().solve(b.cast<D>()))), dx, 1e-10);
    check_close(tangents(VectorXD(M.ldlt().solve(b.cast<D>()))), dx, 1e-10);
    // A = L·Lᵀ: dL = L·Φ(L⁻¹·dA·L⁻ᵀ), the lower triangle with half the diagonal.
    const MatrixXd L = A.llt().matrixL(), L_inverse = L.inverse();
    MatrixXd phi = L_inverse * dA * L_inverse.transpose();
    phi.diagonal() /= 2;
    const MatrixXd half = phi.triangularView<Eigen::Lower>();
    check_close(tangents(MatrixXD(M.llt().matrixL())), L * half, 1e-10);
  }
}

BOOST_AUTO_TEST_CASE(higher_orders) {
  // The entry (0, 0) of (I - tB)⁻¹ = Σ tᵏBᵏ.
  using J = Jet<double, 5>;
  const MatrixXd B = example(3, 3, 1);
  const Eigen::Matrix<J, -1, -1> A =
      MatrixXd::Identity(3, 3).cast<J>() - J::variable(0) * B.cast<J>();
  const Eigen::Matrix<J, -1, -1> by_lu = A.inverse();
  const Eigen::Matrix<J, -1, -1> by_qr =
      A.householderQr().solve(MatrixXd::Identity(3, 3).cast<J>());
  MatrixXd power = MatrixXd::Identity(3, 3);
  for (int k = 0; k <= 5; ++k, power *= B)
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j) {
        check_close(by_lu(i, j)[k], power(i, j), 1e-10);
        check_close(by_qr(i, j)[k], power(i, j), 1e-10);
      }
  // ∂²det/∂a∂d = 1 and ∂²det/∂b∂c = -1 of [[a, b], [c, d]].
  using H = HyperDual<double, 4>;
  const Eigen::Matrix<H, 2, 2> M = variables<H>(Eigen::Matrix2d(example(2, 2, 0)));
  const H determinant = M.determinant();
  check_close(determinant.hessian(0, 3), 1);
  check_close(determinant.hessian(1, 2), -1);
  check_close(determinant.hessian(0, 0), 0);
}

BOOST_AUTO_TEST_SUITE_END()
