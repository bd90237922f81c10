// Reductions over the rows of a batch variable: sum, dot, product. (The largest row and log-sum-exp: largest.hpp.)
//
//   forward_dot      y = Σ a[r]·b[r] in every column
//   reverse_dot      adjoint of a[r] += b[r] * adjoint of y, and the other way round
//
// Many samples are reduced row by row, all columns side by side. A single sample is reduced in packs too: its column
// is read as rows of eight, and the eight results are combined at the end (FoldedRows). Sums and products are linear
// in every factor, so their transposes are written here.
#pragma once

#include "autodiff/batch/kernels/elementwise.hpp"

#include <algorithm>

namespace jetwork::autodiff::detail {

/// An argument's rows as packs: how many columns, how many packs in each column, how far apart.
struct FoldedRows {
  std::ptrdiff_t columns; // numbers across: whole packs
  std::ptrdiff_t length;  // packs below one another
  std::ptrdiff_t stride;  // from one to the next
  std::ptrdiff_t whole;   // packs of which every lane counts
  Pack lane;              // 0, 1, …
  double last;            // lanes that count in the last pack
  bool one_sample;

  FoldedRows(const BatchCall& call, std::size_t k)
      : columns(call.layout.one_sample ? Pack::size : call.layout.columns),
        length(call.argument(k).rows),
        stride(call.layout.columns),
        whole(length),
        last(Pack::size),
        one_sample(call.layout.one_sample) {
    for (int i = 0; i < Pack::size; ++i) lane[i] = i;
    if (!one_sample) return;
    const std::ptrdiff_t rows = length;
    length = BatchLayout::padded(rows) / Pack::size;
    stride = Pack::size;
    whole = rows / Pack::size;
    if (whole < length) last = static_cast<double>(rows - whole * Pack::size);
  }
  /// The pack of row r; lanes that don't count are `neutral`.
  auto load(const double* x, std::ptrdiff_t r, double neutral = 0) const -> Pack {
    const Pack term = Pack::load(x + r * stride);
    return r < whole ? term : select(lane < last, term, Pack(neutral));
  }
  /// `term` for row r, with zeros in the lanes that don't count.
  auto counted(const Pack& term, std::ptrdiff_t r) const -> Pack {
    return r < whole ? term : select(lane < last, term, Pack(0));
  }
  /// The number of row r in an argument, the same in every lane where lanes are columns.
  auto row(std::ptrdiff_t r) const -> Pack {
    return one_sample ? lane + static_cast<double>(r * Pack::size) : Pack(static_cast<double>(r));
  }
  /// Σ term(r), as four sums side by side: in one sum, each addition would wait for the one before.
  template <class Term>
  auto sum(Term term) const -> Pack {
    Pack a = 0, b = 0, c = 0, d = 0;
    std::ptrdiff_t r = 0;
    for (; r + 4 <= length; r += 4)
      a += term(r), b += term(r + 1), c += term(r + 2), d += term(r + 3);
    for (; r < length; ++r) a += term(r);
    return (a + b) + (c + d);
  }
  /// Stores a result: as it is, or for a single sample its eight lanes combined.
  template <class Combine>
  void store(const Pack& result, double* y, Combine combine) const {
    if (!one_sample) return result.store(y);
    double all = result[0];
    for (int i = 1; i < Pack::size; ++i) all = combine(all, result[i]);
    *y = all;
  }
  void store_sum(const Pack& result, double* y) const {
    store(result, y, [](double a, double b) { return a + b; });
  }
  /// The number that belongs to these columns of a variable of one row.
  auto load_one(const double* y) const -> Pack { return one_sample ? Pack(*y) : Pack::load(y); }
};

/// Adds to (or begins) the adjoints of argument k in column i, row by row.
template <class Term>
void add_to_rows(const BatchCall& call, std::size_t k, const FoldedRows& folded, std::ptrdiff_t i,
                 Term term) {
  double* adjoint = call.adjoint(k) + i;
  if (call.assigns(k)) {
    for (std::ptrdiff_t r = 0; r < folded.length; ++r)
      folded.counted(term(r), r).store(adjoint + r * folded.stride);
  } else {
    for (std::ptrdiff_t r = 0; r < folded.length; ++r) {
      double* at = adjoint + r * folded.stride;
      (Pack::load(at) + folded.counted(term(r), r)).store(at);
    }
  }
}

/// Calls compute(i) for every pack of columns.
template <class Compute>
void for_each_column(const FoldedRows& folded, Compute compute) {
  for (std::ptrdiff_t i = 0; i < folded.columns; i += Pack::size) compute(i);
}

inline void sum_rows(const BatchCall& call, const double* x, double* y) {
  const FoldedRows folded(call, 0);
  for_each_column(folded, [&](std::ptrdiff_t i) {
    folded.store_sum(folded.sum([&](std::ptrdiff_t r) { return folded.load(x + i, r); }), y + i);
  });
}
[[gnu::flatten]] inline void forward_sum(const BatchCall& call) {
  sum_rows(call, call.value(0), call.value());
}
[[gnu::flatten]] inline void tangent_sum(const BatchCall& call) {
  sum_rows(call, call.tangent(0), call.tangent());
}
[[gnu::flatten]] inline void reverse_sum(const BatchCall& call) {
  const FoldedRows folded(call, 0);
  for_each_column(folded, [&](std::ptrdiff_t i) {
    const Pack adjoint = folded.load_one(call.adjoint() + i);
    add_to_rows(call, 0, folded, i, [&](std::ptrdiff_t) { return adjoint; });
  });
}

/// Σ a·b. For the squared norm both arguments are the same.
[[gnu::flatten]] inline void forward_dot(const BatchCall& call) {
  const FoldedRows folded(call, 0);
  const double *a = call.value(0), *b = call.value(1);
  for_each_column(folded, [&](std::ptrdiff_t i) {
    folded.store_sum(
        folded.sum([&](std::ptrdiff_t r) { return folded.load(a + i, r) * folded.load(b + i, r); }),
        call.value() + i);
  });
}
[[gnu::flatten]] inline void reverse_dot(const BatchCall& call) {
  const FoldedRows folded(call, 0);
  const bool square = call.arguments[0] == call.arguments[1];
  for (std::size_t k = 0; k < (square ? 1 : 2); ++k) {
    if (!call.wanted(k)) continue;
    const double* factor = call.value(1 - k);
    for_each_column(folded, [&](std::ptrdiff_t i) {
      const Pack adjoint = folded.load_one(call.adjoint() + i) * (square ? 2 : 1);
      add_to_rows(call, k, folded, i, [&](std::ptrdiff_t r) {
        return contribution(Pack::load(factor + i + r * folded.stride), adjoint);
      });
    });
  }
}
[[gnu::flatten]] inline void tangent_dot(const BatchCall& call) {
  const FoldedRows folded(call, 0);
  for_each_column(folded, [&](std::ptrdiff_t i) {
    const auto moved = [&](std::size_t k) {
      if (!call.wanted(k)) return Pack(0);
      return folded.sum([&](std::ptrdiff_t r) {
        return contribution(folded.load(call.value(1 - k) + i, r),
                            folded.load(call.tangent(k) + i, r));
      });
    };
    folded.store_sum(moved(0) + moved(1), call.tangent() + i);
  });
}

/// For every lane, the product of the other lanes.
inline auto product_of_others(const Pack& x) -> Pack {
  Pack others;
  double before = 1, after = 1;
  for (int i = 0; i < Pack::size; ++i) others[i] = before, before *= x[i];
  for (int i = Pack::size; i-- > 0;) others[i] *= after, after *= x[i];
  return others;
}
/// Π x. Kept for reverse: before each row, the product of those above it.
[[gnu::flatten]] inline void forward_product(const BatchCall& call) {
  const FoldedRows folded(call, 0);
  for_each_column(folded, [&](std::ptrdiff_t i) {
    Pack product = 1;
    for (std::ptrdiff_t r = 0; r < folded.length; ++r) {
      product.store(call.scratch() + i + r * folded.stride);
      product *= folded.load(call.value(0) + i, r, 1);
    }
    folded.store(product, call.value() + i, [](double a, double b) { return a * b; });
  });
}
/// Calls visit(r, ∂y/∂x[r]): the product of the rows above, of those below, and for a single sample of the other
/// lanes. Without a division, so that zeros are no exception.
template <class Visit>
void for_each_product_slope(const BatchCall& call, const FoldedRows& folded, std::ptrdiff_t i,
                            Visit visit) {
  const double *above = call.scratch() + i, *x = call.value(0) + i;
  Pack below = 1;
  if (folded.one_sample) {
    const std::ptrdiff_t r = folded.length - 1;
    below = product_of_others(Pack::load(above + r * folded.stride) * folded.load(x, r, 1));
  }
  for (std::ptrdiff_t r = folded.length; r-- > 0;) {
    visit(r, Pack::load(above + r * folded.stride) * below);
    below *= folded.load(x, r, 1);
  }
}
[[gnu::flatten]] inline void reverse_product(const BatchCall& call) {
  const FoldedRows folded(call, 0);
  const bool assigns = call.assigns(0);
  for_each_column(folded, [&](std::ptrdiff_t i) {
    const Pack adjoint = folded.load_one(call.adjoint() + i);
    for_each_product_slope(call, folded, i, [&](std::ptrdiff_t r, const Pack& slope) {
      double* at = call.adjoint(0) + i + r * folded.stride;
      const Pack term = folded.counted(contribution(slope, adjoint), r);
      (assigns ? term : Pack::load(at) + term).store(at);
    });
  });
}
[[gnu::flatten]] inline void tangent_product(const BatchCall& call) {
  const FoldedRows folded(call, 0);
  for_each_column(folded, [&](std::ptrdiff_t i) {
    Pack sum = 0;
    for_each_product_slope(call, folded, i, [&](std::ptrdiff_t r, const Pack& slope) {
      sum += contribution(slope, folded.load(call.tangent(0) + i, r));
    });
    folded.store_sum(sum, call.tangent() + i);
  });
}

} // namespace jetwork::autodiff::detail
