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
#include "autodiff/tape_sweep.hpp"

#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <utility>

namespace jetwork::autodiff {

template <class T>
class BasicTape;
template <class T>
class BasicVariable;
template <class T, class Rule, class... Operands>
class TapeExpression;

namespace detail {

template <class T>
class Leaf;

template <class Operand>
struct StoredAs {
  using type = Operand;
};
template <class T>
struct StoredAs<BasicVariable<T>> {
  using type = Leaf<T>;
};
template <class Operand>
using Stored = typename StoredAs<Operand>::type;

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

namespace detail {
template <class X, class T>
inline constexpr bool is_taped_over = false;
template <class T>
inline constexpr bool is_taped_over<BasicVariable<T>, T> = true;
template <class T, class Rule, class... Operands>
inline constexpr bool is_taped_over<TapeExpression<T, Rule, Operands...>, T> = true;
} // namespace detail

// Class by class, not for whatever is a TapeNumber: g++ 12 now and then misses a specialisation that has a constraint.
template <class T>
inline constexpr bool is_active<BasicVariable<T>> = true;
template <class T, class Rule, class... Operands>
inline constexpr bool is_active<TapeExpression<T, Rule, Operands...>> = true;
template <class T>
inline constexpr bool brings_operators<BasicVariable<T>> = true;
template <class T, class Rule, class... Operands>
inline constexpr bool brings_operators<TapeExpression<T, Rule, Operands...>> = true;
template <class T>
struct UnderlyingOf<BasicVariable<T>> : UnderlyingOf<T> {};
template <class T, class Rule, class... Operands>
struct UnderlyingOf<TapeExpression<T, Rule, Operands...>> : UnderlyingOf<T> {};

template <class X, class T>
struct Converts<X, BasicVariable<T>> {
  static constexpr bool value = std::is_same_v<X, T> || Converts<X, T>::value;
};
template <class S, class T>
struct Converts<BasicVariable<S>, BasicVariable<T>> {
  static constexpr bool value = std::same_as<S, T>;
};
template <class S, class Rule, class... Operands, class T>
struct Converts<TapeExpression<S, Rule, Operands...>, BasicVariable<T>> {
  static constexpr bool value = std::same_as<S, T>;
};

namespace detail {
/// Where X, taped over T, and Other meet: in the variable, if Other converts to it, else in Other (a Dual of variables).
template <class T, class Other>
struct CommonWithTaped
    : std::conditional<
          std::is_same_v<Other, BasicVariable<T>> || Converts<Other, BasicVariable<T>>::value,
          BasicVariable<T>, Other> {};
} // namespace detail

// Expressions meet each other and constants in the variable that they convert to.
template <class T, class Rule, class... Operands>
struct CommonOf<TapeExpression<T, Rule, Operands...>> {
  using type = BasicVariable<T>;
};
template <class T, class Y>
struct CommonOf<BasicVariable<T>, Y> : detail::CommonWithTaped<T, Y> {};
template <class T, class Rule, class... Operands, class Y>
struct CommonOf<TapeExpression<T, Rule, Operands...>, Y> : detail::CommonWithTaped<T, Y> {};
template <class X, class T>
struct CommonOf<X, BasicVariable<T>> : detail::CommonWithTaped<T, X> {};
template <class X, class T, class Rule, class... Operands>
struct CommonOf<X, TapeExpression<T, Rule, Operands...>> : detail::CommonWithTaped<T, X> {};
template <class S, class T>
struct CommonOf<BasicVariable<S>, BasicVariable<T>> : detail::CommonWithTaped<S, BasicVariable<T>> {
};
template <class S, class T, class Rule, class... Operands>
struct CommonOf<BasicVariable<S>, TapeExpression<T, Rule, Operands...>>
    : detail::CommonWithTaped<S, TapeExpression<T, Rule, Operands...>> {};
template <class S, class Rule, class... Operands, class T>
struct CommonOf<TapeExpression<S, Rule, Operands...>, BasicVariable<T>>
    : detail::CommonWithTaped<S, BasicVariable<T>> {};
template <class S, class RuleX, class... X, class T, class RuleY, class... Y>
struct CommonOf<TapeExpression<S, RuleX, X...>, TapeExpression<T, RuleY, Y...>>
    : detail::CommonWithTaped<S, TapeExpression<T, RuleY, Y...>> {};

/// A number on a tape, or a constant. Copies are the same variable.
///
/// A variable that was computed and not used yet, nor copied, is known to one object alone. What is added to it with
/// += then needs no new variable, nor an argument for the old one: its adjoint is that of the sum. The object notes
/// when it is used, so it is for one thread at a time, like its tape. (To move it is to copy it: what was moved from
/// may still be used.)
template <class T>
class BasicVariable {
public:
  constexpr BasicVariable() = default;
  /// A constant: on no tape.
  template <class S>
  requires(!std::is_same_v<S, BasicVariable> && !TapeNumber<S> && std::convertible_to<S, T>) constexpr BasicVariable(
      const S& constant) // NOLINT
      : value_(static_cast<T>(constant)) {}
  /// Records the expression as one statement.
  template <class Rule, class... Operands>
  [[gnu::always_inline]] inline BasicVariable(
      const TapeExpression<T, Rule, Operands...>& expression); // NOLINT

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

