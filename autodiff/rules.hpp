// The rules: every elementary function with its derivative, written once.
//
// A row of a table below is all that Jetwork knows about a function. From it are made: the function for
// double, Dual, HyperDual, Jet, tape variables and packs, nested to any depth; its name in text formulas;
// its place among the activations; and a test. Adding a function is adding a row.
//
//   RULE(tan,  tan(x),  1 + y * y)          reads:  y = tan(x),  dy/dx = 1 + y²
//
// `x` is the argument and `y` the value, both of any number type T. Mind four things in a new row:
//   * y may be reused (tan, exp, sqrt); it costs nothing more, and often gains accuracy;
//   * functions are called by their plain names, and the table's own functions may be used too;
//   * a branch is select(condition, a, b), so that the row also works on a whole pack of numbers;
//   * this is where an awkward point is decided, for all types at once; autodiff/conventions.md lists what was
//     decided. What a row cannot decide, the chain rule does: a zero tangent wins over an infinite slope.
//
// Where the textbook's derivative cancels or overflows, the row calls one of autodiff/rules/slopes.hpp that does not;
// the textbook's form stands beside it. How a row becomes functions is in autodiff/rules/row.hpp.
#pragma once

#include "autodiff/rules/constants.hpp"
#include "autodiff/rules/number.hpp"
#include "autodiff/rules/plain_functions.hpp"
#include "autodiff/rules/row.hpp"

