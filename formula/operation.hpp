// The rows of the rule table as values, so that a program can be data.
//
//   auto function = function_named("tanh");               // Operation::tanh
//   apply(*function, 0.5);                                // std::tanh(0.5)
//   apply(Operation::multiply, Dual<double>(3, 1), 2.0);  // 6, and its tangent 2
//
// Everything here is generated from the tables in autodiff/rules.hpp: a new row has its Operation, its name
// and its place in both switches at once.
#pragma once

#include "autodiff/numbers/arithmetic.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace jetwork::formula {

// clang-format off
#define JETWORK_LIST(function, ...) function,
enum class Operation : std::uint8_t {
  JETWORK_UNARY_RULES(JETWORK_LIST) JETWORK_ARITHMETIC_RULES(JETWORK_LIST) JETWORK_BINARY_RULES(JETWORK_LIST)
  JETWORK_TERNARY_RULES(JETWORK_LIST)
};
#undef JETWORK_LIST

#define JETWORK_LIST(function, ...) std::string_view(#function),
inline constexpr std::array operation_names = {JETWORK_UNARY_RULES(JETWORK_LIST) JETWORK_ARITHMETIC_RULES(JETWORK_LIST)
                                               JETWORK_BINARY_RULES(JETWORK_LIST) JETWORK_TERNARY_RULES(JETWORK_LIST)};
#undef JETWORK_LIST

// clang-format on

constexpr auto name_of(Operation operation) -> std::string_view {
  return operation_names[static_cast<std::size_t>(operation)];
}

/// The number of arguments. The tables stand in this order: one argument, then arithmetic, then two, then three.
constexpr auto arity(Operation operation) -> int {
  return operation < Operation::add ? 1 : operation < Operation::fma ? 2 : 3;
}

/// + - * / and the sign are written with signs; every other row is a function that has a name in formulas,
/// except hypot3, which is hypot of three arguments.
constexpr auto is_function(Operation operation) -> bool {
  return operation != Operation::negate && operation != Operation::hypot3
         && (operation < Operation::add || operation > Operation::divide);
}

/// min, max and hypot of many arguments are computed from the first two, then from that result and the third, …
constexpr auto takes_many(Operation operation) -> bool {
  return operation == Operation::min || operation == Operation::max
         || operation == Operation::hypot;
}

constexpr auto function_named(std::string_view name) -> std::optional<Operation> {
  for (std::size_t i = 0; i < operation_names.size(); ++i) {
    const auto operation = static_cast<Operation>(i);
    if (is_function(operation) && operation_names[i] == name) return operation;
  }
  return std::nullopt;
}

// clang-format off

/// y = operation(x). Requires an operation of one argument.
template <class X>
constexpr auto apply(Operation operation, const X& x) -> X {
#define JETWORK_CASE(function, ...) \
  case Operation::function: return autodiff::apply_rule<autodiff::function##_rule>(x);
  switch (operation) {
    JETWORK_UNARY_RULES(JETWORK_CASE)
  default: return x;
  }
#undef JETWORK_CASE
}

/// z = operation(x, y), of two numbers of one type or of a number and a constant. Requires an operation of
/// two arguments.
template <class X, class Y>
constexpr auto apply(Operation operation, const X& x, const Y& y) -> autodiff::Common<X, Y> {
// A sum or product goes by the operator, for which a type may have a quicker way than its rule.
#define JETWORK_OPERATOR(function, ...) \
  case Operation::function: return autodiff::function##_rule::value(x, y);
#define JETWORK_CASE(function, ...) \
  case Operation::function: return autodiff::apply_rule<autodiff::function##_rule>(x, y);
  switch (operation) {
    JETWORK_ARITHMETIC_RULES(JETWORK_OPERATOR)
    JETWORK_BINARY_RULES(JETWORK_CASE)
  default: return x;
  }
#undef JETWORK_OPERATOR
#undef JETWORK_CASE
}

/// w = operation(x, y, z), of three numbers of one type. Requires an operation of three arguments.
template <class X>
constexpr auto apply(Operation operation, const X& x, const X& y, const X& z) -> X {
#define JETWORK_CASE(function, ...) \
  case Operation::function: return autodiff::apply_rule<autodiff::function##_rule>(x, y, z);
  switch (operation) {
    JETWORK_TERNARY_RULES(JETWORK_CASE)
  default: return x;
  }
#undef JETWORK_CASE
}

// clang-format on

} // namespace jetwork::formula
