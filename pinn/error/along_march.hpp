// How far the solution is from the truth, carried along the march.
//
// Three things are known of a segment: the correction that is still due at its end (signed), how its end answers to
// its start (the propagator), and how large rounding is. So the error is carried as the truth would carry it,
//
//   e ← P e + correction,        C ← P C Pᵀ + diag(ξ²),
//
// e with its sign, so that errors of an oscillator cancel as they really do; C the covariance of all that is only
// known in size (rounding, and what the residual's highest modes leave at the end). Within a segment the error is
// that of its ends plus what the filtered residual shows.
#pragma once

#include "pinn/collocation/segment_report.hpp"
#include "pinn/error/uncertainty.hpp"

#include <Eigen/Core>

#include <vector>

namespace jetwork::pinn {

/// The linearised, modal estimates are right to some tens of per cent; this covers it.
inline constexpr double safety_of_estimates = 2.0;

/// What a segment's modes leave of an unknown's highest derivative that is felt at the segment's end, absolute. It is of
/// second order (superconvergence): what the modes miss of the highest derivative, times what the tests miss of the
/// propagator, which varies as the solution does: its part from mode 16 - p on, where the solution's is that from mode 16
/// on. `error` is that within the segment, and `length` is positive.
[[nodiscard]] auto missed_highest_derivative(double error, double highest_derivative, double length,
                                             int order) -> double;

/// Standard deviations that count as a bound.
inline constexpr double deviations_that_bound = 4.0;

/// A bound per unknown.
[[nodiscard]] auto largest_deviations(const GroupedUncertainty& uncertainty,
                                      const StateLayout& layout) -> Eigen::VectorXd;

/// Propagates over the last of so many segments. What the modes leave has the same sign on segments that are alike, as on an
/// orbit, and so has a share of rounding: k equal errors add up to k, where the variances of independent ones add up to √k.
void advance_alike(GroupedUncertainty& uncertainty, const std::vector<Eigen::MatrixXd>& propagator,
                   const Eigen::VectorXd& rounding, const Eigen::VectorXd& left, int segments,
                   const Deadline& deadline);

class ErrorAlongMarch {
public:
  /// Starts from values of which so much is not known, as standard deviations. The layout must outlive it.
  ErrorAlongMarch(const StateLayout& layout, const State& start, const State& deviation_at_start);

  /// Takes a finished segment into account, the next one of the march. Throws DeadlinePassed, and is then of no more use but for
  /// largest().
  void advance(const SegmentReport& report, const Deadline& deadline);

  /// Takes into account what happens between two segments: the saltation matrix, what is added to the error, and what of it is known
  /// in size only.
  void pass(const Eigen::MatrixXd& saltation, const State& shift, const State& rounding,
            const Deadline& deadline);
  /// A bound on the error of a number that answers so to the state at the end of the last segment.
  [[nodiscard]] auto error_of(const Eigen::RowVectorXd& answer) const -> double;

  /// The error at the end of the last segment, as far as its sign is known.
  [[nodiscard]] auto signed_error() const -> const State& { return error_; }
  /// A bound per unknown on the rest of the error there, which is known in size only.
  [[nodiscard]] auto unsigned_error(const StateLayout& layout) const -> Eigen::VectorXd;

  /// Per unknown, absolute: the largest so far over the domain.
  [[nodiscard]] auto largest() const -> const Eigen::VectorXd& { return largest_; }

private:
  /// The standard deviations of what is known of a segment's end in size only: rounding, and what its modes leave.
  struct Deviations {
    Eigen::VectorXd rounding, left;
  };
  [[nodiscard]] auto deviations_at_end(const SegmentReport& report) const -> Deviations;

  State error_;
  GroupedUncertainty uncertainty_; // C
  int segments_ = 0;
  Eigen::VectorXd was_something_; // the largest magnitudes: zero for what has always been zero
  Eigen::VectorXd largest_;
};

} // namespace jetwork::pinn
