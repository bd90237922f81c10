// The largest row of a batch variable, and log-sum-exp, which is a smooth largest row.
//
//   forward_max            y = the largest of x[r], in every column; reverse hands its adjoint to that row
//   forward_log_sum_exp    y = log Σ exp(x[r]), without overflow
//
// Kernels over FoldedRows, as in autodiff/batch/kernels/reductions.hpp. Log-sum-exp is a chain of exp, sum and log that is run
// in one go: its slopes are those of the rules of exp and log.
#pragma once

#include "autodiff/batch/kernels/reductions.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace jetwork::autodiff::detail {

/// The largest row as max(…max(x0, x1)…) finds it, and its number: at a tie the first. NaN is never larger.
inline auto largest_row(const FoldedRows& folded, const double* x) -> std::pair<Pack, Pack> {
  Pack largest = folded.one_sample ? Pack(*x) : Pack::load(x), at = 0;
  for (std::ptrdiff_t r = 0; r < folded.length; ++r) {
    const Pack term = folded.load(x, r, *x);
    const PackMask larger = term > largest;
    largest = select(larger, term, largest);
    at = select(larger, folded.row(r), at);
  }
  if (folded.one_sample) {
    int best = 0;
    for (int i = 1; i < Pack::size; ++i)
      if (largest[i] > largest[best] || (largest[i] == largest[best] && at[i] < at[best])) best = i;
    largest = largest[best], at = at[best];
  }
  return {largest, at};
}
/// `known`, but NaN in the columns in which a row of x is NaN.
inline auto unless_a_row_is_nan(const FoldedRows& folded, const double* x, const Pack& known)
    -> Pack {
  Pack sum = known;
  for (std::ptrdiff_t r = 0; r < folded.length; ++r) {
    const Pack term = folded.load(x, r, *x);
    sum = select(term == term, sum, term);
  }
  if (folded.one_sample)
    for (int lane = 0; lane < Pack::size; ++lane)
      if (std::isnan(sum[lane])) return sum[lane];
  return sum;
}
/// The slope of the maximum by the row of number `row`, where `at` is the number of the largest: 1 or 0, and NaN by
/// every row if a row was NaN, since `at` is NaN then.
inline auto slope_of_max(const Pack& at, const Pack& row) -> Pack {
  return select(row == at, Pack(1), at - at);
}
/// Kept for reverse: the number of the largest row, or NaN.
[[gnu::flatten]] inline void forward_max(const BatchCall& call) {
  const FoldedRows folded(call, 0);
  for_each_column(folded, [&](std::ptrdiff_t i) {
    const auto [largest, at] = largest_row(folded, call.value(0) + i);
    const double* x = call.value(0) + i;
    unless_a_row_is_nan(folded, x, largest).store(call.value() + i);
    unless_a_row_is_nan(folded, x, at).store(call.scratch() + i);
  });
}
[[gnu::flatten]] inline void reverse_max(const BatchCall& call) {
  const FoldedRows folded(call, 0);
  for_each_column(folded, [&](std::ptrdiff_t i) {
    const Pack adjoint = folded.load_one(call.adjoint() + i);
    const Pack at = Pack::load(call.scratch() + i);
    add_to_rows(call, 0, folded, i, [&](std::ptrdiff_t r) {
      return contribution(slope_of_max(at, folded.row(r)), adjoint);
    });
  });
}
[[gnu::flatten]] inline void tangent_max(const BatchCall& call) {
  const FoldedRows folded(call, 0);
  for_each_column(folded, [&](std::ptrdiff_t i) {
    const Pack at = Pack::load(call.scratch() + i);
    folded.store_sum(folded.sum([&](std::ptrdiff_t r) {
      return contribution(slope_of_max(at, folded.row(r)), folded.load(call.tangent(0) + i, r));
    }),
                     call.tangent() + i);
  });
}

/// log Σ exp(x) = m + log Σ exp(x - m) with m the largest, so that nothing overflows. Kept for reverse: exp(x - m) of
/// every row, and in part 1 the slope of the logarithm.
[[gnu::flatten]] inline void forward_log_sum_exp(const BatchCall& call) {
  const FoldedRows folded(call, 0);
  const std::ptrdiff_t slope = call.layout.storage(1);
  for_each_column(folded, [&](std::ptrdiff_t i) {
    const double* x = call.value(0) + i;
    double* exponential = call.scratch() + i;
    Pack largest = largest_row(folded, x).first;
    largest = select(abs(largest) <= std::numeric_limits<double>::max(), largest, Pack(0));
    Pack sum = 0;
    for (std::ptrdiff_t r = 0; r < folded.length; ++r) {
      const Pack term = apply_rule<exp_rule>(folded.load(x, r) - largest);
      term.store(exponential + r * folded.stride);
      sum += folded.counted(term, r);
    }
    if (folded.one_sample) {
      double all = 0;
      for (int lane = 0; lane < Pack::size; ++lane) all += sum[lane];
      sum = all;
    }
    const Pack logarithm = apply_rule<log_rule>(sum);
    (largest + logarithm).store(call.value() + i);
    log_rule::partial<0>(sum, logarithm).store(call.value() + i + slope);
  });
}
[[gnu::flatten]] inline void reverse_log_sum_exp(const BatchCall& call) {
  const FoldedRows folded(call, 0);
  const std::ptrdiff_t slope = call.layout.storage(1);
  for_each_column(folded, [&](std::ptrdiff_t i) {
    const double *x = call.value(0) + i, *exponential = call.scratch() + i;
    const Pack sum_adjoint = contribution(folded.load_one(call.value() + i + slope),
                                          folded.load_one(call.adjoint() + i));
    add_to_rows(call, 0, folded, i, [&](std::ptrdiff_t r) {
      return contribution(exp_rule::partial<0>(Pack::load(x + r * folded.stride),
                                               Pack::load(exponential + r * folded.stride)),
                          sum_adjoint);
    });
  });
}
[[gnu::flatten]] inline void tangent_log_sum_exp(const BatchCall& call) {
  const FoldedRows folded(call, 0);
  const std::ptrdiff_t slope = call.layout.storage(1);
  for_each_column(folded, [&](std::ptrdiff_t i) {
    const double *x = call.value(0) + i, *exponential = call.scratch() + i;
    const Pack moved = folded.sum([&](std::ptrdiff_t r) {
      return chain(exp_rule::partial<0>(Pack::load(x + r * folded.stride),
                                        Pack::load(exponential + r * folded.stride)),
                   folded.load(call.tangent(0) + i, r));
    });
    const Pack by_sum = folded.load_one(call.value() + i + slope);
    if (folded.one_sample) {
      double all = 0;
      for (int lane = 0; lane < Pack::size; ++lane) all += moved[lane];
      *call.tangent() = chain(by_sum[0], all);
    } else {
      chain(by_sum, moved).store(call.tangent() + i);
    }
  });
}

} // namespace jetwork::autodiff::detail
