// The variables of a scalar tape, and the expressions that they are assigned from.
//
//   Variable y = x * sin(x) + 2;          // one statement: y, with ∂y/∂x twice
//
// Operators and functions give an expression: its value at once, its partial derivatives when it becomes a
// Variable. The whole right-hand side then is one statement on the tape, with an entry for each variable in
// it (Phipps and Pawlowski 2012; Hogan 2014). An expression holds its operands by value, so `auto` is safe,
// if the derivatives are wanted once; it has at most `expression_arguments` variables, larger ones are cut
// into several statements.
#pragma once

#include "autodiff/arithmetic.hpp"
#include "autodiff/tape_recording.hpp"

#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <tuple>
#include <type_traits>
#include <utility>

namespace jetwork::autodiff {

template <class T>
class BasicTape;
template <class T>
class BasicVariable;
template <class T, class Rule, class... Operands>
class TapeExpression;

/// A variable's statement has at most so many arguments.
inline constexpr int expression_arguments = 12;

namespace detail {

/// The number T that X is taped over: double for Variable and for every expression of Variables.
template <class X>
struct TapedOverOf {};
template <class T>
struct TapedOverOf<BasicVariable<T>> {
  using type = T;
};
template <class T, class Rule, class... Operands>
struct TapedOverOf<TapeExpression<T, Rule, Operands...>> {
  using type = T;
};

template <class X>
inline constexpr bool is_expression = false;
template <class T, class Rule, class... Operands>
inline constexpr bool is_expression<TapeExpression<T, Rule, Operands...>> = true;

/// Variables in an operand: each may become an argument of the statement.
template <class Operand>
inline constexpr int arguments_in = 0;
template <class T>
inline constexpr int arguments_in<BasicVariable<T>> = 1;
template <class T, class Rule, class... Operands>
inline constexpr int arguments_in<TapeExpression<T, Rule, Operands...>> =
    (arguments_in<Operands> + ...);

} // namespace detail

/// A variable of a scalar tape or an expression of them.
template <class X>
concept TapeNumber = requires {
  typename detail::TapedOverOf<std::remove_cvref_t<X>>::type;
};
template <TapeNumber X>
using TapedOver = typename detail::TapedOverOf<std::remove_cvref_t<X>>::type;

template <TapeNumber X>
inline constexpr bool is_active<X> = true;
template <TapeNumber X>
inline constexpr bool brings_operators<X> = true;
template <TapeNumber X>
struct UnderlyingOf<X> : UnderlyingOf<TapedOver<X>> {};

// Expressions meet each other and constants in the variable that they convert to.
template <class X>
requires detail::is_expression<X>
struct CommonOf<X> {
  using type = BasicVariable<TapedOver<X>>;
};
template <class X, class Y>
requires(
    TapeNumber<X>&& std::convertible_to<Y, BasicVariable<TapedOver<X>>>) struct CommonOf<X, Y> {
  using type = BasicVariable<TapedOver<X>>;
};
template <class X, class Y>
requires(
    !TapeNumber<X> && TapeNumber<Y> && std::convertible_to<X, BasicVariable<TapedOver<Y>>>) struct
    CommonOf<X, Y> {
  using type = BasicVariable<TapedOver<Y>>;
};

/// A number on a tape, or a constant. Copies are the same variable.
template <class T>
class BasicVariable {
public:
  constexpr BasicVariable() = default;
  /// A constant: on no tape.
  template <class S>
  requires(!TapeNumber<S> && std::convertible_to<S, T>) constexpr BasicVariable(
      const S& constant) // NOLINT
      : value_(static_cast<T>(constant)) {}
  /// Records the expression as one statement.
  template <class Rule, class... Operands>
  [[gnu::always_inline]] inline BasicVariable(
      const TapeExpression<T, Rule, Operands...>& expression); // NOLINT

