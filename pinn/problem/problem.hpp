// A differential equation, as the solver sees it: unknowns, their initial values, and a residual.
//
//   using namespace jetwork;
//   const double m = 1.0, k = 4.0;
//   pinn::Problem spring = pinn::initial_value_problem(
//       {{.name = "r", .initial = {1.0, 0.0}}},                              // r(0) = 1, r'(0) = 0
//       {.start = 0.0, .end = 10.0},
//       [=](auto t, auto r) { return m * r[2] + k * r[0]; });                // m·r'' + k·r = 0
//
// r[n] is the n-th derivative. The residual is a generic callable: it is recorded once on a batch tape and
// replayed on all collocation points at a time, with its derivatives. With several unknowns it takes one argument
// for each and returns a std::array of residuals. The number of initial values is the order of the unknown.
// Equations given as text come from pinn/problem/text/text_problem.hpp.
#pragma once

#include "autodiff/batch.hpp"
#include "pinn/problem/values.hpp"

#include <array>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::pinn {

/// An unknown function and its values u, u', …, u⁽ᵖ⁻¹⁾ at the start; p = initial.size() ≥ 1 is its order.
struct Unknown {
  std::string name;
  std::vector<double> initial;

  [[nodiscard]] auto order() const -> int { return static_cast<int>(initial.size()); }
};

/// The interval on which the solution is wanted. The initial values hold at `start`, and end < start is allowed:
/// the solution is then continued backwards.
struct Domain {
  double start = 0.0;
  double end = 1.0;
};

/// All residuals (one an equation, zero where the equation holds) at t, given u[i][n], the n-th derivative of
/// unknown i, n = 0 … order(i).
using Residual = std::function<std::vector<autodiff::BatchVariable>(
    const autodiff::BatchVariable& t, std::span<const Derivatives<autodiff::BatchVariable>> u)>;

struct Problem {
  std::string title;
  std::string independent = "t";
  Domain domain;
  std::vector<Unknown> unknowns;
  Residual residual;
};

namespace detail {

template <class Callable, std::size_t... i>
auto call_residual(const Callable& residual, const autodiff::BatchVariable& t,
                   std::span<const Derivatives<autodiff::BatchVariable>> u,
                   std::index_sequence<i...>) -> std::vector<autodiff::BatchVariable> {
  const auto result = residual(t, u[i]...);
  if constexpr (requires { result.begin(); }) return {result.begin(), result.end()};
  else return {result};
}

} // namespace detail

/// An initial-value problem from N unknowns and residual(t, u_1, …, u_N).
template <std::size_t N, class Callable>
auto initial_value_problem(const Unknown (&unknowns)[N], Domain domain, Callable residual)
    -> Problem {
  Problem problem;
  problem.domain = domain;
  problem.unknowns.assign(std::begin(unknowns), std::end(unknowns));
  problem.residual = [residual](const autodiff::BatchVariable& t,
                                std::span<const Derivatives<autodiff::BatchVariable>> u) {
    return detail::call_residual(residual, t, u, std::make_index_sequence<N>{});
  };
  return problem;
}

} // namespace jetwork::pinn
