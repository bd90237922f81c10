// Elementwise kernels of the batch tape, made from the rules: functions, arithmetic, conditions, select.
//
//   forward_rule<tanh_rule>      y = tanh(x) for a whole block, pack by pack
//   reverse_rule<tanh_rule>      adjoint of x += slope * adjoint of y, the slope from the same rule
//   tangent_rule<tanh_rule>      tangent of y = slope * tangent of x, likewise
//
// A rule has any number of arguments, each of which may be a matrix of the result's shape, a single row that serves
// every row, or a constant: an operand is a pointer with steps, and a step may be zero. Kernels are flattened
// ([[gnu::flatten]]: everything they call is inlined), which keeps packs in registers. No kernel has a tail loop:
// the lanes beyond the last sample compute numbers that are never read, and their adjoints are zero throughout.
#pragma once

#include "autodiff/batch/node.hpp"

#include <array>
#include <concepts>
#include <type_traits>
#include <utility>

namespace jetwork::autodiff::detail {

/// slope * adjoint in reverse, slope * tangent in a tangent sweep, where a zero on either side wins. In sqrt(x*x) at
/// 0 a zero tangent comes out of x*x and wins over the infinite slope of the root; in reverse it is the slope of x*x
/// that is zero and meets an infinite adjoint, and must win as well. In x*sqrt(x) the tangent sweep must agree with
/// reverse.
inline auto contribution(const Pack& slope, const Pack& adjoint) -> Pack {
  return select(is_zero(slope) | is_zero(adjoint), Pack(0), slope * adjoint);
}

/// The stretches of memory that an elementwise operation runs over: each row, if an operand of one row serves several
/// rows or `row_by_row` asks for it; else, and of a single sample, all rows as one stretch.
struct Stretches {
  int rows = 1;
  std::ptrdiff_t size = 0; // numbers in each, whole packs

  explicit Stretches(const BatchCall& call, bool row_by_row = false)
      : size(call.layout.size(call.common_rows())) {
    if (call.layout.one_sample) return;
    const int common = call.common_rows();
    for (std::size_t k = 0; k < call.node.arguments; ++k) {
      const BatchNode& x = call.argument(k);
      row_by_row = row_by_row || (x.kind != BatchNode::Kind::constant && x.rows != common);
    }
    if (row_by_row) rows = common, size = call.layout.columns;
  }
};

/// Where the numbers of one operand lie: first + row * row_step + i * step for the i-th pack of a row.
struct Operand {
  const double* first;
  std::ptrdiff_t row_step, step;
};
/// Whether operand k is one number of a single sample that serves all rows: it has to be spread over a pack.
inline auto is_spread(const BatchCall& call, std::size_t k) -> bool {
  const BatchNode& x = call.argument(k);
  return call.layout.one_sample && x.rows != call.common_rows()
         && x.kind != BatchNode::Kind::constant;
}
inline auto operand(const BatchCall& call, std::size_t k, const double* numbers, Pack& spread)
    -> Operand {
  const BatchNode& x = call.argument(k);
  if (x.kind == BatchNode::Kind::constant) return {numbers, 0, 0}; // stored once for each lane
  if (is_spread(call, k)) {
    spread = numbers[0];
    return {reinterpret_cast<const double*>(&spread), 0, 0};
  }
  return {numbers, x.rows == call.common_rows() ? call.layout.columns : 0, Pack::size};
}

/// All operands of an operation, at the pack that is being computed.
template <std::size_t count>
class Operands {
public:
  explicit Operands(const BatchCall& call, double* BatchSlot::* numbers = &BatchSlot::value) {
    for (std::size_t k = 0; k < count; ++k)
      operand_[k] = operand(call, k, call.slots[call.arguments[k]].*numbers, spread_[k]);
  }
  void start_row(int row) {
    for (std::size_t k = 0; k < count; ++k)
      next_[k] = operand_[k].first + row * operand_[k].row_step;
  }
  template <std::size_t k>
  auto get() const -> Pack {
    return Pack::load(next_[k]);
  }
  void advance() {
    for (std::size_t k = 0; k < count; ++k) next_[k] += operand_[k].step;
  }

private:
  std::array<Operand, count> operand_;
  std::array<const double*, count> next_;
  std::array<Pack, count> spread_;
};

/// Where contributions to the adjoint of argument k are gathered.
class Target {
public:
  Target(const BatchCall& call, std::size_t k)
      : adjoint_(call.adjoint(k)),
        row_step_(call.argument(k).rows == call.common_rows() ? call.layout.columns : 0),
        assigns_(call.assigns(k)),
        spread_(is_spread(call, k)) {
    if (spread_) adjoint_ = reinterpret_cast<double*>(&sum_), whole_ = call.adjoint(k);
    step_ = spread_ ? 0 : Pack::size;
    old_step_ = assigns_ ? 0 : step_;
  }
  Target(const Target&) = delete; // it points at its own sum
  auto operator=(const Target&) -> Target& = delete;
  void start_row(int row) {
    next_ = adjoint_ + row * row_step_;
    old_ = assigns_ ? reinterpret_cast<const double*>(&zero_) : next_;
  }
  void add(const Pack& term) {
    (Pack::load(old_) + term).store(next_);
    next_ += step_;
    old_ += old_step_;
  }
  /// Several packs in a row.
  void add(const Pack* terms, std::size_t count) {
    double* next = next_;
    const double* old = old_;
    for (std::size_t i = 0; i < count; ++i, next += step_, old += old_step_)
      (Pack::load(old) + terms[i]).store(next);
    next_ = next;
    old_ = old;
  }
  void finish() {
    if (!spread_) return;
    for (int lane = 0; lane < Pack::size; ++lane) *whole_ += sum_[lane];
  }

private:
  double* adjoint_;
  double* whole_ = nullptr;
  std::ptrdiff_t row_step_, step_ = 0, old_step_ = 0;
  bool assigns_, spread_;
  double* next_ = nullptr;
  const double* old_ = nullptr;
  Pack zero_ = 0, sum_ = 0;
};

template <class Rule>
using ArgumentsOf = std::make_index_sequence<static_cast<std::size_t>(Rule::arity)>;

template <class Rule, std::size_t... k>
[[gnu::always_inline]] inline void forward_elements(const BatchCall& call,
                                                    std::index_sequence<k...>) {
  const Stretches stretches(call);
  Operands<sizeof...(k)> x(call);
  double* y = call.value();
  for (int row = 0; row < stretches.rows; ++row) {
    x.start_row(row);
    for (double* const end = y + stretches.size; y != end; y += Pack::size) {
      Pack(apply_rule<Rule>(x.template get<k>()...)).store(y);
      x.advance();
    }
  }
}
template <class Rule>
[[gnu::flatten]] void forward_rule(const BatchCall& call) {
  forward_elements<Rule>(call, ArgumentsOf<Rule>());
}

/// The contributions of argument i.
template <class Rule, std::size_t i, std::size_t... k>
[[gnu::always_inline]] inline void reverse_elements(const BatchCall& call,
                                                    std::index_sequence<k...>) {
  const Stretches stretches(call);
  Operands<sizeof...(k)> x(call);
  Target target(call, i);
  const double *y = call.value(), *y_adjoint = call.adjoint();
  for (int row = 0; row < stretches.rows; ++row) {
    x.start_row(row);
    target.start_row(row);
    for (const double* const end = y + stretches.size; y != end;
         y += Pack::size, y_adjoint += Pack::size) {
      const Pack slope =
          Rule::template partial<static_cast<int>(i)>(x.template get<k>()..., Pack::load(y));
      target.add(contribution(slope, Pack::load(y_adjoint)));
      x.advance();
    }
  }
  target.finish();
}
template <class Rule>
[[gnu::flatten]] void reverse_rule(const BatchCall& call) {
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    const auto reverse_argument =
        [&]<std::size_t index>(std::integral_constant<std::size_t, index>) {
          if (call.wanted(index)) reverse_elements<Rule, index>(call, ArgumentsOf<Rule>());
        };
    (reverse_argument(std::integral_constant<std::size_t, i>()), ...);
  }(ArgumentsOf<Rule>());
}

