// Numbers with derivatives as entries of Eigen's matrices: what Eigen has to know of them, and the way from plain matrices
// to moving ones and back. Included by autodiff/eigen.hpp.
//
//   Eigen::Matrix<Dual<double>, 2, 2> A = moving(B, direction);       // B + t·direction
//   values(A), tangents(A);                                           // plain matrices again
#pragma once

#include "autodiff/dual.hpp"
#include "autodiff/numbers/arithmetic.hpp"

#include <Eigen/Core>

#include <stdexcept>
#include <string>

namespace jetwork::autodiff {

/// A number that carries derivatives, and has a value as soon as it is computed.
template <class X>
concept ActiveWithValue = Active<X> && HasValue<X>;

} // namespace jetwork::autodiff

namespace Eigen {

/// Precision and limits are those of the number inside.
template <jetwork::autodiff::ActiveWithValue X>
struct NumTraits<X> : NumTraits<jetwork::autodiff::Underlying<X>> {
  using Real = X;
  using NonInteger = X;
  using Nested = X;
  using Literal = X;
  enum { IsComplex = 0, IsInteger = 0, IsSigned = 1, RequireInitialization = 1 };
};

/// A constant meets an active number in the active number's type, on either side.
template <jetwork::autodiff::ActiveWithValue X, jetwork::autodiff::ConstantFor<X> C,
          class Operation>
struct ScalarBinaryOpTraits<X, C, Operation> {
  using ReturnType = X;
};
template <class C, jetwork::autodiff::ActiveWithValue X, class Operation>
requires jetwork::autodiff::ConstantFor<C, X>
struct ScalarBinaryOpTraits<C, X, Operation> {
  using ReturnType = X;
};

} // namespace Eigen

namespace jetwork::autodiff {

/// A plain vector or matrix of the same shape.
template <class Derived, class Number>
using MatrixOf = Eigen::Matrix<Number, Derived::RowsAtCompileTime, Derived::ColsAtCompileTime,
                               Derived::PlainObject::Options, Derived::MaxRowsAtCompileTime,
                               Derived::MaxColsAtCompileTime>;

/// The values of a matrix of active numbers. A matrix of plain numbers stays as it is.
template <class Derived>
auto values(const Eigen::MatrixBase<Derived>& A) {
  using X = typename Derived::Scalar;
  if constexpr (HasValue<X>) {
    using T = std::remove_cvref_t<decltype(std::declval<const X&>().value())>;
    return MatrixOf<Derived, T>(A.unaryExpr([](const X& x) -> T { return x.value(); }));
  } else {
    return MatrixOf<Derived, X>(A);
  }
}

/// The tangents of a matrix of Duals in one direction.
template <class Derived>
requires requires(const typename Derived::Scalar& x) { x.tangent(0); }
auto tangents(const Eigen::MatrixBase<Derived>& A, int direction = 0) {
  using X = typename Derived::Scalar;
  using T = std::remove_cvref_t<decltype(std::declval<const X&>().tangent(0))>;
  return MatrixOf<Derived, T>(
      A.unaryExpr([direction](const X& x) -> T { return x.tangent(direction); }));
}

/// The independent variables at x: entry i moves in direction i. X is Dual<double, N> or HyperDual<double, N>,
/// with N at least the size of x.
template <class X, class Derived>
auto variables(const Eigen::MatrixBase<Derived>& x) -> MatrixOf<Derived, X> {
  static_assert(Derived::SizeAtCompileTime == Eigen::Dynamic
                    || Derived::SizeAtCompileTime <= X::directions,
                "variables: the number type has fewer directions than the vector has entries");
  if (x.size() > X::directions)
    throw std::invalid_argument("variables: " + std::to_string(x.size())
                                + " entries need as many directions, and the number type has "
                                + std::to_string(X::directions));
  MatrixOf<Derived, X> seeded(x.rows(), x.cols());
  int direction = 0;
  for (Eigen::Index j = 0; j < x.cols(); ++j)
    for (Eigen::Index i = 0; i < x.rows(); ++i) seeded(i, j) = X::variable(x(i, j), direction++);
  return seeded;
}

/// A + t·B: the matrix A that moves along B.
template <class DerivedA, class DerivedB>
auto moving(const Eigen::MatrixBase<DerivedA>& A, const Eigen::MatrixBase<DerivedB>& B) {
  using T = typename DerivedA::Scalar;
  if (A.rows() != B.rows() || A.cols() != B.cols())
    throw std::invalid_argument("moving: the matrix is " + std::to_string(A.rows()) + " x "
                                + std::to_string(A.cols()) + ", its tangents are "
                                + std::to_string(B.rows()) + " x " + std::to_string(B.cols()));
  return MatrixOf<DerivedA, Dual<T>>(
      A.binaryExpr(B, [](const T& a, const T& b) { return Dual<T>(a, b); }));
}

// Functions that Eigen asks of every number, where the rule table has no row for them: they do not
// differentiate anything.
/// x itself: every number here is real.
template <ActiveWithValue X>
constexpr auto real(const X& x) -> const X& {
  return x;
}
/// Zero.
template <ActiveWithValue X>
constexpr auto imag(const X&) -> X {
  return X(0);
}
/// x itself.
template <ActiveWithValue X>
constexpr auto conj(const X& x) -> const X& {
  return x;
}
/// x², which Eigen calls abs2.
template <ActiveWithValue X>
constexpr auto abs2(const X& x) -> Common<X> {
  return x * x;
}

} // namespace jetwork::autodiff
