// The order in which a small sparse system is eliminated, chosen once for many systems of the same shape.
//
//   EliminationOrder order(pattern, typical);            // pattern(e, i): whether equation e knows unknown i
//   for (const auto& step : order.steps()) …             // see pinn/collocation/elimination.hpp
//
// Each pivot is the entry that makes the fewest others, among those that are not small (Markowitz 1957, with threshold
// pivoting). A system's entries may be numbers, but also blocks or rows of numbers at many points: they share one
// order, that of a typical matrix.
#pragma once

#include <Eigen/Core>

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

  /// Whether no pivot of this matrix is small beside the entries that it eliminates.
  [[nodiscard]] auto suits(const Eigen::MatrixXd& matrix) const -> bool;

  [[nodiscard]] auto size() const -> int { return static_cast<int>(place_.rows()); }
  [[nodiscard]] auto steps() const -> const std::vector<Step>& { return steps_; }
  /// Where entry (row, column) is stored, counted from 0; -1 for one that is and stays zero.
  [[nodiscard]] auto place(int row, int column) const -> int { return place_(row, column); }
  /// How many are stored.
  [[nodiscard]] auto entries() const -> int { return entries_; }

private:
  Eigen::MatrixXi place_;
  int entries_ = 0;
  std::vector<Step> steps_;
};

} // namespace jetwork::pinn