  constexpr auto value() const -> const T& { return value_; }
  /// Not on a tape: derivatives by it are zero, and can't be asked for.
  constexpr auto is_constant() const -> bool { return index_ == 0; }

  template <class X>
  auto operator+=(const X& x) -> BasicVariable& {
    return *this = BasicVariable(*this + x);
  }
  template <class X>
  auto operator-=(const X& x) -> BasicVariable& {
    return *this = BasicVariable(*this - x);
  }
  template <class X>
  auto operator*=(const X& x) -> BasicVariable& {
    return *this = BasicVariable(*this * x);
  }
  template <class X>
  auto operator/=(const X& x) -> BasicVariable& {
    return *this = BasicVariable(*this / x);
  }

private:
  friend class BasicTape<T>;
  template <class, class, class...>
  friend class TapeExpression;
  using Recording = detail::TapeRecording<T>;
  using Cursor = typename Recording::Cursor;

  constexpr BasicVariable(const T& value, Recording* recording, detail::TapeIndex index,
                          std::uint32_t epoch)
      : value_(value), index_(index), epoch_(epoch), recording_(recording) {}

  auto recording() const -> Recording* { return recording_; }
  /// Throws std::logic_error if this is no longer on the tape, or on another than `on`.
  void check(const Recording* on) const {
    if (index_ == 0) return;
    if (recording_ != on)
      throw std::logic_error(
          "variables of two tapes meet in one operation: record both on the same tape");
    if (!recording_->holds(index_, epoch_))
      throw std::logic_error(
          "a variable was used after its tape was destroyed, cleared or rewound past it: "
          "make the variable anew");
  }
  /// Writes this variable as an argument whose partial derivative is the factor.
  template <class Factor>
  [[gnu::always_inline]] void push(const Factor& factor, Cursor& cursor) const {
    cursor.write(factor, index_);
  }

  T value_{};
  detail::TapeIndex index_ = 0;
  std::uint32_t epoch_ = 0;
  Recording* recording_ = nullptr;
};

namespace detail {

/// The factor of the whole expression: one, not computed with.
struct Unity {};

/// A product of partial derivatives, in which zero wins over infinity and NaN on either side.
template <class T>
[[gnu::noinline, gnu::cold]] auto product_where_zero_wins(const T& a, const T& b) -> T {
  return select(is_zero(a), T(0), chain(a, b));
}
template <class T>
[[gnu::always_inline]] inline auto slope_product(const Unity&, const T& slope) -> const T& {
  return slope;
}
template <class T>
[[gnu::always_inline]] inline auto slope_product(const T& factor, const T& slope) -> T {
  if constexpr (std::floating_point<T>) {
    const T product = factor * slope;
    if (product != product) [[unlikely]] // only then was a zero multiplied by an infinity or NaN
      return product_where_zero_wins(factor, slope);
    return product;
  } else {
    return select(is_zero(factor), T(0), chain(slope, factor));
  }
}

template <class X>
constexpr auto operand_value(const X& x) -> const auto& {
  if constexpr (TapeNumber<X>) return x.value();
  else return x;
}

/// f of plain numbers. Sums and products go by the operators, for which a type may have a quicker way.
template <class Rule, class... X>
[[gnu::always_inline]] constexpr auto value_of_rule(const X&... x) {
  if constexpr (is_arithmetic<Rule>) return Rule::value(x...);
  else return apply_rule<Rule>(x...);
}

} // namespace detail

/// f(operands…), with its value and whatever its partial derivatives need. Operands are variables,
/// expressions and constants.
template <class T, class Rule, class... Operands>
class TapeExpression {
public:
  [[gnu::always_inline]] explicit TapeExpression(const Operands&... operands)
      : operands_(operands...),
        value_(detail::value_of_rule<Rule>(detail::operand_value(operands)...)) {}

  auto value() const -> const T& { return value_; }

private:
  template <class>
  friend class BasicVariable;
  template <class, class, class...>
  friend class TapeExpression;
  using Recording = detail::TapeRecording<T>;
  using Cursor = typename Recording::Cursor;
  static constexpr auto places = std::make_index_sequence<sizeof...(Operands)>{};

