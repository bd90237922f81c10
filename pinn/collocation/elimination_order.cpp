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
    : EliminationOrder(Groups(static_cast<int>(pattern.rows())), {pattern}, {typical},
                       Deadline::never()) {}

EliminationOrder::EliminationOrder(const Groups& groups, const std::vector<Pattern>& patterns,
                                   const std::vector<Eigen::MatrixXd>& typical,
                                   const Deadline& deadline)
    : rows_(index(groups.unknowns())), columns_(index(groups.unknowns())), first_step_{0} {
  Watch watch(deadline);
  for (int g = 0; g < groups.count(); ++g)
    add(groups[g], patterns[index(g)], typical[index(g)], watch);
}

void EliminationOrder::add(const Groups::Group& group, Pattern filled, Eigen::MatrixXd matrix,
                           Watch& watch) {
  const int count = static_cast<int>(filled.rows());
  Remaining left{all(count), all(count)};
  while (!left.rows.empty()) {
    watch.spend(8 * left.rows.size() * left.columns.size());
    const auto [row, column] = choose(filled, matrix, left);
    filled(row, column) = true; // a singular matrix has no other
    std::erase(left.rows, row);
    std::erase(left.columns, column);
    Step step{group.equations[index(row)], group.unknowns[index(column)], {}, {}};
    std::vector<int> below, right;
    for (const int other : left.rows)
      if (filled(other, column)) below.push_back(other);
    for (const int other : left.columns)
      if (filled(row, other)) right.push_back(other);
    for (const int r : below)
      for (const int c : right) {
        filled(r, c) = true;
        matrix(r, c) -= matrix(r, column) / matrix(row, column) * matrix(row, c);
      }
    for (const int r : below) step.rows.push_back(group.equations[index(r)]);
    for (const int c : right) step.columns.push_back(group.unknowns[index(c)]);
    steps_.push_back(std::move(step));
  }
  first_step_.push_back(steps_.size());
  for (int row = 0; row < count; ++row) {
    rows_[index(group.equations[index(row)])] = {places_.size(), row};
    columns_[index(group.unknowns[index(row)])] = row;
    for (int column = 0; column < count; ++column)
      places_.push_back(filled(row, column) ? entries_++ : -1);
  }
}

auto EliminationOrder::suits(const std::vector<Eigen::MatrixXd>& matrices, Watch& watch) const
    -> bool {
  if (matrices.size() + 1 != first_step_.size()) return false;
  for (std::size_t g = 0; g < matrices.size(); ++g) {
    Eigen::MatrixXd left = matrices[g];
    for (const Step& step : steps(static_cast<int>(g))) {
      const int row = row_in_group(step.row), column = column_in_group(step.column);
      const double pivot = left(row, column);
      watch.spend(step.rows.size() * step.columns.size());
      for (const int r : step.rows) {
        const int below = row_in_group(r);
        if (!(std::abs(pivot) >= tolerated * std::abs(left(below, column)))) return false;
        const double factor = left(below, column) / pivot;
        for (const int right : step.columns)
          left(below, column_in_group(right)) -= factor * left(row, column_in_group(right));
      }
    }
  }
  return true;
}

} // namespace jetwork::pinn
