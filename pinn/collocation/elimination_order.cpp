#include "pinn/collocation/elimination_order.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace jetwork::pinn {

namespace {

/// How much smaller than the largest entry of its column a pivot may be: when the order is chosen, and in later use.
constexpr double threshold = 0.1, tolerated = 1e-3;

/// The equations and unknowns that are not eliminated yet.
struct Remaining {
  std::vector<int> rows, columns;
};

auto all(int size) -> std::vector<int> {
  std::vector<int> numbers(static_cast<std::size_t>(size));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

/// The largest entry of each column, over the remaining rows.
auto largest_of_columns(const Eigen::MatrixXd& matrix, const Remaining& left) -> Eigen::VectorXd {
  Eigen::VectorXd largest = Eigen::VectorXd::Zero(matrix.cols());
  for (const int column : left.columns)
    for (const int row : left.rows)
      largest[column] = std::max(largest[column], std::abs(matrix(row, column)));
  return largest;
}

/// The pivot: row and column.
auto choose(const EliminationOrder::Pattern& filled, const Eigen::MatrixXd& matrix,
            const Remaining& left) -> std::pair<int, int> {
  const Eigen::VectorXd largest = largest_of_columns(matrix, left);
  std::vector<int> in_row(static_cast<std::size_t>(matrix.rows())), in_column = in_row;
  for (const int row : left.rows)
    for (const int column : left.columns)
      if (filled(row, column)) {
        ++in_row[static_cast<std::size_t>(row)];
        ++in_column[static_cast<std::size_t>(column)];
      }
  std::pair best{left.rows.front(), left.columns.front()};
  long fewest = std::numeric_limits<long>::max();
  double size = -1.0;
  for (const int row : left.rows)
    for (const int column : left.columns) {
      const double entry = std::abs(matrix(row, column));
      if (!filled(row, column) || !(entry > 0) || entry < threshold * largest[column]) continue;
      const long made = long{in_row[static_cast<std::size_t>(row)] - 1}
                        * (in_column[static_cast<std::size_t>(column)] - 1);
      if (made > fewest || (made == fewest && entry <= size)) continue;
      best = {row, column};
      fewest = made;
      size = entry;
    }
  return best;
}

} // namespace

EliminationOrder::EliminationOrder(const Pattern& pattern, const Eigen::MatrixXd& typical)
    : place_(Eigen::MatrixXi::Constant(pattern.rows(), pattern.cols(), -1)) {
  const int count = static_cast<int>(pattern.rows());
  Pattern filled = pattern;
  Eigen::MatrixXd matrix = typical;
  Remaining left{all(count), all(count)};
  while (!left.rows.empty()) {
    const auto [row, column] = choose(filled, matrix, left);
    filled(row, column) = true; // a singular matrix has no other
    std::erase(left.rows, row);
    std::erase(left.columns, column);
    Step step{row, column, {}, {}};
    for (const int other : left.rows)
      if (filled(other, column)) step.rows.push_back(other);
    for (const int other : left.columns)
      if (filled(row, other)) step.columns.push_back(other);
    for (const int below : step.rows)
      for (const int right : step.columns) {
        filled(below, right) = true;
        matrix(below, right) -= matrix(below, column) / matrix(row, column) * matrix(row, right);
      }
    steps_.push_back(std::move(step));
  }
  for (int row = 0; row < count; ++row)
    for (int column = 0; column < count; ++column)
      if (filled(row, column)) place_(row, column) = entries_++;
}

auto EliminationOrder::suits(const Eigen::MatrixXd& matrix) const -> bool {
  if (matrix.rows() != size()) return false;
  Eigen::MatrixXd left = matrix;
  for (const Step& step : steps_) {
    const double pivot = left(step.row, step.column);
    for (const int below : step.rows) {
      if (!(std::abs(pivot) >= tolerated * std::abs(left(below, step.column)))) return false;
      const double factor = left(below, step.column) / pivot;
      for (const int right : step.columns) left(below, right) -= factor * left(step.row, right);
    }
  }
  return true;
}

} // namespace jetwork::pinn
