// One branch of solutions, followed point after point: a step along the branch, then Newton's method in the plane at a right angle to
// it (pseudo-arclength continuation: Keller 1977; Allgower and Georg 2003, Introduction to Numerical Continuation Methods).
//
//   BranchFollower follower(freed, problem, continuation, options, deadline);
//   if (auto start = follower.first(solution, 0.0)) follower.follow(std::move(*start));
#pragma once

#include "pinn/continuation/bifurcation_diagram.hpp"
#include "pinn/continuation/branch_metric.hpp"
#include "pinn/continuation/branch_point_search.hpp"
#include "pinn/continuation/fold_search.hpp"
#include "pinn/continuation/freed_problem.hpp"
#include "pinn/limits.hpp"
#include "pinn/options.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace jetwork::pinn {

class BranchFollower {
public:
  /// What these refer to must outlive it.
  BranchFollower(FreedProblem& freed, const Problem& problem, const Continuation& continuation,
                 const Options& options, const Deadline& deadline);

  /// A solution, and which way the branch goes on.
  struct Point {
    Standing standing;
    BranchSolution solution;
  };
  /// A branch point, and which sides of the other branch were followed.
  struct Crossing {
    FoundBranchPoint found;
    BranchMetric metric; ///< in which its direction has length one
    SolutionBranch::Origin of;
    std::array<bool, 2> is_followed = {false, false};
  };

  /// A solution of the original problem for this value of the parameter, on the way to Continuation::to; nothing, where it is singular.
  [[nodiscard]] auto first(const MeshFunction& original, double parameter) -> std::optional<Point>;
  /// On the other branch through a branch point, on one of its sides, 0 or 1.
  [[nodiscard]] auto first_beside(const Crossing& crossing, int side) -> std::optional<Point>;
  /// Ends where it has to; a deadline that passes is one of the ends.
  [[nodiscard]] auto follow(Point start, std::optional<SolutionBranch::Origin> origin = {})
      -> SolutionBranch;

  [[nodiscard]] auto crossings() -> std::vector<Crossing>& { return crossings_; }

private:
  static constexpr double most_turn = 0.5; // between one point and the next
  enum class Next { go_on, too_far, end };
  [[nodiscard]] auto solved_point(const Plane& plane, const MeshFunction& start)
      -> std::optional<Point>;
  [[nodiscard]] auto point_beside(const Crossing& crossing, double sign, double distance)
      -> std::optional<Point>;
  [[nodiscard]] auto step(const Standing& from, double length) -> std::optional<Point>;
  [[nodiscard]] auto at_bound(const Standing& from, double length) -> std::optional<Point>;
  [[nodiscard]] auto lies_outside(double parameter) const -> bool;
  [[nodiscard]] auto is_near_bound(const Standing& standing) const -> bool;
  [[nodiscard]] auto slope(const Standing& standing) const -> double;
  [[nodiscard]] auto turn(const Standing& one, const Standing& other) const -> double;
  [[nodiscard]] auto next_length(const Standing& standing, double length, double turned) const
      -> double;
  void go_along(SolutionBranch& branch, Standing here);
  [[nodiscard]] auto look_between(SolutionBranch& branch, const Standing& here, const Point& next,
                                  bool may_be_shorter) -> Next;
  void add_fold(SolutionBranch& branch, FoundFold found);
  [[nodiscard]] auto add_crossing(SolutionBranch& branch, const Standing& here,
                                  const Standing& next, bool may_be_shorter) -> Next;
  [[nodiscard]] auto is_closed(const Standing& here, const Standing& next) const -> bool;
  [[nodiscard]] auto is_unbounded() const -> bool;
  [[nodiscard]] auto known_crossing(const FoundBranchPoint& found) -> Crossing*;
  [[nodiscard]] auto solution_of(Result result, const MeshFunction& u) const -> BranchSolution;
  [[nodiscard]] auto norms(const MeshFunction& u) const -> std::vector<double>;
  void finish(SolutionBranch& branch, BranchEnd end) const;

  FreedProblem* freed_;
  const Problem* problem_;
  const Continuation* continuation_;
  const Options* options_;
  const Deadline* deadline_;
  bool counts_modes_;
  BranchMetric metric_;
  std::vector<Crossing> crossings_;
  std::size_t branches_ = 0; // followed so far
  // Of the present branch:
  std::optional<Standing> begin_, last_sloped_;
  std::optional<int> modes_; // of the last solution at which they are known
  struct Size {
    double parameter, of_values;
  };
  std::vector<Size> sizes_; // of its solutions, but for those of folds
  std::string failure_;     // of the last step
};

} // namespace jetwork::pinn
