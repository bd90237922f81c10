// Dense layers on the batch tape: W x + b of parameters and samples.
//
//   forward_affine       y = W x + b in every column; or several products with one W, for the coefficients of a jet
//   reverse_affine       adjoint of x += Wᵀ ȳ, of W += ȳ xᵀ, of b += the columns of ȳ
//
// These operations are linear in each argument, so reverse is the transpose, written by hand. The matrices are small
// and a block of columns stays in the cache: products run over tiles of rows that are held in registers, and a sum
// over the samples is made for a few rows and columns of W at a time. Products of a single sample, a vector, are Eigen's.
#pragma once

#include "autodiff/batch/kernels/elementwise.hpp"

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

/// Keeps a number that is used several times in a register. (g++ loads it from memory at every use.)
[[gnu::always_inline]] inline void keep_in_register([[maybe_unused]] DoubleRegister& x) {
#if defined(__AVX512F__)
  asm("" : "+v"(x));
#elif defined(__x86_64__)
  asm("" : "+x"(x));
#endif
}

/// Whether all lanes are zero; NaN is not.
inline auto all_zero(const DoubleRegister& x) -> bool {
  Pack pack = 0;
  pack.lanes(0) = x;
  return all(pack == 0);
}

/// Numbers in a register.
inline constexpr auto lanes_in_register =
    static_cast<std::ptrdiff_t>(register_bytes / sizeof(double));
/// A tile's rows: with two registers across, enough sums at a time to hide how long a multiplication takes.
inline constexpr int tile_rows = registers == 1 ? 8 : 4;

/// A product as it is computed: result (+)= weights * x, or = bias + weights * x.
struct Product {
  double* result;
  Strided weights;
  const double* x;
  std::ptrdiff_t rows, inner, columns;
  bool assign;
  const double* bias;

  /// Rows i … i + count - 1, `across` registers from a column on: each number that is loaded serves many sums.
  template <int count, int across>
  [[gnu::always_inline]] void tile(std::ptrdiff_t i, std::ptrdiff_t column) const {
    DoubleRegister sum[count][across];
    for (int r = 0; r < count; ++r)
      for (int k = 0; k < across; ++k) {
        if (bias != nullptr) sum[r][k] = bias[i + r] - DoubleRegister{};
        else if (assign) sum[r][k] = DoubleRegister{};
        else sum[r][k] = *at(i + r, column + k * lanes_in_register);
      }
    const double* next = x + column;
    for (std::ptrdiff_t j = 0; j < inner; ++j, next += columns) {
      DoubleRegister xj[across];
#pragma GCC unroll 4
      for (int k = 0; k < across; ++k) {
        xj[k] = reinterpret_cast<const LooseDoubleRegister*>(next)[k];
        keep_in_register(xj[k]);
      }
#pragma GCC unroll 8
      for (int r = 0; r < count; ++r) {
        DoubleRegister weight = weights(i + r, j) - DoubleRegister{};
        keep_in_register(weight);
#pragma GCC unroll 4
        for (int k = 0; k < across; ++k) sum[r][k] += weight * xj[k];
      }
    }
    for (int r = 0; r < count; ++r)
      for (int k = 0; k < across; ++k) *at(i + r, column + k * lanes_in_register) = sum[r][k];
  }
  template <int count>
  [[gnu::always_inline]] void tile_row(std::ptrdiff_t i) const {
    std::ptrdiff_t column = 0;
    for (; column + 2 * lanes_in_register <= columns; column += 2 * lanes_in_register)
      tile<count, 2>(i, column);
    for (; column < columns; column += lanes_in_register) tile<count, 1>(i, column);
  }
  auto at(std::ptrdiff_t i, std::ptrdiff_t column) const -> LooseDoubleRegister* {
    return reinterpret_cast<LooseDoubleRegister*>(result + i * columns + column);
  }
};
inline void product(double* result, const Strided& weights, const double* x, std::ptrdiff_t rows,
                    std::ptrdiff_t inner, std::ptrdiff_t columns, bool assign,
                    const double* bias = nullptr) {
  const Product all{result, weights, x, rows, inner, columns, assign, bias};
  std::ptrdiff_t i = 0;
  for (; i + tile_rows <= rows; i += tile_rows) all.tile_row<tile_rows>(i);
  if (tile_rows > 4 && i + 4 <= rows) {
    all.tile_row<4>(i);
    i += 4;
  }
  if (i + 2 <= rows) {
    all.tile_row<2>(i);
    i += 2;
  }
  if (i < rows) all.tile_row<1>(i);
}

/// Adds `term` to an entry of a parameter's adjoint: its sum over the columns or, for a Jacobian, each column apart.
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

