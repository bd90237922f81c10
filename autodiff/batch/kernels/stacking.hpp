// Spreading a parameter over the samples, and stacking rows, on the batch tape.
//
//   forward_per_sample     y = a parameter column, the same in every sample
//   forward_stack          y = the rows of all arguments, one below the other
//
// Both only move numbers; reverse moves adjoints back.
#pragma once

#include "autodiff/batch/kernels/affine.hpp"

#include <algorithm>

namespace jetwork::autodiff::detail {

/// A parameter column, the same for every sample.
inline void spread_column(const BatchCall& call, const double* column, double* y) {
  for (std::ptrdiff_t row = 0; row < call.node.rows; ++row)
    std::fill_n(y + row * call.layout.columns, call.layout.columns, column[row]);
}
inline void forward_per_sample(const BatchCall& call) {
  spread_column(call, call.value(0), call.value());
}
inline void tangent_per_sample(const BatchCall& call) {
  spread_column(call, call.tangent(0), call.tangent());
}
inline void reverse_per_sample(const BatchCall& call) { reverse_column(call, 0); }

/// Rows of the arguments one below the other.
inline void stack_rows(const BatchCall& call, double* y, double* BatchSlot::* numbers) {
  const std::ptrdiff_t columns = call.layout.columns;
  for (std::size_t k = 0; k < call.node.arguments; ++k) {
    const double* x = call.slots[call.arguments[k]].*numbers;
    const std::ptrdiff_t size = call.argument(k).rows * columns;
    if (call.argument(k).kind == BatchNode::Kind::constant) std::fill_n(y, size, *x);
    else std::copy_n(x, size, y);
    y += size;
  }
}
inline void forward_stack(const BatchCall& call) {
  stack_rows(call, call.value(), &BatchSlot::value);
}
inline void tangent_stack(const BatchCall& call) {
  stack_rows(call, call.tangent(), &BatchSlot::tangent);
}
inline void reverse_stack(const BatchCall& call) {
  const double* y_adjoint = call.adjoint();
  for (std::size_t k = 0; k < call.node.arguments; ++k) {
    const std::ptrdiff_t size = call.argument(k).rows * call.layout.columns;
    if (call.wanted(k)) {
      if (call.assigns(k))
        std::fill_n(call.adjoint(k), call.layout.size(call.argument(k).rows), 0.0);
      VectorMap(call.adjoint(k), size) += ConstVectorMap(y_adjoint, size);
    }
    y_adjoint += size;
  }
}

} // namespace jetwork::autodiff::detail
