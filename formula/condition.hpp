// Conditions as numbers: 1 where a condition holds, else 0.
//
// Of a batch variable the number is the condition's own node, so that a choice by it, and a reader of the tape, finds the
// condition and not a comparison of a number with zero.
#pragma once

#include "autodiff/numbers/arithmetic.hpp"

#include <concepts>
#include <type_traits>
#include <utility>

namespace jetwork::formula::detail {

/// The number of a condition: of a bool, or of a mask.
template <class X, class Condition>
constexpr auto number_of(const Condition& condition) -> X {
  if constexpr (requires { X(condition.numbers()); }) return X(condition.numbers());
  else return X(autodiff::select(condition, X(1), X(0)));
}

/// The condition that a number stands for: it holds where the number is not 0.
template <class X>
constexpr auto condition_of(const X& x) {
  using Bare = std::remove_cvref_t<decltype(autodiff::innermost_value(x))>;
  using Condition = decltype(std::declval<Bare>() < std::declval<Bare>());
  if constexpr (autodiff::Mask<Condition> && std::constructible_from<Condition, Bare>)
    return Condition(autodiff::innermost_value(x));
  else return x != X(0);
}

} // namespace jetwork::formula::detail
