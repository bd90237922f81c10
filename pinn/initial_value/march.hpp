// The march: segment after segment from the initial values to the end of the domain, each as long as its residual
// between the collocation points allows.
#pragma once

#include "pinn/collocation/segment_solver.hpp"
#include "pinn/error/along_march.hpp"
#include "pinn/options.hpp"
#include "pinn/solution/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jetwork::pinn {

struct March {
  std::vector<Segment> segments;
  Eigen::VectorXd error;     ///< estimate per unknown, absolute, the largest over what was covered
  Eigen::VectorXd magnitude; ///< max |u| per unknown
  std::vector<Eigen::VectorXd> error_until,
      magnitude_until;                  ///< both as they stood after each segment
  std::optional<EventOccurrence> event; ///< the event that ended the march, if one did
  std::string stopped;                  ///< why the end was not reached; empty if it was
  std::size_t accepted = 0, rejected = 0;
};

/// Marches with a local tolerance relative to each unknown's largest magnitude: that of `expected`, from an earlier pass,
/// or else the largest so far. `seconds_left` bounds the time.
auto march(SegmentSolver& solver, const Problem& problem, const Options& options,
           double local_tolerance, const Eigen::VectorXd& expected, int pass, double seconds_left)
    -> March;

} // namespace jetwork::pinn
