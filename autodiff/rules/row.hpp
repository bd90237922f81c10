// How a row of a table becomes a function: what autodiff/rules.hpp is made with.
//
//   JETWORK_UNARY_RULE(cube, x * x * x, 3 * x * x)                    // a user's own row, in any namespace
//   auto y = jetwork::autodiff::apply_rule<cube_rule>(Dual<double>(2, 1));    // 8, and its tangent 12
//
// A row expands to a struct `cube_rule`, and nothing else is hidden behind the macro:
//
//   value(x…)             the function; only ever called with numbers that carry no derivatives
//   partial<i>(x…, y)     ∂f/∂xᵢ, of the arguments and y = f(x…); called with any number, active ones too
//   partial_needs_value<i>   whether ∂f/∂xᵢ is stated with y
//   arity, name
//
// Inside a row every name of jetwork::autodiff is known, whatever namespace the row stands in. A row of two
// arguments calls the value z, and Z is the type in which it is computed; a row of three calls them w and W.
// apply_rule<cube_rule>(x) is the function; each number type says in its own header how it applies a rule.
#pragma once

#include "autodiff/rules/number.hpp"

#include <cmath>
#include <limits>
#include <string_view>
#include <type_traits>
#include <utility>

namespace jetwork::autodiff {

/// Types that functions accept: active ones, and any real number type.
template <class X>
concept Number = Active<X> || (std::numeric_limits<X>::is_specialized && !std::is_integral_v<X>);

/// Numbers without derivatives, ints among them.
template <class X>
concept PlainNumber = Passive<X> && std::numeric_limits<X>::is_specialized;

/// Two numbers, at least one of them active, that both convert to the type of one of them.
template <class X, class Y>
concept NumberPair =
    (Active<X> || Active<Y>) && ConvertsTo<X, Common<X, Y>> && ConvertsTo<Y, Common<X, Y>>;
/// Three numbers, likewise.
template <class X, class Y, class Z>
concept NumberTriple = (Active<X> || Active<Y> || Active<Z>) && requires {
  typename Common<X, Y, Z>;
  requires ConvertsTo<X, Common<X, Y, Z>>;
  requires ConvertsTo<Y, Common<X, Y, Z>>;
  requires ConvertsTo<Z, Common<X, Y, Z>>;
};

/// How a rule is applied to numbers of which at least one is an active X. Specialised by each active type:
///   template <class Rule, class... Arguments> static auto apply(const Arguments&... x) -> X
/// where every argument is an X or a constant that converts to one.
template <class X>
struct RuleOn;

/// The type of a rule applied to numbers X…: the one to which all of them convert. A type whose functions give
/// something else (an expression) specialises this.
template <class Rule, class... X>
struct RuleResultOf : CommonOf<X...> {};
/// The type of Rule's function of numbers X….
template <class Rule, class... X>
using RuleResult = typename RuleResultOf<Rule, X...>::type;

/// Calls visit(std::integral_constant<int, i>, x) for every argument that is an X: those are active in a
/// rule's application, the others are constants.
template <class X, class Visit, class... Arguments>
constexpr void for_each_active(Visit&& visit, const Arguments&... x) {
  [&]<int... i>(std::integer_sequence<int, i...>) {
    const auto visit_if_active = [&]<int index, class A>(std::integral_constant<int, index> at,
                                                         const A& argument) {
      if constexpr (std::same_as<A, X>) visit(at, argument);
    };
    (visit_if_active(std::integral_constant<int, i>{}, x), ...);
  }(std::make_integer_sequence<int, sizeof...(Arguments)>{});
}

/// A constant in the precision of the number it meets, so that 2 and 2.0 are 2.0f to a Dual<float>.
template <class X, class Constant>
constexpr auto constant_beside(const Constant& c) -> decltype(auto) {
  if constexpr (std::is_arithmetic_v<Constant> && std::floating_point<Underlying<X>>)
    return static_cast<Underlying<X>>(c);
  else return (c);
}

/// y = f(x…) for the function f of a rule. Of numbers without derivatives it is the rule's value.
template <class Rule, class... X>
constexpr auto apply_rule(const X&... x) -> RuleResult<Rule, X...> {
  if constexpr ((Passive<X> && ...)) return Rule::value(x...);
  else return RuleOn<Common<X...>>::template apply<Rule>(constant_beside<Common<X...>>(x)...);
}

/// Given to partial<i> in place of y where y is not known. It has no operations, so a slope that uses y does not
/// compile.
struct ValueNotGiven {};

} // namespace jetwork::autodiff

// clang-format off

