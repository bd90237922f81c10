// Gaussian elimination where each entry is more than a number: a block of a segment's modes, or the numbers at many
// points.
//
//   Elimination<ModeBlock> system;
//   system.reset(order, watch);                          // all zero
//   system.entry(e, i) += …;                             // entries of the order's pattern alone
//   system.factor(watch);
//   system.solve(right, 1, watch);                        // right[e] becomes the solution's part i = e
//
// An entry of Entry::size rows and Entry::depth columns has set_zero(), invert(), multiply(other), which makes it its product
// with the other, and the static subtract_product(a, b, c, columns): c -= a·b for right-hand sides b, c of so many columns of
// Entry::size numbers.
#pragma once

#include "pinn/collocation/elimination_order.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace jetwork::pinn {

template <class Entry>
class Elimination {
public:
  /// All zero. Throws DeadlinePassed.
  void reset(const EliminationOrder& order, Watch& watch) {
    order_ = &order;
    const auto count = static_cast<std::size_t>(order.entries());
    entries_.reserve(count);
    if (entries_.size() > count) entries_.resize(count);
    for (Entry& entry : entries_) entry.set_zero();
    watch.spend(entries_.size() * sizeof(Entry));
    while (entries_.size() < count) { // to take and to clear many takes seconds
      entries_.emplace_back().set_zero();
      watch.spend(sizeof(Entry));
    }
  }
  auto entry(int row, int column) -> Entry& {
    return entries_[static_cast<std::size_t>(order_->place(row, column))];
  }
  auto entry(int row, int column) const -> const Entry& {
    return entries_[static_cast<std::size_t>(order_->place(row, column))];
  }

  /// Pivots become their inverses, what is below them factors. Throws DeadlinePassed.
  void factor(Watch& watch) {
    for (const auto& step : order_->steps()) {
      const Entry& pivot = entry(step.row, step.column);
      entry(step.row, step.column).invert();
      for (const int below : step.rows) {
        Entry& factor = entry(below, step.column);
        factor.multiply(pivot);
        for (const int right : step.columns)
          Entry::subtract_product(factor.data(), entry(step.row, right).data(),
                                  entry(below, right).data(), Entry::columns);
        watch.spend((step.columns.size() + 1) * work_of(Entry::columns));
      }
    }
  }

  /// Solves for right-hand sides of `columns` columns each; equation e's starts at right + e·stride, and so will
  /// unknown e's solution. Throws DeadlinePassed.
  void solve(double* right, int columns, Watch& watch) {
    const auto same = [](int i) { return i; };
    solve(order_->steps(), order_->size(), same, same, right, columns, watch);
  }
  /// The same in one group of so many unknowns, whose equations and unknowns are counted by their places in it.
  void solve(int group, int size, double* right, int columns, Watch& watch) {
    solve(
        order_->steps(group), size, [&](int row) { return order_->row_in_group(row); },
        [&](int column) { return order_->column_in_group(column); }, right, columns, watch);
  }

private:
  static auto work_of(int columns) -> std::size_t {
    return static_cast<std::size_t>(Entry::size) * static_cast<std::size_t>(Entry::depth)
           * static_cast<std::size_t>(columns);
  }

  template <class PlaceOfRow, class PlaceOfColumn>
  void solve(std::span<const EliminationOrder::Step> steps, int size, PlaceOfRow place_of_row,
             PlaceOfColumn place_of_column, double* right, int columns, Watch& watch) {
    const auto stride = static_cast<std::size_t>(Entry::size * columns);
    const auto part = [&](int row) {
      return right + static_cast<std::size_t>(place_of_row(row)) * stride;
    };
    solution_.resize(static_cast<std::size_t>(size) * stride);
    const auto solution = [&](int column) {
      return solution_.data() + static_cast<std::size_t>(place_of_column(column)) * stride;
    };
    for (const auto& step : steps) {
      for (const int below : step.rows)
        Entry::subtract_product(entry(below, step.column).data(), part(step.row), part(below),
                                columns);
      watch.spend(step.rows.size() * work_of(columns));
    }
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
      for (const int later : step->columns)
        Entry::subtract_product(entry(step->row, later).data(), solution(later), part(step->row),
                                columns);
      double* const x = solution(step->column);
      std::fill_n(x, stride, 0.0);
      Entry::subtract_product(entry(step->row, step->column).data(), part(step->row), x, columns);
      for (std::size_t k = 0; k < stride; ++k) x[k] = -x[k];
      watch.spend((step->columns.size() + 1) * work_of(columns));
    }
    std::copy(solution_.begin(), solution_.end(), right);
  }

  const EliminationOrder* order_ = nullptr;
  std::vector<Entry> entries_;
  std::vector<double> solution_;
};

} // namespace jetwork::pinn
