// Linear systems A·y = b whose matrix and right-hand side carry derivatives: one factorisation of plain numbers.
//
//   Eigen::Matrix<Dual<double>, -1, 1> y = solve(A, b);     // Dual, HyperDual, Jet, nested; A or b may be plain
//   auto z = solve(tape, A, b);                             // of Variables: one operation on the tape
//
// A·dy = db - dA·y has the matrix of the system itself (Giles 2008). In a number of order K that is K corrections
// y ← y + A₀⁻¹(b - A·y), with A₀ the values of A: each makes one more order right. On a tape the adjoints solve with
// Aᵀ: b̄ = A⁻ᵀ·ȳ and Ā = -b̄·yᵀ, instead of n³ recorded operations.
#pragma once

#include "autodiff/eigen.hpp"

#include <Eigen/LU>

#include <cmath>
#include <limits>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace jetwork::autodiff {

template <class T>
class BasicVariable; // autodiff/tape.hpp

template <class T>
class BasicTape;

/// A square matrix, factored once; it solves with any right-hand side, forward or transposed. T may carry
/// derivatives: then the factors are those of the values.
template <class T>
class FactoredMatrix {
public:
  using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>; ///< n x n
  using Vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;              ///< n numbers
  using Plain = Underlying<T>; ///< the number without derivatives

  /// Throws std::invalid_argument where A is not square or is empty, and std::domain_error where it is singular to rounding
  /// or not finite.
  explicit FactoredMatrix(Matrix A) : A_(std::move(A)) {
    if (A_.rows() != A_.cols() || A_.rows() == 0)
      throw std::invalid_argument("solve: the matrix must be square and not empty, it is "
                                  + std::to_string(A_.rows()) + " x " + std::to_string(A_.cols()));
    factors_.compute(A_.unaryExpr([](const T& x) -> Plain { return innermost_value(x); }));
    if (!(factors_.rcond() > std::numeric_limits<Plain>::epsilon()))
      throw std::domain_error(
          "solve: the matrix is singular to rounding, or not finite: neither the "
          "solution nor its derivative is determined");
  }
  /// y with A·y = b, with all derivatives. Throws std::invalid_argument where b has not n entries.
  auto solve(const Vector& b) const -> Vector {
    return refined(
        b, [&](const Vector& y) -> Vector { return A_ * y; }, [&](Vector& r) { apply_inverse(r); });
  }
  /// The same with Aᵀ in place of A.
  auto solve_transposed(const Vector& b) const -> Vector {
    return refined(
        b, [&](const Vector& y) -> Vector { return A_.transpose() * y; },
        [&](Vector& r) { apply_transposed_inverse(r); });
  }
  /// r ← A₀⁻¹·r and r ← A₀⁻ᵀ·r, A₀ being the values of A, for any numbers.
  template <class X>
  void apply_inverse(Eigen::Matrix<X, Eigen::Dynamic, 1>& r) const {
    r = (factors_.permutationP() * r).eval();
    factors_.matrixLU().template triangularView<Eigen::UnitLower>().solveInPlace(r);
    factors_.matrixLU().template triangularView<Eigen::Upper>().solveInPlace(r);
  }
  /// The same with the transposed: r ← A₀⁻ᵀ·r.
  template <class X>
  void apply_transposed_inverse(Eigen::Matrix<X, Eigen::Dynamic, 1>& r) const {
    factors_.matrixLU().transpose().template triangularView<Eigen::Lower>().solveInPlace(r);
    factors_.matrixLU().transpose().template triangularView<Eigen::UnitUpper>().solveInPlace(r);
    r = (factors_.permutationP().transpose() * r).eval();
  }

private:
  template <class Apply, class Correct>
  auto refined(const Vector& b, Apply&& apply, Correct&& correct) const -> Vector {
    if (b.size() != A_.rows())
      throw std::invalid_argument(
          "solve: matrix and right-hand side need equally many rows, but have "
          + std::to_string(A_.rows()) + " and " + std::to_string(b.size()));
    Vector y = b;
    correct(y);
    for (int order = 0; order < derivative_order<T>; ++order) {
      Vector residual = b - apply(y);
      correct(residual);
      y += residual;
    }
    return y;
  }
  Matrix A_;
  Eigen::PartialPivLU<Eigen::Matrix<Plain, Eigen::Dynamic, Eigen::Dynamic>> factors_;
};

