// Derivatives of a network by its inputs, passed forward beside the values (paper, 5.3–5.5).
//
//   NeuronNetwork network({2, 3, 1}, activation("tanh"));
//   const auto derivatives = pass_derivatives_forward(network, {0.3, 0.7});
//   derivatives.back()[0].da;       // the gradient of output 0 by both inputs
//   derivatives.back()[0].d2a;      // its Hessian
//
// From the source layer i to the destination layer j, by the network's inputs x_m and x_n,
//
//   dz_j/dx_m       = Σ_i w_ij da_i/dx_m
//   da_j/dx_m       = f'(z_j) dz_j/dx_m
//   d²z_j/dx_m dx_n = Σ_i w_ij d²a_i/dx_m dx_n
//   d²a_j/dx_m dx_n = f''(z_j) dz_j/dx_m dz_j/dx_n + f'(z_j) d²z_j/dx_m dx_n
//
// The paper's Eq. 163, which Eq. 166 and 170 repeat, prints f'(z_i) in place of da_i/dz_1:
//
//   da_j/dz_1 = f'(Σ_i w_ij a_i) (Σ_i w_ij f'(z_i))
//
// But f'(z_i) is da_i/dz_i, the derivative by the neuron's own input; for i ≠ 1, da_i/dz_1 = 0. The printed
// formula is the sum of the derivatives by all inputs, the derivative along (1, …, 1). It is right for one
// input, where the paper checks it (Eq. 167), and for the first layer only: behind that, da_i/dz_1 is no
// longer f'(z_i). To differentiate a network for work rather than for reading, give it a Jet or a Dual
// (nn/dense_network.hpp).
#pragma once

#include "paper/networks/neuron_network.hpp"

#include <Eigen/Core>

#include <vector>

namespace jetwork::paper::networks {

/// Derivatives of one neuron's z and a by the network's inputs: gradients, and symmetric Hessians.
struct NeuronDerivatives {
  Eigen::VectorXd dz, da;
  Eigen::MatrixXd d2z, d2a;
};

/// Sends an input forward, with its derivatives: those of every neuron, by layer and neuron. The network is
/// a copy. Throws as NeuronNetwork::forward does, and std::overflow_error if a derivative is not finite.
auto pass_derivatives_forward(NeuronNetwork network, const std::vector<double>& input)
    -> std::vector<std::vector<NeuronDerivatives>>;

} // namespace jetwork::paper::networks
