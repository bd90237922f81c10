// Whether a compressed matrix is the whole matrix: its product with one more direction is held against the function's.
//
// Compressed evaluation trusts the pattern. An entry that the pattern lacks, because at this point the function takes
// another branch, would be added to a neighbour's, silently. One direction with all inputs moving shows it: A v, from the
// entries that were read, must be what the function's own derivative along v is.
#pragma once

#include <Eigen/SparseCore>

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>

namespace jetwork::autodiff::detail {

/// How fast input j moves along the probe: between 0.5 and 1.5, all different (multiples of the golden ratio, modulo 1).
inline auto probe_tangent(std::size_t j) -> double {
  const double multiple = static_cast<double>(j + 1) * 0.6180339887498949;
  return 0.5 + (multiple - std::floor(multiple));
}

/// Throws std::domain_error where A·v is not `along_probe`, by more than rounding.
inline void require_complete(const Eigen::SparseMatrix<double>& A,
                             const Eigen::VectorXd& along_probe, const char* who) {
  // Entries may cancel in the function itself, so that far fewer digits agree.
  constexpr double rounding = 1e-6;
  Eigen::VectorXd product = Eigen::VectorXd::Zero(A.rows()), size = product;
  for (int j = 0; j < A.outerSize(); ++j) {
    const double v = probe_tangent(static_cast<std::size_t>(j));
    for (Eigen::SparseMatrix<double>::InnerIterator entry(A, j); entry; ++entry) {
      product[entry.row()] += entry.value() * v;
      size[entry.row()] += std::abs(entry.value() * v);
    }
  }
  for (Eigen::Index i = 0; i < A.rows(); ++i)
    if (std::abs(product[i] - along_probe[i])
        > rounding * size[i]) // false for NaN and infinity, which show in A itself
      throw std::domain_error(std::string(who) + ": at this point, row " + std::to_string(i)
                              + " depends on inputs that the pattern does not have: the function "
                                "took another branch than where the "
                                "pattern was found. Make the object at this point, or give a "
                                "pattern that has the entries of all branches");
}

} // namespace jetwork::autodiff::detail
