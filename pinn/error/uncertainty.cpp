#include "pinn/error/uncertainty.hpp"

#include <algorithm>
#include <cmath>

namespace jetwork::pinn {

namespace {

/// Small matrices: the coefficient-wise product is as fast as the blocked one.
constexpr Eigen::Index small = 32;

/// result (+)= a·b, so many columns at a time.
template <class B>
void multiply(Eigen::MatrixXd& result, const Eigen::MatrixXd& a, const B& b, bool adds,
              Watch& watch) {
  constexpr Eigen::Index some = 64;
  for (Eigen::Index first = 0; first < result.cols(); first += some) {
    const Eigen::Index columns = std::min(some, result.cols() - first);
    auto part = result.middleCols(first, columns);
    if (adds) part.noalias() += a * b.middleCols(first, columns);
    else part.noalias() = a * b.middleCols(first, columns);
    watch.spend(static_cast<std::size_t>(a.size() * columns) / 4);
  }
}

} // namespace

/// correlation ← moved·correlation·movedᵀ + left·leftᵀ.
void Uncertainty::correlate(const Deadline& deadline) {
  if (correlation_.rows() <= small) {
    half_.noalias() = moved_.lazyProduct(correlation_);
    correlation_.noalias() = half_.lazyProduct(moved_.transpose());
    correlation_.noalias() += left_at_start_.lazyProduct(left_at_start_.transpose());
    return;
  }
  Watch watch(deadline);
  multiply(half_, moved_, correlation_, false, watch);
  multiply(correlation_, half_, moved_.transpose(), false, watch);
  multiply(correlation_, left_at_start_, left_at_start_.transpose(), true, watch);
}

void Uncertainty::propagate(const Eigen::MatrixXd& propagator, const Eigen::VectorXd& rounding,
                            const Eigen::VectorXd& left, const Deadline& deadline) {
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
  correlate(deadline);
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

GroupedUncertainty::GroupedUncertainty(const StateLayout& layout,
                                       Eigen::VectorXd deviation_at_start)
    : layout_(&layout), deviation_(std::move(deviation_at_start)) {
  for (int g = 0; g < layout.groups().count(); ++g)
    groups_.emplace_back(deviation_(layout.states_of(g)));
}

void GroupedUncertainty::propagate(const std::vector<Eigen::MatrixXd>& propagator,
                                   const Eigen::VectorXd& rounding, const Eigen::VectorXd& left,
                                   const Deadline& deadline) {
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const std::vector<int>& states = layout_->states_of(static_cast<int>(g));
    groups_[g].propagate(propagator[g], rounding(states), left(states), deadline);
    deviation_(states) = groups_[g].deviation();
  }
}

void GroupedUncertainty::map(const Eigen::MatrixXd& map, const Eigen::VectorXd& rounding,
                             const Deadline& deadline) {
  std::vector<Eigen::MatrixXd> of_groups;
  for (int g = 0; g < layout_->groups().count(); ++g) {
    const std::vector<int>& states = layout_->states_of(g);
    of_groups.emplace_back(map(states, states));
  }
  propagate(of_groups, rounding, Eigen::VectorXd::Zero(rounding.size()), deadline);
}

} // namespace jetwork::pinn
