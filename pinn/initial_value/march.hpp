// The march: segment after segment from the initial values to the end of the domain, each as long as its residual
// between the collocation points allows.
//
//   const MarchResult result = March(solver, task, options, {.local_tolerance = 1e-9, .expected = size}, deadline).run();
#pragma once

#include "pinn/collocation/segment_solver.hpp"
#include "pinn/error/along_march.hpp"
#include "pinn/initial_value/branch_follower.hpp"
#include "pinn/initial_value/length_controller.hpp"
#include "pinn/initial_value/sensitivities.hpp"
#include "pinn/initial_value/switching_along_march.hpp"
#include "pinn/limits.hpp"
#include "pinn/options.hpp"
#include "pinn/solution/outcome.hpp"
#include "pinn/solution/result.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <optional>
#include <vector>

namespace jetwork::pinn {

struct MarchResult {
  std::vector<Segment> segments;
  Eigen::VectorXd error;     ///< estimate per unknown, absolute, the largest over what was covered
  Eigen::VectorXd magnitude; ///< max |u| per unknown
  /// Magnitudes below which an unknown is a difference of terms that cancel; errors are no larger beside these.
  Eigen::VectorXd cancelled;
  /// The least that an unknown was on a segment, of its largest magnitude.
  double range = 1.0;
  /// Both as they stood after each segment.
  std::vector<Eigen::VectorXd> error_until, magnitude_until;
  std::vector<EventOccurrence> events; ///< in order; the last one may have ended the march
  std::optional<Ending> stopped;       ///< why the end was not reached; nothing if it was
  std::size_t accepted = 0, rejected = 0;
  /// The derivatives asked for: segments of each, and the estimates of their errors (unknown, derivative).
  std::vector<std::vector<Segment>> sensitivities;
  Eigen::MatrixXd sensitivity_error;

  [[nodiscard]] auto is_complete() const -> bool { return !stopped; }
  /// Where it was to end: at an event, if one ended it.
  [[nodiscard]] auto end(const Domain& domain) const -> double {
    return !events.empty() && events.back().ends_solution ? events.back().t : domain.end;
  }
};

/// What is marched: a problem from its values at the start of a domain.
struct MarchTask {
  const Problem& problem;
  Domain domain;
  std::vector<std::vector<double>> initial; ///< [unknown][derivative]
  BranchStart branch; ///< where the equations allow several highest derivatives
  State deviation;    ///< of the initial values, as far as the conditions leave them uncertain
  SensitivityStart sensitivities = {}; ///< what the solution is differentiated by
};

/// What a march is to reach.
struct MarchGoal {
  double local_tolerance; ///< of one segment, relative to each unknown's magnitude
  Eigen::VectorXd
      expected; ///< the magnitudes, from an earlier pass, as far as they are not found to be larger
  int pass = 1;
  /// Errors are to be small beside what an unknown is on each segment, not beside its largest magnitude: what decays and
  /// grows again keeps its digits.
  bool relative_to_present = false;
};

class March {
public:
  /// All arguments but the goal must outlive the march.
  March(SegmentSolver& solver, const MarchTask& task, const Options& options, MarchGoal goal,
        const Deadline& deadline);

  auto run() -> MarchResult;

private:
  /// A segment that was fitted, and is accurate.
  struct Accurate {
    SegmentSolver::Check check;
    Eigen::VectorXd beside; ///< what its errors are relative to
    double error_over_goal;
    double length;
  };
  /// One that is good enough in all respects.
  struct Fitted {
    Segment segment;
    SegmentReport report;
    Eigen::VectorXd cancelled; ///< see MarchResult
    double error_over_goal;
    double end; ///< the time
  };

  void go_to_end();
  [[nodiscard]] auto passed_deadline() const -> Ending;
  [[nodiscard]] auto refused_memory(double bytes) const -> Ending;
  [[nodiscard]] auto must_end(double length) const -> std::optional<Ending>;
  [[nodiscard]] auto is_the_only_one(double length) -> bool;
  [[nodiscard]] auto fit_segment(double length) -> std::optional<Fitted>;
  [[nodiscard]] auto fit_accurately(double length) -> std::optional<Accurate>;
  [[nodiscard]] auto fit_to_passage(double t) -> std::optional<Accurate>;
  /// What of an accurate segment may be kept: no switch leaves its side on it.
  [[nodiscard]] auto on_its_sides(Accurate accurate) -> std::optional<Accurate>;
  [[nodiscard]] auto completed(const Accurate& accurate) -> std::optional<Fitted>;
  void pass_change(const Segment& next);
  void let_happen(const Segment& segment);
  [[nodiscard]] auto end_of(double length) const -> double;
  [[nodiscard]] auto magnitude(const SegmentSolver::Check& check) const -> Eigen::VectorXd;
  [[nodiscard]] auto judged(double length, const Eigen::VectorXd& scale) -> SegmentSolver::Check;
  [[nodiscard]] auto scales(double length) const -> Eigen::VectorXd;
  [[nodiscard]] auto shortest() const -> double;
  void accept(Fitted& fitted);
  [[nodiscard]] auto relative_errors() const -> Eigen::VectorXd;
  [[nodiscard]] auto must_end_after(double length) -> std::optional<Ending>;
  void go_on(const Fitted& fitted);
  [[nodiscard]] auto finished() -> MarchResult;

  SegmentSolver& solver_;
  const MarchTask& task_;
  const Options& options_;
  MarchGoal goal_;
  const Deadline& deadline_;

  ErrorAlongMarch estimate_;
  SensitivitiesAlongMarch sensitivities_;
  SwitchingAlongMarch switching_;
  double whole_, t_;
  LengthController controller_;
  BranchFollower branch_;
  State state_;
  Eigen::VectorXd largest_, cancelled_, smallest_; // of segments' magnitudes, per unknown, so far
  bool is_uniqueness_lost_ = false;                // of the segment tried last
  std::size_t bytes_ = 0;                          // of the segments
  int hopeless_ = 0; // segments in a row at whose length the whole march would take too many
  bool happens_at_end_ =
      false; // of the segment fitted last: a switch leaves its side, or an event happens
  MarchResult result_;
};

} // namespace jetwork::pinn
