// The batch tape: a program recorded once, replayed on many samples at a time.
//
//   BatchTape tape;
//   BatchVariable x = tape.input(1);                      // one row: a number for every sample
//   BatchParameter k = tape.parameter(1, 1);              // shared by all samples
//   BatchVariable y = exp(-per_sample(k) * x * x);        // recorded, not computed
//   BatchReplay replay(tape, 64);                         // see autodiff/batch_replay.hpp
//
// A BatchVariable is an Active number like a Dual: generic code, Dual<BatchVariable> and
// Jet<BatchVariable, K> record onto the tape by being run. It stands for a matrix, rows × samples; the
// samples are independent columns, so one reverse sweep gives the derivatives of every sample. It has no
// value until the tape is replayed, and therefore a comparison is no bool: it is recorded as a condition,
// and select(condition, a, b) takes each sample's own branch on every replay.
//
// What recording simplifies: operations on constants are done at once; x + 0, x - 0, 1 * x, x / 1 are x;
// 0 * x and 0 / x are 0 (as everywhere here, zero wins over infinity and NaN), which makes jets of the
// independent variable cheap; small powers become products; an expression that was recorded before is found
// again instead of repeated (value numbering, Cocke 1970). Reverse accumulation: Linnainmaa 1970, Speelpenning 1980.
#pragma once

#include "autodiff/arithmetic.hpp"
#include "autodiff/batch_kernels.hpp"

#include <bit>
#include <cmath>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace jetwork::autodiff {

class BatchTape;

/// A number for every sample (or a column of numbers): a node of a tape, or a constant.
class BatchVariable {
public:
  constexpr BatchVariable() = default;
  constexpr BatchVariable(double constant)
      : constant_(constant) {} // NOLINT(google-explicit-constructor)

  constexpr auto is_constant() const -> bool { return tape_ == nullptr; }
  constexpr auto is_constant(double number) const -> bool {
    return is_constant() && constant_ == number;
  }
  constexpr auto constant() const -> double { return constant_; }
  /// The tape it is recorded on; null for a constant.
  constexpr auto tape() const -> BatchTape* { return tape_; }
  constexpr auto index() const -> std::uint32_t { return index_; }
  /// Numbers in each column; 1 for a constant.
  auto rows() const -> int;

  auto operator-() const -> BatchVariable;
  auto operator+=(const BatchVariable& other) -> BatchVariable&;
  auto operator-=(const BatchVariable& other) -> BatchVariable&;
  auto operator*=(const BatchVariable& other) -> BatchVariable&;
  auto operator/=(const BatchVariable& other) -> BatchVariable&;

private:
  friend class BatchTape;
  BatchVariable(BatchTape* tape, std::uint32_t index) : tape_(tape), index_(index) {}

  BatchTape* tape_ = nullptr;
  std::uint32_t index_ = 0;
  double constant_ = 0;
};

template <>
inline constexpr bool is_active<BatchVariable> = true;
template <>
struct UnderlyingOf<BatchVariable> {
  using type = double;
};

/// A condition on each sample, for select. It can't be a bool: which branch is taken is known only on replay.
class BatchMask {
public:
  explicit BatchMask(bool known) : holds_(known ? 1 : 0) {}
  explicit operator bool() const = delete; // write select(condition, a, b) instead of if

  /// Ones where the condition holds, zeros elsewhere.
  auto numbers() const -> const BatchVariable& { return holds_; }

private:
  friend class BatchTape;
  explicit BatchMask(const BatchVariable& holds) : holds_(holds) {}
  BatchVariable holds_;
};

template <>
inline constexpr bool is_mask<BatchMask> = true;

/// A matrix that all samples share and that derivatives are taken with respect to: weights, a bias.
class BatchParameter {
public:
  BatchParameter() = default;
  auto rows() const -> int { return rows_; }
  auto cols() const -> int { return cols_; }
  auto tape() const -> BatchTape* { return tape_; }
  auto index() const -> std::uint32_t { return index_; }

private:
  friend class BatchTape;
  BatchTape* tape_ = nullptr;
  std::uint32_t index_ = 0;
  int rows_ = 0, cols_ = 0;
};