  /// The tape of the first operand that is not a constant.
  [[gnu::always_inline]] auto recording() const -> Recording* {
    return std::apply(
        [](const auto&... operand) {
          Recording* found = nullptr;
          ((found = found != nullptr ? found : recording_of(operand)), ...);
          return found;
        },
        operands_);
  }
  template <class Operand>
  [[gnu::always_inline]] static auto recording_of(const Operand& operand) -> Recording* {
    if constexpr (TapeNumber<Operand>) return operand.recording();
    else return nullptr;
  }
  void check(const Recording* on) const {
    const auto check_one = [&]<class Operand>(const Operand& operand) {
      if constexpr (TapeNumber<Operand>) operand.check(on);
    };
    std::apply([&](const auto&... operand) { (check_one(operand), ...); }, operands_);
  }

  /// Writes the arguments below this expression: ∂/∂operand times the factor, handed down to the variables.
  template <class Factor>
  [[gnu::always_inline]] void push(const Factor& factor, Cursor& cursor) const {
    push_operands(factor, cursor, places);
  }
  template <class Factor, std::size_t... i>
  [[gnu::always_inline]] void push_operands(const Factor& factor, Cursor& cursor,
                                            std::index_sequence<i...>) const {
    (push_operand<i>(factor, cursor), ...);
  }
  template <std::size_t i, class Factor>
  [[gnu::always_inline]] void push_operand([[maybe_unused]] const Factor& factor,
                                           [[maybe_unused]] Cursor& cursor) const {
    using Operand = std::tuple_element_t<i, std::tuple<Operands...>>;
    if constexpr (TapeNumber<Operand>) {
      const T slope = std::apply(
          [&](const auto&... operand) -> T {
            return Rule::template partial<static_cast<int>(i)>(detail::operand_value(operand)...,
                                                               value_);
          },
          operands_);
      std::get<i>(operands_).push(detail::slope_product(factor, slope), cursor);
    }
  }

  std::tuple<Operands...> operands_;
  T value_;
};

template <class T>
template <class Rule, class... Operands>
inline BasicVariable<T>::BasicVariable(const TapeExpression<T, Rule, Operands...>& expression)
    : value_(expression.value()) {
  Recording* const recording = expression.recording();
  if (recording == nullptr) return; // of constants alone
#if JETWORK_CHECK_TAPES
  expression.check(recording);
#endif
  constexpr int most = detail::arguments_in<TapeExpression<T, Rule, Operands...>>;
  Cursor cursor = recording->begin(most);
  expression.push(detail::Unity{}, cursor);
  recording_ = recording;
  index_ = recording->commit(cursor);
  epoch_ = recording->epoch();
}

namespace detail {

/// An operand as it is held in an expression of `arguments` variables: itself, or recorded first where the
/// expression would become too large.
template <class X, int arguments>
struct Held {
  using type = X;
};
template <class X, int arguments>
requires(is_expression<X>&& arguments > expression_arguments) struct Held<X, arguments> {
  using type = BasicVariable<TapedOver<X>>;
};
template <class T, class Rule, class... X>
using ExpressionOf =
    TapeExpression<T, Rule, typename Held<X, (0 + ... + arguments_in<X>)>::type...>;

} // namespace detail

template <class Rule, class... X>
requires(TapeNumber<Common<X...>>) struct RuleResultOf<Rule, X...> {
  using type = detail::ExpressionOf<TapedOver<Common<X...>>, Rule, X...>;
};

template <class T>
struct RuleOn<BasicVariable<T>> {
  template <class Rule, class... X>
  [[gnu::always_inline]] static auto apply(const X&... x) -> RuleResult<Rule, X...> {
    return RuleResult<Rule, X...>(x...);
  }
};

// The operators, which for other numbers are not expressions.
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
