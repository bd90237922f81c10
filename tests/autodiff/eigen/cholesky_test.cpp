// Cholesky's decomposition, and linear algebra to higher orders, against the closed forms of matrix calculus.
#include "autodiff/eigen.hpp"
#include "autodiff/hyper_dual.hpp"
#include "autodiff/jet.hpp"
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

BOOST_AUTO_TEST_SUITE(eigen_cholesky)

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
  // (I - tB)⁻¹·b = Σ tᵏ·Bᵏ·b.
  using J = Jet<double, 5>;
  const MatrixXd B = example(3, 3, 1);
  const Eigen::Matrix<J, -1, -1> A =
      MatrixXd::Identity(3, 3).cast<J>() - J::variable(0) * B.cast<J>();
  const VectorXd b = example(3, 1, 2);
  const Eigen::Matrix<J, -1, 1> by_lu = A.partialPivLu().solve(b.cast<J>());
  const Eigen::Matrix<J, -1, 1> by_cholesky =
      (A.transpose() * A).llt().solve(A.transpose() * b.cast<J>());
  VectorXd power = b;
  for (int k = 0; k <= 5; ++k, power = (B * power).eval())
    for (int i = 0; i < 3; ++i) {
      check_close(by_lu[i][k], power[i], 1e-10);
      check_close(by_cholesky[i][k], power[i], 1e-10);
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
