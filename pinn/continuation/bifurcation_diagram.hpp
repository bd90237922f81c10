// Branches of solutions over a parameter: their points, folds and branch points.
#pragma once

#include "pinn/solution/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace jetwork::pinn {

/// What is to be followed.
struct Continuation {
  std::string parameter;
  double from = 0.0, to = 1.0;
  std::size_t most_points = 200; ///< of each branch
  /// Whether branches that cross are followed, too, from the branch points on.
  bool switches_branches = false;
  std::size_t most_branches = 16;
};

/// One solution of a branch.
struct BranchSolution {
  double parameter = 0.0;
  double parameter_error = 0.0; ///< a solution of the branch lies so near
  std::vector<double> norms;    ///< of each unknown: the square root of ∫u²
  /// How many modes of u_t = u'' + … grow; of one equation of second order with a condition at each end.
  std::optional<int> unstable_modes;
  Result result;
};

/// Where a branch turns round.
struct Fold {
  double parameter = 0.0;
  double error_estimate = 0.0;
  std::size_t solution = 0; ///< which of the branch
};

/// Where another branch crosses.
struct BranchPoint {
  double parameter = 0.0;
  double error_estimate = 0.0;
  std::vector<double> norms;
  std::size_t after = 0; ///< which solution of the branch it lies behind
};

enum class BranchEnd {
  left_interval,        ///< of the parameter
  closed,               ///< it is where it began
  reached_branch_point, ///< which another branch was followed through
  unbounded,            ///< solutions grow and grow, and the parameter hardly changes
  point_limit,          ///< Continuation::most_points
  cannot_go_on,         ///< no step is short enough
  time_limit,
  cancelled
};

struct SolutionBranch {
  std::vector<BranchSolution> solutions; ///< as they follow each other, those of folds among them
  std::vector<Fold> folds;
  std::vector<BranchPoint> branch_points;
  BranchEnd end = BranchEnd::left_interval;
  std::string why; ///< it ended there, in words
  /// The branch point of an earlier branch that it begins at.
  struct Origin {
    std::size_t branch = 0, branch_point = 0;
  };
  std::optional<Origin> origin;
  std::optional<Origin> destination; ///< that it ends at, if it does
};

struct BifurcationDiagram {
  std::vector<SolutionBranch> branches; ///< the first is the one that was asked for
  std::size_t not_followed = 0; ///< directions at branch points, beyond most_branches or not found
  std::string reason;           ///< why it is not solved
  double seconds = 0.0;

  [[nodiscard]] auto solved() const -> bool { return reason.empty(); }
};

} // namespace jetwork::pinn
