// One network in place of the segments of a boundary-value problem, trained as a classical PINN is (pinn/training/).
#pragma once

#include "pinn/limits.hpp"
#include "pinn/options.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/solution/result.hpp"

namespace jetwork::pinn {

/// Throws std::invalid_argument where there can be none, with what to do.
void require_suited_to_one_network(const Problem& problem, const TrainingOptions& training);

/// Puts it in place of a solution that was solved, from which its error is known.
void put_one_network(Result& result, const Problem& problem, const Options& options,
                     const Deadline& deadline);

} // namespace jetwork::pinn
