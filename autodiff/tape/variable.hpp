// The variables of a scalar tape, and the expressions that they are assigned from.
//
//   Variable y = x * sin(x) + 2;          // one statement: y, with ∂y/∂x twice
//
// Operators and functions give an expression: its value at once, its partial derivatives when it becomes a
// Variable. The whole right-hand side then is one statement on the tape, with an entry for each variable in
// it (Phipps and Pawlowski 2012; Hogan 2014). An expression holds its operands by value, so `auto` is safe; but
// an expression that is used twice is recorded twice. It has at most `expression_arguments` variables; a larger
// one is cut into several statements.
#pragma once

#include "autodiff/tape/expression.hpp"

#include <concepts>
#include <type_traits>
#include <utility>

namespace jetwork::autodiff {

template <class T>
class BasicTape;

/// A number on a tape, or a constant. Copies are the same variable.
///
/// A variable that was computed and neither used nor copied yet is held by one object alone. Then += adds to it in
/// place: the statement needs no new variable, and no argument for the old value, whose adjoint is that of the sum.
/// The object notes when it is used or copied, so it is for one thread at a time, like its tape. (To move it is to
/// copy it: a moved-from variable may still be used.)
template <class T>
class BasicVariable {
public:
  /// The constant zero.
  constexpr BasicVariable() = default;
  /// A constant: on no tape.
  template <class S>
  requires(!std::is_same_v<S, BasicVariable> && !TapeNumber<S> && std::convertible_to<S, T>)
  constexpr BasicVariable(const S& constant) // NOLINT
      : value_(static_cast<T>(constant)) {}
  /// Records the expression as one statement.
  template <class Rule, class... Operands>
  [[gnu::always_inline]] inline BasicVariable(
      const TapeExpression<T, Rule, Operands...>& expression); // NOLINT

  /// The number, known at once.
  [[gnu::always_inline]] constexpr auto value() const -> const T& { return value_; }
  /// Not on a tape: derivatives by it are zero, and can't be asked for.
  constexpr auto is_constant() const -> bool { return detail::index_of(place_) == 0; }

  [[gnu::always_inline]] constexpr BasicVariable(const BasicVariable& x)
      : value_(x.value_), place_(x.shared_place()), recording_(x.recording_) {}
  [[gnu::always_inline]] constexpr auto operator=(const BasicVariable& x) -> BasicVariable& {
    value_ = x.value_;
    place_ = x.shared_place();
    recording_ = x.recording_;
    return *this;
  }
  /// Records the expression as one statement; this object is its variable from then on.
  template <class Rule, class... Operands>
  [[gnu::always_inline]] inline auto operator=(
      const TapeExpression<T, Rule, Operands...>& expression) -> BasicVariable&;
  constexpr ~BasicVariable() = default;

  template <class X>
  [[gnu::always_inline]] auto operator+=(const X& x) -> BasicVariable& {
    return accumulate<add_rule>(x);
  }
  template <class X>
  [[gnu::always_inline]] auto operator-=(const X& x) -> BasicVariable& {
    return accumulate<subtract_rule>(x);
  }
  template <class X>
  [[gnu::always_inline]] auto operator*=(const X& x) -> BasicVariable& {
    return *this = *this * x;
  }
  template <class X>
  [[gnu::always_inline]] auto operator/=(const X& x) -> BasicVariable& {
    return *this = *this / x;
  }

private:
  friend class BasicTape<T>;
  friend class detail::Leaf<T>;
  using Recording = detail::TapeRecording<T>;
  using Cursor = typename Recording::Cursor;

  constexpr BasicVariable(const T& value, Recording* recording, detail::TapePlace place)
      : value_(value), place_(place), recording_(recording) {}

  /// The variable's place; from now on it is shared, so += may not add to it in place.
  [[gnu::always_inline]] constexpr auto shared_place() const -> detail::TapePlace {
    if ((place_ & detail::own_mark) != 0) place_ &= ~detail::TapePlace{detail::own_mark};
    return place_;
  }
  template <class Rule, class X>
  [[gnu::always_inline]] auto accumulate(const X& x) -> BasicVariable&;

