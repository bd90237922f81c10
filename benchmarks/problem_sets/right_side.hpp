// The right-hand sides of the problems, compiled: what a user of a C++ library would write by hand.
//
//   for (const RightSide& f : right_sides())          // made from tests/data/*.json by generate/ when this is built
//     f.plain(t, state, slope);                       // y' = f(t, y), of first order
//
// A state holds u, u', … of each unknown below its order, one unknown after the other. The same formulas, as one template,
// go to the peers as doubles and to Jetwork as variables of a batch tape; and to peers that ask for Jacobians as dual
// numbers.
#pragma once

#include "autodiff/batch.hpp"
#include "autodiff/dual.hpp"

#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace jetwork::benchmarks {

/// The boundary conditions of a problem whose conditions look at the two ends: zero where they hold.
struct Boundary {
  void (*plain)(const double* left, const double* right, double* residual) = nullptr;
  /// (condition, entry of a state), by rows: how the residuals answer if both ends are this state. Of a condition that looks at one
  /// end, that is its derivative there.
  void (*by_state)(const double* state, double* jacobian) = nullptr;
};

struct RightSide {
  template <class T>
  using Function = void (*)(const T& t, const T* state, T* slope);

  std::string id;
  Function<double> plain;
  Function<autodiff::BatchVariable> recorded;
  // The rest is null where there is no such boundary.
  void (*by_state)(double t, const double* state,
                   double* jacobian) = nullptr; ///< (slope, entry of the state), by rows
  Boundary boundary = {};
};

/// All right-hand sides that were generated.
auto right_sides() -> const std::vector<RightSide>&;

namespace detail {

/// The Jacobian of f(state, result), square, by rows.
template <int states, class F>
void jacobian_of(const F& f, const double* state, double* jacobian) {
  using Number = autodiff::Dual<double, states>;
  std::array<Number, states> y, result;
  for (int k = 0; k < states; ++k) y[static_cast<std::size_t>(k)] = Number::variable(state[k], k);
  f(y.data(), result.data());
  for (const Number& row : result)
    for (int k = 0; k < states; ++k) *jacobian++ = row.tangent(k);
}

} // namespace detail

/// Called by the generated code for each of its problems.
template <class Formulas>
void add_right_side(std::vector<RightSide>& all) {
  all.push_back({Formulas::id, Formulas::template slope<double>,
                 Formulas::template slope<autodiff::BatchVariable>});
  if constexpr (requires { &Formulas::template boundary<double>; }) {
    all.back().by_state = [](double t, const double* state, double* jacobian) {
      detail::jacobian_of<Formulas::states>(
          [t]<class T>(const T* y, T* slope) { Formulas::slope(T(t), y, slope); }, state, jacobian);
    };
    all.back().boundary = {
        .plain = Formulas::template boundary<double>,
        .by_state = [](const double* state, double* jacobian) {
          detail::jacobian_of<Formulas::states>(
              []<class T>(const T* y, T* residual) { Formulas::boundary(y, y, residual); }, state,
              jacobian);
        }};
  }
}

} // namespace jetwork::benchmarks
