// The rules: every elementary function with its derivative, written once.
//
// A row of a table below is all that Jetwork knows about a function. From it are made: the function for
// double, Dual, HyperDual, Jet, tape variables and packs, nested to any depth; its name in text formulas;
// its place among the activations; and a test. Adding a function is adding a row.
//
//   RULE(tanh,  tanh(x),  1 - y * y)        reads:  y = tanh(x),  dy/dx = 1 - y²
//
// `x` is the argument and `y` the value, both of any number type T. Mind four things in a new row:
//   * y may be reused (tanh, exp, sqrt); it costs nothing more, and often gains accuracy;
//   * functions are called by their plain names, and the table's own functions may be used too;
//   * a branch is select(condition, a, b), so that the row also works on a whole pack of numbers;
//   * this is where an awkward point is decided, for all types at once. What a row cannot decide, the chain
//     rule does: a zero tangent wins over an infinite slope (autodiff/number.hpp).
//
// A row expands to a struct `tanh_rule` with `value(x)` and `partial<0>(x, y)`, or for two arguments
// `value(x, y)`, `partial<0>(x, y, z)` and `partial<1>(x, y, z)`; nothing else is hidden behind the macro.
// `apply_rule<tanh_rule>(x)` is the function; each number type says in its own header how it applies a rule.
#pragma once

#include "autodiff/number.hpp"

#include <cmath>
#include <limits>
#include <numbers>
#include <string_view>
#include <type_traits>
#include <utility>

namespace jetwork::autodiff {

// clang-format off

//   function    y = f(x)                                    dy/dx, of x and y
#define JETWORK_UNARY_RULES(RULE)                                                                                  \
RULE(negate,     -x,                                         T(-1))                                                \
RULE(abs,        abs(x),                                     sign(x))                                              \
RULE(sign,       select(x > 0, T(1), select(x < 0, T(-1), x)),  T(0))   /* sign(±0) = ±0, NaN in is NaN out */      \
RULE(sqrt,       sqrt(x),                                    1 / (2 * y))                                          \
RULE(cbrt,       cbrt(x),                                    1 / (3 * y * y))                                      \
RULE(exp,        exp(x),                                     y)                                                    \
RULE(expm1,      expm1(x),                                   exp(x))                                               \
RULE(log,        log(x),                                     1 / x)                                                \
RULE(log1p,      log1p(x),                                   1 / (1 + x))                                          \
RULE(log2,       log2(x),                                    1 / (x * ln2<T>()))                                   \
RULE(log10,      log10(x),                                   1 / (x * ln10<T>()))                                  \
RULE(sin,        sin(x),                                     cos(x))                                               \
RULE(cos,        cos(x),                                     -sin(x))                                              \
RULE(tan,        tan(x),                                     1 + y * y)                                            \
RULE(asin,       asin(x),                                    1 / sqrt((1 - x) * (1 + x)))                          \
RULE(acos,       acos(x),                                    -1 / sqrt((1 - x) * (1 + x)))                         \
RULE(atan,       atan(x),                                    1 / (1 + x * x))                                      \
RULE(sinh,       sinh(x),                                    cosh(x))                                              \
RULE(cosh,       cosh(x),                                    sinh(x))                                              \
RULE(tanh,       tanh(x),                                    1 - y * y)                                            \
RULE(asinh,      asinh(x),                                   1 / hypot(x, T(1)))   /* no overflow at 1e200 */      \
RULE(acosh,      acosh(x),                                   1 / (sqrt(x - 1) * sqrt(x + 1)))                      \
RULE(atanh,      atanh(x),                                   1 / ((1 - x) * (1 + x)))                              \
RULE(erf,        erf(x),                                     two_over_sqrt_pi<T>() * exp(-x * x))                  \
RULE(erfc,       erfc(x),                                    -two_over_sqrt_pi<T>() * exp(-x * x))                 \
RULE(sigmoid,    1 / (1 + exp(-x)),                          y * (1 - y))                                          \
RULE(softplus,   select(x > 0, x, T(0)) + log1p(exp(-abs(x))),  sigmoid(x))

//   function    z = f(x, y)           ∂z/∂x                                         ∂z/∂y, of x, y and z
#define JETWORK_ARITHMETIC_RULES(RULE)                                                                             \
RULE(add,        x + y,                Z(1),                                         Z(1))                         \
RULE(subtract,   x - y,                Z(1),                                         Z(-1))                        \
RULE(multiply,   x * y,                y,                                            x)                            \
RULE(divide,     x / y,                Z(1) / y,                                     -z / y)

#define JETWORK_BINARY_RULES(RULE)                                                                                 \
RULE(pow,        pow(x, y),            select(is_zero(y), Z(0), y * pow(x, y - 1)),  select(z == 0, Z(0), z * log(x))) \
RULE(atan2,      atan2(x, y),          over_square(y, hypot(x, y)),                  -over_square(x, hypot(x, y))) \
RULE(hypot,      hypot(x, y),          over(x, z),                                   over(y, z))                   \
RULE(min,        select(y < x, y, x),  select(y < x, Z(0), Z(1)),                    select(y < x, Z(1), Z(0)))    \
RULE(max,        select(y > x, y, x),  select(y > x, Z(0), Z(1)),                    select(y > x, Z(1), Z(0)))
//   min and max: at a tie the derivative is the first argument's.

// clang-format on

/// The innermost number of a nested type: double for Dual<Jet<double, 3>>.
template <class X>
struct UnderlyingOf {
  using type = X;
};
template <class X>
using Underlying = typename UnderlyingOf<X>::type;

/// Types that the free functions below accept: active ones, and any real number type.
template <class X>
concept Number = Active<X> ||(std::numeric_limits<X>::is_specialized && !std::is_integral_v<X>);

template <class X, class Y>
concept NumberPair = (Active<X> || Active<Y>)&&std::convertible_to<
    X, Common<X, Y>>&& std::convertible_to<Y, Common<X, Y>>;

// Mathematical constants in the precision of the underlying number.
template <class T>
constexpr auto ln2() -> Underlying<T> {
  using U = Underlying<T>;
  if constexpr (std::floating_point<U>) return std::numbers::ln2_v<U>;
  else return log(U(2));
}
template <class T>
constexpr auto ln10() -> Underlying<T> {
  using U = Underlying<T>;
  if constexpr (std::floating_point<U>) return std::numbers::ln10_v<U>;
  else return log(U(10));
}
template <class T>
constexpr auto two_over_sqrt_pi() -> Underlying<T> {
  using U = Underlying<T>;
  if constexpr (std::floating_point<U>) return 2 * std::numbers::inv_sqrtpi_v<U>;
  else return 2 / sqrt(acos(U(-1)));
}

// The table's functions for plain floating-point numbers, where the standard library has them.
using std::abs, std::sqrt, std::cbrt, std::exp, std::expm1, std::log, std::log1p, std::log2,
    std::log10;
using std::asinh, std::acosh, std::atanh, std::erf, std::erfc, std::pow, std::atan2, std::hypot;
using std::sin, std::cos, std::tan, std::asin, std::acos, std::atan, std::sinh, std::cosh,
    std::tanh;

/// How a rule is applied to numbers of which at least one is an active X. Specialised by each active type:
///   template <class Rule, class... Arguments> static auto apply(const Arguments&... x) -> X
/// where every argument is an X or a constant that converts to one.
template <class X>
struct RuleOn;

/// What a rule applied to such numbers gives: a number to which they all convert. A type whose functions
/// give something else (an expression) specialises this.
template <class Rule, class... X>
struct RuleResultOf : CommonOf<X...> {};
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
  }
  (std::make_integer_sequence<int, sizeof...(Arguments)>{});
}