  T value_{};
  mutable detail::TapePlace place_ = 0;
  Recording* recording_ = nullptr;
};

template <class T>
template <class Rule, class... Operands>
inline BasicVariable<T>::BasicVariable(const TapeExpression<T, Rule, Operands...>& expression) {
  *this = expression;
}
template <class T>
template <class Rule, class... Operands>
inline auto BasicVariable<T>::operator=(const TapeExpression<T, Rule, Operands...>& expression)
    -> BasicVariable& {
  static_assert(detail::arguments_in<TapeExpression<T, Rule, Operands...>> <= expression_arguments);
  Recording* const recording = expression.recording();
  if (recording == nullptr) // of constants alone
    return *this = BasicVariable(expression.value(), nullptr, 0);
#if JETWORK_CHECK_TAPES
  expression.check(recording);
#endif
  Cursor cursor = recording->begin();
  expression.push(detail::Unity{}, cursor);
  value_ = expression.value();
  recording_ = recording;
  place_ = recording->commit(cursor);
  return *this;
}

namespace detail {

/// An operand as it is held in an expression of `arguments` variables: itself; recorded first where the
/// expression would become too large; a constant in the precision of T.
template <class T, class X, int arguments>
struct Held {
  using type = X;
};
template <class T, class X, int arguments>
requires(is_expression<X> && arguments > expression_arguments)
struct Held<T, X, arguments> {
  using type = BasicVariable<T>;
};
template <class T, class X, int arguments>
requires(std::is_arithmetic_v<X> && std::floating_point<Underlying<T>>)
struct Held<T, X, arguments> {
  using type = Underlying<T>;
};
template <class T, class Rule, class... X>
using ExpressionOf =
    TapeExpression<T, Rule, typename Held<T, X, (0 + ... + arguments_in<X>)>::type...>;

} // namespace detail

template <class Rule, class... X>
requires(TapeNumber<Common<X...>>)
struct RuleResultOf<Rule, X...> {
  using type = detail::ExpressionOf<TapedOver<Common<X...>>, Rule, X...>;
};

template <class T>
struct RuleOn<BasicVariable<T>> {
  template <class Rule, class... X>
  [[gnu::always_inline]] static auto apply(const X&... x) -> RuleResult<Rule, X...> {
    return RuleResult<Rule, X...>(x...);
  }
};

// The operators of tape numbers, which give expressions. (Those of other numbers: autodiff/numbers/arithmetic.hpp.)
/// Two operands that meet in a variable of a tape, at least one of them on a tape or made of such.
template <class X, class Y>
concept TapeOperands = Meet<X, Y> && TapeNumber<Common<X, Y>>;

template <class X, class Y>
requires TapeOperands<X, Y>
[[gnu::always_inline]] inline auto operator+(const X& x, const Y& y) {
  return apply_rule<add_rule>(x, y);
}
template <class X, class Y>
requires TapeOperands<X, Y>
[[gnu::always_inline]] inline auto operator-(const X& x, const Y& y) {
  return apply_rule<subtract_rule>(x, y);
}
template <class X, class Y>
requires TapeOperands<X, Y>
[[gnu::always_inline]] inline auto operator*(const X& x, const Y& y) {
  return apply_rule<multiply_rule>(x, y);
}
template <class X, class Y>
requires TapeOperands<X, Y>
[[gnu::always_inline]] inline auto operator/(const X& x, const Y& y) {
  return apply_rule<divide_rule>(x, y);
}
template <TapeNumber X>
[[gnu::always_inline]] inline auto operator-(const X& x) {
  return apply_rule<negate_rule>(x);
}

template <class T>
template <class Rule, class X>
inline auto BasicVariable<T>::accumulate(const X& x) -> BasicVariable& {
  if constexpr (detail::is_taped_over<X, T>) {
    const detail::Stored<X> added = x; // marks x as used, which may be this very variable
    if (recording_ != nullptr && recording_->may_be_added_to(place_)) {
#if JETWORK_CHECK_TAPES
      detail::check_place(place_, recording_, recording_);
      added.check(recording_);
#endif
      Cursor cursor = recording_->begin();
      if constexpr (std::same_as<Rule, add_rule>) added.push(detail::Unity{}, cursor);
      else added.push(T(-1), cursor);
      recording_->commit(cursor, place_);
      value_ = Rule::value(value_, added.value());
      return *this;
    }
  }
  return *this = apply_rule<Rule>(*this, x);
}

/// A variable that is on a tape moves, whatever its value; a constant zero does not.
template <class T>
auto is_zero(const BasicVariable<T>& x) -> bool {
  return x.is_constant() && is_zero(x.value());
}

namespace detail {
/// The product of the chain rule as an operation: where the tangent is zero, zero wins.
struct chained_product_rule : multiply_rule {
  template <class T>
  static constexpr auto value(const T& slope, const T& tangent) -> T {
    return chain(slope, tangent);
  }
};
} // namespace detail

/// slope * tangent in a forward type over tape variables (Dual<Variable>), where a zero tangent wins.
template <class T>
auto chain(const BasicVariable<T>& slope, const BasicVariable<T>& tangent) -> BasicVariable<T> {
  if (is_zero(tangent)) return BasicVariable<T>(0);
  return apply_rule<detail::chained_product_rule>(slope, tangent);
}

} // namespace jetwork::autodiff
