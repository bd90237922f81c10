// The kernels of the batch tape: what one recorded operation does to the numbers of all samples.
//
//   forward_unary<tanh_rule>      y = tanh(x) for a whole array, pack by pack
//   reverse_unary<tanh_rule>      adjoint of x += slope * adjoint of y, the slope from the same rule
//
// A kernel is a plain function of a BatchCall, made from a rule of the table; no operation has its own
// derivative code except the linear ones (products with a parameter, sums, stacking), whose transposes are
// written here. A node's numbers lie row after row; a row holds one number a sample, padded to whole packs,
// so that no kernel needs a tail loop. Kernels are flattened ([[gnu::flatten]]: everything they call is
// inlined), which keeps packs in registers. Adjoints accumulate, since a node may be used many times.
#pragma once

#include "autodiff/pack.hpp"

#include <cstddef>
#include <cstdint>

namespace jetwork::autodiff {

struct BatchCall;
using BatchKernel = void (*)(const BatchCall&);

/// One operation of a batch tape, as recorded: what to run, on which nodes, and the shape of its result.
struct BatchNode {
  enum class Kind : std::uint8_t {
    operation,
    input,     // set before each replay, one column a sample
    parameter, // set before each replay, a matrix shared by all samples
    view,      // some rows of its argument, in the argument's own memory
    condition, // 1 where it holds, 0 elsewhere; has no derivative
  };
  Kind kind = Kind::operation;
  std::uint32_t first_argument = 0; // its place in the tape's list of arguments
  std::uint32_t arguments = 0;
  int rows = 0;
  int cols = 0;        // of a parameter
  int offset = 0;      // of a view: its first row in the argument
  double constant = 0; // of an operation with a constant operand
  BatchKernel forward = nullptr;
  BatchKernel reverse = nullptr;
};

/// Where a node's numbers and their adjoints lie during a replay.
struct BatchSlot {
  double* value = nullptr;
  double* adjoint = nullptr;
};

/// A node about to be run.
struct BatchCall {
  const BatchNode& node;
  std::uint32_t index;
  const std::uint32_t* arguments;
  const BatchNode* nodes;
  const BatchSlot* slots;
  const std::uint8_t* leads; // whether a node leads to something whose derivative is asked for
  std::ptrdiff_t padded;     // columns, rounded up to whole packs
  bool per_column = false; // parameters' adjoints are kept for each column (a Jacobian), not summed

  auto value() const -> double* { return slots[index].value; }
  auto adjoint() const -> const double* { return slots[index].adjoint; }
  auto value(std::size_t i) const -> const double* { return slots[arguments[i]].value; }
  auto adjoint(std::size_t i) const -> double* { return slots[arguments[i]].adjoint; }
  auto argument(std::size_t i) const -> const BatchNode& { return nodes[arguments[i]]; }
  auto wanted(std::size_t i) const -> bool { return leads[arguments[i]] != 0; }
  /// How many numbers the result has, padding included.
  auto size() const -> std::ptrdiff_t { return node.rows * padded; }
};

namespace detail {

inline void accumulate(double* sum, const Pack& term) { (Pack::load(sum) + term).store(sum); }

/// What an adjoint hands on through a slope. Zero wins on either side: forward, the zero slope of x*x at 0
/// makes a zero tangent that wins over the infinite slope of the root in sqrt(x*x), and reverse must agree.
inline auto contribution(const Pack& slope, const Pack& adjoint) -> Pack {
  return select(is_zero(slope), Pack(0), chain(slope, adjoint));
}

/// Calls compute(i) for every pack of an array.
template <class Compute>
void for_each_pack(std::ptrdiff_t size, Compute compute) {
  for (std::ptrdiff_t i = 0; i < size; i += Pack::size) compute(i);
}

template <class Rule>
[[gnu::flatten]] void forward_unary(const BatchCall& call) {
  const double* x = call.value(0);
  double* y = call.value();
  for_each_pack(call.size(),
                [=](std::ptrdiff_t i) { Pack(apply_rule<Rule>(Pack::load(x + i))).store(y + i); });
}

template <class Rule>
[[gnu::flatten]] void reverse_unary(const BatchCall& call) {
  const double *x = call.value(0), *y = call.value(), *y_adjoint = call.adjoint();
  double* x_adjoint = call.adjoint(0);
  for_each_pack(call.size(), [=](std::ptrdiff_t i) {
    const Pack slope = Rule::template partial<0>(Pack::load(x + i), Pack::load(y + i));
    accumulate(x_adjoint + i, contribution(slope, Pack::load(y_adjoint + i)));
  });
}

/// Which operands of a binary operation are nodes; the other is the constant of the operation.
enum class Operand { both, left, right };

/// The operands of a binary operation, pack by pack.
template <Operand nodes>
struct BinaryOperands {
  const double* left;
  const double* right;
  double constant;

