// Sparse Jacobians and Hessians, in a few passes however many inputs there are.
//
//   SparseJacobian jacobian(g, x);                  // finds where J is not zero, and colours its columns
//   const Eigen::SparseMatrix<double>& J = jacobian(x);
//   jacobian(y);                                    // elsewhere, with the same pattern
//
//   SparseHessian hessian(f, x);
//   hessian(x).selfadjointView<Eigen::Lower>();     // both triangles are there
//
// Columns that do not disturb each other share a direction (autodiff/sparse/colouring.hpp), and eight directions share a
// pass of Dual<double, 8>: a tridiagonal Jacobian of any size takes one. A Hessian takes one sweep of a tape of
// such Duals.
//
// The pattern is found by running the function at the point given (autodiff/sparse/dependence.hpp). It holds wherever
// the function takes the same branches of its own `if`s; those inside elementary functions, min and max are all
// counted. Where other branches bring other dependences, the evaluation throws (autodiff/sparse/probe.hpp): give the
// pattern by hand then, SparseJacobian(g, x, pattern).
#pragma once

#include "autodiff/derivatives/reverse.hpp"
#include "autodiff/sparse/colouring.hpp"
#include "autodiff/sparse/dependence.hpp"
#include "autodiff/sparse/probe.hpp"

#include <Eigen/SparseCore>

#include <algorithm>
#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::autodiff {

namespace detail {

/// Input j as it moves in a pass: along its colour, if that is among the pass's directions, and along the probe, the
/// direction after all colours.
template <class X>
auto seeded(double value, std::size_t j, int colour, int first, int colours) -> X {
  std::array<double, static_cast<std::size_t>(X::directions)> tangents{};
  const auto set = [&](int direction, double tangent) {
    if (direction >= first && direction < first + X::directions)
      tangents[static_cast<std::size_t>(direction - first)] = tangent;
  };
  set(colour, 1);
  set(colours, probe_tangent(j));
  return X(value, tangents);
}

template <class P>
auto inputs_of_graph(DependenceGraph& graph, const P& x) {
  return transformed<DependentNumber>(x, [&](std::size_t i, const auto& x_i) {
    return graph.input(static_cast<int>(i), static_cast<double>(x_i));
  });
}

/// A sparse matrix of this pattern, zero so far.
inline auto zero_matrix(const SparsityPattern& pattern) -> Eigen::SparseMatrix<double> {
  Eigen::SparseMatrix<double> A(pattern.rows(), pattern.columns());
  const SparsityPattern columns = pattern.transposed();
  A.reserve(static_cast<Eigen::Index>(pattern.entries()));
  for (int j = 0; j < columns.rows(); ++j) {
    A.startVec(j);
    for (const int i : columns.row(j)) A.insertBack(i, j) = 0;
  }
  A.finalize();
  return A;
}

} // namespace detail

/// Where the Jacobian of f may differ from zero, found by running f at x. Throws std::invalid_argument where x is empty.
template <class F, Point P>
auto jacobian_pattern(F&& f, const P& x) -> SparsityPattern {
  detail::require_not_empty(detail::count(x), "jacobian_pattern");
  DependenceGraph graph;
  const auto inputs = detail::inputs_of_graph(graph, x);
  const auto y = detail::evaluate<DependentNumber>(f, detail::as_argument<P>(inputs));
  std::vector<std::vector<int>> rows;
  if constexpr (Point<std::remove_cvref_t<decltype(y)>>)
    for (std::size_t i = 0; i < detail::count(y); ++i)
      rows.push_back(graph.inputs_of(detail::at(y, i)));
  else rows.push_back(graph.inputs_of(y));
  return {static_cast<int>(detail::count(x)), std::move(rows)};
}

/// Where the Hessian of f may differ from zero: symmetric, with the whole diagonal.
template <class F, Point P>
auto hessian_pattern(F&& f, const P& x) -> SparsityPattern {
  detail::require_not_empty(detail::count(x), "hessian_pattern");
  DependenceGraph graph;
  const auto inputs = detail::inputs_of_graph(graph, x);
  const auto y = detail::evaluate<DependentNumber>(f, detail::as_argument<P>(inputs));
  detail::require_one_number<std::remove_cvref_t<decltype(y)>, DependentNumber>();
  const int n = static_cast<int>(detail::count(x));
  std::vector<std::vector<int>> rows = graph.interactions(n);
  for (int i = 0; i < n; ++i) {
    const std::vector<int> below = rows[static_cast<std::size_t>(i)];
    for (const int j : below)
      if (j < i) rows[static_cast<std::size_t>(j)].push_back(i);
    rows[static_cast<std::size_t>(i)].push_back(i);
  }
  return {n, std::move(rows)};
}

