// What is known of a state's error in size only, as standard deviations and what correlates them.
//
//   Uncertainty uncertainty(deviation_at_start);
//   uncertainty.propagate(P, rounding, left);            // over a segment, to its end
//   uncertainty.deviation();
//
// Held like this and not as a covariance matrix: the square of an error may be too small a number.
#pragma once

#include "pinn/collocation/state_layout.hpp"
#include "pinn/limits.hpp"

#include <Eigen/Core>

#include <utility>
#include <vector>

namespace jetwork::pinn {

class Uncertainty {
public:
  explicit Uncertainty(Eigen::VectorXd deviation_at_start)
      : deviation_(std::move(deviation_at_start)),
        correlation_(Eigen::MatrixXd::Identity(deviation_.size(), deviation_.size())),
        moved_(correlation_),
        left_at_start_(correlation_),
        half_(correlation_),
        size_(deviation_) {}

  /// C ← P C Pᵀ + diag(rounding²) + diag(left²) + P diag(left²) Pᵀ, C the covariance: what a segment's modes leave may arise
  /// at its start, so it is propagated through the segment as well, and reaches other unknowns. Throws DeadlinePassed.
  void propagate(const Eigen::MatrixXd& propagator, const Eigen::VectorXd& rounding,
                 const Eigen::VectorXd& left, const Deadline& deadline = Deadline::never());

  [[nodiscard]] auto deviation() const -> const Eigen::VectorXd& { return deviation_; }

private:
  void correlate(const Deadline& deadline);

  Eigen::VectorXd deviation_;
  Eigen::MatrixXd correlation_;
  Eigen::MatrixXd moved_, left_at_start_, half_; // to work in
  Eigen::VectorXd size_;
};

/// That of all states, where only those of one group are correlated.
class GroupedUncertainty {
public:
  /// The layout must outlive it.
  GroupedUncertainty(const StateLayout& layout, Eigen::VectorXd deviation_at_start);

  /// As Uncertainty::propagate, with a propagator for each group.
  void propagate(const std::vector<Eigen::MatrixXd>& propagator, const Eigen::VectorXd& rounding,
                 const Eigen::VectorXd& left, const Deadline& deadline);

  /// Of a linear map of all states, at whose end so much is lost; it leads from no group to another.
  void map(const Eigen::MatrixXd& map, const Eigen::VectorXd& rounding, const Deadline& deadline);

  [[nodiscard]] auto deviation() const -> const Eigen::VectorXd& { return deviation_; }

private:
  const StateLayout* layout_;
  std::vector<Uncertainty> groups_;
  Eigen::VectorXd deviation_;
};

} // namespace jetwork::pinn