class BatchTape {
public:
  BatchTape() = default;
  BatchTape(const BatchTape&) = delete; // variables point at their tape
  auto operator=(const BatchTape&) -> BatchTape& = delete;

  /// Numbers that differ from sample to sample: a matrix of `rows` rows, a column for every sample.
  auto input(int rows = 1) -> BatchVariable {
    require(rows > 0, "BatchTape::input: an input needs at least one row");
    return {this, append({.kind = BatchNode::Kind::input, .rows = rows}, {})};
  }
  /// Numbers that all samples share.
  auto parameter(int rows, int cols = 1) -> BatchParameter {
    require(rows > 0 && cols > 0,
            "BatchTape::parameter: a parameter needs at least one row and one column");
    BatchParameter p;
    p.tape_ = this;
    p.index_ = append({.kind = BatchNode::Kind::parameter, .rows = rows, .cols = cols}, {});
    p.rows_ = rows;
    p.cols_ = cols;
    return p;
  }

  auto nodes() const -> const std::vector<BatchNode>& { return nodes_; }
  auto arguments() const -> const std::vector<std::uint32_t>& { return arguments_; }
  auto rows(const BatchVariable& x) const -> int {
    return x.is_constant() ? 1 : nodes_[x.index()].rows;
  }

  // What the operators and functions below record with; generic code never calls these.

  template <class Rule>
  static auto record_unary(const BatchVariable& x) -> BatchVariable {
    if (x.is_constant()) return Rule::value(x.constant());
    return x.tape()->operation({.rows = x.rows(),
                                .forward = detail::forward_unary<Rule>,
                                .reverse = detail::reverse_unary<Rule>},
                               {x.index()});
  }
  template <class Rule>
  static auto record_binary(const BatchVariable& x, const BatchVariable& y) -> BatchVariable {
    using detail::Operand;
    const auto node = [&]<Operand nodes>(std::integral_constant<Operand, nodes>, double constant) {
      return BatchNode{.rows = common_rows(x, y),
                       .constant = constant,
                       .forward = detail::forward_binary<Rule, nodes>,
                       .reverse = detail::reverse_binary<Rule, nodes>};
    };
    if (y.is_constant())
      return x.tape()->operation(
          node(std::integral_constant<Operand, Operand::left>{}, y.constant()), {x.index()});
    if (x.is_constant())
      return y.tape()->operation(
          node(std::integral_constant<Operand, Operand::right>{}, x.constant()), {y.index()});
    return x.tape()->operation(node(std::integral_constant<Operand, Operand::both>{}, 0),
                               {x.index(), y.index()});
  }
  /// An operation on three variables that are not all constant; those that are become nodes.
  template <class Rule>
  static auto record_ternary(const BatchVariable& x, const BatchVariable& y, const BatchVariable& z)
      -> BatchVariable {
    const BatchVariable& recorded = !x.is_constant() ? x : !y.is_constant() ? y : z;
    for (const BatchVariable* other : {&y, &z}) common_rows(recorded, *other);
    BatchTape* tape = recorded.tape();
    const auto node_of = [&](const BatchVariable& variable) {
      return variable.is_constant()
                 ? tape->constant_node(variable.constant(), recorded.rows()).index()
                 : variable.index();
    };
    return tape->operation({.rows = recorded.rows(),
                            .forward = detail::forward_ternary<Rule>,
                            .reverse = detail::reverse_ternary<Rule>},
                           {node_of(x), node_of(y), node_of(z)});
  }
  /// A condition on two variables that are not both constant.
  template <class Condition>
  static auto record_condition(const BatchVariable& x, const BatchVariable& y) -> BatchMask {
    using detail::Operand;
    const auto node = [&](BatchKernel forward, double constant) {
      return BatchNode{.kind = BatchNode::Kind::condition,
                       .rows = common_rows(x, y),
                       .constant = constant,
                       .forward = forward};
    };
    if (y.is_constant())
      return BatchMask(x.tape()->operation(
          node(detail::forward_condition<Condition, Operand::left>, y.constant()), {x.index()}));
    if (x.is_constant())
      return BatchMask(y.tape()->operation(
          node(detail::forward_condition<Condition, Operand::right>, x.constant()), {y.index()}));
    return BatchMask(x.tape()->operation(
        node(detail::forward_condition<Condition, Operand::both>, 0), {x.index(), y.index()}));
  }
  friend auto blend(const BatchMask& mask, const BatchVariable& a, const BatchVariable& b)
      -> BatchVariable;
  friend auto rows(const BatchVariable& x, int first, int count) -> BatchVariable;
  friend auto stack(std::span<const BatchVariable> parts) -> BatchVariable;
  friend auto sum(const BatchVariable& x) -> BatchVariable;
  friend auto affine(const BatchParameter& weights, const BatchVariable& x,
                     const BatchParameter* bias) -> BatchVariable;
  friend auto per_sample(const BatchParameter& column) -> BatchVariable;

private:
  static void require(bool condition, const std::string& message) {
    if (!condition) throw std::invalid_argument(message);
  }
  /// The rows of two variables that meet in an operation; throws where they don't fit.
  static auto common_rows(const BatchVariable& x, const BatchVariable& y) -> int {
    if (x.is_constant()) return y.rows();
    if (y.is_constant()) return x.rows();
    require(x.tape() == y.tape(), "two variables of different batch tapes meet in one operation: "
                                  "record both on the same tape");
    require(x.rows() == y.rows(),
            "variables of " + std::to_string(x.rows()) + " and " + std::to_string(y.rows())
                + " rows meet in one operation: take row(x, i), or sum(x), to make them fit");
    return x.rows();
  }

