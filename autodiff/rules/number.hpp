// What the rules ask of a number.
//
// A rule (autodiff/rules.hpp) is written once for a generic number: a double, a multiprecision type, a
// Dual, a Jet, a tape variable, a pack of doubles. This header names what all of them have in common:
//
//   Active<X>                 X carries derivatives
//   HasValue<X>               X is active and knows its value at once (a recorded variable does not)
//   select(condition, a, b)   a where the condition holds, else b (lane by lane for packs)
//   choose(condition, f, g)   f() where the condition holds, else g(): a branch not needed is not computed
//   Mask<M>                   M is a condition that need not be the same in every lane or sample
//   is_zero(x)                x and all its derivatives are exactly zero
//   chain(slope, tangent)     slope * tangent, where a zero tangent wins over an infinite slope
#pragma once

#if __cplusplus < 202002L
#error "jetwork: this is C++20; compile with -std=c++20 or later"
#endif

#include <concepts>
#include <iosfwd>
#include <type_traits>

// Derivatives are told by NaN and infinities where there are none, and rules depend on how sums are rounded.
#if (defined(__FAST_MATH__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__)) \
    && !defined(JETWORK_ALLOW_FAST_MATH)
#error \
    "jetwork: -ffast-math and -ffinite-math-only swallow the NaN and infinities that say where a derivative does not exist; compile without them, or define JETWORK_ALLOW_FAST_MATH to do so all the same"
#endif

