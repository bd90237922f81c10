// The classical PINN: one network over the whole domain, all its weights trained.
//
// It is offered for comparison, and where one small network is wanted. Its residual is small where it was trained, but
// that alone says little about the error; so the estimate comes from a second solution that knows its own error: that
// of segments. A network that is far from it is not called solved.
#pragma once

#include "nn/training/history.hpp"
#include "pinn/limits.hpp"
#include "pinn/options.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/solution.hpp"

#include <Eigen/Core>

namespace jetwork::pinn {

/// A solution over the whole domain whose error is known.
struct KnownSolution {
  Solution solution;
  Eigen::VectorXd error;     ///< estimate per unknown, absolute
  Eigen::VectorXd magnitude; ///< max |u| per unknown
};

struct SingleNetworkResult {
  Segment network;
  /// Bound per unknown, absolute: the distance from the known solution, and its own error.
  Eigen::VectorXd error;
  Eigen::VectorXd place; ///< where it is largest
  nn::TrainingHistory history;
};

/// Trains one network over the domain of the known solution, whose values at its start it has. Throws std::invalid_argument for options out of their range.
auto single_network(const Problem& problem, const Options& options, const KnownSolution& known,
                    const Deadline& deadline) -> SingleNetworkResult;

} // namespace jetwork::pinn
