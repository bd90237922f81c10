// All weights of a segment's network, hidden ones too, by Levenberg–Marquardt.
//
//   Segment network = ...;                                      // its output layer, as far as that got
//   network = train_all_weights(problem, network, {.points = 160}).network;
//
// The network is recorded on the batch tape with a jet in scaled time as its input, so that u, u', … are its
// coefficients; the problem's residual is recorded on top of it; and one reverse sweep for each equation gives the
// Jacobian with respect to every weight. Nothing is derived by hand. The conditions at the start hold by construction.
#pragma once

#include "pinn/problem.hpp"
#include "pinn/solution.hpp"

#include <limits>

namespace jetwork::pinn {

struct AllWeightsOptions {
  int points =
      120; ///< Gauss–Legendre points at which the residual is made small; at least the neurons
  double seconds = std::numeric_limits<double>::infinity(); ///< then the best so far is kept
  int iterations = 150;                                     ///< of Levenberg–Marquardt, at most
};

struct AllWeightsResult {
  Segment network;
  double residual =
      0.0; ///< root mean square over the points, each equation scaled to its largest term
  int iterations = 0;
};

/// Trains the network from where it stands: the output layer first, with the hidden layer as it is, then all weights.
/// Throws std::invalid_argument for orders beyond FeatureBasis::highest_order.
auto train_all_weights(const Problem& problem, const Segment& network,
                       const AllWeightsOptions& options = {}) -> AllWeightsResult;

} // namespace jetwork::pinn
