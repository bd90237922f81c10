// One segment: the network that satisfies the equations, found by Newton's method on the output layer, and what is
// known about its error.
//
// The residual is made orthogonal to as many test functions as there are modes (pinn/collocation/test_space.hpp): collocation of
// Radau's kind. What that means for the unknowns is judged between the collocation points, by the filtered residual
// (pinn/collocation/residual_filter.hpp), and at the segment's end by one Newton step on many more points.
#pragma once

#include "pinn/collocation/branch_distance.hpp"
#include "pinn/collocation/growth.hpp"
#include "pinn/collocation/landmarks.hpp"
#include "pinn/collocation/newton_matrix.hpp"
#include "pinn/collocation/point_set.hpp"
#include "pinn/collocation/residual_filter.hpp"
#include "pinn/collocation/segment_report.hpp"
#include "pinn/collocation/state_layout.hpp"
#include "pinn/collocation/uniqueness.hpp"
#include "pinn/limits.hpp"
#include "pinn/solution/solution.hpp"

#include <Eigen/Core>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace jetwork::pinn {

enum class NewtonOutcome { converged, diverged, not_finite };

class SegmentSolver {
public:
  /// Records the problem's equations, once. Throws DeadlinePassed, and MemoryRefused where the segments would take more than so
  /// many bytes.
  SegmentSolver(const Problem& problem, std::uint64_t seed, const Deadline& deadline,
                std::size_t most_memory);

  /// The parameters' values for the fits to come.
  void set_parameters(std::span<const double> values);
  /// The sides of the equations' switches for the fits to come, of each.
  void set_sides(std::span<const double> sides);
  /// The parameters' values, and then the sides.
  [[nodiscard]] auto parameters() const -> std::span<const double> { return parameters_; }
  /// The domain of the fits to come, from `start` on; nothing is known of its solution. From now on whatever takes long throws
  /// DeadlinePassed, and what takes much memory MemoryRefused. The deadline must outlive the fits.
  void begin(const Domain& domain, const Deadline& deadline, std::size_t most_memory);
  /// The bytes that a segment takes to be found and judged.
  [[nodiscard]] auto memory() const -> double;

  /// Fits the segment [start, start + length] that begins in `state`, with Newton's error well below `local_tolerance`
  /// relative to `scale` (per unknown, positive).
  auto fit(double start, double length, const State& state, const Eigen::VectorXd& scale,
           double local_tolerance) -> NewtonOutcome;

  /// Takes a network whose hidden layer was trained too in place of a fit, to be judged and linearised like one.
  /// False where the residual is not finite.
  auto adopt(const Segment& network, const Eigen::VectorXd& scale) -> bool;

  /// What the residual between the collocation points says about the error within the segment, and the largest
  /// |u| there; per unknown, absolute.
  struct Check {
    bool finite = true;
    Eigen::VectorXd error;
    Eigen::VectorXd largest;
    Eigen::VectorXd last;     ///< the largest |u| in the last quarter
    Eigen::VectorXd rounding; ///< what rounding in the equations' terms does to the unknowns
    /// Below these magnitudes an unknown is a difference of terms that cancel.
    Eigen::VectorXd cancelled;
    /// The same of operations inside of the equations, where these are rounded more than the equations' own terms.
    Eigen::VectorXd inner_rounding;
  };
  /// Requires a converged fit, or an adoption.
  [[nodiscard]] auto check() -> Check;
  /// Of a segment just checked: an error may grow by e to this power; see GrowthBound.
  [[nodiscard]] auto growth() const -> double { return growth_.largest(between_, length_, scale_); }

