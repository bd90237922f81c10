// Dense layers on the batch tape: W x + b of parameters and samples.
//
//   forward_affine       y = W x + b in every column; or several products with one W, for the coefficients of a jet
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

/// One of the arguments of an affine operation, W x + b or several products with one W: W, then each x, then perhaps b.
struct AffineParts {
  const BatchCall& call;
  int rows, cols;
  std::size_t count;    // of products
  bool has_bias;        // added to the first
  std::ptrdiff_t apart; // from one result to the next

  explicit AffineParts(const BatchCall& its_call)
      : call(its_call),
        rows(call.argument(0).rows),
        cols(call.argument(0).cols),
        count(static_cast<std::size_t>(call.node.parts)),
        has_bias(call.node.arguments == count + 2),
        apart(call.layout.storage(rows)) {}
  auto bias() const -> std::size_t { return count + 1; }
  auto x(std::size_t part) const -> const double* { return call.value(part + 1); }
  auto y_adjoint(std::size_t part) const -> const double* {
    return call.adjoint() + static_cast<std::ptrdiff_t>(part) * apart;
  }
};

/// Entry (i, j) of adjoint += ȳ xᵀ, summed over the columns, with zero winning over infinite and NaN.
inline void outer_entry(const AffineParts& parts, std::ptrdiff_t i, std::ptrdiff_t j) {
  const BatchCall& call = parts.call;
  const std::ptrdiff_t columns = call.layout.columns;
  for (std::size_t part = 0; part < parts.count; ++part)
    accumulate_parameter(call, call.adjoint(0), i + j * parts.rows, [&](std::ptrdiff_t k) {
      return contribution(Pack::load(parts.x(part) + j * columns + k),
                          Pack::load(parts.y_adjoint(part) + i * columns + k));
    });
}
/// Entries (i … i + 3) × (j … j + n - 1). Where plain sums are not finite, they are summed again one by one.
template <int n>
[[gnu::always_inline]] inline void outer_tile(const AffineParts& parts, std::ptrdiff_t i0,
                                              std::ptrdiff_t j0) {
  const std::ptrdiff_t columns = parts.call.layout.columns;
  DoubleRegister sum[n][4] = {};
  for (std::size_t part = 0; part < parts.count; ++part) {
    const double* y_adjoint = parts.y_adjoint(part) + i0 * columns;
    const double* x = parts.x(part) + j0 * columns;
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
  }
  for (int j = 0; j < n; ++j) {
    double total[4];
    sums_of_lanes(sum[j], total);
    double* entry = parts.call.adjoint(0) + i0 + (j0 + j) * parts.rows;
    if (std::isfinite(total[0] + total[1] + total[2] + total[3])) [[likely]]
      for (int i = 0; i < 4; ++i) entry[i] += total[i];
    else
      for (int i = 0; i < 4; ++i) outer_entry(parts, i0 + i, j0 + j);
  }
}
template <int n>
[[gnu::always_inline]] inline void outer_columns(const AffineParts& parts, std::ptrdiff_t j) {
  std::ptrdiff_t i = 0;
  for (; i + 4 <= parts.rows; i += 4) outer_tile<n>(parts, i, j);
  for (; i < parts.rows; ++i)
    for (int k = 0; k < n; ++k) outer_entry(parts, i, j + k);
}

using VectorMap = Eigen::Map<Eigen::VectorXd>;
using ConstVectorMap = Eigen::Map<const Eigen::VectorXd>;
using ConstMatrixMap = Eigen::Map<const Eigen::MatrixXd>;

/// y (+)= W x of one part.
inline void multiply(const AffineParts& parts, double* y, const double* w, const double* x,
                     bool assign, const double* bias = nullptr) {
  if (!parts.call.layout.one_sample) {
    product(y, {w, 1, parts.rows}, x, parts.rows, parts.cols, parts.call.layout.columns, assign,
            bias);
    return;
  }
  VectorMap result(y, parts.rows);
  if (bias != nullptr) result = ConstVectorMap(bias, parts.rows);
  else if (assign) result.setZero();
  result.noalias() += ConstMatrixMap(w, parts.rows, parts.cols) * ConstVectorMap(x, parts.cols);
}

[[gnu::flatten]] inline void forward_affine(const BatchCall& call) {
  const AffineParts parts(call);
  for (std::size_t part = 0; part < parts.count; ++part)
    multiply(parts, call.value() + static_cast<std::ptrdiff_t>(part) * parts.apart, call.value(0),
             parts.x(part), true, parts.has_bias && part == 0 ? call.value(parts.bias()) : nullptr);
}
[[gnu::flatten]] inline void reverse_weights(const AffineParts& parts) {
  const BatchCall& call = parts.call;
  if (call.layout.one_sample) {
    for (std::size_t part = 0; part < parts.count; ++part)
      for (std::ptrdiff_t j = 0; j < parts.cols; ++j)
        for (std::ptrdiff_t i = 0; i < parts.rows; ++i) {
          const double x = parts.x(part)[j], y_adjoint = parts.y_adjoint(part)[i];
          call.adjoint(0)[i + j * parts.rows] += x == 0 || y_adjoint == 0 ? 0.0 : x * y_adjoint;
        }
  } else if (call.jacobian_stride > 0) {
    for (std::ptrdiff_t j = 0; j < parts.cols; ++j)
      for (std::ptrdiff_t i = 0; i < parts.rows; ++i) outer_entry(parts, i, j);
  } else {
    std::ptrdiff_t j = 0;
    for (; j + 2 <= parts.cols; j += 2) outer_columns<2>(parts, j);
    for (; j < parts.cols; ++j) outer_columns<1>(parts, j);
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
  const AffineParts parts(call);
  for (std::size_t part = 0; part < parts.count; ++part) {
    const std::size_t k = part + 1;
    if (!call.wanted(k)) continue;
    if (call.layout.one_sample) {
      if (call.assigns(k)) std::fill_n(call.adjoint(k), call.layout.size(parts.cols), 0.0);
      VectorMap(call.adjoint(k), parts.cols).noalias() +=
          ConstMatrixMap(call.value(0), parts.rows, parts.cols).transpose()
          * ConstVectorMap(parts.y_adjoint(part), parts.rows);
    } else {
      product(call.adjoint(k), {call.value(0), parts.rows, 1}, parts.y_adjoint(part), parts.cols,
              parts.rows, call.layout.columns, call.assigns(k));
    }
  }
  if (call.wanted(0)) reverse_weights(parts);
  if (parts.has_bias && call.wanted(parts.bias())) reverse_column(call, parts.bias());
}
[[gnu::flatten]] inline void tangent_affine(const BatchCall& call) {
  const AffineParts parts(call);
  for (std::size_t part = 0; part < parts.count; ++part) {
    double* y = call.tangent() + static_cast<std::ptrdiff_t>(part) * parts.apart;
    const bool bias_moves = part == 0 && parts.has_bias && call.wanted(parts.bias());
    std::fill_n(y, call.layout.size(parts.rows), 0.0);
    if (bias_moves)
      for (std::ptrdiff_t i = 0; i < parts.rows; ++i)
        std::fill_n(y + i * call.layout.columns, call.layout.columns,
                    call.tangent(parts.bias())[i]);
    if (call.wanted(part + 1)) multiply(parts, y, call.value(0), call.tangent(part + 1), false);
    if (call.wanted(0)) multiply(parts, y, call.tangent(0), parts.x(part), false);
  }
}

} // namespace jetwork::autodiff::detail
