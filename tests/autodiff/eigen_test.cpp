// Eigen's matrix algebra on numbers that carry derivatives, against the closed forms of matrix calculus.
#include "autodiff/eigen.hpp"
#include "autodiff/hyper_dual.hpp"
#include "autodiff/jet.hpp"

#include <Eigen/Dense>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <stdexcept>

namespace {

using namespace jetwork::autodiff;
using Eigen::MatrixXd, Eigen::VectorXd;
using D = Dual<double>;
using MatrixXD = Eigen::Matrix<D, -1, -1>;
using VectorXD = Eigen::Matrix<D, -1, 1>;

/// Well-conditioned, unsymmetric, and the same everywhere.
auto example(int rows, int cols, double shift) -> MatrixXd {
  MatrixXd A(rows, cols);
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < cols; ++j) A(i, j) = std::sin(1 + 3 * i + 7 * j + shift) + (i == j ? 3 : 0);
  return A;
}
auto symmetric(int n, double shift) -> MatrixXd {
  const MatrixXd A = example(n, n, shift);
  return A * A.transpose();
}

template <class DerivedA, class DerivedB>
void check_close(const Eigen::MatrixBase<DerivedA>& result,
                 const Eigen::MatrixBase<DerivedB>& expected, double tolerance = 1e-12) {
  BOOST_TEST_REQUIRE(result.rows() == expected.rows());
  BOOST_TEST_REQUIRE(result.cols() == expected.cols());
  const double size = expected.size() == 0 ? 0 : expected.cwiseAbs().maxCoeff();
  const double error = result.size() == 0 ? 0 : (result - expected).cwiseAbs().maxCoeff();
  BOOST_TEST(error <= tolerance * (1 + size), "\n" << result << "\nis not\n"
                                                   << expected << "\nbut off by " << error);
}
void check_close(double result, double expected, double tolerance = 1e-12) {
  BOOST_TEST(std::abs(result - expected) <= tolerance * (1 + std::abs(expected)),
             result << " is not " << expected);
}

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

BOOST_AUTO_TEST_SUITE(eigen)

BOOST_AUTO_TEST_CASE(products_and_sums_with_and_without_derivatives) {
  const MatrixXd A = example(3, 4, 0), dA = example(3, 4, 1), B = example(4, 2, 2);
  const MatrixXD M = moving(A, dA);
  check_close(tangents(MatrixXD(M * B)), dA * B);
  check_close(values(MatrixXD(M * B)), A * B);
  check_close(tangents(MatrixXD(B.transpose() * M.transpose())), (dA * B).transpose());
  check_close(tangents(MatrixXD(M * M.transpose())), dA * A.transpose() + A * dA.transpose());
  check_close(tangents(MatrixXD(2.0 * M + M * 3 - M / 2.0 + A)), 4.5 * dA);
  check_close(tangents(MatrixXD(M.cwiseProduct(A) - A)), dA.cwiseProduct(A));
  check_close((M.row(0).dot(A.row(1))).tangent(), dA.row(0).dot(A.row(1)));
  check_close((A.row(0).dot(M.row(1))).tangent(), dA.row(1).dot(A.row(0)));
  check_close(tangents(MatrixXD(M.array().sin().matrix())),
              A.array().cos().matrix().cwiseProduct(dA));
  check_close(tangents(MatrixXD(M.array().tanh().exp().matrix())),
              (A.array().tanh().exp() * (1 - A.array().tanh().square()) * dA.array()).matrix());
  check_close(M.sum().tangent(), dA.sum());
  check_close(M.trace().tangent(), dA.trace());
  check_close(M.mean().tangent(), dA.mean());
  BOOST_TEST((M.maxCoeff().value() == A.maxCoeff() && M.allFinite()));
  // Large enough for Eigen's blocked products.
  const MatrixXd C = example(60, 60, 0), dC = example(60, 60, 1);
  const MatrixXD N = moving(C, dC);
  check_close(tangents(MatrixXD(N * N)), dC * C + C * dC);
}

