// Quantities made from a solution: where one of them is zero a solve can stop, and one that should stay constant tells how
// well it did.
//
//   const pinn::Options options{
//       .stop_at = {{.name = "r", .value = pinn::quantity<1>([](auto t, auto r) { return r[0]; })}},
//       .invariants = {{.name = "energy", .value = pinn::quantity<1>([](auto t, auto r) {
//                          return 0.5 * r[1] * r[1] + 2.0 * r[0] * r[0];
//                      })}}};
//   const pinn::Result result = pinn::solve(spring, options);
//   result.met->t;                    // where r was zero
//   result.drifts[0].relative;        // how far the energy moved
//
// Formulas as text come from pinn/problem/text/quantity.hpp.
#pragma once

#include "pinn/problem/values.hpp"

#include <functional>
#include <span>
#include <string>
#include <utility>

namespace jetwork::pinn {

class Solution;

/// A number from t and u[i][n], the n-th derivative of unknown i, n = 0 … order(i).
using Quantity = std::function<double(double t, std::span<const Derivatives<double>> u)>;

/// A quantity from value(t, u_1, …, u_N).
template <std::size_t N, class Callable>
auto quantity(Callable value) -> Quantity {
  return [value](double t, std::span<const Derivatives<double>> u) -> double {
    return [&]<std::size_t... i>(std::index_sequence<i...>) { return value(t, u[i]...); }
    (std::make_index_sequence<N>{});
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

/// The event at which a solution ended.
struct Met {
  std::size_t event = 0; ///< among Options::stop_at
  double t = 0.0;        ///< as accurate as the solution
};

/// What should stay as it is at the start.
struct Invariant {
  std::string name = {};
  Quantity value = {};
};

/// How far an invariant moved.
struct Drift {
  std::string name;
  double start = 0.0;    ///< its value there
  double absolute = 0.0; ///< the largest |I(t) - I(start)|; infinite where I is not finite
  double relative = 0.0; ///< to |I(start)|; NaN where that is zero
};

/// The quantity at one point of the solution.
[[nodiscard]] auto evaluate(const Quantity& quantity, const Solution& solution, double t) -> double;

/// The drift over all of the solution, looked at in 16 places on every segment and at all ends.
[[nodiscard]] auto drift(const Invariant& invariant, const Solution& solution) -> Drift;

} // namespace jetwork::pinn
