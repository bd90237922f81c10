// Eigenvalues and eigenvectors of a symmetric matrix of numbers that carry derivatives, to any order.
// Included by autodiff/eigen.hpp.
//
//   Eigen::Matrix<Dual<double>, -1, -1> A = moving(A0, dA);
//   Eigen::SelfAdjointEigenSolver<decltype(A)> eigen(A);
//   eigen.eigenvalues()[0].tangent();             // vᵀ·dA·v
//
// The values are Eigen's. The derivatives are made by the refinement of Ogita and Aishima (2018), a Newton step
// for all pairs at once: with R = I - VᵀV and S = VᵀAV,
//   λ_i = S_ii/(1 - R_ii),   E_ij = (S_ij + λ_j·R_ij)/(λ_j - λ_i),   E_ii = R_ii/2,   V ← V + V·E.
// Where two eigenvalues of a matrix that moves are equal to rounding, their derivatives depend on the direction
// or do not exist: std::domain_error.
#pragma once

#include "autodiff/eigen/numbers.hpp"

#include <Eigen/Core>

#include <limits>
#include <stdexcept>
#include <string>

namespace Eigen {

template <class MatrixType>
class SelfAdjointEigenSolver; // in Eigen/Eigenvalues, which whoever uses it includes

/// Eigen's solver of the symmetric eigenvalue problem, for matrices of active numbers (Ogita and Aishima 2018).
template <class MatrixType>
requires jetwork::autodiff::ActiveWithValue<typename MatrixType::Scalar>
class SelfAdjointEigenSolver<MatrixType> {
public:
  using Scalar = typename MatrixType::Scalar; ///< the active number
  using RealScalar = Scalar;                  ///< Eigen's name for it
  /// The eigenvalues' type.
  using RealVectorType = Matrix<Scalar, MatrixType::ColsAtCompileTime, 1>;
  using EigenvectorsType = MatrixType; ///< a column for each eigenvector

  SelfAdjointEigenSolver() = default; ///< to compute later
  /// Computes at once.
  template <class Derived>
  explicit SelfAdjointEigenSolver(const EigenBase<Derived>& A, int options = ComputeEigenvectors) {
    compute(A.derived(), options);
  }

  /// Reads the lower triangle, as Eigen does. Eigenvectors are always computed.
  template <class Derived>
  auto compute(const EigenBase<Derived>& matrix, int = ComputeEigenvectors)
      -> SelfAdjointEigenSolver& {
    using T = jetwork::autodiff::Underlying<Scalar>;
    using Plain = jetwork::autodiff::MatrixOf<MatrixType, T>;
    const MatrixType lower = matrix.derived();
    const MatrixType A = lower.template selfadjointView<Lower>();
    const SelfAdjointEigenSolver<Plain> plain(Plain(
        A.unaryExpr([](const Scalar& x) -> T { return jetwork::autodiff::innermost_value(x); })));
    info_ = plain.info();
    values_ = plain.eigenvalues().template cast<Scalar>();
    vectors_ = plain.eigenvectors().template cast<Scalar>();
    // Eigenvalues that are equal may come out of rounding as far apart as this.
    const T size = values_.size() == 0 ? T(0) : T(plain.eigenvalues().cwiseAbs().maxCoeff());
    const T together = T(8 * A.rows()) * std::numeric_limits<T>::epsilon() * size;
    const auto moves = [](const Scalar& x) {
      return !is_zero(Scalar(x - jetwork::autodiff::innermost_value(x)));
    };
    if (A.unaryExpr(moves).any())
      for (int step = 0; step < jetwork::autodiff::newton_corrections<Scalar>; ++step)
        correct(A, plain.eigenvalues(), together);
    return *this;
  }

  /// In ascending order of their values.
  auto eigenvalues() const -> const RealVectorType& { return values_; }
  /// Of length 1, in the order of the eigenvalues.
  auto eigenvectors() const -> const MatrixType& { return vectors_; }
  /// Eigen::Success if the iteration on the values converged.
  auto info() const -> ComputationInfo { return info_; }

private:
  template <class Vector, class T>
  void correct(const MatrixType& A, const Vector& plain, const T& together) {
    const Index n = A.rows();
    const MatrixType AV = A * vectors_;
    const MatrixType S = vectors_.transpose() * AV;
    const MatrixType R = MatrixType::Identity(n, n) - vectors_.transpose() * vectors_;
    for (Index i = 0; i < n; ++i) values_[i] = S(i, i) / (1 - R(i, i));
    MatrixType E(n, n);
    for (Index i = 0; i < n; ++i)
      for (Index j = 0; j < n; ++j) {
        const T gap = plain[j] - plain[i];
        if (i == j) {
          E(i, j) = R(i, i) / 2;
          continue;
        }
        if (!(gap > together || -gap > together))
          throw std::domain_error(
              "SelfAdjointEigenSolver: eigenvalues " + std::to_string(i) + " and "
              + std::to_string(j)
              + " are equal to rounding, and the matrix "
                "moves: their derivatives depend on the direction or do not exist");
        E(i, j) = (S(i, j) + values_[j] * R(i, j)) / (values_[j] - values_[i]);
      }
    vectors_ += (vectors_ * E).eval();
  }
  RealVectorType values_;
  MatrixType vectors_;
  ComputationInfo info_ = InvalidInput;
};

} // namespace Eigen
