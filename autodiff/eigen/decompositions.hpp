// Eigen's solvers on numbers that carry derivatives. Included by autodiff/eigen.hpp.
//
//   Eigen::Matrix<Dual<double>, -1, -1> A = moving(A0, dA);
//   A.householderQr().solve(b);                   // least squares
//   A.colPivHouseholderQr().solve(b);
//   Eigen::SelfAdjointEigenSolver<Eigen::Matrix<Dual<double>, -1, -1>> eigen(A + A.transpose());
//
// A number may be zero and yet move. Eigen 3.4 looks at the value alone when it leaves out a step of a back
// substitution, takes a Householder reflection for the identity, or skips a pivot: the answer then has the right
// value and, without a word, the wrong derivative. (An identity matrix with a moving lower triangle is enough
// to show it.) The specialisations below ask whether the number is zero with all its derivatives. Decompositions
// that iterate until a value is small (SVD, the unsymmetric eigenvalue problem) would have the same fault and
// do not compile.
//
// Where a derivative does not exist, as that of the inverse of a singular matrix, infinities or NaNs show it.
#pragma once

#include "autodiff/eigen/numbers.hpp"

#include <Eigen/Core>

#include <algorithm>
#include <concepts>
#include <limits>
#include <stdexcept>
#include <utility>

namespace Eigen {

// Declared by other modules of Eigen, which need not be there.
template <class MatrixType>
class EigenSolver;
template <class MatrixType>
class SelfAdjointEigenSolver;
template <class MatrixType>
class RealSchur;
template <class MatrixType>
class Tridiagonalization;
template <class MatrixType>
class HessenbergDecomposition;

namespace internal {

template <class MatrixQR, class Coefficients, class Scalar, bool inner_stride_is_one>
struct householder_qr_inplace_blocked; // NOLINT(readability-identifier-naming): Eigen's name

/// Forward and backward substitution that steps over a right-hand side only where all of it is zero.
template <int mode, int order, class L, class R>
void substitute(Index size, const L* entries, Index stride, R* rhs) {
  const Map<const Matrix<L, Dynamic, Dynamic, order>, 0, OuterStride<>> lhs(entries, size, size,
                                                                            OuterStride<>(stride));
  constexpr bool lower = (mode & Lower) == Lower;
  for (Index k = 0; k < size; ++k) {
    const Index i = lower ? k : size - 1 - k;
    if (is_zero(rhs[i])) continue;
    if constexpr ((mode & UnitDiag) == 0) rhs[i] /= lhs(i, i);
    const Index first = lower ? i + 1 : 0, last = lower ? size : i;
    for (Index j = first; j < last; ++j) rhs[j] -= R(lhs(j, i) * rhs[i]);
  }
}
// One for each of Eigen's own specialisations, so that the compiler prefers these as the more specialised.
template <class L, jetwork::autodiff::ActiveWithValue R, class Size, int mode, bool conjugate>
struct triangular_solve_vector<L, R, Size, OnTheLeft, mode, conjugate, ColMajor> {
  static void run(Size size, const L* entries, Size stride, R* rhs) {
    substitute<mode, ColMajor>(size, entries, stride, rhs);
  }
};
template <class L, jetwork::autodiff::ActiveWithValue R, class Size, int mode, bool conjugate>
struct triangular_solve_vector<L, R, Size, OnTheLeft, mode, conjugate, RowMajor> {
  static void run(Size size, const L* entries, Size stride, R* rhs) {
    substitute<mode, RowMajor>(size, entries, stride, rhs);
  }
};

/// Pivots are chosen by their values. A pivot of value zero that moves is no zero pivot: dividing by it shows
/// that the derivative does not exist.
template <jetwork::autodiff::ActiveWithValue X>
struct scalar_score_coeff_op<X> {
  using result_type = jetwork::autodiff::Underlying<X>;
  auto operator()(const X& x) const -> result_type {
    using std::abs;
    const result_type size = abs(jetwork::autodiff::innermost_value(x));
    if (size == result_type(0) && !is_zero(x)) return (std::numeric_limits<result_type>::min)();
    return size;
  }
};

/// Eigen's blocked products keep intermediate results in the type of one factor. Where only one factor is
/// active, the product goes coefficient by coefficient.
template <class L, class R>
concept MixedFactors = !std::same_as<typename L::Scalar, typename R::Scalar>
                       && (jetwork::autodiff::ActiveWithValue<typename L::Scalar>
                           || jetwork::autodiff::ActiveWithValue<typename R::Scalar>);
template <class L, class R>
requires MixedFactors<L, R>
struct generic_product_impl<L, R, DenseShape, DenseShape, GemmProduct>
    : generic_product_impl<L, R, DenseShape, DenseShape, CoeffBasedProductMode> {};
template <class L, class R>
requires MixedFactors<L, R>
struct generic_product_impl<L, R, DenseShape, DenseShape, GemvProduct>
    : generic_product_impl<L, R, DenseShape, DenseShape, CoeffBasedProductMode> {};

/// Householder's QR, in which a column that moves is reflected even if it is zero below the diagonal.
template <class MatrixQR, class Coefficients, jetwork::autodiff::ActiveWithValue X, bool contiguous>
struct householder_qr_inplace_blocked<MatrixQR, Coefficients, X, contiguous> {
  static void run(MatrixQR& A, Coefficients& coefficients, Index = 0, X* = nullptr) {
    for (Index k = 0; k < std::min(A.rows(), A.cols()); ++k) {
      const Index below = A.rows() - k - 1;
      auto tail = A.col(k).tail(below);
      X& c0 = A.coeffRef(k, k);
      X& tau = coefficients.coeffRef(k);
      bool moves = false;
      for (Index i = 0; i < below; ++i) moves = moves || !is_zero(tail[i]);
      if (!moves) {
        tau = X(0);
        continue;
      }
      X beta = sqrt(X(c0 * c0 + tail.squaredNorm()));
      if (c0 >= 0) beta = -beta;
      const X pivot = c0 - beta;
      for (Index i = 0; i < below; ++i) tail[i] /= pivot;
      tau = -pivot / beta;
      c0 = beta;
      for (Index j = k + 1; j < A.cols(); ++j) {
        X projection = A(k, j);
        for (Index i = 0; i < below; ++i) projection += X(tail[i] * A(k + 1 + i, j));
        projection *= tau;
        A(k, j) -= projection;
        for (Index i = 0; i < below; ++i) A(k + 1 + i, j) -= X(tail[i] * projection);
      }
    }
  }
};

} // namespace internal

/// QR with columns in the order in which the values' own pivoted QR takes them.
template <class MatrixType>
requires jetwork::autodiff::ActiveWithValue<typename MatrixType::Scalar>
class ColPivHouseholderQR<MatrixType> {
public:
  using Scalar = typename MatrixType::Scalar;                           ///< the active number
  using Permutation = PermutationMatrix<MatrixType::ColsAtCompileTime>; ///< of the columns

