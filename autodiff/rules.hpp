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
// A row expands to a struct `tanh_rule` with `value(x)` and `derivative(x, y)`, or for two arguments
// `value(x, y)`, `partial_x(x, y, z)` and `partial_y(x, y, z)`; nothing else is hidden behind the macro.
#pragma once

#include "autodiff/number.hpp"

#include <cmath>
#include <limits>
#include <numbers>
#include <string_view>

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
concept NumberPair =
    (Active<X> || Active<Y>)&&(std::convertible_to<X, Y> || std::convertible_to<Y, X>);

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

// The table's functions for every other number: tanh(x) is apply_rule<tanh_rule>(x), and each number type
// says in its own header how a rule is applied to it.
#define JETWORK_DECLARE_UNARY(function, ...) \
  struct function##_rule;                    \
  template <Number X>                        \
  constexpr auto function(const X& x)->X;
#define JETWORK_DECLARE_BINARY(function, ...) \
  struct function##_rule;                     \
  template <class X, class Y>                 \
  requires NumberPair<X, Y>                   \
  constexpr auto function(const X& x, const Y& y)->Common<X, Y>;
JETWORK_UNARY_RULES(JETWORK_DECLARE_UNARY)
JETWORK_BINARY_RULES(JETWORK_DECLARE_BINARY)
#undef JETWORK_DECLARE_UNARY
#undef JETWORK_DECLARE_BINARY

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
#define JETWORK_UNARY_RULE(function, value_of_x, derivative_of_x_and_y)                        \
  struct function##_rule {                                                                     \
    static constexpr std::string_view name = #function;                                        \
    template <class T>                                                                         \
    static constexpr auto value(const T& x) -> T {                                             \
      return value_of_x;                                                                       \
    }                                                                                          \
    template <class T, class Y>                                                                \
    static constexpr auto derivative([[maybe_unused]] const T& x, [[maybe_unused]] const Y& y) \
        -> T {                                                                                 \
      return derivative_of_x_and_y;                                                            \
    }                                                                                          \
    template <class T, class Y>                                                                \
    static constexpr bool derivative_compiles = requires(const T& x, const Y& y) {             \
      { derivative_of_x_and_y } -> std::convertible_to<T>;                                     \
    };                                                                                         \
    static constexpr bool derivative_needs_value =                                             \
        !derivative_compiles<double, ::jetwork::autodiff::ValueNotGiven>;                      \
  };

#define JETWORK_BINARY_RULE(function, value_of_x_and_y, partial_by_x, partial_by_y)           \
  struct function##_rule {                                                                    \
    static constexpr std::string_view name = #function;                                       \
    template <class X, class Y, class Z = Common<X, Y>>                                       \
    static constexpr auto value(const X& x, const Y& y) -> Z {                                \
      return value_of_x_and_y;                                                                \
    }                                                                                         \
    template <class X, class Y, class V, class Z = Common<X, Y>>                              \
    static constexpr auto partial_x([[maybe_unused]] const X& x, [[maybe_unused]] const Y& y, \
                                    [[maybe_unused]] const V& z) -> Z {                       \
      return partial_by_x;                                                                    \
    }                                                                                         \
    template <class X, class Y, class V, class Z = Common<X, Y>>                              \
    static constexpr auto partial_y([[maybe_unused]] const X& x, [[maybe_unused]] const Y& y, \
                                    [[maybe_unused]] const V& z) -> Z {                       \
      return partial_by_y;                                                                    \
    }                                                                                         \
    template <class X, class Y, class V, class Z = Common<X, Y>>                              \
    static constexpr bool partial_x_compiles = requires(const X& x, const Y& y, const V& z) { \
      { partial_by_x } -> std::convertible_to<Z>;                                             \
    };                                                                                        \
    template <class X, class Y, class V, class Z = Common<X, Y>>                              \
    static constexpr bool partial_y_compiles = requires(const X& x, const Y& y, const V& z) { \
      { partial_by_y } -> std::convertible_to<Z>;                                             \
    };                                                                                        \
    static constexpr bool partial_x_needs_value =                                             \
        !partial_x_compiles<double, double, ::jetwork::autodiff::ValueNotGiven>;              \
    static constexpr bool partial_y_needs_value =                                             \
        !partial_y_compiles<double, double, ::jetwork::autodiff::ValueNotGiven>;              \
  };

JETWORK_UNARY_RULES(JETWORK_UNARY_RULE)
JETWORK_ARITHMETIC_RULES(JETWORK_BINARY_RULE)
JETWORK_BINARY_RULES(JETWORK_BINARY_RULE)

// A rule applied to numbers without derivatives is its value.
template <class Rule, Passive X>
constexpr auto apply_rule(const X& x) -> X {
  return Rule::value(x);
}
template <class Rule, Passive X, Passive Y>
constexpr auto apply_rule(const X& x, const Y& y) -> Common<X, Y> {
  return Rule::value(x, y);
}

#define JETWORK_DEFINE_UNARY(function, ...) \
  template <Number X>                       \
  constexpr auto function(const X& x)->X {  \
    return apply_rule<function##_rule>(x);  \
  }
#define JETWORK_DEFINE_BINARY(function, ...)                      \
  template <class X, class Y>                                     \
  requires NumberPair<X, Y>                                       \
  constexpr auto function(const X& x, const Y& y)->Common<X, Y> { \
    return apply_rule<function##_rule>(x, y);                     \
  }
JETWORK_UNARY_RULES(JETWORK_DEFINE_UNARY)
JETWORK_BINARY_RULES(JETWORK_DEFINE_BINARY)
#undef JETWORK_DEFINE_UNARY
#undef JETWORK_DEFINE_BINARY

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