  /// Of a segment just checked, whose domain goes on for `remaining` from its start: see UniquenessCheck.
  [[nodiscard]] auto is_uniqueness_lost(double remaining) -> bool {
    return uniqueness_.is_lost(between_, start_, length_, remaining);
  }
  /// Where rounding inside of the equations hides a pulse of theirs between t and t + length, if anywhere.
  [[nodiscard]] auto is_rounded_away(double t, double length) const -> std::optional<double>;
  /// Whether other values of the highest derivatives may satisfy the equations as well.
  [[nodiscard]] auto has_branches() const -> bool { return recorded_.may_have_branches(); }
  /// Of a segment just checked, (check point, unknown): how far they are; see BranchDistance.
  [[nodiscard]] auto branch_distances() -> Eigen::MatrixXd {
    return branch_distance_.at(between_, start_, length_, *deadline_);
  }
  /// Those of a segment just checked: at its start and at its end, and their largest magnitudes; one column an unknown.
  [[nodiscard]] auto highest_derivatives() const -> Eigen::Matrix<double, 3, Eigen::Dynamic>;
  /// Fits start from these highest derivatives, one an unknown; from zero, where there are none.
  void start_from(std::optional<Eigen::VectorXd> highest) {
    highest_at_start_ = std::move(highest);
  }

  /// From now on reports hold derivatives by the parameters, too.
  void differentiate_by_parameters();

  /// Derivatives of the solution on a segment, a column for each, by parameters or initial values.
  struct Tangents {
    Eigen::MatrixXd at_start;     ///< (state, column)
    std::vector<int> parameter;   ///< by which each column is a derivative; -1 for an initial value
    Eigen::MatrixXd coefficients; ///< (mode, unknown·columns + column)
    Eigen::MatrixXd at_end;       ///< (state, column)
    // Of each unknown, (unknown, column), absolute:
    Eigen::MatrixXd size;  ///< max |s|
    Eigen::MatrixXd error; ///< from the filtered defect of the differentiated equations
    Eigen::MatrixXd left;  ///< what refinement has left of their iteration
    Eigen::MatrixXd highest_derivative; ///< max |s⁽ᵖ⁾|, p the unknown's order
    Eigen::MatrixXd doubt; ///< what the solution's own error makes of the differentiated equations
  };
  /// The tangents that start so, around the solution as `report` and its error at the start correct it; so much of each unknown
  /// is known in size only. The last question to ask about a segment: it moves the check points' values.
  [[nodiscard]] auto tangents(const SegmentReport& report, const State& error_at_start,
                              const Eigen::VectorXd& unsigned_error,
                              const Eigen::MatrixXd& at_start, const std::vector<int>& parameter)
      -> Tangents;

  /// All that is known of the segment, of its own check and network.
  [[nodiscard]] auto report(const Check& check, const Segment& network) -> SegmentReport;

  [[nodiscard]] auto network() const -> Segment;

  [[nodiscard]] auto layout() const -> const StateLayout& { return *layout_; }
  [[nodiscard]] auto recorded() const -> const RecordedResidual& { return recorded_; }
  [[nodiscard]] auto newton_steps() const -> std::size_t { return newton_steps_; }
  [[nodiscard]] auto residual_evaluations() const -> std::size_t { return evaluations_; }

private:
  using Table = auto (FeatureBasis::*)(int) const -> const Eigen::MatrixXd&;