/// Makes a rule of one row: a function of one argument, its derivative in terms of x and y = f(x).
#define JETWORK_UNARY_RULE(function, value_of_x, derivative_of_x_and_y)                                            \
  struct function##_rule {                                                                                         \
    static constexpr std::string_view name = #function;                                                            \
    static constexpr int arity = 1;                                                                                \
    template <class T>                                                                                             \
    static constexpr auto value(const T& x) -> T {                                                                 \
      using namespace ::jetwork::autodiff::slopes;                                                                 \
      return value_of_x;                                                                                           \
    }                                                                                                              \
    template <int i, class T, class Y>                                                                             \
    static constexpr auto partial([[maybe_unused]] const T& x, [[maybe_unused]] const Y& y) -> T {                 \
      using namespace ::jetwork::autodiff::slopes;                                                                 \
      return derivative_of_x_and_y;                                                                                \
    }                                                                                                              \
    template <int i>                                                                                               \
    static constexpr auto needs_value() -> bool {                                                                  \
      using namespace ::jetwork::autodiff::slopes;                                                                 \
      const auto compiles = []<class T, class Y>([[maybe_unused]] const T& x, [[maybe_unused]] const Y& y)         \
        requires requires { { derivative_of_x_and_y } -> std::convertible_to<T>; } {};                             \
      return !std::is_invocable_v<decltype(compiles), double, ::jetwork::autodiff::ValueNotGiven>;                 \
    }                                                                                                              \
    template <int i>                                                                                               \
    static constexpr bool partial_needs_value = needs_value<i>();                                                  \
  };

/// A function of two arguments, its two partial derivatives in terms of x, y and z = f(x, y).
#define JETWORK_BINARY_RULE(function, value_of_x_and_y, partial_by_x, partial_by_y)                                \
  struct function##_rule {                                                                                         \
    static constexpr std::string_view name = #function;                                                            \
    static constexpr int arity = 2;                                                                                \
    template <class X, class Y, class Z = ::jetwork::autodiff::Common<X, Y>>                                       \
    static constexpr auto value(const X& x, const Y& y) -> Z {                                                     \
      using namespace ::jetwork::autodiff::slopes;                                                                 \
      return value_of_x_and_y;                                                                                     \
    }                                                                                                              \
    template <int i, class X, class Y, class V, class Z = ::jetwork::autodiff::Common<X, Y>>                       \
    static constexpr auto partial([[maybe_unused]] const X& x, [[maybe_unused]] const Y& y,                        \
                                  [[maybe_unused]] const V& z) -> Z {                                              \
      using namespace ::jetwork::autodiff::slopes;                                                                 \
      if constexpr (i == 0) return partial_by_x;                                                                   \
      else return partial_by_y;                                                                                    \
    }                                                                                                              \
    template <int i>                                                                                               \
    static constexpr auto needs_value() -> bool {                                                                  \
      using namespace ::jetwork::autodiff::slopes;                                                                 \
      using None = ::jetwork::autodiff::ValueNotGiven;                                                             \
      const auto x_compiles = []<class X, class V, class Y = X, class Z = X>(                                      \
                                  [[maybe_unused]] const X& x, [[maybe_unused]] const Y& y,                        \
                                  [[maybe_unused]] const V& z)                                                     \
        requires requires { { partial_by_x } -> std::convertible_to<Z>; } {};                                      \
      const auto y_compiles = []<class X, class V, class Y = X, class Z = X>(                                      \
                                  [[maybe_unused]] const X& x, [[maybe_unused]] const Y& y,                        \
                                  [[maybe_unused]] const V& z)                                                     \
        requires requires { { partial_by_y } -> std::convertible_to<Z>; } {};                                      \
      return i == 0 ? !std::is_invocable_v<decltype(x_compiles), double, double, None>                             \
                    : !std::is_invocable_v<decltype(y_compiles), double, double, None>;                            \
    }                                                                                                              \
    template <int i>                                                                                               \
    static constexpr bool partial_needs_value = needs_value<i>();                                                  \
  };