namespace jetwork::autodiff {

/// Specialised to true by every type that carries derivatives.
template <class X>
inline constexpr bool is_active = false;

/// A number that carries derivatives: a Dual, a variable of a tape, …
template <class X>
concept Active = is_active<std::remove_cvref_t<X>>;

/// Numbers are printed by autodiff/print.hpp; this one says so where it is not included.
template <Active X>
auto operator<<(std::ostream&, const X&) -> std::ostream& = delete; // include "autodiff/print.hpp"

/// A number without derivatives of its own: double, float, and types a user brings (multiprecision).
template <class X>
concept Passive = !Active<X>;

/// Specialised to true by types whose operators give something else than the type (an expression), and which
/// therefore bring their own.
template <class X>
inline constexpr bool brings_operators = false;

/// An active number with a value inside. (A variable of a batch tape has none until the tape is replayed.)
template <class X>
concept HasValue = Active<X> && requires(const X& x) { x.value(); };

/// The innermost number of a nested type: double for Dual<Jet<double, 3>>.
template <class X>
struct UnderlyingOf {
  using type = X; ///< the number at the heart
};
/// The innermost number of a nested type; of a plain number, the number itself.
template <class X>
using Underlying = typename UnderlyingOf<X>::type;

/// How many times a number can be differentiated: 0 without derivatives, 1 for a Dual, 2 for a HyperDual, K for a
/// Jet, and the sum of both for a number inside a number: 4 for Dual<Jet<double, 3>>. Specialised by every active type.
template <class X>
inline constexpr int derivative_order = 0;

/// Newton steps that take a solution without derivatives to all derivatives of X: in such a number Newton's method is
/// that on power series (Brent and Kung 1978), and a step takes a solution that is right to order m to order 2m + 1.
template <class X>
inline constexpr int newton_corrections = [] {
  int steps = 0;
  for (int right = 0; right < derivative_order<X>; right = 2 * right + 1) ++steps;
  return steps;
}();

/// Whether X converts to Y. Specialised where that is known before X and Y are complete, as of an expression type
/// that was only named so far: std::convertible_to asks for complete types, and a compiler keeps the first answer
/// that it got.
template <class X, class Y>
struct Converts {
  static constexpr bool value = std::convertible_to<X, Y>; ///< whether it does
};

/// X is a Y or converts to one.
template <class X, class Y>
concept ConvertsTo = std::same_as<X, Y> || Converts<X, Y>::value;

/// What Common<X…> is; specialised by types of which two meet in a third.
template <class... X>
struct CommonOf;
template <class X>
struct CommonOf<X> {
  using type = X;
};
template <class X, class Y>
struct CommonOf<X, Y> {
  using type = std::conditional_t<std::is_convertible_v<Y, X> && !std::is_integral_v<X>, X, Y>;
};
template <class X, class Y>
requires std::is_arithmetic_v<X> && std::is_arithmetic_v<Y>
struct CommonOf<X, Y> : std::common_type<X, Y> {
}; // float and double meet in double, in either order
template <class X, class Y, class... Z>
requires(sizeof...(Z) > 0)
struct CommonOf<X, Y, Z...> : CommonOf<typename CommonOf<X, Y>::type, Z...> {};

/// The number in which f(x, y, …) is computed: the one to which the others convert, never an integer.
template <class... X>
using Common = typename CommonOf<X...>::type;

/// a where the condition holds, else b, in the number to which both convert. Both are computed before.
template <class A, class B>
constexpr auto select(bool condition, const A& a, const B& b) -> Common<A, B> {
  using C = Common<A, B>;
  return condition ? C(a) : C(b);
}

/// Specialised to true by conditions that hold in some lanes (or samples) and not in others. A number type
/// that compares to a mask has blend(mask, a, b), which chooses lane by lane.
template <class M>
inline constexpr bool is_mask = false;

/// A condition that need not be the same in every lane or sample.
template <class M>
concept Mask = is_mask<std::remove_cvref_t<M>>;

namespace detail {
/// Whether both conditions hold, or one of them: lane by lane of masks, and of bools without a branch.
template <class A, class B>
constexpr auto both(const A& a, const B& b) {
  if constexpr (std::is_same_v<A, bool> && std::is_same_v<B, bool>)
    return static_cast<bool>(static_cast<int>(a) & static_cast<int>(b));
  else return a & b;
}
template <class A, class B>
constexpr auto either(const A& a, const B& b) {
  if constexpr (std::is_same_v<A, bool> && std::is_same_v<B, bool>)
    return static_cast<bool>(static_cast<int>(a) | static_cast<int>(b));
  else return a | b;
}
} // namespace detail

/// Lane by lane (sample by sample), a where the mask holds, else b.
template <Mask M, class A, class B>
constexpr auto select(const M& mask, const A& a, const B& b) -> Common<A, B> {
  using C = Common<A, B>;
  return blend(mask, C(a), C(b));
}

/// f() where the condition holds, else g(): the other is not computed.
template <class F, class G>
constexpr auto choose(bool condition, const F& f, const G& g) {
  using C = Common<decltype(f()), decltype(g())>;
  return condition ? C(f()) : C(g());
}

/// If the mask is known, a branch that no lane takes is not computed; if the mask is recorded, both branches are.
template <Mask M, class F, class G>
constexpr auto choose(const M& mask, const F& f, const G& g) {
  using C = Common<decltype(f()), decltype(g())>;
  if constexpr (requires { all(mask) ? 1 : 0; }) {
    if (all(mask)) return C(f());
    if (all(!mask)) return C(g());
  }
  return select(mask, C(f()), C(g()));
}

/// Whether x is exactly zero; of an active number, with all its derivatives.
template <class X>
requires std::floating_point<X>
constexpr auto is_zero(const X& x) -> bool {
  return x == X(0);
}

/// The same of other plain numbers; of packs, lane by lane.
template <Passive X>
requires(!std::floating_point<X>)
constexpr auto is_zero(const X& x) {
  return x == X(0);
}

/// The chain rule's product dy = f'(x)·dx. Where the tangent is exactly zero the result is zero even if
/// the slope is infinite or NaN: moving nothing changes nothing. This is what makes sqrt(x*x) at 0 and
/// pow(x, y) at a negative x with a constant y come out right.
template <class T>
constexpr auto chain(const T& slope, const T& tangent) -> T {
  return select(is_zero(tangent), T(0), slope * tangent);
}

} // namespace jetwork::autodiff
