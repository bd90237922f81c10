// How rules, signs and comparisons of batch variables are recorded.
//
//   BatchVariable y = 2 * x + exp(x);                      // operators and the table's functions: by their rules
//   BatchVariable z = select((x > 0) & (y != 1), x, 0.0);  // each sample's own branch, on every replay
//
// What recording simplifies: operations on constants are done at once; x + 0, x - 0, 1 * x, x / 1 are x;
// 0 * x and 0 / x are 0 (as everywhere here, zero wins over infinity and NaN), which makes jets of the
// independent variable cheap; small powers become products.
#pragma once

#include "autodiff/batch/tape.hpp"

#include <cmath>
#include <optional>

namespace jetwork::autodiff {

namespace detail {

inline auto power(const BatchVariable& x, double exponent) -> BatchVariable;

/// What an operation on these operands is recorded as instead, if anything simpler gives the same: an operand, its
/// negative, a constant, or a power as a product.
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
template <class Rule, class... X>
auto simplified(const X&...) -> std::optional<BatchVariable> {
  return std::nullopt;
}

/// Whether the operands of a commutative operation should change places, so that x * y and y * x are one node.
inline auto should_change_places(const BatchVariable& x, const BatchVariable& y) -> bool {
  return x.is_constant() || (!y.is_constant() && y.index() < x.index());
}

} // namespace detail

/// How a rule is applied: it is recorded.
template <>
struct RuleOn<BatchVariable> {
  template <class Rule, class... Arguments>
  static auto apply(const Arguments&... x) -> BatchVariable {
    return record<Rule>(BatchVariable(x)...);
  }

private:
  template <class Rule, class... X>
  static auto record(const X&... x) -> BatchVariable {
    if ((x.is_constant() && ...)) return Rule::value(x.constant()...);
    if (const auto simpler = detail::simplified<Rule>(x...)) return *simpler;
    if constexpr (std::same_as<Rule, add_rule> || std::same_as<Rule, multiply_rule>)
      return in_order<Rule>(x...);
    else return BatchTape::record_rule<Rule>(x...);
  }
  template <class Rule>
  static auto in_order(const BatchVariable& x, const BatchVariable& y) -> BatchVariable {
    return detail::should_change_places(x, y) ? BatchTape::record_rule<Rule>(y, x)
                                              : BatchTape::record_rule<Rule>(x, y);
  }
};

namespace detail {

/// x to a constant power: whole and half powers up to 4 in magnitude are products, of x or 1 / x and a square root. (Not
/// 1 over a product: an infinite slope at 0 would meet the product's zero slope, and be lost.)
inline auto power(const BatchVariable& x, double exponent) -> BatchVariable {
  if (exponent < 0 && exponent >= -4 && 2 * exponent == std::floor(2 * exponent)) {
    if (exponent == -0.5) return 1 / sqrt(x);
    return power(1 / x, -exponent);
  }
  if (exponent == 0) return 1;
  if (exponent == 1) return x;
  if (exponent == 2) return x * x;
  if (exponent == 3) return x * x * x;
  if (exponent == 4) return (x * x) * (x * x);
  if (exponent == 0.5) return sqrt(x);
  if (exponent == 1.5 || exponent == 2.5 || exponent == 3.5)
    return power(x, exponent - 0.5) * sqrt(x);
  return BatchTape::record_rule<pow_rule>(x, BatchVariable(exponent));
}

} // namespace detail

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
  return BatchTape::record_rule<detail::chain_rule>(slope, tangent);
}

/// Recorded, sample by sample; at once where both are constants. Likewise the other comparisons.
inline auto operator<(const BatchVariable& x, const BatchVariable& y) -> BatchMask {
  if (x.is_constant() && y.is_constant()) return BatchMask(x.constant() < y.constant());
  return BatchTape::record_condition<detail::less_condition>(x, y);
}
/// x <= y in each sample.
inline auto operator<=(const BatchVariable& x, const BatchVariable& y) -> BatchMask {
  if (x.is_constant() && y.is_constant()) return BatchMask(x.constant() <= y.constant());
  return BatchTape::record_condition<detail::less_or_equal_condition>(x, y);
}
/// x == y in each sample.
inline auto operator==(const BatchVariable& x, const BatchVariable& y) -> BatchMask {
  if (x.is_constant() && y.is_constant()) return BatchMask(x.constant() == y.constant());
  return BatchTape::record_condition<detail::equal_condition>(x, y);
}
/// x > y in each sample.
inline auto operator>(const BatchVariable& x, const BatchVariable& y) -> BatchMask { return y < x; }
/// x >= y in each sample.
inline auto operator>=(const BatchVariable& x, const BatchVariable& y) -> BatchMask {
  return y <= x;
}
/// Where the condition does not hold.
inline auto operator!(const BatchMask& mask) -> BatchMask { return mask.numbers() == 0; }
/// x != y in each sample.
inline auto operator!=(const BatchVariable& x, const BatchVariable& y) -> BatchMask {
  return !(x == y);
}
/// Where both conditions hold. (`&&` would ask for a bool.)
inline auto operator&(const BatchMask& a, const BatchMask& b) -> BatchMask {
  if (a.numbers().is_constant()) return a.numbers().is_constant(0) ? a : b;
  if (b.numbers().is_constant()) return b.numbers().is_constant(0) ? b : a;
  return BatchTape::record_condition<detail::both_condition>(a.numbers(), b.numbers());
}
/// Where at least one of the conditions holds.
inline auto operator|(const BatchMask& a, const BatchMask& b) -> BatchMask {
  return !((!a) & (!b));
}
/// Where x is zero; of its derivatives nothing is known when it is recorded.
inline auto is_zero(const BatchVariable& x) -> BatchMask { return x == 0; }

/// Sample by sample, a where the condition holds and b elsewhere: what select(mask, a, b) records.
inline auto blend(const BatchMask& mask, const BatchVariable& a, const BatchVariable& b)
    -> BatchVariable {
  const BatchVariable& holds = mask.numbers();
  if (holds.is_constant()) return holds.is_constant(0) ? b : a;
  return BatchTape::record_rule<detail::select_rule>(holds, a, b);
}

} // namespace jetwork::autodiff