namespace jetwork::autodiff {

// Words that the rows use beside the table's own functions (autodiff/rules/slopes.hpp defines them):
//   x, y, z, w            the arguments, and last the value; T, Z, W is the value's type, in rows of one, two, three arguments
//   select(c, a, b)       a where the condition c holds, else b
//   positive(x)           x, and NaN below zero, where the function is not defined
//   without_sign_of_zero  x, and +0 for -0, so that 1/x is +inf at either zero
//   square(x), one_minus_square(x), one_over_one_plus_square(x)      x², 1 - x², 1/(1 + x²), without cancellation or overflow
//   product_with(x, f)    x·f, and 0 where the factor f has vanished, even if x is infinite
//   over(x, r), over_square(x, r)      x/r and x/r² with r the distance from the origin; 0 at the origin
//   one_if_at_most<Z>(x, y)      1 where x <= y, 0 where x > y, NaN where either is NaN
//   value_of_…, power, length, half_erfc, exp_of_minus_square      a function's plain value, where <cmath>'s loses digits or time
// A 'slope' is a local partial derivative: that of one function by one argument.

// clang-format off

//   function    y = f(x)                                    dy/dx, of x and y
//   Functions of the standard library.
#define JETWORK_STANDARD_UNARY_RULES(RULE)                                                                         \
RULE(abs,        abs(x),                                     sign(x))                                              \
RULE(sqrt,       sqrt(x),                                    1 / (2 * without_sign_of_zero(y)))                    \
RULE(cbrt,       cbrt(x),                                    1 / (3 * y * y))                                      \
RULE(exp,        exp(x),                                     y)                                                    \
RULE(exp2,       exp2(x),                                    ln2<T>() * y)                                         \
RULE(expm1,      expm1(x),                                   exp(x))                                               \
RULE(log,        log(x),                                     1 / positive(x))                                      \
RULE(log1p,      log1p(x),                                   1 / positive(1 + x))                                  \
RULE(log2,       log2(x),                                    1 / (positive(x) * ln2<T>()))                         \
RULE(log10,      log10(x),                                   1 / (positive(x) * ln10<T>()))                        \
RULE(sin,        sin(x),                                     cos(x))                                               \
RULE(cos,        cos(x),                                     -sin(x))                                              \
RULE(tan,        tan(x),                                     1 + y * y)                                            \
RULE(asin,       asin(x),                                    1 / sqrt(one_minus_square(x)))                        \
RULE(acos,       acos(x),                                    -1 / sqrt(one_minus_square(x)))                       \
RULE(atan,       atan(x),                                    one_over_one_plus_square(x))                          \
RULE(sinh,       sinh(x),                                    cosh(x))                                              \
RULE(cosh,       cosh(x),                                    sinh(x))                                              \
RULE(tanh,       value_of_tanh(x),                           tanh_slope(x, y))       /* 1 - y²; few ulps far out */\
RULE(asinh,      asinh(x),                                   1 / hypot(x, T(1)))     /* no overflow at 1e200 */    \
RULE(acosh,      acosh(x),                                   1 / (sqrt(x - 1) * sqrt(x + 1)))                      \
RULE(atanh,      atanh(x),                                   1 / positive(one_minus_square(x)))                    \
RULE(erf,        erf(x),                                     two_over_sqrt_pi<T>() * gaussian(x))                  \
RULE(erfc,       erfc(x),                                    -two_over_sqrt_pi<T>() * gaussian(x))                 \
RULE(floor,      floor(x),                                   T(0))                                                 \
RULE(ceil,       ceil(x),                                    T(0))                                                 \
RULE(round,      round(x),                                   T(0))                   /* halves away from zero */   \
RULE(trunc,      trunc(x),                                   T(0))

//   Functions that it lacks.
#define JETWORK_OWN_UNARY_RULES(RULE)                                                                              \
RULE(negate,     -x,                                         T(-1))                                                \
RULE(identity,   x,                                          T(1))                   /* a linear layer's */        \
RULE(sign,       select(x > 0, T(1), select(x < 0, T(-1), x)),  T(0))                /* sign(±0) is ±0 */          \
RULE(sigmoid,    1 / (1 + exp(-x)),                          sigmoid_slope(x, y))    /* y·(1 - y) */               \
RULE(softplus,   relu(x) + log1p(exp(-abs(x))),              sigmoid(x))             /* log(1 + exp(x)) */         \
RULE(relu,       select(x <= 0, T(0), x),                    select(x > 0, T(1), select(x <= 0, T(0), x)))         \
RULE(gelu,       product_with(x, normal_distribution(x)),    normal_distribution(x) + product_with(x, normal_density(x))) \
RULE(swish,      product_with(x, sigmoid(x)),                product_with(1 + product_with(x, sigmoid(-x)), sigmoid(x))) \
RULE(softsign,   x_over_one_plus_size(x),                    square(1 / (1 + abs(x))))

//   What slopes above need that is a function with a derivative of its own.
#define JETWORK_SLOPE_UNARY_RULES(RULE)                                                                            \
RULE(gaussian,   exp_of_minus_square(x, 1),                  -2 * product_with(x, y))    /* exp(-x²) */            \
RULE(normal_density, one_over_sqrt_two_pi<T>() * exp_of_minus_square(x, 2), -product_with(x, y)) /* exp(-x²/2)/√(2π) */ \
RULE(normal_distribution, half_erfc(x),                      normal_density(x))          /* its integral */        \
RULE(unsigned_zero,  x + T(0),                               T(1))                       /* x, and +0 for -0 */
#define JETWORK_SLOPE_BINARY_RULES(RULE)                                                                           \
RULE(tanh_slope,     value_of_tanh_slope(Z(x), Z(y)),        Z(0),                   -2 * y)                       \
RULE(sigmoid_slope,  value_of_sigmoid_slope(Z(x), Z(y)),     Z(0),                   1 - 2 * y)                    \
RULE(xlogy,      select(x == 0, Z(0), x * log(y)),           log(y),                 select(x == 0, Z(0), x / y))

#define JETWORK_UNARY_RULES(RULE) JETWORK_OWN_UNARY_RULES(RULE) JETWORK_STANDARD_UNARY_RULES(RULE)

//   function    z = f(x, y)           ∂z/∂x                                         ∂z/∂y, of x, y and z
#define JETWORK_ARITHMETIC_RULES(RULE)                                                                             \
RULE(add,        x + y,                Z(1),                                         Z(1))                         \
RULE(subtract,   x - y,                Z(1),                                         Z(-1))                        \
RULE(multiply,   x * y,                y,                                            x)                            \
RULE(divide,     x / y,                Z(1) / y,                                     -z / y)

//   min and max: of two that are equal it is the first, and NaN in gives NaN out; fmin and fmax ignore a NaN.
#define JETWORK_BINARY_RULES(RULE)                                                                                 \
RULE(pow,        power(x, y),          power_slope(x, y, z),                         xlogy(z, x))  /* y·x^(y-1), z·log x */ \
RULE(atan2,      atan2(x, y),          over_square(y, hypot(x, y)),                  -over_square(x, hypot(x, y))) \
RULE(hypot,      hypot(x, y),          over(x, z),                                   over(y, z))                   \
RULE(min,        select(x <= y, x, select(y < x, y, x + y)),   one_if_at_most<Z>(x, y),   1 - one_if_at_most<Z>(x, y)) \
RULE(max,        select(y <= x, x, select(x < y, y, x + y)),   one_if_at_most<Z>(y, x),   1 - one_if_at_most<Z>(y, x)) \
RULE(fmin,       select(x <= y, x, select(y == y, y, x)),  select(x <= y, Z(1), select(y == y, Z(0), Z(1))),       \
                                                           select(x <= y, Z(0), select(y == y, Z(1), Z(0))))       \
RULE(fmax,       select(y <= x, x, select(y == y, y, x)),  select(y <= x, Z(1), select(y == y, Z(0), Z(1))),       \
                                                           select(y <= x, Z(0), select(y == y, Z(1), Z(0))))       \
RULE(fmod,       fmod(Z(x), Z(y)),     select(z == z, Z(1), Z(z)),                   -round((x - z) / y))          \
RULE(remainder,  remainder(Z(x), Z(y)), select(z == z, Z(1), Z(z)),                  -round((x - z) / y))          \
RULE(copysign,   copysign(Z(x), Z(y)), sign(x) * copysign(Z(1), Z(y)),               Z(0))

//   function    w = f(x, y, z)        ∂w/∂x                        ∂w/∂y                        ∂w/∂z, of x, y, z and w
#define JETWORK_TERNARY_RULES(RULE)                                                                                \
RULE(fma,        fma(W(x), W(y), W(z)), y,                          x,                           W(1))             \
RULE(hypot3,     length(W(x), W(y), W(z)), over(x, w),              over(y, w),                  over(z, w))       \
RULE(clamp,      min(max(x, y), z),    one_if_at_most<W>(y, x) * one_if_at_most<W>(max(x, y), z),                  \
                 (1 - one_if_at_most<W>(y, x)) * one_if_at_most<W>(max(x, y), z),   1 - one_if_at_most<W>(max(x, y), z))

// clang-format on

JETWORK_STANDARD_UNARY_RULES(JETWORK_UNARY_FUNCTION)
JETWORK_OWN_UNARY_RULES(JETWORK_UNARY_FUNCTION)
JETWORK_OWN_UNARY_RULES(JETWORK_PLAIN_UNARY_FUNCTION)
JETWORK_SLOPE_UNARY_RULES(JETWORK_UNARY_FUNCTION)
JETWORK_SLOPE_UNARY_RULES(JETWORK_PLAIN_UNARY_FUNCTION)
JETWORK_BINARY_RULES(JETWORK_BINARY_FUNCTION)
JETWORK_TERNARY_RULES(JETWORK_TERNARY_FUNCTION)

} // namespace jetwork::autodiff