  auto constant_node(double constant, int rows) -> BatchVariable {
    return operation({.rows = rows, .constant = constant, .forward = detail::forward_constant}, {});
  }
  auto append(BatchNode node, std::span<const std::uint32_t> arguments) -> std::uint32_t {
    node.first_argument = static_cast<std::uint32_t>(arguments_.size());
    node.arguments = static_cast<std::uint32_t>(arguments.size());
    arguments_.insert(arguments_.end(), arguments.begin(), arguments.end());
    nodes_.push_back(node);
    return static_cast<std::uint32_t>(nodes_.size() - 1);
  }
  /// Records an operation, or finds the node that already computes it.
  auto operation(const BatchNode& node, std::span<const std::uint32_t> arguments) -> BatchVariable {
    Key key{reinterpret_cast<std::uintptr_t>(node.forward),
            reinterpret_cast<std::uintptr_t>(node.reverse),
            std::bit_cast<std::uint64_t>(node.constant),
            node.offset,
            node.rows,
            std::vector<std::uint32_t>(arguments.begin(), arguments.end())};
    const auto [found, is_new] = recorded_.try_emplace(std::move(key), 0);
    if (is_new) found->second = append(node, arguments);
    return {this, found->second};
  }
  auto operation(const BatchNode& node, std::initializer_list<std::uint32_t> arguments)
      -> BatchVariable {
    return operation(node, std::span(arguments.begin(), arguments.size()));
  }

  using Key = std::tuple<std::uintptr_t, std::uintptr_t, std::uint64_t, int, int,
                         std::vector<std::uint32_t>>;
  std::vector<BatchNode> nodes_;
  std::vector<std::uint32_t> arguments_;
  std::map<Key, std::uint32_t> recorded_;
};

inline auto BatchVariable::rows() const -> int { return is_constant() ? 1 : tape_->rows(*this); }

