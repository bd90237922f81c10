// The networks of section 5: one input or several, and what is wider than the section.
//
//   over(single_input, [](const Network& n, Sides& sides) { ... equation_118(n, 0) ... });
//
// Neurons have biases by Eq. 1, and section 5 never says that its networks have none: it only leaves them out. What
// leaves them out is judged on networks with and without, and read again where there are none.
#pragma once

#include "paper/claims/claim.hpp"
#include "paper/claims/network_family.hpp"

#include <string>
#include <utility>

namespace jetwork::paper {

/// Figure 8, whose one input is activated.
inline const NetworkFamily single_input{.inputs = {1}};
inline const NetworkFamily several_inputs{};

/// Several inputs, biases, inputs that are not activated. The identity is left out: with it each derivative is a
/// product of weights, and much that is wrong happens to hold.
inline const NetworkFamily any_network{
    .activations = {Activation::tanh, Activation::sigmoid, Activation::sin, Activation::softplus},
    .input_activated = {true, false}};

inline auto without_biases(NetworkFamily family) -> NetworkFamily {
  family.hidden_biases = {false};
  family.output_biases = {false};
  return family;
}

// For each neuron of a layer: sided(n, x, sides).
template <class Sided>
auto for_each_j(const NetworkFamily& family, Sided sided) -> Statement {
  return over(family, [sided](const Network& n, Sides& sides) {
    for (int j : n.j()) {
      sides.at("j", j);
      sided(n, j, sides);
    }
  });
}
template <class Sided>
auto for_each_k(const NetworkFamily& family, Sided sided) -> Statement {
  return over(family, [sided](const Network& n, Sides& sides) {
    for (int k : n.k()) {
      sides.at("k", k);
      sided(n, k, sides);
    }
  });
}

/// A claim that leaves a bias out, in the family and where no neuron has one. statement(family, with_bias) is what is
/// printed, or the same with the bias.
template <class StatementOf>
auto bias_left_out(Claim claim, const NetworkFamily& family, StatementOf statement) -> Claim {
  claim.printed = statement(family, false);
  claim.corrected = statement(family, true);
  claim.readings.push_back(
      {"for networks without biases", statement(without_biases(family), false)});
  return claim;
}

/// w_1j·a_1, with b_j or without.
inline auto fed_by_input(const Network& n, int j, bool with_bias) -> double {
  return n(w_ij(0, j)) * n(a_i(0)) + (with_bias ? n(b_j(j)) : 0);
}

/// Σ_i w_ij·a_i, with b_j or without.
inline auto fed_by_inputs(const Network& n, int j, bool with_bias) -> double {
  return sum(n.i(), [&](int i) { return n(w_ij(i, j)) * n(a_i(i)); }) + (with_bias ? n(b_j(j)) : 0);
}

// What feeds a neuron, Eq. 108, 131, 136 and others, with its bias or without.
inline auto z_j_fed_by_inputs(const NetworkFamily& family, bool with_bias) -> Statement {
  return for_each_j(family, [with_bias](const Network& n, int j, Sides& sides) {
    sides.equal(n(z_j(j)), fed_by_inputs(n, j, with_bias));
  });
}
inline auto z_k_fed_by_hidden(const NetworkFamily& family, bool with_bias) -> Statement {
  return for_each_k(family, [with_bias](const Network& n, int k, Sides& sides) {
    sides.equal(n(z_k(k)), sum(n.j(), [&](int j) { return n(w_jk(j, k)) * n(a_j(j)); })
                               + (with_bias ? n(b_k(k)) : 0));
  });
}

/// The right-hand side of Eq. 118, 156 and 168; b_j, which they leave out, belongs into f'.
inline auto equation_118(const Network& n, int k, bool with_bias) -> double {
  const double z_1 = n(z_i(0));
  return n.df(z_1) * sum(n.j(), [&](int j) {
           return n(w_ij(0, j)) * n(w_jk(j, k))
                  * n.df(n(w_ij(0, j)) * n.f(z_1) + (with_bias ? n(b_j(j)) : 0));
         });
}
/// The claim that it is dz_k/dz_1.
inline auto equation_118_of(const NetworkFamily& family, bool with_bias) -> Statement {
  return for_each_k(family, [with_bias](const Network& n, int k, Sides& sides) {
    sides.equal(n.d(z_k(k), z_i(0)), equation_118(n, k, with_bias));
  });
}

} // namespace jetwork::paper
