#include "pinn/error/along_march.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jetwork::pinn {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
/// Standard deviations of accumulated rounding that count as its bound.
constexpr double deviations = 4.0;
/// The share of rounding, squared, that has the same sign on segments that are alike: all use one basis.
constexpr double alike = 0.125;
/// How much of a correction may be wrong, where it is more than rounding.
constexpr double doubt = 1.0;

} // namespace

auto missed_highest_derivative(double error, double highest_derivative, double length, int order)
    -> double {
  const double residual = error * whole_power(wave_number / length, order);
  if (!(highest_derivative > 0)) return 0.0;
  return residual
         * std::min(1.0, std::pow(residual / highest_derivative, 1.0 - order / wave_number));
}

ErrorAlongMarch::ErrorAlongMarch(const StateLayout& layout)
    : error_(State::Zero(layout.states())),
      covariance_(Eigen::MatrixXd::Zero(layout.states(), layout.states())),
      largest_(Eigen::VectorXd::Zero(layout.unknowns())) {}

auto ErrorAlongMarch::uncertainty(const StateLayout& layout) const -> Eigen::VectorXd {
  Eigen::VectorXd size(layout.unknowns());
  for (int i = 0; i < layout.unknowns(); ++i)
    size[i] = std::sqrt(std::max(0.0, covariance_(layout.offset(i), layout.offset(i))));
  return size;
}

auto ErrorAlongMarch::unsigned_error(const StateLayout& layout) const -> Eigen::VectorXd {
  return deviations * uncertainty(layout);
}

auto ErrorAlongMarch::deviations_at_end(const SegmentReport& report) -> Deviations {
  const StateLayout& layout = *report.layout;
  const double length = std::abs(report.length);
  Deviations result{Eigen::VectorXd(layout.states()), Eigen::VectorXd(layout.states())};
  for (int i = 0; i < layout.unknowns(); ++i) {
    const int order = layout.order(i);
    const double missed =
        missed_highest_derivative(report.error[i], report.highest_derivative[i], length, order);
    for (int n = 0; n < order; ++n) {
      const int k = layout.offset(i) + n;
      const double faster = whole_power(wave_number / length, n);
      const double rounding = epsilon * std::abs(report.end[k]) + report.rounding[i] * faster;
      const double iteration = report.newton_error[i] * faster;
      result.rounding[k] = rounding;
      result.left[k] = std::max(0.0, iteration - 8 * rounding)
                       + missed * whole_power(length, order - n)
                       + doubt * std::max(0.0, std::abs(report.end_correction[k]) - 8 * rounding);
    }
  }
  return result;
}

void ErrorAlongMarch::advance(const SegmentReport& report) {
  const Eigen::VectorXd within = report.largest_within(error_);
  const Eigen::VectorXd before = uncertainty(*report.layout);

  error_ = report.propagator * error_ + report.end_correction;
  // Small matrices: the coefficient-wise product is as fast as the blocked one, and compiles in a tenth of the time.
  const Eigen::MatrixXd moved = report.propagator.lazyProduct(covariance_);
  covariance_ = moved.lazyProduct(report.propagator.transpose());
  // What the modes leave has the same sign on segments that are alike, as on an orbit: k equal errors
  // add up to k, where the variances of independent ones add up to √k.
  ++segments_;
  const double coherence = 2.0 * segments_;
  const auto [rounding, left] = deviations_at_end(report);
  const Eigen::VectorXd left_variance = coherence * left.cwiseAbs2();
  covariance_.diagonal() += (1 + coherence * alike) * rounding.cwiseAbs2() + left_variance;
  // What the modes leave may arise at the segment's start, so it is propagated through the segment as well, and reaches
  // other unknowns.
  covariance_ +=
      report.propagator.lazyProduct(left_variance.asDiagonal() * report.propagator.transpose());
  const Eigen::VectorXd after = uncertainty(*report.layout);
  const Eigen::VectorXd propagated =
      safety_of_estimates * within + deviations * before.cwiseMax(after);
  if (!propagated.allFinite()) largest_.setConstant(std::numeric_limits<double>::infinity());
  largest_ =
      largest_.cwiseMax(propagated + safety_of_estimates * (report.error + report.evaluation_noise)
                        + 4 * epsilon * report.largest);
}

} // namespace jetwork::pinn
