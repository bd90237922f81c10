// The function that a segment stands for, on any number type: plain, packed or extended numbers, jets of these, variables
// of the batch tape.
//
//   u(θ) = Σ u⁽ᵏ⁾(start)·(θL)ᵏ/k! + θᵖ·N(2θ - 1),      k below the order p of the unknown, θ from 0 to 1
//
// Whatever the network N is, u has the initial values that it was given (Lagaris, Likas and Fotiadis 1998).
#pragma once

#include "pinn/network/hidden_layer.hpp"

#include <Eigen/Core>

namespace jetwork::pinn {

/// θᵖ·N(2θ - 1): zero at the start, with p - 1 derivatives.
template <class T, class Network>
auto zero_at_start(int order, const T& theta, const Network& network) -> T {
  T result = network(T(2 * theta - 1));
  for (int k = 0; k < order; ++k) result = result * theta;
  return result;
}

/// The trial solution. `elapsed` is θL; network(x) is N, initial(k) the k-th derivative at the start.
template <class T, class Network, class Initial>
auto trial(int order, const T& theta, const T& elapsed, const Network& network,
           const Initial& initial) -> T {
  T taylor = 0.0;
  for (int k = order - 1; k >= 0; --k) taylor = initial(k) + taylor * elapsed / (k + 1); // Horner
  return taylor + zero_at_start(order, theta, network);
}

/// tanh(wᵢ·x + bᵢ)
template <class T>
auto neuron(const HiddenLayer& hidden, Eigen::Index i, const T& x) -> T {
  return tanh(hidden.weight[i] * x + hidden.bias[i]);
}

/// θᵖ·tanh(wᵢ(2θ - 1) + bᵢ): what an output weight is multiplied by.
template <class T>
auto feature(const HiddenLayer& hidden, Eigen::Index i, int order, const T& theta) -> T {
  return zero_at_start(order, theta, [&](const T& x) { return neuron(hidden, i, x); });
}

} // namespace jetwork::pinn
