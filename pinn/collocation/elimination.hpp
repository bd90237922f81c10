// Gaussian elimination where each entry is more than a number: a block of a segment's modes, or the numbers at many
// points.
//
//   Elimination<ModeBlock> system;
//   system.reset(order);                                 // all zero
//   system.entry(e, i) += …;                             // entries of the order's pattern alone
//   system.factor();
//   system.solve(right, 1);                              // right[e] becomes the solution's part i = e
//
// An entry has set_zero(), invert(), multiply(other), which makes it its product with the other, and the static
// subtract_product(a, b, c, columns): c -= a·b for right-hand sides b, c of so many columns of Entry::size numbers.
#pragma once

#include "pinn/collocation/elimination_order.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace jetwork::pinn {

template <class Entry>
class Elimination {
public:
  void reset(const EliminationOrder& order) {
    order_ = &order;
    entries_.resize(static_cast<std::size_t>(order.entries()));
    for (Entry& entry : entries_) entry.set_zero();
  }
  auto entry(int row, int column) -> Entry& {
    return entries_[static_cast<std::size_t>(order_->place(row, column))];
  }
  auto entry(int row, int column) const -> const Entry& {
    return entries_[static_cast<std::size_t>(order_->place(row, column))];
  }

  /// Pivots become their inverses, what is below them factors.
  void factor() {
    for (const auto& step : order_->steps()) {
      const Entry& pivot = entry(step.row, step.column);
      entry(step.row, step.column).invert();
      for (const int below : step.rows) {
        Entry& factor = entry(below, step.column);
        factor.multiply(pivot);
        for (const int right : step.columns)
          Entry::subtract_product(factor.data(), entry(step.row, right).data(),
                                  entry(below, right).data(), Entry::columns);
      }
    }
  }

  /// Solves for right-hand sides of `columns` columns each; equation e's starts at right + e·stride, and so will
  /// unknown e's solution.
  void solve(double* right, int columns) {
    const auto stride = static_cast<std::size_t>(Entry::size * columns);
    const auto part = [&](int i) { return right + static_cast<std::size_t>(i) * stride; };
    solution_.resize(static_cast<std::size_t>(order_->size()) * stride);
    const auto solution = [&](int i) {
      return solution_.data() + static_cast<std::size_t>(i) * stride;
    };
    for (const auto& step : order_->steps())
      for (const int below : step.rows)
        Entry::subtract_product(entry(below, step.column).data(), part(step.row), part(below),
                                columns);
    for (auto step = order_->steps().rbegin(); step != order_->steps().rend(); ++step) {
      for (const int later : step->columns)
        Entry::subtract_product(entry(step->row, later).data(), solution(later), part(step->row),
                                columns);
      double* const x = solution(step->column);
      std::fill_n(x, stride, 0.0);
      Entry::subtract_product(entry(step->row, step->column).data(), part(step->row), x, columns);
      for (std::size_t k = 0; k < stride; ++k) x[k] = -x[k];
    }
    std::copy(solution_.begin(), solution_.end(), right);
  }

private:
  const EliminationOrder* order_ = nullptr;
  std::vector<Entry> entries_;
  std::vector<double> solution_;
};

} // namespace jetwork::pinn
