// All weights of a segment's network, hidden ones too: the classical PINN.
//
//   Segment network = ...;                                      // its output layer, as far as that got
//   network = train_all_weights(problem, network, {.points = 160}).network;
//
// The residual is made small at Gauss–Legendre points, by Levenberg–Marquardt, or by Adam and then L-BFGS as Raissi,
// Perdikaris and Karniadakis (2019) and most after them do. The conditions at the start hold by construction (Lagaris,
// Likas and Fotiadis 1998), or are soft: the values there are weights too, and what they miss is part of the loss.
#pragma once

#include "nn/training/history.hpp"
#include "pinn/limits.hpp"
#include "pinn/options.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/solution.hpp"

namespace jetwork::pinn {

struct AllWeightsResult {
  Segment network;
  /// The loss after every iteration or step: the mean over the equations of their mean squares over the points, each
  /// scaled to its largest term, and what soft conditions miss, relative to the unknowns' magnitudes.
  nn::TrainingHistory history;
};

/// Trains the network from where it stands: for Levenberg–Marquardt the output layer first, with the hidden layer as it
/// is, then all weights. `magnitude` of each unknown weighs soft conditions, and is not used for exact ones. Throws
/// std::invalid_argument for orders beyond highest_order, for options out of their range, and for soft
/// conditions without a magnitude for each unknown.
auto train_all_weights(const Problem& problem, const Segment& network,
                       const TrainingOptions& training = {},
                       const Deadline& deadline = Deadline::never(),
                       const Eigen::VectorXd& magnitude = {}) -> AllWeightsResult;

} // namespace jetwork::pinn