  explicit BinaryOperands(const BatchCall& call)
      : left(call.value(0)),
        right(nodes == Operand::both ? call.value(1) : left),
        constant(call.node.constant) {}
  auto x(std::ptrdiff_t i) const {
    if constexpr (nodes == Operand::right) return constant;
    else return Pack::load(left + i);
  }
  auto y(std::ptrdiff_t i) const {
    if constexpr (nodes == Operand::left) return constant;
    else return Pack::load(right + i);
  }
};

template <class Rule, Operand nodes>
[[gnu::flatten]] void forward_binary(const BatchCall& call) {
  const BinaryOperands<nodes> operand(call);
  double* z = call.value();
  for_each_pack(call.size(), [=](std::ptrdiff_t i) {
    Pack(apply_rule<Rule>(operand.x(i), operand.y(i))).store(z + i);
  });
}

template <class Rule, Operand nodes>
[[gnu::flatten]] void reverse_binary(const BatchCall& call) {
  const BinaryOperands<nodes> operand(call);
  const double *z = call.value(), *z_adjoint = call.adjoint();
  if constexpr (nodes != Operand::right) {
    if (call.wanted(0)) {
      double* x_adjoint = call.adjoint(0);
      for_each_pack(call.size(), [=](std::ptrdiff_t i) {
        const Pack slope = Rule::template partial<0>(operand.x(i), operand.y(i), Pack::load(z + i));
        accumulate(x_adjoint + i, contribution(slope, Pack::load(z_adjoint + i)));
      });
    }
  }
  if constexpr (nodes != Operand::left) {
    constexpr std::size_t y_argument = nodes == Operand::both ? 1 : 0;
    if (call.wanted(y_argument)) {
      double* y_adjoint = call.adjoint(y_argument);
      for_each_pack(call.size(), [=](std::ptrdiff_t i) {
        const Pack slope = Rule::template partial<1>(operand.x(i), operand.y(i), Pack::load(z + i));
        accumulate(y_adjoint + i, contribution(slope, Pack::load(z_adjoint + i)));
      });
    }
  }
}

/// An operation of three arguments. A constant among them is a node as well.
template <class Rule>
[[gnu::flatten]] void forward_ternary(const BatchCall& call) {
  const double *x = call.value(0), *y = call.value(1), *z = call.value(2);
  double* w = call.value();
  for_each_pack(call.size(), [=](std::ptrdiff_t i) {
    Pack(apply_rule<Rule>(Pack::load(x + i), Pack::load(y + i), Pack::load(z + i))).store(w + i);
  });
}
template <class Rule>
[[gnu::flatten]] void reverse_ternary(const BatchCall& call) {
  const double *x = call.value(0), *y = call.value(1), *z = call.value(2);
  const double *w = call.value(), *w_adjoint = call.adjoint();
  const auto pass = [&]<int argument>(std::integral_constant<int, argument>) {
    if (!call.wanted(argument)) return;
    double* adjoint = call.adjoint(argument);
    for_each_pack(call.size(), [=](std::ptrdiff_t i) {
      const Pack slope = Rule::template partial<argument>(Pack::load(x + i), Pack::load(y + i),
                                                          Pack::load(z + i), Pack::load(w + i));
      accumulate(adjoint + i, contribution(slope, Pack::load(w_adjoint + i)));
    });
  };
  pass(std::integral_constant<int, 0>{});
  pass(std::integral_constant<int, 1>{});
  pass(std::integral_constant<int, 2>{});
}

/// A tangent is multiplied by a slope as everywhere: where the tangent is zero, zero wins.
struct chain_rule : multiply_rule {
  template <class X, class Y>
  static auto value(const X& slope, const Y& tangent) -> Pack {
    return chain(Pack(slope), Pack(tangent));
  }
};

// Conditions are recorded as arrays of ones and zeros.
struct equal_condition {
  static auto value(const Pack& x, const Pack& y) -> PackMask { return x == y; }
};
struct less_condition {
  static auto value(const Pack& x, const Pack& y) -> PackMask { return x < y; }
};
struct less_or_equal_condition {
  static auto value(const Pack& x, const Pack& y) -> PackMask { return x <= y; }
};
struct both_condition {
  static auto value(const Pack& x, const Pack& y) -> PackMask { return (x != 0) & (y != 0); }
};

template <class Condition, Operand nodes>
[[gnu::flatten]] void forward_condition(const BatchCall& call) {
  const BinaryOperands<nodes> operand(call);
  double* z = call.value();
  for_each_pack(call.size(), [=](std::ptrdiff_t i) {
    select(Condition::value(operand.x(i), operand.y(i)), Pack(1), Pack(0)).store(z + i);
  });
}

/// A constant where a node is needed.
[[gnu::flatten]] inline void forward_constant(const BatchCall& call) {
  const Pack constant = call.node.constant;
  double* y = call.value();
  for_each_pack(call.size(), [&](std::ptrdiff_t i) { constant.store(y + i); });
}

/// select(condition, a, b), where a constant branch stands in the operation.
template <Operand nodes>
[[gnu::flatten]] void forward_select(const BatchCall& call) {
  const double* condition = call.value(0);
  const double* a = call.value(nodes == Operand::right ? 0 : 1);
  const double* b = call.value(nodes == Operand::both ? 2 : 1);
  const Pack constant = call.node.constant;
  double* z = call.value();
  for_each_pack(call.size(), [&](std::ptrdiff_t i) {
    const PackMask holds = Pack::load(condition + i) != 0;
    if constexpr (nodes == Operand::both)
      blend(holds, Pack::load(a + i), Pack::load(b + i)).store(z + i);
    else if constexpr (nodes == Operand::left)
      blend(holds, Pack::load(a + i), constant).store(z + i);
    else blend(holds, constant, Pack::load(b + i)).store(z + i);
  });
}
template <Operand nodes>
[[gnu::flatten]] void reverse_select(const BatchCall& call) {
  const double *condition = call.value(0), *z_adjoint = call.adjoint();
  const auto pass = [&](std::size_t argument, bool branch) {
    if (!call.wanted(argument)) return;
    double* adjoint = call.adjoint(argument);
    const double chosen = branch ? 1 : 0;
    for_each_pack(call.size(), [&](std::ptrdiff_t i) {
      accumulate(adjoint + i,
                 select(Pack::load(condition + i) == chosen, Pack::load(z_adjoint + i), Pack(0)));
    });
  };
  if constexpr (nodes != Operand::right) pass(1, true);
  if constexpr (nodes != Operand::left) pass(nodes == Operand::both ? 2 : 1, false);
}

/// Rows of the arguments one below the other.
[[gnu::flatten]] inline void forward_stack(const BatchCall& call) {
  double* z = call.value();
  for (std::size_t k = 0; k < call.node.arguments; ++k) {
    const double* x = call.value(k);
    const std::ptrdiff_t size = call.argument(k).rows * call.padded;
    for_each_pack(size, [=](std::ptrdiff_t i) { Pack::load(x + i).store(z + i); });
    z += size;
  }
}
[[gnu::flatten]] inline void reverse_stack(const BatchCall& call) {
  const double* z_adjoint = call.adjoint();
  for (std::size_t k = 0; k < call.node.arguments; ++k) {
    const std::ptrdiff_t size = call.argument(k).rows * call.padded;
    if (call.wanted(k)) {
      double* x_adjoint = call.adjoint(k);
      for_each_pack(
          size, [=](std::ptrdiff_t i) { accumulate(x_adjoint + i, Pack::load(z_adjoint + i)); });
    }
    z_adjoint += size;
  }
}

/// The sum over the rows, in each column.
[[gnu::flatten]] inline void forward_sum(const BatchCall& call) {
  const double* x = call.value(0);
  double* y = call.value();
  for_each_pack(call.padded, [&](std::ptrdiff_t i) {
    Pack sum = 0;
    for (int row = 0; row < call.argument(0).rows; ++row)
      sum += Pack::load(x + row * call.padded + i);
    sum.store(y + i);
  });
}
[[gnu::flatten]] inline void reverse_sum(const BatchCall& call) {
  const double* y_adjoint = call.adjoint();
  double* x_adjoint = call.adjoint(0);
  for_each_pack(call.padded, [&](std::ptrdiff_t i) {
    const Pack adjoint = Pack::load(y_adjoint + i);
    for (int row = 0; row < call.argument(0).rows; ++row)
      accumulate(x_adjoint + row * call.padded + i, adjoint);
  });
}

/// A matrix with any distance between the numbers of a row and of a column.
struct Strided {
  const double* data;
  std::ptrdiff_t row_stride, col_stride;
  auto operator()(std::ptrdiff_t i, std::ptrdiff_t j) const -> double {
    return data[i * row_stride + j * col_stride];
  }
};

/// Rows i … i + count - 1 of result += weights * x, a block of rows at a time so that each number of x that
/// is loaded serves them all.
template <int count>
inline void add_product_rows(double* result, const Strided& weights, const double* x,
                             std::ptrdiff_t i, std::ptrdiff_t inner, std::ptrdiff_t padded) {
  for_each_pack(padded, [&](std::ptrdiff_t column) {
    Pack sum[count];
    for (int r = 0; r < count; ++r) sum[r] = Pack::load(result + (i + r) * padded + column);
    for (std::ptrdiff_t j = 0; j < inner; ++j) {
      const Pack xj = Pack::load(x + j * padded + column);
#pragma GCC unroll 8
      for (int r = 0; r < count; ++r) sum[r] += weights(i + r, j) * xj;
    }
    for (int r = 0; r < count; ++r) sum[r].store(result + (i + r) * padded + column);
  });
}
inline void add_product(double* result, const Strided& weights, const double* x,
                        std::ptrdiff_t rows, std::ptrdiff_t inner, std::ptrdiff_t padded) {
  std::ptrdiff_t i = 0;
  for (; i + 4 <= rows; i += 4) add_product_rows<4>(result, weights, x, i, inner, padded);
  for (; i < rows; ++i) add_product_rows<1>(result, weights, x, i, inner, padded);
}

/// Row sums of `term(i)`: into the gradient summed over the columns, or kept column by column.
template <class Term>
void accumulate_parameter(double* adjoint, bool per_column, std::ptrdiff_t entry,
                          std::ptrdiff_t padded, Term term) {
  if (per_column) {
    for_each_pack(padded,
                  [&](std::ptrdiff_t i) { accumulate(adjoint + entry * padded + i, term(i)); });
  } else {
    Pack sum = 0;
    for_each_pack(padded, [&](std::ptrdiff_t i) { sum += term(i); });
    for (int lane = 0; lane < Pack::size; ++lane) adjoint[entry] += sum[lane];
  }
}

/// y = W x, or W x + b: arguments W, x and perhaps b. W and b are parameters.
[[gnu::flatten]] inline void forward_affine(const BatchCall& call) {
  const BatchNode& weights = call.argument(0);
  double* y = call.value();
  for (int row = 0; row < weights.rows; ++row) {
    const Pack bias = call.node.arguments == 3 ? call.value(2)[row] : 0.0;
    for_each_pack(call.padded, [&](std::ptrdiff_t i) { bias.store(y + row * call.padded + i); });
  }
  add_product(y, {call.value(0), 1, weights.rows}, call.value(1), weights.rows, weights.cols,
              call.padded);
}
[[gnu::flatten]] inline void reverse_affine(const BatchCall& call) {
  const BatchNode& weights = call.argument(0);
  const double *x = call.value(1), *y_adjoint = call.adjoint();
  const std::ptrdiff_t padded = call.padded;
  if (call.wanted(1))
    add_product(call.adjoint(1), {call.value(0), weights.rows, 1}, y_adjoint, weights.cols,
                weights.rows, padded);
  if (call.wanted(0))
    for (std::ptrdiff_t j = 0; j < weights.cols; ++j)
      for (std::ptrdiff_t i = 0; i < weights.rows; ++i)
        accumulate_parameter(call.adjoint(0), call.per_column, i + j * weights.rows, padded,
                             [&](std::ptrdiff_t k) {
                               return contribution(Pack::load(x + j * padded + k),
                                                   Pack::load(y_adjoint + i * padded + k));
                             });
  if (call.node.arguments == 3 && call.wanted(2))
    for (std::ptrdiff_t i = 0; i < weights.rows; ++i)
      accumulate_parameter(call.adjoint(2), call.per_column, i, padded, [&](std::ptrdiff_t k) {
        return Pack::load(y_adjoint + i * padded + k);
      });
}

/// A parameter column, the same for every sample.
[[gnu::flatten]] inline void forward_broadcast(const BatchCall& call) {
  const double* column = call.value(0);
  double* y = call.value();
  for (int row = 0; row < call.node.rows; ++row) {
    const Pack number = column[row];
    for_each_pack(call.padded, [&](std::ptrdiff_t i) { number.store(y + row * call.padded + i); });
  }
}
[[gnu::flatten]] inline void reverse_broadcast(const BatchCall& call) {
  const double* y_adjoint = call.adjoint();
  for (std::ptrdiff_t row = 0; row < call.node.rows; ++row)
    accumulate_parameter(call.adjoint(0), call.per_column, row, call.padded, [&](std::ptrdiff_t k) {
      return Pack::load(y_adjoint + row * call.padded + k);
    });
}

} // namespace detail
} // namespace jetwork::autodiff
