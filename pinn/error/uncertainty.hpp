// What is known of a state's error in size only, as standard deviations and what correlates them.
//
//   Uncertainty uncertainty(deviation_at_start);
//   uncertainty.propagate(P, rounding, left);            // over a segment, to its end
//   uncertainty.deviation();
//
// Held like this and not as a covariance matrix: the square of an error may be too small a number.
#pragma once

#include <Eigen/Core>

#include <utility>

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
  /// at its start, so it is propagated through the segment as well, and reaches other unknowns.
  void propagate(const Eigen::MatrixXd& propagator, const Eigen::VectorXd& rounding,
                 const Eigen::VectorXd& left);

  [[nodiscard]] auto deviation() const -> const Eigen::VectorXd& { return deviation_; }

private:
  Eigen::VectorXd deviation_;
  Eigen::MatrixXd correlation_;
  Eigen::MatrixXd moved_, left_at_start_, half_; // to work in
  Eigen::VectorXd size_;
};

} // namespace jetwork::pinn
