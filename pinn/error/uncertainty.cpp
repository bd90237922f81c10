#include "pinn/error/uncertainty.hpp"

#include <algorithm>
#include <cmath>

namespace jetwork::pinn {

void Uncertainty::propagate(const Eigen::MatrixXd& propagator, const Eigen::VectorXd& rounding,
                            const Eigen::VectorXd& left) {
  moved_.noalias() = propagator * deviation_.asDiagonal();
  left_at_start_.noalias() = propagator * left.asDiagonal();
  // Rows are of size one before they are squared. What is exact stays so.
  for (Eigen::Index k = 0; k < deviation_.size(); ++k) {
    const double size = std::max({rounding[k], left[k], moved_.row(k).cwiseAbs().maxCoeff(),
                                  left_at_start_.row(k).cwiseAbs().maxCoeff()});
    size_[k] = size == 0 ? 1.0 : size;
    moved_.row(k) /= size_[k];
    left_at_start_.row(k) /= size_[k];
  }
  // Small matrices: the coefficient-wise product is as fast as the blocked one, and compiles in a tenth of the time.
  half_.noalias() = moved_.lazyProduct(correlation_);
  correlation_.noalias() = half_.lazyProduct(moved_.transpose());
  correlation_.noalias() += left_at_start_.lazyProduct(left_at_start_.transpose());
  for (Eigen::Index k = 0; k < deviation_.size(); ++k) {
    const double here = rounding[k] / size_[k], of_modes = left[k] / size_[k];
    correlation_(k, k) += here * here + of_modes * of_modes;
    const double root = std::sqrt(std::max(0.0, correlation_(k, k)));
    deviation_[k] = size_[k] * root;
    size_[k] = root == 0 ? 1.0 : root;
  }
  for (Eigen::Index k = 0; k < deviation_.size(); ++k)
    for (Eigen::Index j = 0; j < deviation_.size(); ++j) correlation_(j, k) /= size_[j] * size_[k];
}

} // namespace jetwork::pinn
