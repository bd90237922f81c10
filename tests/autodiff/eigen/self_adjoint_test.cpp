// Eigenvalues of symmetric matrices that move, against the closed forms of matrix calculus.
#include "autodiff/eigen.hpp"
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

BOOST_AUTO_TEST_SUITE(eigen_self_adjoint)

BOOST_AUTO_TEST_CASE(symmetric_eigenvalue_problems) {
  MatrixXd diagonal = VectorXd::LinSpaced(4, -1, 2).asDiagonal();
  for (const MatrixXd& A : {symmetric(2, 0), symmetric(6, 1), diagonal}) {
    const MatrixXd dA = symmetric(static_cast<int>(A.rows()), 3);
    const Eigen::SelfAdjointEigenSolver<MatrixXd> plain(A);
    const Eigen::SelfAdjointEigenSolver<MatrixXD> eigen(MatrixXD(moving(A, dA)));
    const MatrixXd V = plain.eigenvectors(), in_basis = V.transpose() * dA * V;
    const VectorXd& lambda = plain.eigenvalues();
    check_close(values(eigen.eigenvalues()), lambda);
    check_close(tangents(eigen.eigenvalues()), in_basis.diagonal());
    MatrixXd rotation = MatrixXd::Zero(A.rows(), A.rows());
    for (Eigen::Index i = 0; i < A.rows(); ++i)
      for (Eigen::Index j = 0; j < A.rows(); ++j)
        if (i != j) rotation(i, j) = in_basis(i, j) / (lambda[j] - lambda[i]);
    check_close(tangents(eigen.eigenvectors()), V * rotation, 1e-11);
  }
  // λ(t) of [[t, 1], [1, -t]] is ±√(1 + t²): to order 6, at t = 0.75.
  using J = Jet<double, 6>;
  Eigen::Matrix<J, 2, 2> A;
  const J t = J::variable(0.75);
  A << t, 1, 1, -t;
  const J expected = sqrt(1 + t * t);
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix<J, 2, 2>> eigen(A);
  for (int k = 0; k <= 6; ++k) {
    check_close(eigen.eigenvalues()[1][k], expected[k]);
    check_close(eigen.eigenvalues()[0][k], -expected[k]);
  }
}

BOOST_AUTO_TEST_CASE(equal_eigenvalues_that_move_are_an_error) {
  const MatrixXD twice = moving(MatrixXd::Identity(3, 3), example(3, 3, 0));
  BOOST_CHECK_THROW(Eigen::SelfAdjointEigenSolver<MatrixXD>{twice}, std::domain_error);
  const MatrixXD still = MatrixXd::Identity(3, 3).cast<D>();
  BOOST_TEST((Eigen::SelfAdjointEigenSolver<MatrixXD>(still).info() == Eigen::Success));
}

BOOST_AUTO_TEST_SUITE_END()
