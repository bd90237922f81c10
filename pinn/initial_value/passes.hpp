// Marches over the same domain until the estimate meets the tolerance.
//
// What a segment may err by itself is known, but the errors of earlier segments come on top. Where they grow too large,
// the march is repeated with a tighter bound for each segment. Where an unknown decays by orders of magnitude, the bound is made
// relative to what is left of it first: all that grows from it later depends on these digits.
#pragma once

#include "pinn/initial_value/march.hpp"

#include <Eigen/Core>

#include <optional>

namespace jetwork::pinn {

struct PassesResult {
  MarchResult best; ///< the one with the lowest estimate, or the first if none came to its end
  double ratio =
      0.0; ///< its estimate, relative to the unknowns' magnitudes; infinite if it is unknown
  std::optional<Ending> interrupted;    ///< why a later march did not come to its end
  std::optional<double> reachable = {}; ///< see reachable_tolerance()
  std::size_t accepted = 0, rejected = 0;
  int passes = 0;
};

/// Magnitudes below which an unknown's absolute tolerance rules.
[[nodiscard]] auto least_magnitudes(const Options& options, int unknowns) -> Eigen::VectorXd;

/// `least` are those magnitudes.
auto march_in_passes(SegmentSolver& solver, const MarchTask& task, const Options& options,
                     const Eigen::VectorXd& least, const Deadline& deadline) -> PassesResult;

/// What a march's errors are held against, per unknown.
[[nodiscard]] auto relevant_magnitude(const MarchResult& march, const Eigen::VectorXd& least)
    -> Eigen::VectorXd;

/// The largest error relative to its magnitude; infinite where an error is not known.
[[nodiscard]] auto largest_ratio(const Eigen::VectorXd& error, const Eigen::VectorXd& magnitude)
    -> double;

} // namespace jetwork::pinn
