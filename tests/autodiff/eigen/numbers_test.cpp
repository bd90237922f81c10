// Eigen's products, norms and substitutions on numbers that carry derivatives, against closed forms.
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

BOOST_AUTO_TEST_SUITE_END()