/// The Jacobian of f at points like the one given (Curtis, Powell and Reid 1974).
template <class F, Point P>
class SparseJacobian {
public:
  /// Finds the pattern by running f at x.
  SparseJacobian(F f, const P& x) : SparseJacobian(f, x, jacobian_pattern(f, x)) {}
  /// With a pattern given by hand: it must have every entry that can differ from zero, and may have more.
  SparseJacobian(F f, const P& x, SparsityPattern pattern)
      : f_(std::forward<F>(f)),
        pattern_(std::move(pattern)),
        colouring_(colour_columns(pattern_)),
        J_(detail::zero_matrix(pattern_)),
        along_probe_(J_.rows()) {
    detail::require_size(static_cast<std::size_t>(pattern_.columns()), detail::count(x),
                         "SparseJacobian", "pattern's row");
  }

  /// Throws std::domain_error where the Jacobian at x has an entry that the pattern lacks.
  auto operator()(const P& x) -> const Eigen::SparseMatrix<double>& {
    detail::require_size(detail::count(x), static_cast<std::size_t>(pattern_.columns()),
                         "SparseJacobian", "point");
    detail::shape_like<X>(seeded_, x);
    for (int first = 0; first <= colouring_.colours; first += lanes) {
      for (std::size_t j = 0; j < detail::count(x); ++j)
        detail::at(seeded_, j) =
            detail::seeded<X>(double(detail::at(x, j)), j, colouring_[static_cast<int>(j)], first,
                              colouring_.colours);
      const auto y = detail::evaluate<X>(f_, detail::as_argument<P>(seeded_));
      if constexpr (Point<std::remove_cvref_t<decltype(y)>>) {
        detail::require_size(detail::count(y), static_cast<std::size_t>(pattern_.rows()),
                             "SparseJacobian", "function's result");
        read(first, [&](Eigen::Index i) -> const X& {
          return detail::at(y, static_cast<std::size_t>(i));
        });
      } else {
        read(first, [&](Eigen::Index) -> const X& { return y; });
      }
    }
    detail::require_complete(J_, along_probe_, "SparseJacobian");
    return J_;
  }

  /// Where J may differ from zero.
  auto pattern() const -> const SparsityPattern& { return pattern_; }
  /// How many directions J is computed from; eight go in one pass.
  auto colours() const -> int { return colouring_.colours; }

private:
  static constexpr int lanes = 8;
  using X = Dual<double, lanes>;

  template <class Row>
  void read(int first, Row&& row) {
    for (int j = 0; j < J_.outerSize(); ++j) {
      const int direction = colouring_[j] - first;
      if (direction < 0 || direction >= lanes) continue;
      for (Eigen::SparseMatrix<double>::InnerIterator entry(J_, j); entry; ++entry)
        entry.valueRef() = row(entry.row()).tangent(direction);
    }
    if (const int probe = colouring_.colours - first; probe < lanes)
      for (Eigen::Index i = 0; i < J_.rows(); ++i) along_probe_[i] = row(i).tangent(probe);
  }

  F f_;
  SparsityPattern pattern_;
  Colouring colouring_;
  Eigen::SparseMatrix<double> J_;
  Eigen::VectorXd along_probe_;
  WithNumber<P, X> seeded_{};
};

/// The Hessian of f, which returns one number, at points like the one given (Coleman and Moré 1984).
template <class F, Point P>
class SparseHessian {
public:
  /// Finds the pattern by running f at x.
  SparseHessian(F f, const P& x) : SparseHessian(f, x, hessian_pattern(f, x)) {}
  /// With a pattern given by hand: symmetric, with every entry that can differ from zero.
  SparseHessian(F f, const P& x, const SparsityPattern& pattern)
      : recorded_(std::forward<F>(f)),
        pattern_(with_diagonal(pattern, detail::count(x))),
        colouring_(colour_symmetric(pattern_)),
        H_(detail::zero_matrix(pattern_)),
        along_probe_(H_.rows()) {
    read_off();
  }

  /// Throws std::domain_error where the Hessian at x has an entry that the pattern lacks.
  auto operator()(const P& x) -> const Eigen::SparseMatrix<double>& {
    const std::size_t n = detail::count(x);
    detail::require_size(n, static_cast<std::size_t>(pattern_.columns()), "SparseHessian", "point");
    for (int first = 0; first <= colouring_.colours; first += lanes) {
      recorded_.sweep(x, [&](std::size_t i, const auto& x_i) {
        return detail::seeded<X>(x_i, i, colouring_[static_cast<int>(i)], first,
                                 colouring_.colours);
      });
      // Row i of H·D, for the directions of this sweep.
      for (std::size_t i = 0; i < n; ++i) {
        const X row = recorded_.adjoint(i);
        if (const int probe = colouring_.colours - first; probe < lanes)
          along_probe_[static_cast<Eigen::Index>(i)] = row.tangent(probe);
        for (std::size_t place = reads_by_row_[i]; place < reads_by_row_[i + 1]; ++place) {
          const int direction = reads_[place].colour - first;
          if (direction < 0 || direction >= lanes) continue;
          H_.valuePtr()[reads_[place].entry] = row.tangent(direction);
          H_.valuePtr()[reads_[place].mirror] = row.tangent(direction);
        }
      }
    }
    detail::require_complete(H_, along_probe_, "SparseHessian");
    return H_;
  }

