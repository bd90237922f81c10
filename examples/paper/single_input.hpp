// The network of figure 8, one input and no biases, and what is wider than it.
//
//   over(single_input, [](const Network& n, Sides& sides) { ... equation_118(n, 0) ... });
#pragma once

#include "examples/paper/network_family.hpp"

namespace jetwork::paper {

inline const NetworkFamily single_input{
    .inputs = {1}, .hidden_biases = {false}, .output_biases = {false}};

/// Several inputs, biases, inputs that are not activated. The identity is left out: with it each derivative is a
/// product of weights, and much that is wrong happens to hold.
inline const NetworkFamily any_network{
    .activations = {Activation::tanh, Activation::sigmoid, Activation::sin, Activation::softplus},
    .input_activated = {true, false}};

/// The right-hand side of Eq. 118, 156 and 168.
inline auto equation_118(const Network& n, int k) -> double {
  const double z_1 = n(z_i(0));
  return n.df(z_1) * sum(n.j(), [&](int j) {
           return n(w_ij(0, j)) * n(w_jk(j, k)) * n.df(n(w_ij(0, j)) * n.f(z_1));
         });
}

} // namespace jetwork::paper