/// y = f(x…) for the function f of a rule. Of numbers without derivatives it is the rule's value.
template <class Rule, class... X>
constexpr auto apply_rule(const X&... x) -> RuleResult<Rule, X...> {
  if constexpr ((Passive<X> && ...)) return Rule::value(x...);
  else return RuleOn<Common<X...>>::template apply<Rule>(x...);
}

// The table's functions for every other number: tanh(x) is apply_rule<tanh_rule>(x).
#define JETWORK_UNARY_FUNCTION(function, ...)                           \
  struct function##_rule;                                               \
  template <Number X>                                                   \
  constexpr auto function(const X& x)->RuleResult<function##_rule, X> { \
    return apply_rule<function##_rule>(x);                              \
  }
#define JETWORK_BINARY_FUNCTION(function, ...)                                         \
  struct function##_rule;                                                              \
  template <class X, class Y>                                                          \
  requires NumberPair<X, Y>                                                            \
  constexpr auto function(const X& x, const Y& y)->RuleResult<function##_rule, X, Y> { \
    return apply_rule<function##_rule>(x, y);                                          \
  }
JETWORK_UNARY_RULES(JETWORK_UNARY_FUNCTION)
JETWORK_BINARY_RULES(JETWORK_BINARY_FUNCTION)
#undef JETWORK_UNARY_FUNCTION
#undef JETWORK_BINARY_FUNCTION

