// One network in place of many segments, where somebody wants a single formula: its output layer is fitted to the solution
// by least squares, and how far it is off is stated.
//
//   const pinn::Merged one = pinn::merge(result.solution);
//   one.solution.segments().size();                          // 1
//   one.error[0] + result.error_estimate[0];                 // a bound on its error
#pragma once

#include "pinn/limits.hpp"
#include "pinn/solution/solution.hpp"

#include <cstdint>
#include <vector>

namespace jetwork::pinn {

struct MergeOptions {
  /// Wanted of the difference, relative to each unknown's largest magnitude.
  double tolerance = 1e-8;
  /// Neurons are doubled from 64 until the tolerance is met, at most to this.
  int most_neurons = 1024;
  std::uint64_t seed = 1; ///< of the hidden layer
  Deadline deadline = Deadline::never();
};

struct Merged {
  Solution solution; ///< one segment; the initial values hold exactly as before
  /// Per unknown, absolute: the largest difference from the segments, seen between the fitted points.
  std::vector<double> error;
  bool within_tolerance = false;
};

/// The best that was found before the deadline: without a segment where that is nothing. Throws std::invalid_argument where
/// the solution is empty.
[[nodiscard]] auto merge(const Solution& solution, const MergeOptions& options = {}) -> Merged;

} // namespace jetwork::pinn
