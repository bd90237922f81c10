// Colourings: which columns of a sparse matrix can share a direction.
//
//   SparsityPattern pattern(3, {{0, 1}, {1}, {0, 2}});      // the columns of each row
//   Colouring columns = colour_columns(pattern);            // columns of one colour share no row
//   Colouring symmetric = colour_symmetric(pattern);        // fewer, where the matrix is symmetric
//
// Columns of a Jacobian that share no row are found together from one product J·d (Curtis, Powell and Reid 1974):
// a distance-2 colouring. Of a Hessian it is enough that each entry can be read off somewhere, in its column's
// product or in its mirror's (Coleman and Moré 1984): a star colouring. Both are greedy, the most connected first
// (Gebremedhin, Manne and Pothen 2005, algorithms 3.1 and 4.1).
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::autodiff {

/// Where a matrix may differ from zero: for each row, its columns in ascending order.
class SparsityPattern {
public:
  /// Of no rows and no columns.
  SparsityPattern() = default;
  /// A row for each list of columns, which may be in any order and name a column twice. Throws std::invalid_argument where a
  /// column is not in 0 … columns - 1.
  SparsityPattern(int columns, std::vector<std::vector<int>> rows)
      : columns_(columns), rows_(std::move(rows)) {
    if (columns < 0)
      throw std::invalid_argument("SparsityPattern: the number of columns must not be negative");
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      std::sort(rows_[i].begin(), rows_[i].end());
      rows_[i].erase(std::unique(rows_[i].begin(), rows_[i].end()), rows_[i].end());
      if (!rows_[i].empty() && (rows_[i].front() < 0 || rows_[i].back() >= columns))
        throw std::invalid_argument("SparsityPattern: row " + std::to_string(i)
                                    + " names a column outside 0 … " + std::to_string(columns - 1));
    }
  }
  auto rows() const -> int { return static_cast<int>(rows_.size()); } ///< how many
  auto columns() const -> int { return columns_; }                    ///< how many
  /// The columns of row i, ascending.
  auto row(int i) const -> const std::vector<int>& { return rows_[static_cast<std::size_t>(i)]; }
  /// How many entries all rows have together.
  auto entries() const -> std::size_t {
    return std::accumulate(rows_.begin(), rows_.end(), std::size_t{0},
                           [](std::size_t sum, const auto& row) { return sum + row.size(); });
  }
  /// Whether row i has column j.
  auto has(int i, int j) const -> bool {
    return std::binary_search(row(i).begin(), row(i).end(), j);
  }
  /// The pattern of the transposed matrix.
  auto transposed() const -> SparsityPattern {
    std::vector<std::vector<int>> columns(static_cast<std::size_t>(columns_));
    for (int i = 0; i < rows(); ++i)
      for (const int j : row(i)) columns[static_cast<std::size_t>(j)].push_back(i);
    return {rows(), std::move(columns)};
  }
  /// The same size and the same entries.
  auto operator==(const SparsityPattern&) const -> bool = default;

private:
  int columns_ = 0;
  std::vector<std::vector<int>> rows_;
};

/// Which columns share a direction: those of one colour.
struct Colouring {
  std::vector<int> colour; ///< of each column
  int colours = 0;         ///< how many; colours are 0 … colours - 1

  /// The colour of a column.
  auto operator[](int column) const -> int { return colour[static_cast<std::size_t>(column)]; }
};

namespace detail {

/// Columns, those of most entries first.
inline auto largest_first(const SparsityPattern& columns) -> std::vector<int> {
  std::vector<int> order(static_cast<std::size_t>(columns.rows()));
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int a, int b) {
    const auto many = columns.row(a).size(), few = columns.row(b).size();
    return many != few ? many > few : a < b;
  });
  return order;
}

/// Gives each vertex in turn the first colour that forbid(colours, vertex, forbidding) does not forbid, and tells
/// given(vertex, colour).
template <class Forbid, class Given>
auto greedy(const std::vector<int>& order, Forbid&& forbid, Given&& given) -> Colouring {
  Colouring result{std::vector<int>(order.size(), -1), 0};
  std::vector<int> forbidden_for(order.size() + 1, -1);
  for (const int v : order) {
    forbid(result.colour, v, [&](int colour) {
      if (colour >= 0) forbidden_for[static_cast<std::size_t>(colour)] = v;
    });
    int colour = 0;
    while (forbidden_for[static_cast<std::size_t>(colour)] == v) ++colour;
    result.colour[static_cast<std::size_t>(v)] = colour;
    result.colours = std::max(result.colours, colour + 1);
    given(v, colour);
  }
  return result;
}

} // namespace detail

/// Columns of one colour have no row in common.
inline auto colour_columns(const SparsityPattern& pattern) -> Colouring {
  const SparsityPattern columns = pattern.transposed();
  return detail::greedy(
      detail::largest_first(columns),
      [&](const std::vector<int>& colour, int v, const auto& forbid) {
        for (const int i : columns.row(v))
          for (const int w : pattern.row(i))
            if (w != v) forbid(colour[static_cast<std::size_t>(w)]);
      },
      [](int, int) {});
}

/// Of a symmetric pattern: neighbours differ in colour, and a path of four vertices has three colours or more.
inline auto colour_symmetric(const SparsityPattern& pattern) -> Colouring {
  // How many neighbours of each vertex have each colour: the third edge of a path is looked up, not walked.
  std::vector<std::vector<int>> around(static_cast<std::size_t>(pattern.rows()));
  const auto forbid_for = [&](const std::vector<int>& colour, int v, const auto& forbid) {
    const auto of = [&](int w) { return colour[static_cast<std::size_t>(w)]; };
    for (const int w : pattern.row(v)) {
      if (w == v) continue;
      forbid(of(w));
      for (const int x : pattern.row(w)) {
        if (x == w || x == v || of(x) < 0) continue;
        if (of(w) < 0) {
          forbid(of(x)); // w's two neighbours would leave its colour no choice
          continue;
        }
        const int with_colour_of_w =
            around[static_cast<std::size_t>(x)][static_cast<std::size_t>(of(w))];
        if (with_colour_of_w > 1) forbid(of(x)); // v, w, x and another: two colours
      }
    }
  };
  const auto count = [&](int v, int colour) {
    const auto place = static_cast<std::size_t>(colour);
    for (const int w : pattern.row(v)) {
      if (w == v) continue;
      auto& colours = around[static_cast<std::size_t>(w)];
      if (colours.size() <= place) colours.resize(place + 1);
      ++colours[place];
    }
  };
  return detail::greedy(detail::largest_first(pattern), forbid_for, count);
}

} // namespace jetwork::autodiff
