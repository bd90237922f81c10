// Matrices of samples: views of rows, stacks, reductions over the rows, dense layers.
//
//   BatchVariable x = tape.input(1000);                    // one long vector a sample
//   BatchVariable next = rows(x, 1, 999), now = rows(x, 0, 999);            // views, no copies
//   BatchVariable valley = 100 * squared_norm(next - now * now) + squared_norm(1 - now);
//   BatchVariable layer = tanh(affine(w, x, b));           // W x + b, of parameters w and b
//
// The samples stay independent: nothing here reduces over them, so that one reverse sweep gives every sample's own
// derivatives and a replay may run block after block of samples. The sum over the samples, such as a loss, needs no
// operation: replay.value(y).sum() is its value, and replay.gradient(w) is its derivative. One long vector, in place
// of many samples, is recorded as an input of many rows and replayed on one column, which is as fast.
#pragma once

#include "autodiff/batch/arithmetic.hpp"
#include "autodiff/batch/kernels/affine.hpp"
#include "autodiff/batch/kernels/largest.hpp"
#include "autodiff/batch/kernels/reductions.hpp"
#include "autodiff/batch/kernels/stacking.hpp"

namespace jetwork::autodiff {

/// `count` rows of x from `first` on: a view, no copy.
inline auto rows(const BatchVariable& x, int first, int count) -> BatchVariable {
  BatchTape::require(first >= 0 && count > 0 && first <= x.rows() && count <= x.rows() - first,
                     "rows(x, first, count): at least one row, and all of them within x, which has "
                         + std::to_string(x.rows()) + " rows");
  return count == x.rows() ? x : BatchTape::record_view(x, 0, first, count);
}
/// Row i of x.
inline auto row(const BatchVariable& x, int i) -> BatchVariable { return rows(x, i, 1); }

/// The rows of all parts, one below the other. At least one part is not a constant.
inline auto stack(std::span<const BatchVariable> parts) -> BatchVariable {
  int rows = 0;
  bool recorded = false;
  for (const BatchVariable& part : parts) {
    rows += part.rows();
    recorded = recorded || !part.is_constant();
  }
  BatchTape::require(recorded, "stack: at least one part must be recorded on a batch tape");
  return BatchTape::record({.rows = rows,
                            .forward = detail::forward_stack,
                            .reverse = detail::reverse_stack,
                            .tangent = detail::tangent_stack},
                           std::vector<BatchArgument>(parts.begin(), parts.end()));
}
/// The same of a list.
inline auto stack(std::initializer_list<BatchVariable> parts) -> BatchVariable {
  return stack(std::span(parts.begin(), parts.size()));
}

// Reductions over the rows, in each column.

/// The sum of all rows, in each column.
inline auto sum(const BatchVariable& x) -> BatchVariable {
  if (x.rows() == 1) return x;
  return BatchTape::record({.rows = 1,
                            .forward = detail::forward_sum,
                            .reverse = detail::reverse_sum,
                            .tangent = detail::tangent_sum},
                           {x});
}
/// The mean of all rows.
inline auto mean(const BatchVariable& x) -> BatchVariable { return sum(x) / x.rows(); }

/// Σ x·y over the rows.
inline auto dot(const BatchVariable& x, const BatchVariable& y) -> BatchVariable {
  if (x.rows() == 1 && y.rows() == 1) return x * y;
  BatchTape::require(x.rows() == y.rows(), "dot: variables of " + std::to_string(x.rows()) + " and "
                                               + std::to_string(y.rows()) + " rows");
  return BatchTape::record({.rows = 1,
                            .forward = detail::forward_dot,
                            .reverse = detail::reverse_dot,
                            .tangent = detail::tangent_dot},
                           {x, y});
}
/// Σ x² over the rows.
inline auto squared_norm(const BatchVariable& x) -> BatchVariable { return dot(x, x); }

/// The product of all rows.
inline auto product(const BatchVariable& x) -> BatchVariable {
  if (x.rows() == 1) return x;
  return BatchTape::record({.rows = 1,
                            .scratch = x.rows(),
                            .forward = detail::forward_product,
                            .reverse = detail::reverse_product,
                            .tangent = detail::tangent_product},
                           {x});
}
/// The largest row, as max(…max(x[0], x[1])…) finds it: at a tie the derivative is the first row's.
inline auto max(const BatchVariable& x) -> BatchVariable {
  if (x.rows() == 1) return x;
  return BatchTape::record({.rows = 1,
                            .scratch = 1,
                            .forward = detail::forward_max,
                            .reverse = detail::reverse_max,
                            .tangent = detail::tangent_max},
                           {x});
}
/// The smallest row; at a tie the derivative is the first row's.
inline auto min(const BatchVariable& x) -> BatchVariable { return -max(-x); }

/// log Σ exp(x) over the rows, without overflow.
inline auto log_sum_exp(const BatchVariable& x) -> BatchVariable {
  if (x.rows() == 1) return x;
  return BatchTape::record({.rows = 1,
                            .parts = 2,
                            .scratch = x.rows(),
                            .forward = detail::forward_log_sum_exp,
                            .reverse = detail::reverse_log_sum_exp,
                            .tangent = detail::tangent_log_sum_exp},
                           {x});
}

// Parameters.

/// A parameter column as a variable: the same numbers in every sample.
inline auto broadcast(const BatchParameter& column) -> BatchVariable {
  BatchTape::require(column.tape() != 0, "broadcast: this parameter belongs to no tape; make it by "
                                         "tape.parameter(rows, cols)");
  BatchTape::require(column.cols() == 1,
                     "broadcast: the parameter must be a column, made by tape.parameter(rows)");
  return BatchTape::record({.rows = column.rows(),
                            .forward = detail::forward_per_sample,
                            .reverse = detail::reverse_per_sample,
                            .tangent = detail::tangent_per_sample},
                           {column});
}

namespace detail {

/// Throws where W x + b does not fit together.
inline void check_affine(const BatchParameter& weights, const BatchVariable& x,
                         const BatchParameter* bias) {
  BatchTape::require(
      weights.tape() != 0,
      "affine: these weights belong to no tape; make them by tape.parameter(rows, cols)");
  BatchTape::require(
      bias == nullptr
          || (bias->tape() == weights.tape() && bias->rows() == weights.rows()
              && bias->cols() == 1),
      "affine: the bias must be a parameter column of the same tape, with as many rows as the "
      "weights");
  BatchTape::require(x.is_constant() || weights.cols() == x.rows(),
                     "affine: weights with " + std::to_string(weights.cols())
                         + " columns meet a variable of " + std::to_string(x.rows()) + " rows");
}

} // namespace detail

/// weights * x + bias in every sample: a dense layer; without a bias where that is nullptr. The weights have as many columns
/// as x has rows, and the bias is a column of as many rows as the weights have; throws std::invalid_argument otherwise.
inline auto affine(const BatchParameter& weights, const BatchVariable& x,
                   const BatchParameter* bias) -> BatchVariable {
  detail::check_affine(weights, x, bias);
  if (x.is_constant()) {
    // A jet's higher coefficients often are constants: the derivative of the independent variable is 1, then 0.
    const BatchVariable zero_or_bias = bias == nullptr ? BatchVariable(0) : broadcast(*bias);
    if (x.is_constant(0)) return zero_or_bias;
    if (weights.cols() == 1) return broadcast(weights) * x + zero_or_bias;
    const std::vector<BatchArgument> column(static_cast<std::size_t>(weights.cols()), x);
    return affine(weights,
                  BatchTape::record_on(weights.tape(),
                                       {.rows = weights.cols(), .forward = detail::forward_stack},
                                       column),
                  bias);
  }
  const BatchNode node{.rows = weights.rows(),
                       .forward = detail::forward_affine,
                       .reverse = detail::reverse_affine,
                       .tangent = detail::tangent_affine};
  if (bias == nullptr) return BatchTape::record(node, {weights, x});
  return BatchTape::record(node, {weights, x, *bias});
}
/// The same with the bias there must be.
inline auto affine(const BatchParameter& weights, const BatchVariable& x,
                   const BatchParameter& bias) -> BatchVariable {
  return affine(weights, x, &bias);
}
inline auto operator*(const BatchParameter& weights, const BatchVariable& x) -> BatchVariable {
  return affine(weights, x, nullptr);
}

} // namespace jetwork::autodiff