  /// Where H may differ from zero.
  auto pattern() const -> const SparsityPattern& { return pattern_; }
  /// How many directions H is computed from; eight go in one sweep.
  auto colours() const -> int { return colouring_.colours; }

private:
  static constexpr int lanes = 8;
  using X = Dual<double, lanes>;
  /// An entry of H and its mirror: alone in its row of the product of H with the direction of this colour.
  struct Read {
    int colour;
    Eigen::Index entry, mirror;
  };

  static auto with_diagonal(const SparsityPattern& pattern, std::size_t n) -> SparsityPattern {
    if (static_cast<std::size_t>(pattern.rows()) != n
        || static_cast<std::size_t>(pattern.columns()) != n)
      throw std::invalid_argument("SparseHessian: the pattern must have " + std::to_string(n)
                                  + " rows and columns, one for each number of the point");
    std::vector<std::vector<int>> rows;
    for (int i = 0; i < pattern.rows(); ++i) {
      rows.push_back(pattern.row(i));
      rows.back().push_back(i);
      for (const int j : pattern.row(i))
        if (!pattern.has(j, i))
          throw std::invalid_argument("SparseHessian: the pattern is not symmetric: it has ("
                                      + std::to_string(i) + ", " + std::to_string(j)
                                      + ") without its mirror; add it");
    }
    return {pattern.columns(), std::move(rows)};
  }
  /// The place of H(i, j) among the stored numbers.
  auto place(int i, int j) const -> Eigen::Index {
    const int* const begin = H_.innerIndexPtr() + H_.outerIndexPtr()[j];
    const int* const end = H_.innerIndexPtr() + H_.outerIndexPtr()[j + 1];
    return std::lower_bound(begin, end, i) - H_.innerIndexPtr();
  }
  /// For each entry, the row of H·D in which it stands alone: i's if j is the only one of its colour there,
  /// else j's. A star colouring grants one of the two.
  void read_off() {
    std::vector<int> of_colour(static_cast<std::size_t>(colouring_.colours), 0);
    std::vector<std::vector<Read>> by_row(static_cast<std::size_t>(pattern_.rows()));
    std::vector<std::vector<int>> alone(by_row.size());
    for (int i = 0; i < pattern_.rows(); ++i) {
      for (const int j : pattern_.row(i)) ++of_colour[static_cast<std::size_t>(colouring_[j])];
      for (const int j : pattern_.row(i))
        if (of_colour[static_cast<std::size_t>(colouring_[j])] == 1)
          alone[static_cast<std::size_t>(i)].push_back(j);
      for (const int j : pattern_.row(i)) of_colour[static_cast<std::size_t>(colouring_[j])] = 0;
    }
    const auto is_alone = [&](int i, int j) {
      const auto& row = alone[static_cast<std::size_t>(i)];
      return std::binary_search(row.begin(), row.end(), j);
    };
    for (int i = 0; i < pattern_.rows(); ++i)
      for (const int j : pattern_.row(i)) {
        if (j > i) break;
        const int row = is_alone(i, j) ? i : j, column = row == i ? j : i;
        if (!is_alone(row, column))
          throw std::logic_error(
              "SparseHessian: internal error, please report it: the colouring does not determine "
              "entry ("
              + std::to_string(i) + ", " + std::to_string(j) + ")");
        by_row[static_cast<std::size_t>(row)].push_back(
            {colouring_[column], place(i, j), place(j, i)});
      }
    reads_by_row_.assign(1, 0);
    for (const auto& row : by_row) {
      reads_.insert(reads_.end(), row.begin(), row.end());
      reads_by_row_.push_back(reads_.size());
    }
  }

  detail::Recorded<X, F, P> recorded_;
  SparsityPattern pattern_;
  Colouring colouring_;
  Eigen::SparseMatrix<double> H_;
  Eigen::VectorXd along_probe_;
  std::vector<Read> reads_;
  std::vector<std::size_t> reads_by_row_;
};

template <class F, class P>
SparseJacobian(F, P) -> SparseJacobian<F, P>;
template <class F, class P>
SparseJacobian(F, P, SparsityPattern) -> SparseJacobian<F, P>;
template <class F, class P>
SparseHessian(F, P) -> SparseHessian<F, P>;
template <class F, class P>
SparseHessian(F, P, SparsityPattern) -> SparseHessian<F, P>;

} // namespace jetwork::autodiff