namespace detail {

/// x to a constant power: whole and half powers up to 4 in magnitude are products and square roots.
inline auto power(const BatchVariable& x, double exponent) -> BatchVariable {
  if (exponent < 0 && exponent >= -4 && 2 * exponent == std::floor(2 * exponent))
    return 1 / power(x, -exponent);
  if (exponent == 0) return 1;
  if (exponent == 1) return x;
  if (exponent == 2) return x * x;
  if (exponent == 3) return x * x * x;
  if (exponent == 4) return (x * x) * (x * x);
  if (exponent == 0.5) return sqrt(x);
  if (exponent == 1.5 || exponent == 2.5 || exponent == 3.5)
    return power(x, exponent - 0.5) * sqrt(x);
  return BatchTape::record_binary<pow_rule>(x, exponent);
}

/// What recording an operation on these operands would only repeat: one of them, or a constant.
template <class Rule>
auto simplified(const BatchVariable& x, const BatchVariable& y) -> std::optional<BatchVariable> {
  if constexpr (std::same_as<Rule, add_rule>) {
    if (x.is_constant(0)) return y;
    if (y.is_constant(0)) return x;
  } else if constexpr (std::same_as<Rule, subtract_rule>) {
    if (x.is_constant(0)) return -y;
    if (y.is_constant(0)) return x;
  } else if constexpr (std::same_as<Rule, multiply_rule>) {
    if (x.is_constant(0) || y.is_constant(0)) return BatchVariable(0);
    if (x.is_constant(1)) return y;
    if (y.is_constant(1)) return x;
    if (x.is_constant(-1)) return -y;
    if (y.is_constant(-1)) return -x;
  } else if constexpr (std::same_as<Rule, divide_rule>) {
    if (x.is_constant(0)) return BatchVariable(0);
    if (y.is_constant(1)) return x;
  } else if constexpr (std::same_as<Rule, pow_rule>) {
    if (y.is_constant()) return power(x, y.constant());
  }
  return std::nullopt;
}

} // namespace detail

/// How a rule is applied: it is recorded.
template <>
struct RuleOn<BatchVariable> {
  template <class Rule>
  static auto apply(const BatchVariable& x) -> BatchVariable {
    return BatchTape::record_unary<Rule>(x);
  }
  template <class Rule>
  static auto apply(const BatchVariable& x, const BatchVariable& y) -> BatchVariable {
    if (x.is_constant() && y.is_constant()) return Rule::value(x.constant(), y.constant());
    if (const auto simpler = detail::simplified<Rule>(x, y)) return *simpler;
    // One order for what commutes, so that x * y is found again as y * x.
    if constexpr (std::same_as<Rule, add_rule> || std::same_as<Rule, multiply_rule>)
      if (x.is_constant() || (!y.is_constant() && y.index() < x.index()))
        return BatchTape::record_binary<Rule>(y, x);
    return BatchTape::record_binary<Rule>(x, y);
  }
  template <class Rule>
  static auto apply(const BatchVariable& x, const BatchVariable& y, const BatchVariable& z)
      -> BatchVariable {
    if (x.is_constant() && y.is_constant() && z.is_constant())
      return Rule::value(x.constant(), y.constant(), z.constant());
    return BatchTape::record_ternary<Rule>(x, y, z);
  }
};

inline auto BatchVariable::operator-() const -> BatchVariable {
  return apply_rule<negate_rule>(*this);
}
inline auto BatchVariable::operator+=(const BatchVariable& other) -> BatchVariable& {
  return *this = apply_rule<add_rule>(*this, other);
}
inline auto BatchVariable::operator-=(const BatchVariable& other) -> BatchVariable& {
  return *this = apply_rule<subtract_rule>(*this, other);
}
inline auto BatchVariable::operator*=(const BatchVariable& other) -> BatchVariable& {
  return *this = apply_rule<multiply_rule>(*this, other);
}
inline auto BatchVariable::operator/=(const BatchVariable& other) -> BatchVariable& {
  return *this = apply_rule<divide_rule>(*this, other);
}

/// slope * tangent, where a tangent that is zero in some sample wins there on replay.
inline auto chain(const BatchVariable& slope, const BatchVariable& tangent) -> BatchVariable {
  if (tangent.is_constant() || (slope.is_constant() && std::isfinite(slope.constant())))
    return tangent.is_constant(0) ? BatchVariable(0) : slope * tangent;
  return BatchTape::record_binary<detail::chain_rule>(slope, tangent);
}

