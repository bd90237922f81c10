// Expressions of the variables of a scalar tape: what is on the right of an assignment, before it is recorded.
//
//   x * sin(x) + 2                        // its value, and its operands by value
//
// An expression knows its value at once, its partial derivatives when it becomes a variable
// (autodiff/tape/variable.hpp). They are handed down to the variables in it, factor by factor, as they are written to
// the tape (Phipps and Pawlowski 2012; Hogan 2014).
#pragma once

#include "autodiff/tape/recording.hpp"
#include "autodiff/tape/sweep.hpp"
#include "autodiff/tape/traits.hpp"

#include <concepts>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace jetwork::autodiff {

namespace detail {

/// The factor of the whole expression, which is one: nothing is multiplied by it.
struct Unity {};

template <class T>
[[gnu::noinline, gnu::cold]] auto rare_product_where_zero_wins(const T& a, const T& b) -> T {
  return product_where_zero_wins(a, b);
}
template <class T>
[[gnu::always_inline]] inline auto slope_product(const Unity&, const T& slope) -> T {
  return slope;
}
/// Whether the compiler knows the number, as that of a sum or a constant multiple, and it is neither zero nor infinite nor NaN.
template <std::floating_point T>
[[gnu::always_inline]] inline auto is_known_and_ordinary(const T& x) -> bool {
  return __builtin_constant_p(x) && x != 0 && x - x == 0;
}
template <class T>
[[gnu::always_inline]] inline auto slope_product(const T& factor, const T& slope) -> T {
  if constexpr (std::floating_point<T>) {
    const T product = factor * slope;
    if (is_known_and_ordinary(factor) || is_known_and_ordinary(slope)) return product;
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

/// Throws std::logic_error if the variable at this place is no longer on its tape, or on another tape than `on`.
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
  /// f of these operands, of which it keeps copies.
  template <class... X>
  [[gnu::always_inline]] explicit TapeExpression(const X&... operands)
      : operands_(static_cast<detail::Stored<Operands>>(operands)...),
        value_(detail::value_of_rule<Rule>(detail::operand_value(operands)...)) {}

  [[gnu::always_inline]] TapeExpression(const TapeExpression& other)
      : operands_(other.operands_), value_(other.value_) {}

  [[gnu::always_inline]] auto value() const -> const T& { return value_; } ///< known at once

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
    const auto slope = [&]<int k>(std::integral_constant<int, k>)
                           __attribute__((always_inline)) -> T {
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

} // namespace jetwork::autodiff
