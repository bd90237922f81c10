// Quantities made from a solution: where one of them is zero something may happen (pinn/problem/event.hpp), and one that should
// stay constant tells how well a solve did.
//
//   const pinn::Options options{
//       .invariants = {{.name = "energy", .value = pinn::quantity<1>([](auto t, auto r) {
//                          return 0.5 * r[1] * r[1] + 2.0 * r[0] * r[0];
//                      })}}};
//   const pinn::Result result = pinn::solve(spring, options);
//   result.drifts[0].relative;        // how far the energy moved
//
// A quantity is recorded once, as the equations are. Formulas as text come from pinn/problem/text/quantity.hpp.
#pragma once

#include "autodiff/batch.hpp"
#include "pinn/problem/values.hpp"

#include <concepts>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <utility>

namespace jetwork::pinn {

using Value = autodiff::BatchVariable;
/// u[i][n] is the n-th derivative of unknown i.
using Values = std::span<const Derivatives<Value>>;
/// p[k] is parameter k.
using ParameterValues = std::span<const Value>;

/// A number at t, given u[i][n], the n-th derivative of unknown i, n = 0 … order, and the parameters.
using Quantity = std::function<Value(const Value& t, Values u, ParameterValues p)>;

namespace detail {

/// f(leading…, u_1, …, u_N), with the parameters behind if f takes them.
template <std::size_t N, class F, class U, class P, class... Leading>
auto call_of_unknowns(const F& f, std::span<const Derivatives<U>> u, std::span<const P> parameters,
                      const Leading&... leading) {
  return [&]<std::size_t... i>(std::index_sequence<i...>) {
    if constexpr (std::invocable<const F&, const Leading&..., decltype(u[i])...>)
      return f(leading..., u[i]...);
    else return f(leading..., u[i]..., ParametersAt<P>(parameters));
  }(std::make_index_sequence<N>{});
}

} // namespace detail

/// A quantity from value(t, u_1, …, u_N) or value(t, u_1, …, u_N, parameters).
template <std::size_t N, class Callable>
auto quantity(Callable value) -> Quantity {
  return [value](const Value& t, Values u, ParameterValues p) -> Value {
    return detail::call_of_unknowns<N>(value, u, p, t);
  };
}

/// What should stay as it is at the start.
struct Invariant {
  std::string name = {};
  Quantity value = {};
};

} // namespace jetwork::pinn