/// A function of three arguments, its three partial derivatives in terms of x, y, z and w = f(x, y, z).
#define JETWORK_TERNARY_RULE(function, value_of_x_y_z, partial_by_x, partial_by_y, partial_by_z)                   \
  struct function##_rule {                                                                                         \
    static constexpr std::string_view name = #function;                                                            \
    static constexpr int arity = 3;                                                                                \
    template <class X, class Y, class Z, class W = ::jetwork::autodiff::Common<X, Y, Z>>                           \
    static constexpr auto value(const X& x, const Y& y, const Z& z) -> W {                                         \
      using namespace ::jetwork::autodiff::slopes;                                                                 \
      return value_of_x_y_z;                                                                                       \
    }                                                                                                              \
    template <int i, class X, class Y, class Z, class V, class W = ::jetwork::autodiff::Common<X, Y, Z>>           \
    static constexpr auto partial([[maybe_unused]] const X& x, [[maybe_unused]] const Y& y,                        \
                                  [[maybe_unused]] const Z& z, [[maybe_unused]] const V& w) -> W {                 \
      using namespace ::jetwork::autodiff::slopes;                                                                 \
      if constexpr (i == 0) return partial_by_x;                                                                   \
      else if constexpr (i == 1) return partial_by_y;                                                              \
      else return partial_by_z;                                                                                    \
    }                                                                                                              \
    template <int i>                                                                                               \
    static constexpr auto needs_value() -> bool {                                                                  \
      using namespace ::jetwork::autodiff::slopes;                                                                 \
      using None = ::jetwork::autodiff::ValueNotGiven;                                                             \
      const auto x_compiles = []<class X, class V, class Y = X, class Z = X, class W = X>(                         \
                                  [[maybe_unused]] const X& x, [[maybe_unused]] const Y& y,                        \
                                  [[maybe_unused]] const Z& z, [[maybe_unused]] const V& w)                        \
        requires requires { { partial_by_x } -> std::convertible_to<W>; } {};                                      \
      const auto y_compiles = []<class X, class V, class Y = X, class Z = X, class W = X>(                         \
                                  [[maybe_unused]] const X& x, [[maybe_unused]] const Y& y,                        \
                                  [[maybe_unused]] const Z& z, [[maybe_unused]] const V& w)                        \
        requires requires { { partial_by_y } -> std::convertible_to<W>; } {};                                      \
      const auto z_compiles = []<class X, class V, class Y = X, class Z = X, class W = X>(                         \
                                  [[maybe_unused]] const X& x, [[maybe_unused]] const Y& y,                        \
                                  [[maybe_unused]] const Z& z, [[maybe_unused]] const V& w)                        \
        requires requires { { partial_by_z } -> std::convertible_to<W>; } {};                                      \
      return i == 0   ? !std::is_invocable_v<decltype(x_compiles), double, double, double, None>                   \
             : i == 1 ? !std::is_invocable_v<decltype(y_compiles), double, double, double, None>                   \
                      : !std::is_invocable_v<decltype(z_compiles), double, double, double, None>;                  \
    }                                                                                                              \
    template <int i>                                                                                               \
    static constexpr bool partial_needs_value = needs_value<i>();                                                  \
  };

// The functions of active numbers: tanh(x) is apply_rule<tanh_rule>(x). Of several arguments, some may be constants.
/// Makes function(x) of active numbers, from the rule function_rule.
#define JETWORK_UNARY_FUNCTION(function, ...)                                                                      \
  struct function##_rule;                                                                                          \
  template <::jetwork::autodiff::Active X>                                                                         \
  constexpr auto function(const X& x) -> ::jetwork::autodiff::RuleResult<function##_rule, X> {                     \
    return ::jetwork::autodiff::apply_rule<function##_rule>(x);                                                    \
  }
/// Makes function(x, y), of which one may be a constant.
#define JETWORK_BINARY_FUNCTION(function, ...)                                                                     \
  struct function##_rule;                                                                                          \
  template <class X, class Y>                                                                                      \
  requires ::jetwork::autodiff::NumberPair<X, Y>                                                                   \
  constexpr auto function(const X& x, const Y& y) -> ::jetwork::autodiff::RuleResult<function##_rule, X, Y> {      \
    return ::jetwork::autodiff::apply_rule<function##_rule>(x, y);                                                 \
  }
/// Makes function(x, y, z), of which two may be constants.
#define JETWORK_TERNARY_FUNCTION(function, ...)                                                                    \
  struct function##_rule;                                                                                          \
  template <class X, class Y, class Z>                                                                             \
  requires ::jetwork::autodiff::NumberTriple<X, Y, Z>                                                              \
  constexpr auto function(const X& x, const Y& y, const Z& z)                                                      \
      -> ::jetwork::autodiff::RuleResult<function##_rule, X, Y, Z> {                                               \
    return ::jetwork::autodiff::apply_rule<function##_rule>(x, y, z);                                              \
  }

// A function that the standard library lacks is made for plain numbers too. An int is a double there: sign(3) is 1.0.
/// Makes function(x) of plain numbers.
#define JETWORK_PLAIN_UNARY_FUNCTION(function, ...)                                                                \
  template <::jetwork::autodiff::PlainNumber X>                                                                    \
  constexpr auto function(const X& x) {                                                                            \
    using Real = std::conditional_t<std::is_integral_v<X>, double, X>;                                             \
    return ::jetwork::autodiff::apply_rule<function##_rule>(static_cast<const Real&>(x));                          \
  }

// clang-format on
