// A differential equation, as the solver sees it: unknowns, parameters, equations, and conditions over a domain.
//
//   using namespace jetwork;
//   const double m = 1.0, k = 4.0;
//   pinn::Problem spring = pinn::initial_value_problem(
//       {{.name = "r", .initial = {1.0, 0.0}}},                              // r(0) = 1, r'(0) = 0
//       {.start = 0.0, .end = 10.0},
//       [=](auto t, auto r) { return m * r[2] + k * r[0]; });                // m·r'' + k·r = 0
//
//   pinn::Problem other{.domain = {.start = 0.0, .end = 5.0},
//                       .unknowns = {{.name = "r", .order = 2}},
//                       .parameters = {{.name = "k", .value = 4.0}},
//                       .residual = pinn::equations<1>([](auto t, auto r, auto p) { return r[2] + p[0] * r[0]; }),
//                       .conditions = {pinn::condition<1>(1.0, [](auto r) { return r[0] - 2.0; }),
//                                      pinn::condition<1>(1.0, [](auto r) { return r[1] + r[0]; })}};
//
// r[n] is the n-th derivative, p[k] the k-th parameter. Equations and conditions are generic callables, zero where they
// hold: they are recorded once on a batch tape and replayed with their derivatives, and parameters are inputs of what is
// recorded. Which kind of problem it is follows from where its conditions sit (pinn/problem/kind.hpp). Equations given as
// text come from pinn/problem/text/text_problem.hpp.
#pragma once

#include "pinn/problem/event.hpp"
#include "pinn/problem/quantity.hpp"
#include "pinn/problem/values.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::pinn {

struct Bounds {
  double lower, upper;
};

/// An unknown function. Its order is that of its highest derivative in the equations; 0 if it is algebraic.
struct Unknown {
  std::string name;
  int order = 1;
  /// Where a boundary-value problem's solution is looked for; anywhere, if nothing is said.
  std::optional<Bounds> bounds = {};
  /// Of its values, where a boundary-value problem's solution is looked for first; none is needed.
  std::function<double(double x)> guess = {};
};

/// A number in the equations: given, or searched for within bounds.
struct Parameter {
  std::string name;
  double value = 0.0;
  std::optional<Bounds> searched = {};
};

/// The interval on which the solution is wanted. Where end < start, it is marched backwards. Ends of boundary-value problems may
/// be infinite.
struct Domain {
  double start = 0.0;
  double end = 1.0;
};

/// All residuals (one an equation, zero where the equation holds) at t, given u[i][n], n = 0 … order of unknown i.
using Residual = std::function<std::vector<Value>(const Value& t, Values u, ParameterValues p)>;
/// Of a quantity, as a condition may hold it.
struct Integral {
  Quantity integrand;
  std::optional<Domain> over = {}; ///< all of the domain, if nothing is said
};

/// What a condition may depend on.
struct ConditionArguments {
  std::span<const std::vector<Derivatives<Value>>>
      at; ///< u[i][n] at each of the condition's points, n below the order
  std::span<const Value> integrals; ///< the condition's
  ParameterValues parameters;

  /// Those at the first point, of so many unknowns at least. Throws std::out_of_range where there are not as many.
  [[nodiscard]] auto values(std::size_t unknowns) const -> Values {
    if (at.empty())
      throw std::out_of_range("a condition on values has no point; set Condition::points");
    if (at.front().size() < unknowns)
      throw std::out_of_range("a condition is on unknown number " + std::to_string(unknowns - 1)
                              + ", and the problem has " + std::to_string(at.front().size()));
    return at.front();
  }
};

/// Zero where it holds.
struct Condition {
  std::vector<double> points;
  std::vector<Integral> integrals = {};
  std::function<Value(const ConditionArguments&)> residual;
  std::string text = {}; ///< as messages quote it
};

/// Which of several values an unknown's highest derivative begins with, where the equations allow several, as y'² = 1 does: the
/// nearest to this one. It holds where the conditions hold, and is not counted among them.
struct Branch {
  std::size_t unknown = 0;
  double highest_derivative = 0.0;
  std::string text = {}; ///< as messages quote it
};

/// Where a value of an unknown, or of a derivative below its order, is not continuous: right minus left is this amount.
struct Jump {
  std::size_t unknown = 0;
  int derivative = 0;
  double at = 0.0;
  double amount = 0.0;
  std::string text = {}; ///< as messages quote it
};

struct Problem {
  std::string title = {};
  std::string independent = "t";
  Domain domain = {};
  std::vector<Unknown> unknowns = {};
  std::vector<Parameter> parameters = {};
  Residual residual = {};
  std::vector<Condition> conditions = {};
  std::vector<Branch> branches = {};
  std::vector<Jump> jumps = {};
  /// Of initial-value problems.
  std::vector<Event> events = {};
  /// Which of the parameters, one that is searched for, the domain's end is: Domain::end is its value at first. Points of conditions
  /// keep their part of the domain.
  std::optional<std::size_t> free_end = {};
};

