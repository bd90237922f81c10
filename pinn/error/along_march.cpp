#include "pinn/error/along_march.hpp"

#include <limits>

namespace jetwork::pinn {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
/// The linearised, modal estimates are right to some tens of per cent; this covers it.
constexpr double safety = 2.0;
/// Standard deviations of accumulated rounding that count as its bound.
constexpr double deviations = 4.0;
/// The share of rounding, squared, that has the same sign on segments that are alike: all use one basis.
constexpr double alike = 0.125;
/// How much of a correction may be wrong, where it is more than rounding.
constexpr double doubt = 1.0;

} // namespace

ErrorEstimate::ErrorEstimate(const SegmentSolver& solver)
    : error_(State::Zero(solver.states())),
      covariance_(Eigen::MatrixXd::Zero(solver.states(), solver.states())),
      largest_(Eigen::VectorXd::Zero(solver.unknowns())) {}

auto ErrorEstimate::uncertainty(const SegmentSolver& solver) const -> Eigen::VectorXd {
  Eigen::VectorXd size(solver.unknowns());
  for (int i = 0; i < solver.unknowns(); ++i)
    size[i] = std::sqrt(std::max(0.0, covariance_(solver.offset(i), solver.offset(i))));
  return size;
}

void ErrorEstimate::advance(const SegmentSolver& solver, const SegmentSolver::Check& check,
                            const SegmentSolver::Linearisation& linearisation, const State& end,
                            const Eigen::VectorXd& noise) {
  const Eigen::VectorXd within = solver.largest_within(linearisation, error_);
  const Eigen::VectorXd before = uncertainty(solver);

  error_ = linearisation.propagator * error_ + linearisation.end_correction;
  // Small matrices: the coefficient-wise product is as fast as the blocked one, and compiles in a tenth of the time.
  const Eigen::MatrixXd moved = linearisation.propagator.lazyProduct(covariance_);
  covariance_ = moved.lazyProduct(linearisation.propagator.transpose());
  // What the modes leave has the same sign on segments that are alike, as on an orbit: k equal errors
  // add up to k, where the variances of independent ones add up to √k.
  ++segments_;
  const double coherence = 2.0 * segments_;
  const Eigen::VectorXd newton = solver.newton_error();
  Eigen::VectorXd left(solver.states()); // the variance of what the modes leave
  for (int i = 0; i < solver.unknowns(); ++i) {
    // What the residual's highest modes leave at the end is of second order (superconvergence): what
    // the modes miss of the highest derivative, times what the tests miss of the propagator, which varies
    // as the solution does: its part from mode 16 - p on, where the solution's is that from mode 16 on.
    const int order = solver.order(i);
    const double highest = solver.largest_derivative(i, order);
    const double residual =
        check.error[i] * std::pow(wave_number / std::abs(solver.length()), order);
    const double missed =
        highest > 0
            ? residual * std::min(1.0, std::pow(residual / highest, 1.0 - order / wave_number))
            : 0.0;
    for (int n = 0; n < order; ++n) {
      const int k = solver.offset(i) + n;
      const double rounding =
          epsilon * std::abs(end[k])
          + check.rounding[i] * std::pow(wave_number / std::abs(solver.length()), n);
      const double iteration = newton[i] * std::pow(wave_number / std::abs(solver.length()), n);
      const double remainder =
          std::max(0.0, iteration - 8 * rounding)
          + missed * std::pow(std::abs(solver.length()), order - n)
          + doubt * std::max(0.0, std::abs(linearisation.end_correction[k]) - 8 * rounding);
      left[k] = coherence * remainder * remainder;
      covariance_(k, k) += (1 + coherence * alike) * rounding * rounding + left[k];
    }
  }
  // It may have happened anywhere in the segment: at its start, too, from where it reaches other unknowns.
  covariance_ += linearisation.propagator.lazyProduct(left.asDiagonal()
                                                      * linearisation.propagator.transpose());
  const Eigen::VectorXd after = uncertainty(solver);
  const Eigen::VectorXd propagated = safety * within + deviations * before.cwiseMax(after);
  if (!propagated.allFinite()) largest_.setConstant(std::numeric_limits<double>::infinity());
  largest_ =
      largest_.cwiseMax(propagated + safety * (check.error + noise) + 4 * epsilon * check.largest);
}

} // namespace jetwork::pinn