  /// Computes at once.
  template <class Derived>
  explicit ColPivHouseholderQR(const EigenBase<Derived>& A) {
    compute(A.derived());
  }
  /// Decomposes the matrix, of any shape.
  template <class Derived>
  auto compute(const EigenBase<Derived>& matrix) -> ColPivHouseholderQR& {
    MatrixType A = matrix.derived();
    const auto plain = innermost(A).colPivHouseholderQr();
    permutation_ = plain.colsPermutation();
    rank_ = plain.rank();
    A = (A * permutation_).eval();
    qr_.compute(A);
    return *this;
  }
  /// The least-squares solution; of the first `rank` columns in the pivoted order, the others being zero.
  template <class Derived>
  auto solve(const MatrixBase<Derived>& b) const {
    using Solution = Matrix<Scalar, MatrixType::ColsAtCompileTime, Derived::ColsAtCompileTime>;
    if (b.rows() != rows())
      throw std::invalid_argument(
          "ColPivHouseholderQR::solve: the right-hand side needs a row for each "
          "row of the matrix");
    Matrix<Scalar, MatrixType::RowsAtCompileTime, Derived::ColsAtCompileTime> c =
        b.template cast<Scalar>();
    c.applyOnTheLeft(qr_.householderQ().adjoint());
    Solution y = Solution::Zero(cols(), b.cols());
    Matrix<Scalar, Dynamic, Derived::ColsAtCompileTime> leading = c.topRows(rank_);
    qr_.matrixQR()
        .topLeftCorner(rank_, rank_)
        .template triangularView<Upper>()
        .solveInPlace(leading);
    y.topRows(rank_) = leading;
    return Solution(permutation_ * y);
  }
  auto rows() const -> Index { return qr_.rows(); } ///< of the matrix
  auto cols() const -> Index { return qr_.cols(); } ///< of the matrix
  auto rank() const -> Index { return rank_; }      ///< that of the values, to rounding
  /// Whether the matrix is square and of full rank.
  auto isInvertible() const -> bool { return rank_ == rows() && rank_ == cols(); } // NOLINT
  /// P in A·P = Q·R.
  auto colsPermutation() const -> const Permutation& { return permutation_; } // NOLINT
  /// R in the upper triangle, Householder vectors below.
  auto matrixQR() const -> const MatrixType& { return qr_.matrixQR(); } // NOLINT
  /// The same; its upper triangle is R.
  auto matrixR() const -> const MatrixType& { return qr_.matrixQR(); } // NOLINT
  /// Q, as the product of reflections.
  auto householderQ() const { return qr_.householderQ(); } // NOLINT
  /// The same.
  auto matrixQ() const { return qr_.householderQ(); } // NOLINT
  /// A⁻¹, of a square matrix.
  auto inverse() const -> MatrixType { return solve(MatrixType::Identity(rows(), rows())); }
  /// |det A|, of a square matrix.
  auto absDeterminant() const { return qr_.absDeterminant(); } // NOLINT

private:
  static auto innermost(const MatrixType& A) {
    using T = jetwork::autodiff::Underlying<Scalar>;
    return jetwork::autodiff::MatrixOf<MatrixType, T>(
        A.unaryExpr([](const Scalar& x) -> T { return jetwork::autodiff::innermost_value(x); }));
  }
  HouseholderQR<MatrixType> qr_;
  Permutation permutation_;
  Index rank_ = 0;
};

namespace internal {
template <class>
inline constexpr bool keeps_derivatives = false;
} // namespace internal

// A decomposition that stops when a value is small would lose derivatives, so it does not compile.
#define JETWORK_NOT_DIFFERENTIABLE(decomposition, instead)                                        \
  template <class MatrixType>                                                                     \
  requires jetwork::autodiff::ActiveWithValue<typename MatrixType::Scalar>                        \
  class decomposition<MatrixType> {                                                               \
    static_assert(internal::keeps_derivatives<MatrixType>,                                        \
                  #decomposition " stops at small values and loses their derivatives: " instead); \
  };
JETWORK_NOT_DIFFERENTIABLE(FullPivHouseholderQR, "use ColPivHouseholderQR")
JETWORK_NOT_DIFFERENTIABLE(CompleteOrthogonalDecomposition, "use ColPivHouseholderQR")
JETWORK_NOT_DIFFERENTIABLE(BDCSVD, "use SelfAdjointEigenSolver of A.transpose() * A")
JETWORK_NOT_DIFFERENTIABLE(EigenSolver, "use implicit_solution of autodiff/implicit.hpp")
JETWORK_NOT_DIFFERENTIABLE(RealSchur, "use implicit_solution of autodiff/implicit.hpp")
JETWORK_NOT_DIFFERENTIABLE(Tridiagonalization, "use SelfAdjointEigenSolver")
JETWORK_NOT_DIFFERENTIABLE(HessenbergDecomposition, "use HouseholderQR")
#undef JETWORK_NOT_DIFFERENTIABLE

/// Does not compile: it stops at small values and loses their derivatives.
template <class MatrixType, int preconditioner>
requires jetwork::autodiff::ActiveWithValue<typename MatrixType::Scalar>
class JacobiSVD<MatrixType, preconditioner> {
  static_assert(internal::keeps_derivatives<MatrixType>,
                "JacobiSVD stops at small values and loses their derivatives: "
                "use SelfAdjointEigenSolver of A.transpose() * A");
};

} // namespace Eigen