  [[nodiscard]] auto unknowns() const -> int { return layout_->unknowns(); }
  [[nodiscard]] auto end_state() const -> State;
  /// The coefficients' response and correction, and what they make of the segment's end.
  void linearise(SegmentReport& report);
  [[nodiscard]] auto response_of(int group, Watch& watch) -> Eigen::MatrixXd;
  void linearise_end(int group, SegmentReport& report) const;
  void linearise_by_parameters(SegmentReport& report);
  // The steps of tangents(); of an equation, (check point, column).
  [[nodiscard]] auto tangent_defect(const Tangents& tangents,
                                    const DifferentiablePointSet& points) const
      -> std::vector<Eigen::MatrixXd>;
  [[nodiscard]] auto largest_error(const Tangents& tangents) const -> Eigen::MatrixXd;
  [[nodiscard]] auto doubt(const Tangents& tangents, const Eigen::VectorXd& unsigned_error)
      -> Eigen::MatrixXd;
  void differentiate_at_ends();
  void move_to_solution(const SegmentReport& report, const State& error_at_start);
  auto refine(Tangents& tangents) -> Eigen::MatrixXd;
  void refine_until_settled(Tangents& tangents);
  [[nodiscard]] auto largest_between(const Tangents& tangents, int unknown, int n) const
      -> Eigen::RowVectorXd;
  /// The n-th derivatives of what starts in these states, (state, column), and has these coefficients,
  /// (mode, unknown·columns + column), at the check points or at the ends.
  [[nodiscard]] auto values_at(const DifferentiablePointSet& points,
                               const Eigen::MatrixXd& at_start, const Eigen::MatrixXd& coefficients,
                               int unknown, int n) const -> Eigen::MatrixXd;
  void evaluate_trial(PointSet& points, Table table) const;
  auto evaluate(PointSet& points, Table table) -> bool;
  auto differentiate(DifferentiablePointSet& points, Table table) -> bool;
  [[nodiscard]] auto begins_domain() const -> bool { return start_ == domain_.start; }
  [[nodiscard]] auto ends_domain() const -> bool {
    constexpr double near = 1e-9; // ends are sums of lengths, and rounded
    return std::abs(domain_.end - start_ - length_) <= near * std::abs(length_);
  }
  [[nodiscard]] auto recorded_within(std::size_t most_memory) -> const RecordedResidual&;
  [[nodiscard]] auto evaluated(const Problem& problem, const Deadline& deadline)
      -> const RecordedResidual&;
  void find_patterns();
  void give_parameters();
  void choose_order();
  void assemble();
  void raise_scale();
  void look_at_landmarks();
  void guess();
  [[nodiscard]] auto change_of(const Eigen::MatrixXd& delta) const -> Eigen::VectorXd;
  [[nodiscard]] auto largest_derivative(int unknown, int n) const -> double;
  [[nodiscard]] auto sizes_of_terms() const -> Eigen::MatrixXd;
  [[nodiscard]] auto cancelled_magnitude(const Eigen::VectorXd& rounding) const -> Eigen::VectorXd;
  [[nodiscard]] auto inner_rounding(const Eigen::MatrixXd& sizes_of_terms) const -> Eigen::VectorXd;

  RecordedResidual recorded_;
  /// With switches that are not frozen, if there are any: solutions that branch off may go to their other side.
  std::optional<RecordedResidual> evaluated_;
  Domain domain_;
  std::shared_ptr<const StateLayout> layout_;
  EliminationOrder order_;
  double most_memory_ = 0.0; // bytes
  DifferentiablePointSet collocation_, between_;
  PointSet audit_;
  RecordedResidual::Landmarks landmarks_;
  std::vector<double> landmark_times_;                  // of the domain
  std::optional<RecordedResidual::Replay> at_landmark_; // if there are any
  std::optional<DifferentiablePointSet> ends_;      // where derivatives by parameters are asked for
  std::vector<EliminationOrder::Pattern> patterns_; // of each group: (equation, unknown)
  NewtonMatrix matrix_;
  ResidualFilter filter_;
  GrowthBound growth_;
  BranchDistance branch_distance_;
  UniquenessCheck uniqueness_;

  std::vector<int> first_state_; // of each unknown, within its group's
  const Deadline* deadline_ = nullptr;
  double start_ = 0.0, length_ = 0.0;
  State state_;
  std::optional<Eigen::VectorXd> highest_at_start_;
  Eigen::VectorXd scale_;
  Eigen::VectorXd newton_error_;   // per unknown, absolute; infinite after a fit that failed
  Eigen::MatrixXd coefficients_;   // (mode, unknown)
  Eigen::MatrixXd right_side_;     // (test, equation), and then (mode, unknown)
  std::optional<Segment> adopted_; // the trial is this network, if there is one
  std::vector<double> parameters_; // and sides
  std::size_t newton_steps_ = 0, evaluations_ = 0;
};

} // namespace jetwork::pinn
