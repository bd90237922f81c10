// The order in which a small sparse system is eliminated, chosen once for many systems of the same shape.
//
//   EliminationOrder order(pattern, typical);            // pattern(e, i): whether equation e knows unknown i
//   EliminationOrder order(groups, patterns, typical, deadline);           // of each group its own
//   for (const auto& step : order.steps()) …             // see pinn/collocation/elimination.hpp
//
// Each pivot is the entry that makes the fewest others, among those that are not small (Markowitz 1957, with threshold
// pivoting). A system's entries may be numbers, but also blocks or rows of numbers at many points: they share one
// order, that of a typical matrix.
#pragma once

#include "pinn/limits.hpp"
#include "pinn/problem/groups.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <span>
#include <vector>

namespace jetwork::pinn {

class EliminationOrder {
public:
  using Pattern = Eigen::Matrix<bool, Eigen::Dynamic, Eigen::Dynamic>;

  /// Eliminates equation `row` for the unknown `column`, from the equations `rows`; the pivot's own equation still has
  /// the unknowns `columns`.
  struct Step {
    int row, column;
    std::vector<int> rows, columns;
  };

  EliminationOrder() = default;
  EliminationOrder(const Pattern& pattern, const Eigen::MatrixXd& typical);
  /// For each group a pattern and a typical matrix of its own equations and unknowns. Throws DeadlinePassed.
  EliminationOrder(const Groups& groups, const std::vector<Pattern>& patterns,
                   const std::vector<Eigen::MatrixXd>& typical, const Deadline& deadline);

  /// Whether no pivot of these matrices, one a group, is small beside the entries that it eliminates.
  [[nodiscard]] auto suits(const std::vector<Eigen::MatrixXd>& matrices, Watch& watch) const
      -> bool;

  [[nodiscard]] auto size() const -> int { return static_cast<int>(rows_.size()); }
  [[nodiscard]] auto steps() const -> std::span<const Step> { return steps_; }
  /// Those of one group.
  [[nodiscard]] auto steps(int group) const -> std::span<const Step> {
    const std::size_t first = first_step_[index(group)];
    return std::span(steps_).subspan(first, first_step_[index(group) + 1] - first);
  }
  /// Where entry (row, column) is stored, counted from 0; -1 for one that is and stays zero. Both are of one group.
  [[nodiscard]] auto place(int row, int column) const -> int {
    return places_[rows_[index(row)].first + index(columns_[index(column)])];
  }
  /// The places of an equation and an unknown among those of their group.
  [[nodiscard]] auto row_in_group(int row) const -> int { return rows_[index(row)].place; }
  [[nodiscard]] auto column_in_group(int column) const -> int { return columns_[index(column)]; }
  /// How many are stored.
  [[nodiscard]] auto entries() const -> int { return entries_; }

private:
  struct Row {
    std::size_t first; // its first place in places_
    int place;         // in its group
  };
  static auto index(int i) -> std::size_t { return static_cast<std::size_t>(i); }
  void add(const Groups::Group& group, Pattern filled, Eigen::MatrixXd matrix, Watch& watch);

  std::vector<Row> rows_;    // of each equation
  std::vector<int> columns_; // of each unknown, its place in its group
  std::vector<int> places_;  // of each group, row by row
  int entries_ = 0;
  std::vector<Step> steps_;
  std::vector<std::size_t> first_step_; // of each group, and the number of all
};

} // namespace jetwork::pinn