#include "autodiff/rules/slopes.hpp"

namespace jetwork::autodiff {

JETWORK_STANDARD_UNARY_RULES(JETWORK_UNARY_RULE)
JETWORK_OWN_UNARY_RULES(JETWORK_UNARY_RULE)
JETWORK_SLOPE_UNARY_RULES(JETWORK_UNARY_RULE)
JETWORK_SLOPE_BINARY_RULES(JETWORK_BINARY_RULE)
JETWORK_ARITHMETIC_RULES(JETWORK_BINARY_RULE)
JETWORK_BINARY_RULES(JETWORK_BINARY_RULE)
JETWORK_TERNARY_RULES(JETWORK_TERNARY_RULE)

/// Rules whose value is written with an operator, which every number type has.
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
/// The same for the rows of two arguments (without + - * /), and of three.
template <class Visit>
constexpr void for_each_binary_rule(Visit&& visit) {
  JETWORK_BINARY_RULES(JETWORK_VISIT)
}
/// The same for the rows of three arguments.
template <class Visit>
constexpr void for_each_ternary_rule(Visit&& visit) {
  JETWORK_TERNARY_RULES(JETWORK_VISIT)
}
/// The same for the rows of one argument that only slopes need: formulas do not know these names, tests do.
template <class Visit>
constexpr void for_each_slope_rule(Visit&& visit) {
  JETWORK_SLOPE_UNARY_RULES(JETWORK_VISIT)
#undef JETWORK_VISIT
}

} // namespace jetwork::autodiff

// std::sin(x) of an active number is a mistake so natural that it works, as it does with CoDiPack and Stan. The standard keeps its
// namespace to itself; who minds defines JETWORK_LEAVE_STD_ALONE, and calls sin(x).
#ifndef JETWORK_LEAVE_STD_ALONE
namespace std {
#define JETWORK_IN_STD(function, ...) using ::jetwork::autodiff::function;
JETWORK_STANDARD_UNARY_RULES(JETWORK_IN_STD)
JETWORK_BINARY_RULES(JETWORK_IN_STD)
JETWORK_IN_STD(fma)
JETWORK_IN_STD(clamp)
#undef JETWORK_IN_STD
} // namespace std
#endif
