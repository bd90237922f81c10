// The network's weights, activations and δ as the matrices and vectors of section 3.
//
//   equal(sides, z_of_j(n), W_ij(n) * a_of_i(n) + b_of_j(n));       // Eq. 24
#pragma once

#include "paper/claims/claim.hpp"
#include "paper/claims/network_family.hpp"

#include <Eigen/Core>

#include <ranges>
#include <string>

namespace jetwork::paper {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// How many neurons a layer has.
inline auto count(const auto& neurons) -> int {
  return static_cast<int>(std::ranges::ssize(neurons));
}

template <class Entry>
auto vector_of(int rows, const Entry& entry) -> VectorXd {
  VectorXd v(rows);
  for (int x = 0; x < rows; ++x) v[x] = entry(x);
  return v;
}
template <class Entry>
auto matrix_of(int rows, int columns, const Entry& entry) -> MatrixXd {
  MatrixXd m(rows, columns);
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column) m(row, column) = entry(row, column);
  return m;
}
inline void equal(Sides& sides, const MatrixXd& truth, const MatrixXd& claimed) {
  if (truth.rows() != claimed.rows() || truth.cols() != claimed.cols())
    return sides.no_such_number("the matrices differ in shape", truth(0, 0));
  for (Index row = 0; row < truth.rows(); ++row)
    for (Index column = 0; column < truth.cols(); ++column)
      sides.equal(truth(row, column), claimed(row, column),
                  "row " + std::to_string(row) + ", column " + std::to_string(column));
}

// The paper's layout: row of the neuron fed, column of the neuron that feeds. w_01 stands in row 1, column 0.
inline auto W_ij(const Network& n) {
  return matrix_of(count(n.j()), count(n.i()),
                   [&](int row, int column) { return n(w_ij(column, row)); });
}
inline auto W_jk(const Network& n) {
  return matrix_of(count(n.k()), count(n.j()),
                   [&](int row, int column) { return n(w_jk(column, row)); });
}
inline auto a_of_i(const Network& n) {
  return vector_of(count(n.i()), [&](int i) { return n(a_i(i)); });
}
inline auto a_of_j(const Network& n) {
  return vector_of(count(n.j()), [&](int j) { return n(a_j(j)); });
}
inline auto b_of_j(const Network& n) {
  return vector_of(count(n.j()), [&](int j) { return n(b_j(j)); });
}
inline auto z_of_j(const Network& n) {
  return vector_of(count(n.j()), [&](int j) { return n(z_j(j)); });
}
inline auto delta_of_k(const Network& n) {
  return vector_of(count(n.k()), [&](int k) { return n.delta_k(k); });
}
inline auto loss_by_w_jk(const Network& n) -> MatrixXd {
  return matrix_of(count(n.k()), count(n.j()),
                   [&](int row, int column) { return n.d(loss(), w_jk(column, row)); });
}

} // namespace jetwork::paper
