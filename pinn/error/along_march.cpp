#include "pinn/error/along_march.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jetwork::pinn {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
/// What sums of products lose where they are near the smallest numbers.
constexpr double smallest = 256 * std::numeric_limits<double>::denorm_min();
/// How much of a correction may be wrong, where it is more than rounding.
constexpr double doubt = 1.0;

/// A number that is not zero is known no better than the smallest numbers allow.
auto with_smallest(const State& deviation, const State& start) -> State {
  State result = deviation;
  for (Eigen::Index k = 0; k < start.size(); ++k)
    if (start[k] != 0) result[k] = std::max(result[k], smallest);
  return result;
}

} // namespace

auto missed_highest_derivative(double error, double highest_derivative, double length, int order)
    -> double {
  const double residual = error * whole_power(wave_number / length, order);
  if (!(highest_derivative > 0)) return 0.0;
  return residual
         * std::min(1.0, std::pow(residual / highest_derivative, 1.0 - order / wave_number));
}

ErrorAlongMarch::ErrorAlongMarch(const StateLayout& layout, const State& start,
                                 const State& deviation_at_start)
    : error_(State::Zero(layout.states())),
      uncertainty_(layout, with_smallest(deviation_at_start, start)),
      was_something_(Eigen::VectorXd::Zero(layout.unknowns())),
      largest_(Eigen::VectorXd::Zero(layout.unknowns())) {
  for (int i = 0; i < layout.unknowns(); ++i)
    was_something_[i] = start.segment(layout.offset(i), layout.order(i)).cwiseAbs().maxCoeff();
}

auto largest_deviations(const GroupedUncertainty& uncertainty, const StateLayout& layout)
    -> Eigen::VectorXd {
  Eigen::VectorXd size(layout.unknowns());
  for (int i = 0; i < layout.unknowns(); ++i)
    size[i] = deviations_that_bound * uncertainty.deviation()[layout.offset(i)];
  return size;
}

auto ErrorAlongMarch::unsigned_error(const StateLayout& layout) const -> Eigen::VectorXd {
  return largest_deviations(uncertainty_, layout);
}

auto ErrorAlongMarch::deviations_at_end(const SegmentReport& report) const -> Deviations {
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
      const double rounding =
          epsilon * std::abs(report.end[k]) + report.rounding[i] * faster
          + (was_something_[i] > 0 ? smallest : 0.0); // zero has no digits to lose
      const double iteration = report.newton_error[i] * faster;
      result.rounding[k] = rounding;
      result.left[k] = std::max(0.0, iteration - 8 * rounding)
                       + missed * whole_power(length, order - n)
                       + doubt * std::max(0.0, std::abs(report.end_correction[k]) - 8 * rounding);
    }
  }
  return result;
}

void advance_alike(GroupedUncertainty& uncertainty, const std::vector<Eigen::MatrixXd>& propagator,
                   const Eigen::VectorXd& rounding, const Eigen::VectorXd& left, int segments,
                   const Deadline& deadline) {
  constexpr double alike = 0.125; // the share of rounding, squared: all segments use one basis
  const double coherence = 2.0 * segments;
  uncertainty.propagate(propagator, std::sqrt(1 + coherence * alike) * rounding,
                        std::sqrt(coherence) * left, deadline);
}

void ErrorAlongMarch::advance(const SegmentReport& report, const Deadline& deadline) {
  const Eigen::VectorXd within = report.largest_within(error_);
  const Eigen::VectorXd before = unsigned_error(*report.layout);

  error_ = report.carried_to_end(error_) + report.end_correction;
  was_something_ = was_something_.cwiseMax(report.largest);
  const auto [rounding, left] = deviations_at_end(report);
  ++segments_;
  advance_alike(uncertainty_, report.propagator, rounding, left, segments_, deadline);
  const Eigen::VectorXd propagated =
      safety_of_estimates * within + before.cwiseMax(unsigned_error(*report.layout));
  if (!propagated.allFinite()) largest_.setConstant(std::numeric_limits<double>::infinity());
  largest_ =
      largest_.cwiseMax(propagated + safety_of_estimates * (report.error + report.evaluation_noise)
                        + 4 * epsilon * report.largest);
}

void ErrorAlongMarch::pass(const Eigen::MatrixXd& saltation, const State& shift,
                           const State& rounding, const Deadline& deadline) {
  error_ = saltation * error_ + shift;
  uncertainty_.map(saltation, rounding, deadline);
  if (!uncertainty_.deviation().allFinite() || !error_.allFinite())
    largest_.setConstant(std::numeric_limits<double>::infinity());
}

auto ErrorAlongMarch::error_of(const Eigen::RowVectorXd& answer) const -> double {
  const State unsigned_part = deviations_that_bound * uncertainty_.deviation();
  return safety_of_estimates * std::abs(answer.dot(error_)) + answer.cwiseAbs().dot(unsigned_part);
}

} // namespace jetwork::pinn
