// Dense layers on the batch tape: W x + b of parameters and samples.
//
//   forward_affine       y = W x + b in every column
//   reverse_affine       adjoint of x += Wᵀ ȳ, of W += ȳ xᵀ, of b += the columns of ȳ
//
// All of it is linear in each argument, so the transposes are written here. The matrices are small and a block of
// columns stays in the cache: products run over tiles of rows that are held in registers, and a sum over the samples
// is made for four rows and two columns of W at a time. A single sample is a vector: that is Eigen's.
#pragma once

#include "autodiff/batch_elementwise.hpp"

#include <algorithm>
#include <cmath>

namespace jetwork::autodiff::detail {

/// A matrix with any distance between the numbers of a row and of a column.
struct Strided {
  const double* data;
  std::ptrdiff_t row_stride, col_stride;
  auto operator()(std::ptrdiff_t i, std::ptrdiff_t j) const -> double {
    return data[i * row_stride + j * col_stride];
  }
};

/// Rows of a tile: enough sums at a time to hide how long a multiplication takes, as long as there are registers.
inline constexpr int tile_rows = 12 / static_cast<int>(registers);

/// Keeps a number that is used several times in a register. (g++ loads it from memory at every use.)
[[gnu::always_inline]] inline void keep_in_register([[maybe_unused]] DoubleRegister& x) {
#if defined(__AVX512F__)
  asm("" : "+v"(x));
#elif defined(__x86_64__)
  asm("" : "+x"(x));
#endif
}

/// Rows i … i + count - 1 of result += weights * x (or = bias + …): each number of x that is loaded serves them all.
template <int count>
[[gnu::always_inline]] inline void product_rows(double* result, const Strided& weights,
                                                const double* x, std::ptrdiff_t i,
                                                std::ptrdiff_t inner, std::ptrdiff_t columns,
                                                bool assign, const double* bias) {
  for (std::ptrdiff_t column = 0; column < columns; column += Pack::size) {
    DoubleRegister sum[count][registers];
    for (int r = 0; r < count; ++r) {
      const Pack start = bias != nullptr ? Pack(bias[i + r])
                         : assign        ? Pack(0)
                                         : Pack::load(result + (i + r) * columns + column);
      for (std::size_t k = 0; k < registers; ++k) sum[r][k] = start.lanes(k);
    }
    for (std::ptrdiff_t j = 0; j < inner; ++j) {
      DoubleRegister xj[registers];
      for (std::size_t k = 0; k < registers; ++k) {
        xj[k] = reinterpret_cast<const LooseDoubleRegister*>(x + j * columns + column)[k];
        keep_in_register(xj[k]);
      }
#pragma GCC unroll 12
      for (int r = 0; r < count; ++r) {
        const double weight = weights(i + r, j);
#pragma GCC unroll 4
        for (std::size_t k = 0; k < registers; ++k) sum[r][k] += weight * xj[k];
      }
    }
    for (int r = 0; r < count; ++r)
      for (std::size_t k = 0; k < registers; ++k)
        reinterpret_cast<LooseDoubleRegister*>(result + (i + r) * columns + column)[k] = sum[r][k];
  }
}
inline void product(double* result, const Strided& weights, const double* x, std::ptrdiff_t rows,
                    std::ptrdiff_t inner, std::ptrdiff_t columns, bool assign,
                    const double* bias = nullptr) {
  std::ptrdiff_t i = 0;
  for (; i + tile_rows <= rows; i += tile_rows)
    product_rows<tile_rows>(result, weights, x, i, inner, columns, assign, bias);
  if (i + 4 <= rows) {
    product_rows<4>(result, weights, x, i, inner, columns, assign, bias);
    i += 4;
  }
  if (i + 2 <= rows) {
    product_rows<2>(result, weights, x, i, inner, columns, assign, bias);
    i += 2;
  }
  for (; i < rows; ++i) product_rows<1>(result, weights, x, i, inner, columns, assign, bias);
}

/// Σ over the columns of `term`, added to a parameter's adjoint, or its columns kept apart.
template <class Term>
[[gnu::always_inline]] inline void accumulate_parameter(const BatchCall& call, double* adjoint,
                                                        std::ptrdiff_t entry, Term term) {
  const std::ptrdiff_t columns = call.layout.columns;
  if (call.jacobian_stride > 0) {
    double* row = adjoint + entry * call.jacobian_stride;
    for (std::ptrdiff_t i = 0; i < columns; i += Pack::size)
      (Pack::load(row + i) + term(i)).store(row + i);
  } else {
    Pack sum = 0;
    for (std::ptrdiff_t i = 0; i < columns; i += Pack::size) sum += term(i);
    for (int lane = 0; lane < Pack::size; ++lane) adjoint[entry] += sum[lane];
  }
}

/// The sums over the lanes of four registers. (A template, so that only the branch that fits is compiled.)
template <class Register>
[[gnu::always_inline]] inline void sums_of_lanes(const Register (&x)[4], double (&sums)[4]) {
  if constexpr (sizeof(Register) == sizeof(sums)) { // in pairs of lanes, then in halves
    const Register a = __builtin_shufflevector(x[0], x[1], 0, 4, 2, 6)
                       + __builtin_shufflevector(x[0], x[1], 1, 5, 3, 7);
    const Register b = __builtin_shufflevector(x[2], x[3], 0, 4, 2, 6)
                       + __builtin_shufflevector(x[2], x[3], 1, 5, 3, 7);
    const Register all =
        __builtin_shufflevector(a, b, 0, 1, 4, 5) + __builtin_shufflevector(a, b, 2, 3, 6, 7);
    for (std::size_t i = 0; i < 4; ++i) sums[i] = all[i];
  } else {
    for (std::size_t i = 0; i < 4; ++i) {
      sums[i] = 0;
      for (std::size_t lane = 0; lane < sizeof(Register) / sizeof(double); ++lane)
        sums[i] += x[i][lane];
    }
  }
}

/// Entry (i, j) of adjoint += ȳ xᵀ, summed over the columns, with zero winning over infinite and NaN.
inline void outer_entry(const BatchCall& call, std::ptrdiff_t i, std::ptrdiff_t j) {
  const std::ptrdiff_t columns = call.layout.columns;
  accumulate_parameter(call, call.adjoint(0), i + j * call.argument(0).rows, [&](std::ptrdiff_t k) {
    return contribution(Pack::load(call.value(1) + j * columns + k),
                        Pack::load(call.adjoint() + i * columns + k));
  });
}
/// Entries (i … i + 3) × (j … j + n - 1). Where plain sums are not finite, they are summed again one by one.
template <int n>
[[gnu::always_inline]] inline void outer_tile(const BatchCall& call, std::ptrdiff_t i0,
                                              std::ptrdiff_t j0) {
  const std::ptrdiff_t columns = call.layout.columns, rows = call.argument(0).rows;
  const double *y_adjoint = call.adjoint() + i0 * columns, *x = call.value(1) + j0 * columns;
  DoubleRegister sum[n][4] = {};
  for (std::ptrdiff_t k = 0; k < columns;
       k += static_cast<std::ptrdiff_t>(register_bytes / sizeof(double))) {
    DoubleRegister y[4];
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) {
      y[i] = *reinterpret_cast<const LooseDoubleRegister*>(y_adjoint + i * columns + k);
      keep_in_register(y[i]);
    }
#pragma GCC unroll 4
    for (int j = 0; j < n; ++j) {
      DoubleRegister xj = *reinterpret_cast<const LooseDoubleRegister*>(x + j * columns + k);
      keep_in_register(xj);
#pragma GCC unroll 4
      for (int i = 0; i < 4; ++i) sum[j][i] += y[i] * xj;
    }
  }
  for (int j = 0; j < n; ++j) {
    double total[4];
    sums_of_lanes(sum[j], total);
    double* entry = call.adjoint(0) + i0 + (j0 + j) * rows;
    if (std::isfinite(total[0] + total[1] + total[2] + total[3])) [[likely]]
      for (int i = 0; i < 4; ++i) entry[i] += total[i];
    else
      for (int i = 0; i < 4; ++i) outer_entry(call, i0 + i, j0 + j);
  }
}
template <int n>
[[gnu::always_inline]] inline void outer_columns(const BatchCall& call, std::ptrdiff_t j) {
  const std::ptrdiff_t rows = call.argument(0).rows;
  std::ptrdiff_t i = 0;
  for (; i + 4 <= rows; i += 4) outer_tile<n>(call, i, j);
  for (; i < rows; ++i)
    for (int k = 0; k < n; ++k) outer_entry(call, i, j + k);
}