// Conditions.
inline auto operator<(const BatchVariable& x, const BatchVariable& y) -> BatchMask {
  if (x.is_constant() && y.is_constant()) return BatchMask(x.constant() < y.constant());
  return BatchTape::record_condition<detail::less_condition>(x, y);
}
inline auto operator<=(const BatchVariable& x, const BatchVariable& y) -> BatchMask {
  if (x.is_constant() && y.is_constant()) return BatchMask(x.constant() <= y.constant());
  return BatchTape::record_condition<detail::less_or_equal_condition>(x, y);
}
inline auto operator==(const BatchVariable& x, const BatchVariable& y) -> BatchMask {
  if (x.is_constant() && y.is_constant()) return BatchMask(x.constant() == y.constant());
  return BatchTape::record_condition<detail::equal_condition>(x, y);
}
inline auto operator>(const BatchVariable& x, const BatchVariable& y) -> BatchMask { return y < x; }
inline auto operator>=(const BatchVariable& x, const BatchVariable& y) -> BatchMask {
  return y <= x;
}
inline auto operator!(const BatchMask& mask) -> BatchMask { return mask.numbers() == 0; }
inline auto operator!=(const BatchVariable& x, const BatchVariable& y) -> BatchMask {
  return !(x == y);
}
inline auto operator&(const BatchMask& a, const BatchMask& b) -> BatchMask {
  if (a.numbers().is_constant()) return a.numbers().is_constant(0) ? a : b;
  if (b.numbers().is_constant()) return b.numbers().is_constant(0) ? b : a;
  return BatchTape::record_condition<detail::both_condition>(a.numbers(), b.numbers());
}
inline auto operator|(const BatchMask& a, const BatchMask& b) -> BatchMask {
  return !((!a) & (!b));
}
inline auto is_zero(const BatchVariable& x) -> BatchMask { return x == 0; }

/// Sample by sample, a where the condition holds and b elsewhere: what select(mask, a, b) records.
inline auto blend(const BatchMask& mask, const BatchVariable& a, const BatchVariable& b)
    -> BatchVariable {
  using detail::Operand;
  const BatchVariable& holds = mask.numbers();
  if (holds.is_constant()) return holds.is_constant(0) ? b : a;
  if (a.is_constant() && b.is_constant())
    return blend(mask, holds.tape()->constant_node(a.constant(), holds.rows()), b);
  BatchTape::common_rows(holds, a);
  BatchNode node{.rows = BatchTape::common_rows(holds, b)};
  if (b.is_constant()) {
    node.constant = b.constant();
    node.forward = detail::forward_select<Operand::left>;
    node.reverse = detail::reverse_select<Operand::left>;
    return holds.tape()->operation(node, {holds.index(), a.index()});
  }
  if (a.is_constant()) {
    node.constant = a.constant();
    node.forward = detail::forward_select<Operand::right>;
    node.reverse = detail::reverse_select<Operand::right>;
    return holds.tape()->operation(node, {holds.index(), b.index()});
  }
  node.forward = detail::forward_select<Operand::both>;
  node.reverse = detail::reverse_select<Operand::both>;
  return holds.tape()->operation(node, {holds.index(), a.index(), b.index()});
}

// Matrices of samples.

/// `count` rows of x from `first` on: a view, no copy.
inline auto rows(const BatchVariable& x, int first, int count) -> BatchVariable {
  BatchTape::require(first >= 0 && count > 0 && first + count <= x.rows(),
                     "rows(x, first, count): x has " + std::to_string(x.rows()) + " rows");
  if (count == x.rows()) return x;
  const BatchNode& node = x.tape()->nodes_[x.index()];
  const bool nested = node.kind == BatchNode::Kind::view;
  const std::uint32_t whole = nested ? x.tape()->arguments_[node.first_argument] : x.index();
  return x.tape()->operation(
      {.kind = BatchNode::Kind::view, .rows = count, .offset = first + (nested ? node.offset : 0)},
      {whole});
}
/// Row i of x.
inline auto row(const BatchVariable& x, int i) -> BatchVariable { return rows(x, i, 1); }

