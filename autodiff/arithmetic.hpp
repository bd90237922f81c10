// + - * / and comparisons of active numbers, with each other and with constants.
//
// Products and quotients are rows of the rule table like any function. Sums are linear in every type's
// components, so each type brings += and -= and they are built from those.
#pragma once

#include "autodiff/rules.hpp"

#include <array>
#include <cstddef>

namespace jetwork::autodiff {

/// C is a constant where an X is expected: it converts to X and is not one.
template <class C, class X>
concept ConstantFor = !std::same_as<C, X> && std::convertible_to<C, X>;

/// Two operands of which at least one is active, meeting in the active type A.
template <class X, class Y>
concept Operands = (Active<X> && (std::same_as<X, Y> || ConstantFor<Y, X>))
                   || (Active<Y> && ConstantFor<X, Y>);

/// Which of a rule's arguments are an X: those move, the others are constants.
template <class X, class... Arguments>
struct ActiveArguments {
  static constexpr std::size_t count = (std::size_t{0} + ... + std::same_as<Arguments, X>);
  /// The place of each among all arguments.
  static constexpr auto places = [] {
    std::array<int, count> found{};
    std::size_t next = 0;
    int place = 0;
    ((std::same_as<Arguments, X> ? void(found[next++] = place++) : void(place++)), ...);
    return found;
  }();
  /// How many of them stand before a place.
  static constexpr auto number_of(int place) -> int {
    int number = 0;
    for (const int before : places) number += before < place ? 1 : 0;
    return number;
  }
  static constexpr auto value_of(const X& x) -> const auto& { return x.value(); }
  template <class Constant>
  static constexpr auto value_of(const Constant& x) -> const Constant& {
    return x;
  }
};

/// A constant in the precision of the number that it is added to: 2.0 is 2.0f to a float.
template <class T, class Constant>
constexpr auto constant_for(const Constant& constant) -> decltype(auto) {
  if constexpr (std::is_arithmetic_v<T> && std::is_arithmetic_v<Constant>)
    return static_cast<T>(constant);
  else return (constant);
}

/// The argument at one place.
template <int place, class First, class... Rest>
constexpr auto argument(const First& first, const Rest&... rest) -> const auto& {
  if constexpr (place == 0) return first;
  else return argument<place - 1>(rest...);
}

template <class X, class Y>
requires Operands<X, Y>
constexpr auto operator+(const X& x, const Y& y) -> Common<X, Y> {
  if constexpr (ConstantFor<X, Y> && requires(Y z) { z.template operator+=<X>(x); }) {
    Y z = y;
    return z += x;
  } else {
    Common<X, Y> z = x;
    return z += y;
  }
}
template <class X, class Y>
requires Operands<X, Y>
constexpr auto operator-(const X& x, const Y& y) -> Common<X, Y> {
  if constexpr (ConstantFor<X, Y> && requires(Y z) { z.template operator+=<X>(x); }) {
    Y z = -y;
    return z += x;
  } else {
    Common<X, Y> z = x;
    return z -= y;
  }
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
concept Comparable = Operands<X, Y> &&(HasValue<X> || HasValue<Y>);

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