/// r, r', r'', …
[[nodiscard]] inline auto primed(const std::string& name, int order) -> std::string {
  return name + std::string(static_cast<std::size_t>(order), '\'');
}

/// The number of values u, u', … below each unknown's order, over all unknowns.
[[nodiscard]] inline auto total_order(const Problem& problem) -> std::size_t {
  std::size_t order = 0;
  for (const Unknown& unknown : problem.unknowns) order += static_cast<std::size_t>(unknown.order);
  return order;
}

[[nodiscard]] inline auto parameter_values(const Problem& problem) -> std::vector<double> {
  std::vector<double> values;
  for (const Parameter& parameter : problem.parameters) values.push_back(parameter.value);
  return values;
}

/// The equations residual(t, u_1, …, u_N) or residual(t, u_1, …, u_N, p): one residual, or a std::array of them.
template <std::size_t N, class Callable>
auto equations(Callable residual) -> Residual {
  return [residual](const Value& t, Values u, ParameterValues p) -> std::vector<Value> {
    const auto result = detail::call_of_unknowns<N>(residual, u, p, t);
    if constexpr (requires { result.begin(); }) return {result.begin(), result.end()};
    else return {result};
  };
}

/// The condition residual(u_1, …, u_N) = 0, or residual(u_1, …, u_N, p) = 0, at one point.
template <std::size_t N, class Callable>
auto condition(double point, Callable residual) -> Condition {
  return {.points = {point}, .residual = [residual](const ConditionArguments& given) -> Value {
            const Values u = given.values(N);
            return detail::call_of_unknowns<N>(residual, u, given.parameters);
          }};
}

/// The condition that an unknown's derivative (0: its value) has this value at a point.
inline auto value_condition(std::size_t unknown, int derivative, double point, double value)
    -> Condition {
  return {.points = {point}, .residual = [=](const ConditionArguments& given) -> Value {
            return given.values(unknown + 1)[unknown][derivative] - value;
          }};
}

/// The condition residual(at) = 0, or residual(at, p) = 0, between values at several points: at[k][i][n] is the n-th derivative of
/// unknown i at the k-th of them.
template <class Callable>
auto condition(std::vector<double> points, Callable residual) -> Condition {
  return {.points = std::move(points),
          .residual = [residual](const ConditionArguments& given) -> Value {
            if constexpr (std::invocable<const Callable&, decltype(given.at)>)
              return residual(given.at);
            else return residual(given.at, ParametersAt<Value>(given.parameters));
          }};
}

/// The conditions that every unknown, and each of its derivatives below its order, is at the domain's end what it is at the start.
inline auto periodic_conditions(std::span<const Unknown> unknowns, const Domain& domain)
    -> std::vector<Condition> {
  std::vector<Condition> conditions;
  for (std::size_t i = 0; i < unknowns.size(); ++i)
    for (int n = 0; n < unknowns[i].order; ++n)
      conditions.push_back(condition({domain.start, domain.end},
                                     [i, n](const auto& at) { return at[1][i][n] - at[0][i][n]; }));
  return conditions;
}

/// An unknown with its values u, u', …, u⁽ᵖ⁻¹⁾ at the start; p = initial.size() ≥ 1 is its order.
struct UnknownWithInitialValues {
  std::string name;
  std::vector<double> initial;
};

/// An initial-value problem from N unknowns and residual(t, u_1, …, u_N) or residual(t, u_1, …, u_N, p).
template <std::size_t N, class Callable>
auto initial_value_problem(const UnknownWithInitialValues (&unknowns)[N], Domain domain,
                           Callable residual, std::vector<Parameter> parameters = {}) -> Problem {
  Problem problem{.domain = domain,
                  .parameters = std::move(parameters),
                  .residual = equations<N>(std::move(residual))};
  for (std::size_t i = 0; i < N; ++i) {
    const auto& [name, initial] = unknowns[i];
    problem.unknowns.push_back({.name = name, .order = static_cast<int>(initial.size())});
    for (std::size_t n = 0; n < initial.size(); ++n)
      problem.conditions.push_back(
          value_condition(i, static_cast<int>(n), domain.start, initial[n]));
  }
  return problem;
}

/// A boundary-value problem from N unknowns and residual(t, u_1, …, u_N) or residual(t, u_1, …, u_N, p).
template <std::size_t N, class Callable>
auto boundary_value_problem(const Unknown (&unknowns)[N], Domain domain, Callable residual,
                            std::vector<Condition> conditions,
                            std::vector<Parameter> parameters = {}) -> Problem {
  return {.independent = "x",
          .domain = domain,
          .unknowns = {std::begin(unknowns), std::end(unknowns)},
          .parameters = std::move(parameters),
          .residual = equations<N>(std::move(residual)),
          .conditions = std::move(conditions)};
}

} // namespace jetwork::pinn
