// The classical PINN: one network over the whole domain, all its weights trained.
//
// It is offered for comparison, and where one small network is wanted. Its residual is small where it was trained, but
// that alone says little about the error; so the estimate comes from a second solution that knows its own error: the
// march through segments. A network that is far from it is not called solved.
#pragma once

#include "pinn/initial_value/march.hpp"

namespace jetwork::pinn {

struct TrainedNetwork {
  March march; ///< of one segment
  nn::TrainingHistory history;
};

/// Trains one network, for as many seconds at most. `reference` is a complete march over the same problem. Throws
/// std::invalid_argument for options out of their range.
auto single_network(const Problem& problem, const Options& options, const March& reference,
                    double seconds_left) -> TrainedNetwork;

} // namespace jetwork::pinn
