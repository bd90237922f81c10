// Matrices that move, for tests of linear algebra.
#pragma once

#include "autodiff/eigen.hpp"

#include <Eigen/Core>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <vector>

namespace jetwork::autodiff::test {

using Eigen::MatrixXd, Eigen::VectorXd;
using D = Dual<double>;
using MatrixXD = Eigen::Matrix<D, -1, -1>;
using VectorXD = Eigen::Matrix<D, -1, 1>;

/// Well-conditioned, unsymmetric, and the same everywhere.
inline auto example(int rows, int cols, double shift) -> MatrixXd {
  MatrixXd A(rows, cols);
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < cols; ++j)
      A(i, j) = std::sin(1 + 3 * i + 7 * j + i * j + shift) + (i == j ? 3 : 0);
  return A;
}
inline auto symmetric(int n, double shift) -> MatrixXd {
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
inline void check_close(double result, double expected, double tolerance = 1e-12) {
  BOOST_TEST(std::abs(result - expected) <= tolerance * (1 + std::abs(expected)),
             result << " is not " << expected);
}

/// Matrices at which Eigen's shortcuts for zeros would lose derivatives, beside one at which they do not.
inline auto square_matrices() -> std::vector<MatrixXd> {
  MatrixXd upper = example(4, 4, 0).triangularView<Eigen::Upper>();
  MatrixXd swapped(3, 3);
  swapped << 0, 2, 0, 1, 0, 0, 0, 0, -3;
  return {example(2, 2, 0),         example(3, 3, 0.5),
          example(5, 5, 1),         example(20, 20, 2),
          MatrixXd::Identity(3, 3), upper,
          upper.transpose(),        swapped};
}

} // namespace jetwork::autodiff::test