/// x / norm and x / norm², of x in a plane with norm the distance from the origin. At the origin they are 0:
/// there the direction is a matter of convention.
template <class X, class Z>
constexpr auto over(const X& x, const Z& norm) -> Z {
  return select(norm == 0, Z(0), x / norm);
}
template <class X, class Z>
constexpr auto over_square(const X& x, const Z& norm) -> Z {
  return select(norm == 0, Z(0), x / norm / norm);
}

/// Stands for a value that a derivative was not given; it has no operations.
struct ValueNotGiven {};

/// Makes a rule of one row. The rows of the tables go through it; so can a user's own function.
#define JETWORK_UNARY_RULE(function, value_of_x, derivative_of_x_and_y)                            \
  struct function##_rule {                                                                         \
    static constexpr std::string_view name = #function;                                            \
    static constexpr int arity = 1;                                                                \
    template <class T>                                                                             \
    static constexpr auto value(const T& x) -> T {                                                 \
      return value_of_x;                                                                           \
    }                                                                                              \
    template <int i, class T, class Y>                                                             \
    static constexpr auto partial([[maybe_unused]] const T& x, [[maybe_unused]] const Y& y) -> T { \
      return derivative_of_x_and_y;                                                                \
    }                                                                                              \
    template <class T, class Y>                                                                    \
    static constexpr bool compiles = requires(const T& x, const Y& y) {                            \
      { derivative_of_x_and_y } -> std::convertible_to<T>;                                         \
    };                                                                                             \
    template <int i>                                                                               \
    static constexpr bool partial_needs_value =                                                    \
        !compiles<double, ::jetwork::autodiff::ValueNotGiven>;                                     \
  };

#define JETWORK_BINARY_RULE(function, value_of_x_and_y, partial_by_x, partial_by_y)          \
  struct function##_rule {                                                                   \
    static constexpr std::string_view name = #function;                                      \
    static constexpr int arity = 2;                                                          \
    template <class X, class Y, class Z = ::jetwork::autodiff::Common<X, Y>>                 \
    static constexpr auto value(const X& x, const Y& y) -> Z {                               \
      return value_of_x_and_y;                                                               \
    }                                                                                        \
    template <int i, class X, class Y, class V, class Z = ::jetwork::autodiff::Common<X, Y>> \
    static constexpr auto partial([[maybe_unused]] const X& x, [[maybe_unused]] const Y& y,  \
                                  [[maybe_unused]] const V& z) -> Z {                        \
      if constexpr (i == 0) return partial_by_x;                                             \
      else return partial_by_y;                                                              \
    }                                                                                        \
    template <class X, class V, class Y = X, class Z = X>                                    \
    static constexpr bool x_compiles = requires(const X& x, const Y& y, const V& z) {        \
      { partial_by_x } -> std::convertible_to<Z>;                                            \
    };                                                                                       \
    template <class X, class V, class Y = X, class Z = X>                                    \
    static constexpr bool y_compiles = requires(const X& x, const Y& y, const V& z) {        \
      { partial_by_y } -> std::convertible_to<Z>;                                            \
    };                                                                                       \
    template <int i>                                                                         \
    static constexpr bool partial_needs_value =                                              \
        i == 0 ? !x_compiles<double, ::jetwork::autodiff::ValueNotGiven>                     \
               : !y_compiles<double, ::jetwork::autodiff::ValueNotGiven>;                    \
  };

JETWORK_UNARY_RULES(JETWORK_UNARY_RULE)
JETWORK_ARITHMETIC_RULES(JETWORK_BINARY_RULE)
JETWORK_BINARY_RULES(JETWORK_BINARY_RULE)

/// Rules whose value is an operator; any type has those.
template <class Rule>
inline constexpr bool is_arithmetic = false;
#define JETWORK_IS_ARITHMETIC(function, ...) \
  template <>                                \
  inline constexpr bool is_arithmetic<function##_rule> = true;
JETWORK_ARITHMETIC_RULES(JETWORK_IS_ARITHMETIC)
JETWORK_IS_ARITHMETIC(negate)
#undef JETWORK_IS_ARITHMETIC

/// Calls visit(rule) for every row of one argument, in the order of the table. Parsers, activations and
/// tests are generated with it, so that none can miss a function.
template <class Visit>
constexpr void for_each_unary_rule(Visit&& visit) {
#define JETWORK_VISIT(function, ...) visit(function##_rule{});
  JETWORK_UNARY_RULES(JETWORK_VISIT)
}
/// The same for the rows of two arguments (without + - * /).
template <class Visit>
constexpr void for_each_binary_rule(Visit&& visit) {
  JETWORK_BINARY_RULES(JETWORK_VISIT)
#undef JETWORK_VISIT
}

} // namespace jetwork::autodiff