/// y with A·y = b, in the number in which A and b meet; b is a vector or a matrix. Throws
/// std::invalid_argument where A is not square or b has other rows, std::domain_error where A is singular to rounding.
template <class DerivedA, class DerivedB>
auto solve(const Eigen::MatrixBase<DerivedA>& A, const Eigen::MatrixBase<DerivedB>& b) {
  using T = Common<typename DerivedA::Scalar, typename DerivedB::Scalar>;
  using Y = Eigen::Matrix<T, DerivedA::ColsAtCompileTime, DerivedB::ColsAtCompileTime>;
  const FactoredMatrix<T> factored(typename FactoredMatrix<T>::Matrix(A.template cast<T>()));
  if (b.rows() != A.rows())
    throw std::invalid_argument(
        "solve: matrix and right-hand side need equally many rows, but have "
        + std::to_string(A.rows()) + " and " + std::to_string(b.rows()));
  Y y(A.cols(), b.cols());
  for (Eigen::Index j = 0; j < b.cols(); ++j)
    y.col(j) = factored.solve(b.col(j).template cast<T>());
  return y;
}

/// The same of variables of a tape, as one operation on it. A or b may be plain.
template <class T, class DerivedA, class DerivedB>
auto solve(BasicTape<T>& tape, const Eigen::MatrixBase<DerivedA>& A,
           const Eigen::MatrixBase<DerivedB>& b) {
  static_assert(DerivedB::ColsAtCompileTime == 1,
                "solve on a tape takes one vector as right-hand side; call it for each column");
  using V = BasicVariable<T>;
  using Vector = typename FactoredMatrix<T>::Vector;
  const Eigen::Index n = A.rows();
  const auto value = [](const V& x) { return x.value(); };
  const Eigen::Matrix<V, Eigen::Dynamic, Eigen::Dynamic> matrix = A.template cast<V>();
  const Eigen::Matrix<V, Eigen::Dynamic, 1> right = b.template cast<V>();
  const auto factored = std::make_shared<const FactoredMatrix<T>>(
      typename FactoredMatrix<T>::Matrix(matrix.unaryExpr(value)));
  const Vector y = factored->solve(right.unaryExpr(value));

  std::vector<V> arguments(matrix.data(), matrix.data() + matrix.size());
  arguments.insert(arguments.end(), right.data(), right.data() + right.size());
  const auto pullback = [factored, y, n](std::span<const T> y_adjoint, std::span<T> adjoint) {
    Vector seed(n);
    for (Eigen::Index i = 0; i < n; ++i) seed[i] = y_adjoint[static_cast<std::size_t>(i)];
    const Vector b_adjoint = factored->solve_transposed(seed);
    for (Eigen::Index j = 0; j < n; ++j)
      for (Eigen::Index i = 0; i < n; ++i)
        adjoint[static_cast<std::size_t>(j * n + i)] -= b_adjoint[i] * y[j];
    for (Eigen::Index i = 0; i < n; ++i)
      adjoint[static_cast<std::size_t>(n * n + i)] += b_adjoint[i];
  };
  const std::vector<V> results =
      tape.record(std::span<const T>(y.data(), static_cast<std::size_t>(n)), arguments, pullback);
  Eigen::Matrix<V, DerivedA::ColsAtCompileTime, 1> solution(n);
  for (Eigen::Index i = 0; i < n; ++i) solution[i] = results[static_cast<std::size_t>(i)];
  return solution;
}

} // namespace jetwork::autodiff
