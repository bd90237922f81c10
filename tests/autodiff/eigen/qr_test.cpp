// Eigen's QR of matrices that move, against the closed forms of matrix calculus.
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

BOOST_AUTO_TEST_SUITE(eigen_qr)

BOOST_AUTO_TEST_CASE(square_systems) {
  for (const MatrixXd& A : square_matrices()) BOOST_TEST_CONTEXT("\n" << A) {
      const auto n = static_cast<int>(A.rows());
      const MatrixXd dA = example(n, n, 9), inverse = A.inverse();
      const VectorXd b = VectorXd::Unit(n, n / 2), db = example(n, 1, 4);
      const MatrixXD M = moving(A, dA);
      const VectorXD c = moving(b, db);
      const VectorXd dx = inverse * (db - dA * inverse * b);
      check_close(tangents(VectorXD(M.householderQr().solve(c))), dx);
      check_close(tangents(VectorXD(M.colPivHouseholderQr().solve(c))), dx);
      check_close(M.householderQr().logAbsDeterminant().tangent(), (inverse * dA).trace());
    }
}

BOOST_AUTO_TEST_CASE(least_squares) {
  MatrixXd zero_below = MatrixXd::Zero(5, 3);
  zero_below.topRows(3).setIdentity();
  for (const MatrixXd& A : {example(5, 3, 0), example(30, 7, 1), zero_below}) {
    const MatrixXd dA = example(static_cast<int>(A.rows()), static_cast<int>(A.cols()), 2);
    const VectorXd b = example(static_cast<int>(A.rows()), 1, 3), db = b.cwiseAbs2();
    // AᵀA·x = Aᵀb, differentiated.
    const MatrixXd normal = (A.transpose() * A).inverse();
    const VectorXd x = normal * (A.transpose() * b);
    const VectorXd dx = normal * (dA.transpose() * (b - A * x) + A.transpose() * (db - dA * x));
    const MatrixXD M = moving(A, dA);
    const VectorXD c = moving(b, db);
    check_close(tangents(VectorXD(M.householderQr().solve(c))), dx);
    check_close(tangents(VectorXD(M.colPivHouseholderQr().solve(c))), dx);
    // Q·R is A again, and Q is orthogonal while it moves.
    const Eigen::HouseholderQR<MatrixXD> qr(M);
    const MatrixXD Q = qr.householderQ() * MatrixXD::Identity(A.rows(), A.cols());
    const MatrixXD R = qr.matrixQR().topRows(A.cols()).triangularView<Eigen::Upper>();
    check_close(tangents(MatrixXD(Q * R)), dA);
    check_close(tangents(MatrixXD(Q.transpose() * Q)), MatrixXd::Zero(A.cols(), A.cols()));
  }
}

BOOST_AUTO_TEST_SUITE_END()
