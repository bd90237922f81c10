// Derivatives of a recorded network with respect to its inputs, of any order and mixed, as variables of a batch tape
// (as numbers: nn/network_derivatives.hpp).
//
//   const BatchVariable x = tape.input(2);                    // x[0] = t, x[1] = position
//   const auto recorded = network.record(tape);
//   InputDerivatives<2, decltype(recorded)> u(recorded, x);   // up to order 2
//   const BatchVariable heat = u.derivative({1, 0}) - u.derivative({0, 2});
//   const BatchVariable poisson = u.laplacian() + u.value();
//
// Because each derivative is a variable of the tape, one reverse sweep gives the gradient, with respect to the
// weights, of any expression in derivatives: forward over reverse.
//
// A jet gives the Taylor coefficients of the network along a direction, and mixed derivatives are combinations of those
// (autodiff/derivatives/mixed.hpp). All second derivatives of n inputs take n(n+1)/2 jets, a Laplacian n.
#pragma once

#include "autodiff/batch.hpp"
#include "autodiff/derivatives/mixed.hpp"
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

/// The derivatives, to order K, of a recorded network at x. A direction is recorded once, when it is first asked for.
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
                                  + ": use InputDerivatives with a larger K");
    if (order == 0) return value();
    BatchVariable sum = 0;
    for (const auto& [direction, factor] : autodiff::polarisation(orders))
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
    // The components of the direction become constants of the tape.
    const std::vector<autodiff::BatchArgument> column(direction.begin(), direction.end());
    return autodiff::BatchTape::record_on(
        x_.tape(), {.rows = x_.rows(), .forward = autodiff::detail::forward_stack}, column);
  }

  Recorded network_;
  BatchVariable x_;
  std::size_t inputs_;
  std::map<std::vector<int>, Jet> jets_;
};

} // namespace jetwork::nn