  /// The place, for one more who knows it.
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

namespace detail {

/// The factor of the whole expression: one, not computed with.
struct Unity {};

template <class T>
[[gnu::noinline, gnu::cold]] auto rare_product_where_zero_wins(const T& a, const T& b) -> T {
  return product_where_zero_wins(a, b);
}
template <class T>
[[gnu::always_inline]] inline auto slope_product(const Unity&, const T& slope) -> T {
  return slope;
}
template <class T>
[[gnu::always_inline]] inline auto slope_product(const T& factor, const T& slope) -> T {
  if constexpr (std::floating_point<T>) {
    const T product = factor * slope;
    // A factor that the compiler knows, of a sum or a constant multiple, is an ordinary number.
    if ((__builtin_constant_p(factor) && factor != 0)
        || (__builtin_constant_p(slope) && slope != 0))
      return product;
    if (product != product) [[unlikely]] // only then was a zero multiplied by an infinity or NaN
      return rare_product_where_zero_wins(factor, slope);
    return product;
  } else {
    return product_where_zero_wins(factor, slope);
  }
}

template <class X>
[[gnu::always_inline]] constexpr auto operand_value(const X& x) -> const auto& {
  if constexpr (arguments_in < X >> 0) return x.value();
  else return x;
}

/// f of plain numbers. Sums and products go by the operators, for which a type may have a quicker way.
template <class Rule, class... X>
[[gnu::always_inline]] constexpr auto value_of_rule(const X&... x) {
  if constexpr (is_arithmetic<Rule>) return Rule::value(x...);
  else return apply_rule<Rule>(x...);
}

} // namespace detail

namespace detail {

/// Throws std::logic_error if this place is no longer on its tape, or on another than `on`.
template <class T>
void check_place(TapePlace place, const TapeRecording<T>* recording, const TapeRecording<T>* on) {
  if (index_of(place) == 0) return;
  if (recording != on)
    throw std::logic_error(
        "variables of two tapes meet in one operation: record both on the same tape");
  if (!recording->holds(place))
    throw std::logic_error("a variable was used after its tape was destroyed, cleared or rewound "
                           "past it: make the variable anew");
}

/// A variable as an operand. Operands are copied number by number, never as a block of memory: the compiler
/// then keeps whole expressions in registers.
template <class T>
class Leaf {
public:
  using Recording = TapeRecording<T>;
  using Cursor = typename Recording::Cursor;
  [[gnu::always_inline]] Leaf(const BasicVariable<T>& x) // NOLINT(google-explicit-constructor)
      : value_(x.value_), place_(x.shared_place()), recording_(x.recording_) {}
  [[gnu::always_inline]] Leaf(const Leaf& x)
      : value_(x.value_), place_(x.place_), recording_(x.recording_) {}

  [[gnu::always_inline]] auto value() const -> const T& { return value_; }
  [[gnu::always_inline]] auto recording() const -> Recording* { return recording_; }
  [[gnu::always_inline]] auto index() const -> TapeIndex { return static_cast<TapeIndex>(place_); }
  void check(const Recording* on) const { check_place(place_, recording_, on); }
  /// Writes the variable as an argument whose partial derivative is the factor.
  [[gnu::always_inline]] void push(const T& factor, Cursor& cursor) const {
    cursor.write(factor, index());
  }
  [[gnu::always_inline]] void push(const Unity&, Cursor& cursor) const { push(T(1), cursor); }

private:
  T value_;
  TapePlace place_;
  Recording* recording_;
};
template <class T>
inline constexpr int arguments_in<Leaf<T>> = 1;

/// Up to three operands.
template <class... Operands>
struct OperandList;
template <class A>
struct OperandList<A> {
  [[gnu::always_inline]] explicit OperandList(const A& a_operand) : a(a_operand) {}
  [[gnu::always_inline]] OperandList(const OperandList& other) : a(other.a) {}
  A a;
  template <class F>
  [[gnu::always_inline]] auto apply(const F& f) const {
    return f(a);
  }
};
template <class A, class B>
struct OperandList<A, B> {
  [[gnu::always_inline]] explicit OperandList(const A& a_operand, const B& b_operand)
      : a(a_operand), b(b_operand) {}
  [[gnu::always_inline]] OperandList(const OperandList& other) : a(other.a), b(other.b) {}
  A a;
  B b;
  template <class F>
  [[gnu::always_inline]] auto apply(const F& f) const {
    return f(a, b);
  }
};
template <class A, class B, class C>
struct OperandList<A, B, C> {
  [[gnu::always_inline]] explicit OperandList(const A& a_operand, const B& b_operand,
                                              const C& c_operand)
      : a(a_operand), b(b_operand), c(c_operand) {}
  [[gnu::always_inline]] OperandList(const OperandList& other)
      : a(other.a), b(other.b), c(other.c) {}
  A a;
  B b;
  C c;
  template <class F>
  [[gnu::always_inline]] auto apply(const F& f) const {
    return f(a, b, c);
  }
};

} // namespace detail

/// f(operands…), with its value and whatever its partial derivatives need. Operands are variables,
/// expressions and constants.
template <class T, class Rule, class... Operands>
class TapeExpression {
public:
  template <class... X>
  [[gnu::always_inline]] explicit TapeExpression(const X&... operands)
      : operands_(static_cast<detail::Stored<Operands>>(operands)...),
        value_(detail::value_of_rule<Rule>(detail::operand_value(operands)...)) {}

