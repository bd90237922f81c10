// Quantities made from a solution: where one of them is zero a solve can stop, and one that should stay constant tells how
// well it did.
//
//   const pinn::Options options{
//       .events = {{.name = "r", .value = pinn::quantity<1>([](auto t, auto r) { return r[0]; })}},
//       .invariants = {{.name = "energy", .value = pinn::quantity<1>([](auto t, auto r) {
//                          return 0.5 * r[1] * r[1] + 2.0 * r[0] * r[0];
//                      })}}};
//   const pinn::Result result = pinn::solve(spring, options);
//   result.event->t;                    // where r was zero
//   result.drifts[0].relative;        // how far the energy moved
//
// Formulas as text come from pinn/problem/text/quantity.hpp.
#pragma once

#include "pinn/problem/problem.hpp"

#include <functional>
#include <span>
#include <string>
#include <utility>

namespace jetwork::pinn {

/// A number from t, u[i][n], the n-th derivative of unknown i, n = 0 … order, and the parameters.
using Quantity = std::function<double(double t, std::span<const Derivatives<double>> u,
                                      std::span<const double> parameters)>;

/// A quantity from value(t, u_1, …, u_N) or value(t, u_1, …, u_N, parameters).
template <std::size_t N, class Callable>
auto quantity(Callable value) -> Quantity {
  return [value](double t, std::span<const Derivatives<double>> u,
                 std::span<const double> parameters) -> double {
    return detail::call_of_unknowns<N>(value, u, parameters, t);
  };
}

/// How an event's value passes through zero, in the direction in which the problem is solved.
enum class Crossing { any, rising, falling };

/// The solution ends where `value` becomes zero, or jumps from one sign to the other; not at a pole. It is looked at in
/// 32 places on every segment: two zeros between two of them, or one that is touched and not crossed, are passed over. A
/// zero at the very start does not count.
struct Event {
  std::string name = {};
  Quantity value = {};
  Crossing crossing = Crossing::any;
};

/// What should stay as it is at the start.
struct Invariant {
  std::string name = {};
  Quantity value = {};
};

} // namespace jetwork::pinn