/// For as many registers as a register has lanes: the sum of each one's lanes, all of them in one register. (A
/// template, so that only the branch that fits is compiled.)
template <class Register, std::size_t count>
[[gnu::always_inline]] inline auto sums_of_lanes(const Register (&x)[count]) -> Register {
  static_assert(sizeof(Register) == count * sizeof(double));
  if constexpr (count == 8) { // in pairs of lanes, then of pairs, then in halves
    Register pairs[4], fours[2];
    for (std::size_t i = 0; i < 4; ++i)
      pairs[i] = __builtin_shufflevector(x[2 * i], x[2 * i + 1], 0, 8, 2, 10, 4, 12, 6, 14)
                 + __builtin_shufflevector(x[2 * i], x[2 * i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    for (std::size_t i = 0; i < 2; ++i)
      fours[i] =
          __builtin_shufflevector(pairs[2 * i], pairs[2 * i + 1], 0, 1, 8, 9, 4, 5, 12, 13)
          + __builtin_shufflevector(pairs[2 * i], pairs[2 * i + 1], 2, 3, 10, 11, 6, 7, 14, 15);
    return __builtin_shufflevector(fours[0], fours[1], 0, 1, 2, 3, 8, 9, 10, 11)
           + __builtin_shufflevector(fours[0], fours[1], 4, 5, 6, 7, 12, 13, 14, 15);
  } else if constexpr (count == 4) {
    const Register a = __builtin_shufflevector(x[0], x[1], 0, 4, 2, 6)
                       + __builtin_shufflevector(x[0], x[1], 1, 5, 3, 7);
    const Register b = __builtin_shufflevector(x[2], x[3], 0, 4, 2, 6)
                       + __builtin_shufflevector(x[2], x[3], 1, 5, 3, 7);
    return __builtin_shufflevector(a, b, 0, 1, 4, 5) + __builtin_shufflevector(a, b, 2, 3, 6, 7);
  } else {
    return __builtin_shufflevector(x[0], x[1], 0, 2) + __builtin_shufflevector(x[0], x[1], 1, 3);
  }
}

/// The arguments of an affine operation, W x + b or several products with one W: W, then each x, then perhaps b.
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
/// adjoint += ȳ xᵀ, summed over the columns of all parts. As many rows of one factor as a register has lanes meet a
/// few rows of the other; the factor with enough rows comes first.
class OuterProduct {
public:
  explicit OuterProduct(const AffineParts& parts)
      : parts_(parts),
        x_first_(parts.rows < lanes_in_register && parts.cols > parts.rows),
        first_rows_(x_first_ ? parts.cols : parts.rows),
        second_rows_(x_first_ ? parts.rows : parts.cols) {}
  [[gnu::always_inline]] void add() const {
    std::ptrdiff_t j = 0;
    for (; j + at_a_time <= second_rows_; j += at_a_time) add_rows<at_a_time>(j);
    if (at_a_time > 2 && j + 2 <= second_rows_) {
      add_rows<2>(j);
      j += 2;
    }
    for (; j < second_rows_; ++j) add_rows<1>(j);
  }

private:
  static constexpr auto lanes = static_cast<int>(lanes_in_register);
  static constexpr int at_a_time = registers == 1 ? 3 : 2; // so that the sums stay in registers

  template <int n>
  [[gnu::always_inline]] void add_rows(std::ptrdiff_t j) const {
    std::ptrdiff_t i = 0;
    for (; i + lanes <= first_rows_; i += lanes) add_tile<lanes, n>(i, j);
    if (lanes > 4 && i + 4 <= first_rows_) {
      add_tile<4, n>(i, j);
      i += 4;
    }
    if (lanes > 2 && i + 2 <= first_rows_) {
      add_tile<2, n>(i, j);
      i += 2;
    }
    if (i < first_rows_) add_tile<1, n>(i, j);
  }
  /// If a plain sum is not finite, the tile's entries are summed again one by one, with zero winning.
  template <int count, int n>
  [[gnu::always_inline]] void add_tile(std::ptrdiff_t i0, std::ptrdiff_t j0) const {
    const std::ptrdiff_t columns = parts_.call.layout.columns;
    DoubleRegister sum[n][lanes] = {};
    for (std::size_t part = 0; part < parts_.count; ++part) {
      const double* first = factor(part, x_first_) + i0 * columns;
      const double* second = factor(part, !x_first_) + j0 * columns;
      for (std::ptrdiff_t k = 0; k < columns; k += lanes_in_register) {
        DoubleRegister other[n];
#pragma GCC unroll 4
        for (int j = 0; j < n; ++j) {
          other[j] = *reinterpret_cast<const LooseDoubleRegister*>(second + j * columns + k);
          keep_in_register(other[j]);
        }
#pragma GCC unroll 8
        for (int i = 0; i < count; ++i) {
          DoubleRegister one =
              *reinterpret_cast<const LooseDoubleRegister*>(first + i * columns + k);
          keep_in_register(one);
#pragma GCC unroll 4
          for (int j = 0; j < n; ++j) sum[j][i] += one * other[j];
        }
      }
    }
    DoubleRegister total[n], not_finite = {};
    for (int j = 0; j < n; ++j) {
      total[j] = sums_of_lanes(sum[j]);
      not_finite += total[j] - total[j];
    }
    if (all_zero(not_finite)) [[likely]] {
      for (int j = 0; j < n; ++j) {
        double* entry = parts_.call.adjoint(0) + place(i0, j0 + j);
        if (x_first_) {
          for (int i = 0; i < count; ++i) entry[i * parts_.rows] += total[j][i];
        } else if constexpr (count == lanes) {
          *reinterpret_cast<LooseDoubleRegister*>(entry) += total[j];
        } else {
          for (int i = 0; i < count; ++i) entry[i] += total[j][i];
        }
      }
    } else {
      for (int i = 0; i < count; ++i)
        for (int j = 0; j < n; ++j) {
          if (x_first_) outer_entry(parts_, j0 + j, i0 + i);
          else outer_entry(parts_, i0 + i, j0 + j);
        }
    }
  }
  auto factor(std::size_t part, bool is_x) const -> const double* {
    return is_x ? parts_.x(part) : parts_.y_adjoint(part);
  }
  auto place(std::ptrdiff_t i, std::ptrdiff_t j) const -> std::ptrdiff_t {
    return x_first_ ? j + i * parts_.rows : i + j * parts_.rows;
  }

  const AffineParts& parts_;
  bool x_first_;
  std::ptrdiff_t first_rows_, second_rows_;
};

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
    OuterProduct(parts).add();
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
