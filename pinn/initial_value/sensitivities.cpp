#include "pinn/initial_value/sensitivities.hpp"

#include "pinn/error/along_march.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jetwork::pinn {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

} // namespace

SensitivitiesAlongMarch::SensitivitiesAlongMarch(const StateLayout& layout,
                                                 const SensitivityStart& start)
    : parameter_(start.parameter),
      at_start_(start.at_start),
      size_(Eigen::MatrixXd::Zero(layout.unknowns(), start.at_start.cols())),
      relative_error_(Eigen::VectorXd::Zero(start.at_start.cols())),
      largest_error_(Eigen::MatrixXd::Zero(layout.unknowns(), start.at_start.cols())),
      segments_(parameter_.size()) {}

void SensitivitiesAlongMarch::advance(SegmentSolver& solver, const SegmentReport& report,
                                      const Segment& segment, const State& error_at_start,
                                      const Eigen::VectorXd& relative_error) {
  if (columns() == 0) return;
  const StateLayout& layout = *report.layout;
  const auto tangents = solver.tangents(report, error_at_start, at_start_, parameter_);
  const double length = std::abs(report.length);
  for (Eigen::Index c = 0; c < columns(); ++c) {
    Segment network = segment;
    for (int i = 0; i < layout.unknowns(); ++i) {
      network.initial.col(i).head(layout.order(i)) =
          at_start_.col(c).segment(layout.offset(i), layout.order(i));
      network.output_weights.col(i) = layout.basis(i).output_weights(
          mode_scale(layout, i, 0, report.length) * tangents.coefficients.col(i * columns() + c));
    }
    const Eigen::VectorXd size = tangents.size.col(c);
    size_.col(c) = size_.col(c).cwiseMax(size);
    const Eigen::VectorXd noise = solver.evaluation_noise(network);
    double gathered = 0; // at the segment's end, relative to the largest size
    for (int i = 0; i < layout.unknowns(); ++i) {
      const int order = layout.order(i);
      const double missed = missed_highest_derivative(
          tangents.error(i, c), tangents.highest_derivative(i, c), length, order);
      const double at_end =
          missed * whole_power(length, order) + tangents.left(i, c) + 4 * epsilon * size[i];
      if (size_(i, c) > 0) gathered = std::max(gathered, at_end / size_(i, c));
    }
    relative_error_[c] += gathered;
    largest_error_.col(c) = largest_error_.col(c).cwiseMax(
        safety_of_estimates
            * (tangents.error.col(c) + tangents.left.col(c) + noise
               + (relative_error.array() + relative_error_[c]).matrix().cwiseProduct(size_.col(c)))
        + 4 * epsilon * size);
    segments_[static_cast<std::size_t>(c)].push_back(std::move(network));
  }
  at_start_ = tangents.at_end;
}

} // namespace jetwork::pinn
