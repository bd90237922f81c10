// + - * / and comparisons of active numbers, with each other and with constants.
//
// Products and quotients are rows of the rule table like any function. Sums are linear in every type's
// components, so each type brings += and -= and they are built from those, unless it brings sum and difference.
#pragma once

#include "autodiff/numbers/standard_traits.hpp"
#include "autodiff/rules.hpp"

#include <array>
#include <cstddef>

namespace jetwork::autodiff {

/// C is a constant where an X is expected: it converts to X and is not one.
template <class C, class X>
concept ConstantFor = !std::same_as<C, X> && std::convertible_to<C, X>;

/// Two operands of which at least one is active; they meet in the number to which both convert.
template <class X, class Y>
concept Meet =
    (Active<X> || Active<Y>) && ConvertsTo<X, Common<X, Y>> && ConvertsTo<Y, Common<X, Y>>;

/// The operands of the operators below: numbers that meet in a type without operators of its own.
template <class X, class Y>
concept Operands = Meet<X, Y> && !brings_operators<Common<X, Y>>;

/// Which of a rule's arguments are an X: those move, the others are constants.
template <class X, class... Arguments>
struct ActiveArguments {
  /// How many are an X.
  static constexpr std::size_t count = (std::size_t{0} + ... + std::same_as<Arguments, X>);
  /// The place of each X among all arguments.
  static constexpr auto places = [] {
    std::array<int, count> found{};
    std::size_t next = 0;
    int place = 0;
    ((std::same_as<Arguments, X> ? void(found[next++] = place++) : void(place++)), ...);
    return found;
  }();
  /// How many of the X stand before `place`.
  static constexpr auto number_of(int place) -> int {
    int number = 0;
    for (const int before : places) number += before < place ? 1 : 0;
    return number;
  }
  /// The value of an X, and a constant itself.
  static constexpr auto value_of(const X& x) -> const auto& { return x.value(); }
  /// The same of a constant.
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
  if constexpr (requires { Common<X, Y>::sum(x, y); }) {
    return Common<X, Y>::sum(x, y);
  } else if constexpr (ConstantFor<X, Y> && requires(Y z) { z.template operator+= <X>(x); }) {
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
  if constexpr (requires { Common<X, Y>::difference(x, y); }) {
    return Common<X, Y>::difference(x, y);
  } else if constexpr (ConstantFor<X, Y> && requires(Y z) { z.template operator+= <X>(x); }) {
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

/// The product in the chain rule, of numbers that carry derivatives themselves: a zero tangent wins in every
/// component, so that an infinite slope makes no NaN of the components that do not move.
struct chain_rule : multiply_rule {
  /// slope·tangent.
  template <class X, class Y, class Z = Common<X, Y>>
  static constexpr auto value(const X& slope, const Y& tangent) -> Z {
    return chain(Z(slope), Z(tangent));
  }
};
/// slope·tangent in numbers that carry derivatives, where a zero tangent wins (see chain_rule).
template <HasValue X>
constexpr auto chain(const X& slope, const X& tangent) -> X {
  return select(is_zero(tangent), X(0), apply_rule<chain_rule>(slope, tangent));
}

/// Two operands that meet, of which at least one knows its value.
template <class X, class Y>
concept Comparable = Meet<X, Y> && (HasValue<X> || HasValue<Y>);

/// What is compared in place of the operand x beside a Y: its value, or the constant in the precision of Y.
template <class X, class Y>
constexpr auto compared(const X& x) -> decltype(auto) {
  if constexpr (HasValue<X>) return innermost_value(x);
  else return constant_beside<Y>(x);
}

/// By value: derivatives are not compared.
template <class X, class Y>
requires Comparable<X, Y>
constexpr auto operator==(const X& x, const Y& y) {
  return compared<X, Y>(x) == compared<Y, X>(y);
}
/// By value.
template <class X, class Y>
requires Comparable<X, Y>
constexpr auto operator!=(const X& x, const Y& y) {
  return compared<X, Y>(x) != compared<Y, X>(y);
}
/// By value.
template <class X, class Y>
requires Comparable<X, Y>
constexpr auto operator<(const X& x, const Y& y) {
  return compared<X, Y>(x) < compared<Y, X>(y);
}
/// By value.
template <class X, class Y>
requires Comparable<X, Y>
constexpr auto operator>(const X& x, const Y& y) {
  return compared<X, Y>(x) > compared<Y, X>(y);
}
/// By value.
template <class X, class Y>
requires Comparable<X, Y>
constexpr auto operator<=(const X& x, const Y& y) {
  return compared<X, Y>(x) <= compared<Y, X>(y);
}
/// By value.
template <class X, class Y>
requires Comparable<X, Y>
constexpr auto operator>=(const X& x, const Y& y) {
  return compared<X, Y>(x) >= compared<Y, X>(y);
}

/// By value, as the other comparisons: unordered where one is NaN.
template <class X, class Y>
requires Comparable<X, Y>
constexpr auto operator<=>(const X& x, const Y& y) -> std::partial_ordering {
  const auto &a = compared<X, Y>(x), &b = compared<Y, X>(y);
  if (a < b) return std::partial_ordering::less;
  if (b < a) return std::partial_ordering::greater;
  return a == b ? std::partial_ordering::equivalent : std::partial_ordering::unordered;
}

template <HasValue X>
constexpr auto operator++(X& x) -> X& {
  return x += 1;
}
template <HasValue X>
constexpr auto operator--(X& x) -> X& {
  return x -= 1;
}
template <HasValue X>
constexpr auto operator++(X& x, int) -> X { // NOLINT(cert-dcl21-cpp)
  const X before = x;
  x += 1;
  return before;
}
template <HasValue X>
constexpr auto operator--(X& x, int) -> X { // NOLINT(cert-dcl21-cpp)
  const X before = x;
  x -= 1;
  return before;
}

} // namespace jetwork::autodiff