/// The rows of all parts, one below the other. At least one part is not a constant.
inline auto stack(std::span<const BatchVariable> parts) -> BatchVariable {
  BatchTape* tape = nullptr;
  for (const BatchVariable& part : parts)
    if (!part.is_constant()) tape = part.tape();
  BatchTape::require(tape != nullptr, "stack: at least one part must be recorded on a batch tape");
  std::vector<std::uint32_t> arguments;
  int rows = 0;
  for (const BatchVariable& part : parts) {
    BatchTape::require(part.is_constant() || part.tape() == tape,
                       "stack: the parts are of different batch tapes");
    rows += part.rows();
    arguments.push_back(part.is_constant() ? tape->constant_node(part.constant(), 1).index()
                                           : part.index());
  }
  return tape->operation(
      {.rows = rows, .forward = detail::forward_stack, .reverse = detail::reverse_stack},
      arguments);
}
inline auto stack(std::initializer_list<BatchVariable> parts) -> BatchVariable {
  return stack(std::span(parts.begin(), parts.size()));
}

/// The sum over the rows, in each column.
inline auto sum(const BatchVariable& x) -> BatchVariable {
  if (x.is_constant() || x.rows() == 1) return x;
  return x.tape()->operation(
      {.rows = 1, .forward = detail::forward_sum, .reverse = detail::reverse_sum}, {x.index()});
}

/// A parameter column as a variable: the same numbers in every sample.
inline auto per_sample(const BatchParameter& column) -> BatchVariable {
  BatchTape::require(column.tape() != nullptr,
                     "per_sample: this parameter belongs to no tape; make it by "
                     "tape.parameter(rows, cols)");
  BatchTape::require(column.cols() == 1, "per_sample: the parameter must be a column");
  return column.tape()->operation({.rows = column.rows(),
                                   .forward = detail::forward_broadcast,
                                   .reverse = detail::reverse_broadcast},
                                  {column.index()});
}

/// weights * x + bias in every sample: a dense layer.
inline auto affine(const BatchParameter& weights, const BatchVariable& x,
                   const BatchParameter* bias) -> BatchVariable {
  BatchTape* tape = weights.tape();
  BatchTape::require(
      tape != nullptr,
      "affine: these weights belong to no tape; make them by tape.parameter(rows, cols)");
  BatchTape::require(
      bias == nullptr
          || (bias->tape() == tape && bias->rows() == weights.rows() && bias->cols() == 1),
      "affine: the bias must be a parameter column of the same tape, with as many rows as the "
      "weights");
  if (x.is_constant()) {
    // A jet's higher coefficients often are constants: the derivative of the independent variable is 1, then 0.
    const BatchVariable zero_or_bias = bias == nullptr ? BatchVariable(0) : per_sample(*bias);
    if (x.is_constant(0)) return zero_or_bias;
    if (weights.cols() == 1) return per_sample(weights) * x + zero_or_bias;
    return affine(weights, tape->constant_node(x.constant(), weights.cols()), bias);
  }
  BatchTape::require(x.tape() == tape,
                     "affine: the weights and the variable are of different batch tapes");
  BatchTape::require(weights.cols() == x.rows(),
                     "affine: weights with " + std::to_string(weights.cols())
                         + " columns meet a variable of " + std::to_string(x.rows()) + " rows");
  const BatchNode node{
      .rows = weights.rows(), .forward = detail::forward_affine, .reverse = detail::reverse_affine};
  if (bias == nullptr) return tape->operation(node, {weights.index(), x.index()});
  return tape->operation(node, {weights.index(), x.index(), bias->index()});
}
inline auto affine(const BatchParameter& weights, const BatchVariable& x,
                   const BatchParameter& bias) -> BatchVariable {
  return affine(weights, x, &bias);
}
inline auto operator*(const BatchParameter& weights, const BatchVariable& x) -> BatchVariable {
  return affine(weights, x, nullptr);
}

} // namespace jetwork::autodiff
