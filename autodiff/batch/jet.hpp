// A function of a jet of batch variables, recorded as one operation.
//
//   using J = Jet<BatchVariable, 2>;
//   J y = tanh(J::variable(t));            // one node that computes y, y' and y''/2 in one pass over the samples
//   J z = y * y + 1;                       // arithmetic is recorded coefficient by coefficient
//
// Activations are most of what the tape of a network does with jets, and the coefficients of an activation share
// nearly all of their computation: as one operation they need a third of the memory and a quarter of the time.
// Functions of two arguments, and jets of high order, are recorded coefficient by coefficient like everything else.
#pragma once

#include "autodiff/batch/arithmetic.hpp"
#include "autodiff/batch/kernels/jet.hpp"
#include "autodiff/batch/matrix.hpp"

namespace jetwork::autodiff {

/// The highest order of which all coefficients are computed at once: those of higher orders do not fit in registers.
inline constexpr int highest_fused_order = 3;

/// A function of one jet of batch variables.
template <int K>
struct RuleOn<Jet<BatchVariable, K>> : TaylorRecurrence<BatchVariable, K> {
  using TaylorRecurrence<BatchVariable, K>::apply;

  template <class Rule>
  static auto apply(const Jet<BatchVariable, K>& x) -> Jet<BatchVariable, K> {
    if constexpr (K >= 1 && K <= highest_fused_order && !std::same_as<Rule, negate_rule>)
      if (const int rows = common_rows(x); rows > 0) return record<Rule>(x, rows);
    return TaylorRecurrence<BatchVariable, K>::template apply<Rule>(x);
  }

private:
  /// How many rows the coefficients have that are not constant; 0 where the function can't be one operation: where
  /// the value is constant, or only the value moves, or the coefficients have different numbers of rows.
  static auto common_rows(const Jet<BatchVariable, K>& x) -> int {
    const int rows = x[0].rows();
    bool moves = false, fits = !x[0].is_constant();
    for (int k = 1; k <= K; ++k) {
      moves = moves || !x[k].is_constant(0);
      fits = fits && (x[k].is_constant() || x[k].rows() == rows);
    }
    return fits && moves ? rows : 0;
  }
  template <class Rule>
  static auto record(const Jet<BatchVariable, K>& x, int rows) -> Jet<BatchVariable, K> {
    const std::vector<BatchArgument> arguments(x.coefficients().begin(), x.coefficients().end());
    const BatchVariable whole = BatchTape::record({.kind = BatchNode::Kind::elementwise,
                                                   .rows = rows,
                                                   .parts = K + 1,
                                                   .forward = detail::forward_jet<Rule, K>,
                                                   .reverse = detail::reverse_jet<Rule, K>,
                                                   .tangent = detail::tangent_jet<Rule, K>},
                                                  arguments);
    Jet<BatchVariable, K> y;
    for (int k = 0; k <= K; ++k) y[k] = BatchTape::record_view(whole, k, 0, rows);
    return y;
  }
};

/// weights * x + bias for a jet x, a dense layer: as it is linear, it maps the value by weights and bias, and each
/// higher coefficient by the weights alone. All these products with the same weights are one operation.
template <int K>
auto affine(const BatchParameter& weights, const Jet<BatchVariable, K>& x,
            const BatchParameter* bias) -> Jet<BatchVariable, K> {
  Jet<BatchVariable, K> y;
  std::vector<BatchArgument> arguments{weights};
  for (const BatchVariable& c : x.coefficients())
    if (!c.is_constant()) arguments.emplace_back(c);
  const auto parts = static_cast<int>(arguments.size()) - 1;
  const bool together = parts > 1;
  for (int k = 0; k <= K; ++k) {
    const BatchParameter* added = k == 0 ? bias : nullptr;
    if (together && !x[k].is_constant()) detail::check_affine(weights, x[k], added);
    else y[k] = affine(weights, x[k], added);
  }
  if (!together) return y;
  if (bias != nullptr && !x[0].is_constant()) arguments.emplace_back(*bias);
  const BatchVariable all = BatchTape::record({.rows = weights.rows(),
                                               .parts = parts,
                                               .forward = detail::forward_affine,
                                               .reverse = detail::reverse_affine,
                                               .tangent = detail::tangent_affine},
                                              arguments);
  int part = 0;
  for (int k = 0; k <= K; ++k)
    if (!x[k].is_constant()) y[k] = BatchTape::record_view(all, part++, 0, weights.rows());
  return y;
}
/// The same with the bias there must be.
template <int K>
auto affine(const BatchParameter& weights, const Jet<BatchVariable, K>& x,
            const BatchParameter& bias) -> Jet<BatchVariable, K> {
  return affine(weights, x, &bias);
}
template <int K>
auto operator*(const BatchParameter& weights, const Jet<BatchVariable, K>& x)
    -> Jet<BatchVariable, K> {
  return affine(weights, x, static_cast<const BatchParameter*>(nullptr));
}

} // namespace jetwork::autodiff