template <class Rule, std::size_t i, std::size_t... k>
[[gnu::always_inline]] inline void tangent_elements(const BatchCall& call, bool first,
                                                    std::index_sequence<k...>) {
  const Stretches stretches(call);
  Operands<sizeof...(k)> x(call);
  Pack spread;
  const Operand x_tangent = operand(call, i, call.tangent(i), spread);
  const double* y = call.value();
  double* y_tangent = call.tangent();
  for (int row = 0; row < stretches.rows; ++row) {
    x.start_row(row);
    const double* moved = x_tangent.first + row * x_tangent.row_step;
    for (const double* const end = y + stretches.size; y != end;
         y += Pack::size, y_tangent += Pack::size, moved += x_tangent.step) {
      const Pack slope =
          Rule::template partial<static_cast<int>(i)>(x.template get<k>()..., Pack::load(y));
      // Zero wins on both sides, as in reverse: the branch that a select does not take may move by NaN, a factor of a
      // power by infinity.
      const Pack term = contribution(slope, Pack::load(moved));
      (first ? term : Pack::load(y_tangent) + term).store(y_tangent);
      x.advance();
    }
  }
}
template <class Rule>
[[gnu::flatten]] void tangent_rule(const BatchCall& call) {
  bool first = true;
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    const auto add_argument = [&]<std::size_t index>(std::integral_constant<std::size_t, index>) {
      if (!call.wanted(index)) return;
      tangent_elements<Rule, index>(call, first, ArgumentsOf<Rule>());
      first = false;
    };
    (add_argument(std::integral_constant<std::size_t, i>()), ...);
  }(ArgumentsOf<Rule>());
}

// Rules that only the tape needs.

/// slope * tangent as in every forward type: a tangent of zero wins.
struct chain_rule : multiply_rule {
  static auto value(const Pack& slope, const Pack& tangent) -> Pack {
    return chain(slope, tangent);
  }
};

/// select(condition, x, y), of a condition recorded as ones and zeros.
struct select_rule {
  static constexpr int arity = 3;
  static auto value(const Pack& holds, const Pack& x, const Pack& y) -> Pack {
    return select(holds != 0, x, y);
  }
  template <int i>
  static auto partial(const Pack& holds, const Pack&, const Pack&, const Pack&) -> Pack {
    return i == 0 ? Pack(0) : select(holds != 0, Pack(i == 1 ? 1 : 0), Pack(i == 1 ? 0 : 1));
  }
};

// Conditions: ones and zeros, without derivatives.
struct equal_condition {
  static constexpr int arity = 2;
  static auto value(const Pack& x, const Pack& y) -> Pack {
    return select(x == y, Pack(1), Pack(0));
  }
};
struct less_condition {
  static constexpr int arity = 2;
  static auto value(const Pack& x, const Pack& y) -> Pack {
    return select(x < y, Pack(1), Pack(0));
  }
};
struct less_or_equal_condition {
  static constexpr int arity = 2;
  static auto value(const Pack& x, const Pack& y) -> Pack {
    return select(x <= y, Pack(1), Pack(0));
  }
};
struct both_condition {
  static constexpr int arity = 2;
  static auto value(const Pack& x, const Pack& y) -> Pack {
    return select((x != 0) & (y != 0), Pack(1), Pack(0));
  }
};

} // namespace jetwork::autodiff::detail
