// The rows of the rule table as values, so that a program can be data.
//
//   auto function = function_named("tanh");               // Operation::tanh
//   apply(*function, 0.5);                                // std::tanh(0.5)
//   apply(Operation::multiply, Dual<double>(3, 1), 2.0);  // 6, and its tangent 2
//
// All but relations, logic and the choice between two values is generated from the tables in autodiff/rules.hpp: a new row
// has its Operation, its name and its place in both switches at once.
#pragma once

#include "autodiff/numbers/arithmetic.hpp"
#include "formula/condition.hpp"

#include <algorithm>
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
  less, less_or_equal, greater, greater_or_equal, equal, not_equal, both, either, negation, choice
};
#undef JETWORK_LIST

#define JETWORK_LIST(function, ...) std::string_view(#function),
#define JETWORK_FURTHER(name) std::string_view(name),
inline constexpr std::array operation_names = {JETWORK_UNARY_RULES(JETWORK_LIST) JETWORK_ARITHMETIC_RULES(JETWORK_LIST)
                                               JETWORK_BINARY_RULES(JETWORK_LIST) JETWORK_TERNARY_RULES(JETWORK_LIST)
                                               JETWORK_FURTHER("<") JETWORK_FURTHER("<=") JETWORK_FURTHER(">") JETWORK_FURTHER(">=")
                                               JETWORK_FURTHER("==") JETWORK_FURTHER("!=") JETWORK_FURTHER("and")
                                               JETWORK_FURTHER("or") JETWORK_FURTHER("not") JETWORK_FURTHER("if")};
#undef JETWORK_FURTHER
#undef JETWORK_LIST

// clang-format on

constexpr auto name_of(Operation operation) -> std::string_view {
  return operation_names[static_cast<std::size_t>(operation)];
}

/// < <= > >= == !=, which are 1 where they hold, else 0.
constexpr auto is_relation(Operation operation) -> bool {
  return operation >= Operation::less && operation <= Operation::not_equal;
}
/// A relation, or `and`, `or`, `not` of conditions, which are 1 or 0, as those of the choice are; compile() sees to that.
constexpr auto is_condition(Operation operation) -> bool {
  return operation >= Operation::less && operation <= Operation::negation;
}

/// The number of arguments. The tables stand in this order: one argument, then arithmetic, then two, then three.
constexpr auto arity(Operation operation) -> int {
  if (is_condition(operation)) return operation == Operation::negation ? 1 : 2;
  return operation < Operation::add ? 1 : operation < Operation::fma ? 2 : 3;
}

/// + - * / and the sign are written with signs, as conditions are; every other operation is a function that has a name in
/// formulas, except hypot3, which is hypot of three arguments.
constexpr auto is_function(Operation operation) -> bool {
  return operation != Operation::negate && operation != Operation::hypot3
         && (operation < Operation::add || operation > Operation::divide)
         && !is_condition(operation);
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

/// Functions that are written as others: step(x) is if(x >= 0, 1, 0), and piecewise(a, c, b, d, …, otherwise) is
/// if(c, a, if(d, b, … otherwise)).
inline constexpr std::array<std::string_view, 2> further_functions = {"step", "piecewise"};

/// Whether formulas have a function of this name, which other things of the name would shadow.
constexpr auto is_function_name(std::string_view name) -> bool {
  return function_named(name).has_value()
         || std::ranges::find(further_functions, name) != further_functions.end();
}

// clang-format off

/// y = operation(x). Requires an operation of one argument.
template <class X>
constexpr auto apply(Operation operation, const X& x) -> X {
#define JETWORK_CASE(function, ...) \
  case Operation::function: return autodiff::apply_rule<autodiff::function##_rule>(x);
  switch (operation) {
    JETWORK_UNARY_RULES(JETWORK_CASE)
  case Operation::negation: return detail::number_of<X>(!detail::condition_of(x));
  default: return x;
  }
#undef JETWORK_CASE
}

/// z = operation(x, y), of two numbers of one type or of a number and a constant. Requires an operation of
/// two arguments.
template <class X, class Y>
constexpr auto apply(Operation operation, const X& x, const Y& y) -> autodiff::Common<X, Y> {
  using Z = autodiff::Common<X, Y>;
// A sum or product goes by the operator, for which a type may have a quicker way than its rule.
#define JETWORK_OPERATOR(function, ...) \
  case Operation::function: return autodiff::function##_rule::value(x, y);
#define JETWORK_CASE(function, ...) \
  case Operation::function: return autodiff::apply_rule<autodiff::function##_rule>(x, y);
  switch (operation) {
    JETWORK_ARITHMETIC_RULES(JETWORK_OPERATOR)
    JETWORK_BINARY_RULES(JETWORK_CASE)
  case Operation::less: return detail::number_of<Z>(x < y);
  case Operation::less_or_equal: return detail::number_of<Z>(x <= y);
  case Operation::greater: return detail::number_of<Z>(x > y);
  case Operation::greater_or_equal: return detail::number_of<Z>(x >= y);
  case Operation::equal: return detail::number_of<Z>(x == y);
  case Operation::not_equal: return detail::number_of<Z>(x != y);
  case Operation::both:
    return detail::number_of<Z>(autodiff::detail::both(detail::condition_of(Z(x)), detail::condition_of(Z(y))));
  case Operation::either:
    return detail::number_of<Z>(autodiff::detail::either(detail::condition_of(Z(x)), detail::condition_of(Z(y))));
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
  case Operation::choice: return autodiff::select(detail::condition_of(x), y, z);
  default: return x;
  }
#undef JETWORK_CASE
}

// clang-format on

} // namespace jetwork::formula
