// + - * / and comparisons of active numbers, with each other and with constants.
//
// Products and quotients are rows of the rule table like any function. Sums are linear in every type's
// components, so each type brings += and -= and they are built from those.
#pragma once

#include "autodiff/rules.hpp"

#include <compare>

namespace jetwork::autodiff {

/// C is a constant where an X is expected: it converts to X and is not one.
template <class C, class X>
concept ConstantFor = !std::same_as<C, X> && std::convertible_to<C, X>;

/// Two operands of which at least one is active; they meet in the number to which both convert.
template <class X, class Y>
concept Meet = (Active<X> || Active<Y>)&&std::convertible_to<X, Common<X, Y>>&& std::convertible_to<
    Y, Common<X, Y>>;

/// The operators below are theirs.
template <class X, class Y>
concept Operands = Meet<X, Y> && !brings_operators<Common<X, Y>>;

template <class X, class Y>
requires Operands<X, Y>
constexpr auto operator+(const X& x, const Y& y) -> Common<X, Y> {
  Common<X, Y> z = x;
  return z += y;
}
template <class X, class Y>
requires Operands<X, Y>
constexpr auto operator-(const X& x, const Y& y) -> Common<X, Y> {
  Common<X, Y> z = x;
  return z -= y;
}
template <class X, class Y>
requires Operands<X, Y>
constexpr auto operator*(const X& x, const Y& y) -> Common<X, Y> {
  return apply_rule<multiply_rule>(x, y);
}
template <class X, class Y>
requires Operands<X, Y>
constexpr auto operator/(const X& x, const Y& y) -> Common<X, Y> {
  return apply_rule<divide_rule>(x, y);
}
template <Active X>
constexpr auto operator+(const X& x) -> X {
  return x;
}

/// An active number with a value inside. (A variable of a batch tape has none until the tape is replayed.)
template <class X>
concept HasValue = requires(const X& x) {
  x.value();
};

/// The plain number at the heart of a nested active one; comparisons look at nothing else.
template <class X>
constexpr auto innermost_value(const X& x) -> decltype(auto) {
  if constexpr (HasValue<X>) return innermost_value(x.value());
  else return (x);
}

template <class X, class Y>
concept Comparable = Meet<X, Y> &&(HasValue<X> || HasValue<Y>);

template <class X, class Y>
requires Comparable<X, Y>
constexpr auto operator==(const X& x, const Y& y) {
  return innermost_value(x) == innermost_value(y);
}
template <class X, class Y>
requires Comparable<X, Y>
constexpr auto operator!=(const X& x, const Y& y) {
  return innermost_value(x) != innermost_value(y);
}
template <class X, class Y>
requires Comparable<X, Y>
constexpr auto operator<(const X& x, const Y& y) { return innermost_value(x) < innermost_value(y); }
template <class X, class Y>
requires Comparable<X, Y>
constexpr auto operator>(const X& x, const Y& y) { return innermost_value(x) > innermost_value(y); }
template <class X, class Y>
requires Comparable<X, Y>
constexpr auto operator<=(const X& x, const Y& y) {
  return innermost_value(x) <= innermost_value(y);
}
template <class X, class Y>
requires Comparable<X, Y>
constexpr auto operator>=(const X& x, const Y& y) {
  return innermost_value(x) >= innermost_value(y);
}

} // namespace jetwork::autodiff
