// Where the variables of a scalar tape, their expressions and other numbers meet.
//
//   static_assert(TapeNumber<Variable> && TapeNumber<decltype(Variable() * 2)>);
//   Common<Variable, double>, TapedOver<Variable>;         // Variable, double
//
// An expression (autodiff/tape/expression.hpp) converts to the variable (autodiff/tape/variable.hpp) that it is assigned
// to, and meets other numbers as such a variable does.
#pragma once

#include "autodiff/numbers/arithmetic.hpp"

#include <concepts>
#include <type_traits>

namespace jetwork::autodiff {

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

/// How many variables are in an operand: each may become an argument of the statement.
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
concept TapeNumber = requires { typename detail::TapedOverOf<std::remove_cvref_t<X>>::type; };
/// The number that X is taped over: double for Variable and for expressions of Variables.
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

// Specialised class by class, not once for every TapeNumber, because g++ 12 now and then misses a specialisation that
// has a constraint.
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
template <class T>
inline constexpr int derivative_order<BasicVariable<T>> = 1 + derivative_order<T>;
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
struct CommonWithTaped : std::conditional<std::is_same_v<Other, BasicVariable<T>>
                                              || Converts<Other, BasicVariable<T>>::value,
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
} // namespace jetwork::autodiff