  [[gnu::always_inline]] TapeExpression(const TapeExpression& other)
      : operands_(other.operands_), value_(other.value_) {}

  [[gnu::always_inline]] auto value() const -> const T& { return value_; }

private:
  template <class>
  friend class BasicVariable;
  template <class, class, class...>
  friend class TapeExpression;
  using Recording = detail::TapeRecording<T>;
  using Cursor = typename Recording::Cursor;

  /// The tape of the first operand that is not a constant; most often that is the first one.
  [[gnu::always_inline]] auto recording() const -> Recording* {
    return operands_.apply([](const auto&... operand) __attribute__((always_inline)) {
      Recording* found = nullptr;
      static_cast<void>(((found != nullptr || (found = recording_of(operand)) != nullptr) || ...));
      return found;
    });
  }
  template <class Operand>
  [[gnu::always_inline]] static auto recording_of(const Operand& operand) -> Recording* {
    if constexpr (detail::arguments_in < Operand >> 0) return operand.recording();
    else return nullptr;
  }
  void check(const Recording* on) const {
    const auto check_one = [&]<class Operand>(const Operand& operand) {
      if constexpr (detail::arguments_in < Operand >> 0) operand.check(on);
    };
    operands_.apply([&](const auto&... operand) { (check_one(operand), ...); });
  }

  /// Writes the arguments below this expression: ∂/∂operand times the factor, handed down to the variables.
  template <class Factor>
  [[gnu::always_inline]] void push(const Factor& factor, Cursor& cursor) const {
    operands_.apply([&](const auto&... operand) __attribute__((always_inline)) {
      push_operands(std::make_integer_sequence<int, sizeof...(Operands)>{}, factor, cursor,
                    operand...);
    });
  }
  template <class Factor, int... i>
  [[gnu::always_inline]] void push_operands(std::integer_sequence<int, i...>, const Factor& factor,
                                            Cursor& cursor,
                                            const detail::Stored<Operands>&... operand) const {
    const auto slope = [&]<int k>(std::integral_constant<int, k>) __attribute__((always_inline))
                           ->T {
      return Rule::template partial<k>(detail::operand_value(operand)..., value_);
    };
    (push_operand(
         operand, factor, cursor,
         [&]() __attribute__((always_inline)) { return slope(std::integral_constant<int, i>{}); }),
     ...);
  }
  template <class Operand, class Factor, class Slope>
  [[gnu::always_inline]] static void push_operand([[maybe_unused]] const Operand& operand,
                                                  [[maybe_unused]] const Factor& factor,
                                                  [[maybe_unused]] Cursor& cursor,
                                                  [[maybe_unused]] const Slope& slope) {
    if constexpr (detail::arguments_in < Operand >> 0)
      operand.push(detail::slope_product(factor, T(slope())), cursor);
  }

  detail::OperandList<detail::Stored<Operands>...> operands_;
  T value_;
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
requires(is_expression<X>&& arguments > expression_arguments) struct Held<T, X, arguments> {
  using type = BasicVariable<T>;
};
template <class T, class X, int arguments>
requires(
    std::is_arithmetic_v<X>&& std::floating_point<Underlying<T>>) struct Held<T, X, arguments> {
  using type = Underlying<T>;
};
template <class T, class Rule, class... X>
using ExpressionOf =
    TapeExpression<T, Rule, typename Held<T, X, (0 + ... + arguments_in<X>)>::type...>;

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

template <class T>
template <class Rule, class X>
inline auto BasicVariable<T>::accumulate(const X& x) -> BasicVariable& {
  if constexpr (detail::is_taped_over<X, T>) {
    const detail::Stored<X> added = x; // from here on x is used, which may be this variable
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
