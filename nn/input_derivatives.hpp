// Derivatives of a recorded network with respect to its inputs, of any order and mixed, on a batch tape.
//
//   const BatchVariable x = tape.input(2);                    // x[0] = t, x[1] = position
//   const auto recorded = network.record(tape);
//   InputDerivatives<2, decltype(recorded)> u(recorded, x);   // up to order 2
//   const BatchVariable heat = u.derivative({1, 0}) - u.derivative({0, 2});
//   const BatchVariable poisson = u.laplacian() + u.value();
//
// What comes back is a variable of the tape, so the gradient of anything made of it with respect to the weights is one
// reverse sweep: forward over reverse.
//
// A jet gives the Taylor coefficients c_d(v) of the network along a direction v. Mixed derivatives are combinations
// of those along directions of whole numbers (polarisation; Griewank, Utke and Walther 2000): for a multi-index i of
// order d = |i|,
//
//   ∂^i u = Σ (-1)^|i - k| · C(i, k) · c_d(k)        over the multi-indices 0 < k ≤ i, C a product of binomials
//
// and multiples of one direction share a jet, c_d(m·p) = m^d·c_d(p). The factors are whole numbers, so nothing is
// lost but by rounding: u_xy is c₂(1,1) - c₂(1,0) - c₂(0,1). All second derivatives of n inputs take n(n+1)/2 jets, a
// Laplacian n.
#pragma once

#include "autodiff/batch.hpp"
#include "autodiff/jet.hpp"

#include <cmath>
#include <initializer_list>
#include <map>
#include <numeric>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace jetwork::nn {

/// A direction of whole numbers, and the factor of the Taylor coefficient along it.
using DirectionFactors = std::map<std::vector<int>, double>;

/// The directions, without common factors, and what to multiply their Taylor coefficients of order |orders| by, so that
/// the sum is the mixed derivative. Throws std::invalid_argument where an order is negative or all are zero.
inline auto polarisation(std::span<const int> orders) -> DirectionFactors {
  const int order = std::accumulate(orders.begin(), orders.end(), 0);
  for (const int each : orders)
    if (each < 0 || order == 0)
      throw std::invalid_argument("polarisation: orders of differentiation are not negative, and "
                                  "at least one of them is positive");
  DirectionFactors factors;
  std::vector<int> k(orders.size(), 0);
  const auto next = [&] { // counts through all 0 < k ≤ orders
    for (std::size_t i = 0; i < k.size(); ++i) {
      if (k[i] < orders[i]) return ++k[i], true;
      k[i] = 0;
    }
    return false;
  };
  while (next()) {
    double factor = 1;
    int steps = 0, common = 0;
    for (std::size_t i = 0; i < k.size(); ++i) {
      for (int j = 1; j <= k[i]; ++j) factor = factor * (orders[i] - k[i] + j) / j; // C(orders, k)
      steps += orders[i] - k[i];
      common = std::gcd(common, k[i]);
    }
    std::vector<int> direction = k;
    for (int& each : direction) each /= common;
    factors[direction] += (steps % 2 == 0 ? factor : -factor) * std::pow(common, order);
  }
  return factors;
}

/// The derivatives, to order K, of a recorded network at x. They are recorded when asked for; each direction once.
template <int K, class Recorded>
class InputDerivatives {
  static_assert(K >= 1, "InputDerivatives: the highest order is at least 1");

public:
  using BatchVariable = autodiff::BatchVariable;
  using Jet = autodiff::Jet<BatchVariable, K>;

  InputDerivatives(Recorded network, const BatchVariable& x)
      : network_(std::move(network)), x_(x), inputs_(static_cast<std::size_t>(x.rows())) {
    if (x.is_constant())
      throw std::invalid_argument(
          "InputDerivatives: the inputs must be a variable of the network's batch tape");
  }

  /// The outputs, one below the other.
  auto value() -> BatchVariable { return along(axis(0))[0]; }
  /// ∂^orders of every output: orders[i] times by input i. {2, 1} is u_xxy.
  auto derivative(std::span<const int> orders) -> BatchVariable {
    if (orders.size() != inputs_)
      throw std::invalid_argument("InputDerivatives: " + std::to_string(orders.size())
                                  + " orders of differentiation are given, but the network has "
                                  + std::to_string(inputs_) + " inputs");
    const int order = std::accumulate(orders.begin(), orders.end(), 0);
    if (order > K)
      throw std::invalid_argument("InputDerivatives: a derivative of order " + std::to_string(order)
                                  + " was asked for, but the highest is " + std::to_string(K)
                                  + ": make it a larger K");
    if (order == 0) return value();
    BatchVariable sum = 0;
    for (const auto& [direction, factor] : polarisation(orders))
      if (factor != 0) sum += factor * along(direction)[order];
    return sum;
  }
  auto derivative(std::initializer_list<int> orders) -> BatchVariable {
    return derivative(std::span(orders.begin(), orders.size()));
  }
  /// ∂/∂x_i and ∂²/∂x_i∂x_j of every output.
  auto first(int i) -> BatchVariable { return derivative(counts({i})); }
  auto second(int i, int j) -> BatchVariable { return derivative(counts({i, j})); }
  /// Σ ∂²/∂x_i² of every output.
  auto laplacian() -> BatchVariable {
    BatchVariable sum = 0;
    for (int i = 0; i < static_cast<int>(inputs_); ++i) sum += second(i, i);
    return sum;
  }
  /// The Taylor coefficients along a direction.
  auto along(const std::vector<int>& direction) -> const Jet& {
    const auto [found, is_new] = jets_.try_emplace(direction);
    if (is_new) found->second = network_(Jet::variable(x_, velocity(direction)));
    return found->second;
  }

private:
  auto axis(std::size_t i) const -> std::vector<int> {
    std::vector<int> direction(inputs_, 0);
    direction[i] = 1;
    return direction;
  }
  /// How often each input occurs in a list of inputs.
  auto counts(std::initializer_list<int> inputs) const -> std::vector<int> {
    std::vector<int> orders(inputs_, 0);
    for (const int i : inputs) {
      if (i < 0 || static_cast<std::size_t>(i) >= inputs_)
        throw std::invalid_argument("InputDerivatives: there is no input " + std::to_string(i)
                                    + "; the network has " + std::to_string(inputs_));
      ++orders[static_cast<std::size_t>(i)];
    }
    return orders;
  }
  /// The direction as a column that is the same in every sample.
  auto velocity(const std::vector<int>& direction) const -> BatchVariable {
    if (inputs_ == 1) return direction[0];
    const std::vector<autodiff::BatchArgument> column(direction.begin(),
                                                      direction.end()); // constants
    return autodiff::BatchTape::record_on(
        x_.tape(), {.rows = x_.rows(), .forward = autodiff::detail::forward_stack}, column);
  }

  Recorded network_;
  BatchVariable x_;
  std::size_t inputs_;
  std::map<std::vector<int>, Jet> jets_;
};

} // namespace jetwork::nn