using VectorMap = Eigen::Map<Eigen::VectorXd>;
using ConstVectorMap = Eigen::Map<const Eigen::VectorXd>;
using ConstMatrixMap = Eigen::Map<const Eigen::MatrixXd>;

/// y = W x, or W x + b: arguments W, x and perhaps b. W and b are parameters.
[[gnu::flatten]] inline void forward_affine(const BatchCall& call) {
  const BatchNode& weights = call.argument(0);
  const double* bias = call.node.arguments == 3 ? call.value(2) : nullptr;
  if (call.layout.one_sample) {
    VectorMap y(call.value(), weights.rows);
    y.noalias() = ConstMatrixMap(call.value(0), weights.rows, weights.cols)
                  * ConstVectorMap(call.value(1), weights.cols);
    if (bias != nullptr) y += ConstVectorMap(bias, weights.rows);
    return;
  }
  product(call.value(), {call.value(0), 1, weights.rows}, call.value(1), weights.rows, weights.cols,
          call.layout.columns, true, bias);
}
[[gnu::flatten]] inline void reverse_weights(const BatchCall& call) {
  const BatchNode& weights = call.argument(0);
  if (call.layout.one_sample) {
    for (std::ptrdiff_t j = 0; j < weights.cols; ++j)
      for (std::ptrdiff_t i = 0; i < weights.rows; ++i) {
        const double x = call.value(1)[j], y_adjoint = call.adjoint()[i];
        call.adjoint(0)[i + j * weights.rows] += x == 0 || y_adjoint == 0 ? 0.0 : x * y_adjoint;
      }
  } else if (call.jacobian_stride > 0) {
    for (std::ptrdiff_t j = 0; j < weights.cols; ++j)
      for (std::ptrdiff_t i = 0; i < weights.rows; ++i) outer_entry(call, i, j);
  } else {
    std::ptrdiff_t j = 0;
    for (; j + 2 <= weights.cols; j += 2) outer_columns<2>(call, j);
    for (; j < weights.cols; ++j) outer_columns<1>(call, j);
  }
}
/// adjoint of a parameter column += the columns of ȳ.
[[gnu::flatten]] inline void reverse_column(const BatchCall& call, std::size_t k) {
  const std::ptrdiff_t rows = call.argument(k).rows;
  if (call.layout.one_sample) {
    VectorMap(call.adjoint(k), rows) += ConstVectorMap(call.adjoint(), rows);
    return;
  }
  for (std::ptrdiff_t i = 0; i < rows; ++i)
    accumulate_parameter(call, call.adjoint(k), i, [&](std::ptrdiff_t c) {
      return Pack::load(call.adjoint() + i * call.layout.columns + c);
    });
}
[[gnu::flatten]] inline void reverse_affine(const BatchCall& call) {
  const BatchNode& weights = call.argument(0);
  if (call.wanted(1)) {
    if (call.layout.one_sample) {
      VectorMap x_adjoint(call.adjoint(1), weights.cols);
      const ConstMatrixMap w(call.value(0), weights.rows, weights.cols);
      const ConstVectorMap y_adjoint(call.adjoint(), weights.rows);
      if (call.assigns(1)) std::fill_n(call.adjoint(1), call.layout.size(weights.cols), 0.0);
      x_adjoint.noalias() += w.transpose() * y_adjoint;
    } else {
      product(call.adjoint(1), {call.value(0), weights.rows, 1}, call.adjoint(), weights.cols,
              weights.rows, call.layout.columns, call.assigns(1));
    }
  }
  if (call.wanted(0)) reverse_weights(call);
  if (call.node.arguments == 3 && call.wanted(2)) reverse_column(call, 2);
}
[[gnu::flatten]] inline void tangent_affine(const BatchCall& call) {
  const BatchNode& weights = call.argument(0);
  const auto add = [&](const double* w, const double* x, bool assign) {
    if (call.layout.one_sample) {
      VectorMap y(call.tangent(), weights.rows);
      if (assign) y.setZero();
      y.noalias() +=
          ConstMatrixMap(w, weights.rows, weights.cols) * ConstVectorMap(x, weights.cols);
    } else {
      product(call.tangent(), {w, 1, weights.rows}, x, weights.rows, weights.cols,
              call.layout.columns, assign);
    }
  };
  bool first = true;
  if (call.wanted(1)) add(call.value(0), call.tangent(1), first), first = false;
  if (call.wanted(0)) add(call.tangent(0), call.value(1), first), first = false;
  if (call.node.arguments < 3 || !call.wanted(2)) return;
  const std::ptrdiff_t across = call.layout.columns;
  for (std::ptrdiff_t i = 0; i < weights.rows; ++i)
    for (std::ptrdiff_t k = 0; k < across; ++k) {
      double& y = call.tangent()[i * across + k];
      y = (first ? 0 : y) + call.tangent(2)[i];
    }
}

} // namespace jetwork::autodiff::detail