BOOST_AUTO_TEST_CASE(norms) {
  const VectorXd x = example(5, 1, 0), dx = example(5, 1, 1);
  const VectorXD v = moving(x, dx);
  check_close(v.norm().tangent(), x.dot(dx) / x.norm());
  check_close(v.squaredNorm().tangent(), 2 * x.dot(dx));
  check_close(v.stableNorm().tangent(), x.dot(dx) / x.norm());
  check_close(v.lpNorm<1>().tangent(), x.cwiseSign().dot(dx));
  const VectorXD unit = v.normalized();
  const VectorXd u = x.normalized();
  check_close(tangents(unit), (dx - u * u.dot(dx)) / x.norm());
  // At the origin: no NaN, by the convention that a tangent of zero wins.
  BOOST_TEST(VectorXD(moving(VectorXd::Zero(3), VectorXd::Ones(3))).norm().tangent() == 0);
}

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

BOOST_AUTO_TEST_CASE(triangular_solves_from_both_sides) {
  const MatrixXd A = example(6, 6, 0), dA = example(6, 6, 1);
  for (const VectorXd& b : {VectorXd(VectorXd::Unit(6, 2)), VectorXd(example(6, 1, 3))}) {
    const VectorXd db = example(6, 1, 5);
    const auto check = [&]<unsigned mode>(std::integral_constant<unsigned, mode>) {
      const MatrixXd T = A.triangularView<mode>(), I = MatrixXd::Identity(6, 6);
      const MatrixXd dT = (mode & Eigen::UnitDiag) != 0
                              ? MatrixXd(MatrixXd(dA.triangularView<mode>()) - I)
                              : MatrixXd(dA.triangularView<mode>());
      const MatrixXD M = moving(A, dA);
      const Eigen::Matrix<D, -1, -1, Eigen::RowMajor> by_rows = M;
      const VectorXD c = moving(b, db);
      const MatrixXd inverse = T.inverse();
      const VectorXd expected = inverse * (db - dT * inverse * b);
      check_close(tangents(VectorXD(M.triangularView<mode>().solve(c))), expected);
      check_close(tangents(VectorXD(by_rows.triangularView<mode>().solve(c))), expected);
    };
    check(std::integral_constant<unsigned, Eigen::Lower>{});
    check(std::integral_constant<unsigned, Eigen::Upper>{});
    check(std::integral_constant<unsigned, Eigen::UnitLower>{});
    check(std::integral_constant<unsigned, Eigen::UnitUpper>{});
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

BOOST_AUTO_TEST_CASE(seeds_are_the_columns_of_the_identity) {
  const Eigen::Vector3d x(1, 2, 3);
  const auto seeded = variables<Dual<double, 3>>(x);
  static_assert(std::is_same_v<decltype(seeded), const Eigen::Matrix<Dual<double, 3>, 3, 1>>);
  for (int i = 0; i < 3; ++i)
    check_close(tangents(seeded, i), Eigen::Vector3d(Eigen::Vector3d::Unit(i)));
  check_close(values(seeded), x);
  BOOST_CHECK_THROW(variables<D>(VectorXd(x)), std::invalid_argument);
  BOOST_CHECK_THROW(moving(x, Eigen::VectorXd::Zero(2)), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(what_has_no_derivative_is_not_given_one) {
  // The determinant of [[0, 1], [0, 0]] moves by -∂a₁₀: the first pivot is zero, and moves.
  MatrixXd A = MatrixXd::Zero(2, 2), dA = MatrixXd::Zero(2, 2);
  A(0, 1) = 1, dA(1, 0) = 1;
  const double by_lu = MatrixXD(moving(A, dA)).determinant().tangent();
  BOOST_TEST((by_lu == -1 || std::isnan(by_lu)));
  const Eigen::Matrix2d A2 = A, dA2 = dA;
  BOOST_TEST((Eigen::Matrix<D, 2, 2>(moving(A2, dA2)).determinant().tangent() == -1));
  const MatrixXD twice = moving(MatrixXd::Identity(3, 3), example(3, 3, 0));
  BOOST_CHECK_THROW(Eigen::SelfAdjointEigenSolver<MatrixXD>{twice}, std::domain_error);
  const MatrixXD still = MatrixXd::Identity(3, 3).cast<D>();
  BOOST_TEST((Eigen::SelfAdjointEigenSolver<MatrixXD>(still).info() == Eigen::Success));
}

BOOST_AUTO_TEST_SUITE_END()
