#include "pinn/initial_value/sensitivities.hpp"

#include "pinn/collocation/segment_network.hpp"
#include "pinn/error/along_march.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jetwork::pinn {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
constexpr double infinity = std::numeric_limits<double>::infinity();

} // namespace

SensitivitiesAlongMarch::SensitivitiesAlongMarch(const StateLayout& layout,
                                                 const SensitivityStart& start)
    : parameter_(start.parameter),
      at_start_(start.at_start),
      size_(Eigen::MatrixXd::Zero(layout.unknowns(), start.at_start.cols())),
      largest_error_(Eigen::MatrixXd::Zero(layout.unknowns(), start.at_start.cols())),
      segments_(parameter_.size()) {
  for (Eigen::Index c = 0; c < columns(); ++c)
    uncertainty_.emplace_back(layout, epsilon * at_start_.col(c).cwiseAbs());
}

auto SensitivitiesAlongMarch::fit(SegmentSolver& solver, const SegmentReport& report,
                                  const State& error_at_start,
                                  const Eigen::VectorXd& unsigned_error,
                                  const Eigen::VectorXd& magnitude) -> double {
  // A derivative of an unknown that hardly answers counts beside those of the others, by the unknowns' magnitudes.
  constexpr double part = 1e-3;
  tangents_ = solver.tangents(report, error_at_start, unsigned_error, at_start_, parameter_);
  double largest = 0.0;
  for (Eigen::Index c = 0; c < columns(); ++c) {
    const Eigen::ArrayXd size = size_.col(c).cwiseMax(tangents_.size.col(c));
    const double typical = (size / magnitude.array()).maxCoeff();
    const Eigen::ArrayXd beside = size.max(part * typical * magnitude.array());
    for (Eigen::Index i = 0; i < size.size(); ++i)
      if (!(tangents_.error(i, c) <= std::max(epsilon * beside[i], tangents_.doubt(i, c))))
        largest = std::max(largest, tangents_.error(i, c) / beside[i]);
  }
  return largest;
}

auto SensitivitiesAlongMarch::network(const SegmentReport& report, const Segment& segment,
                                      Eigen::Index column) const -> Segment {
  const StateLayout& layout = *report.layout;
  Segment network = segment;
  for (int i = 0; i < layout.unknowns(); ++i) {
    network.initial.col(i).head(layout.order(i)) =
        at_start_.col(column).segment(layout.offset(i), layout.order(i));
    network.output_weights.col(i) =
        layout.basis(i).output_weights(mode_scale(layout, i, 0, report.length)
                                       * tangents_.coefficients.col(i * columns() + column));
  }
  return network;
}

void SensitivitiesAlongMarch::pass(const Saltation& saltation, double relative_error,
                                   const Deadline& deadline) {
  // The saltation matrix is as well known as the solution's slopes on either side are.
  const double doubt = relative_error + 64 * epsilon;
  const Eigen::MatrixXd sizes = saltation.by_state.cwiseAbs() * at_start_.cwiseAbs();
  at_start_ = saltation.by_state * at_start_;
  for (Eigen::Index c = 0; c < columns(); ++c) {
    const auto place = static_cast<std::size_t>(c);
    State size = sizes.col(c);
    if (const int parameter = parameter_[place]; parameter >= 0) {
      at_start_.col(c) += saltation.by_parameters.col(parameter);
      size += saltation.by_parameters.col(parameter).cwiseAbs();
    }
    uncertainty_[place].map(saltation.by_state, doubt * size, deadline);
  }
}

void SensitivitiesAlongMarch::advance_uncertainty(const SegmentReport& report, Eigen::Index column,
                                                  const Deadline& deadline) {
  const StateLayout& layout = *report.layout;
  const double length = std::abs(report.length);
  State rounding(layout.states()), left(layout.states());
  for (int i = 0; i < layout.unknowns(); ++i) {
    const int order = layout.order(i);
    const double missed = missed_highest_derivative(
        tangents_.error(i, column), tangents_.highest_derivative(i, column), length, order);
    // Terms of the differentiated equations are rounded as those of the equations are, relative to the unknown.
    const double of_terms = report.largest[i] > 0 ? report.rounding[i] / report.largest[i] : 0.0;
    for (int n = 0; n < order; ++n) {
      const int k = layout.offset(i) + n;
      const double faster = whole_power(wave_number / length, n);
      rounding[k] = epsilon * std::abs(tangents_.at_end(k, column))
                    + of_terms * tangents_.size(i, column) * faster
                    + (size_(i, column) > 0 ? std::numeric_limits<double>::min() : 0.0);
      left[k] = missed * whole_power(length, order - n)
                + (tangents_.left(i, column) + tangents_.doubt(i, column)) * faster;
    }
  }
  advance_alike(uncertainty_[static_cast<std::size_t>(column)], report.propagator, rounding, left,
                static_cast<int>(segments_[static_cast<std::size_t>(column)].size()) + 1, deadline);
}

void SensitivitiesAlongMarch::accept(const SegmentReport& report, const Segment& segment,
                                     const Eigen::VectorXd& relative_error,
                                     const Deadline& deadline) {
  const StateLayout& layout = *report.layout;
  for (Eigen::Index c = 0; c < columns(); ++c) {
    const auto place = static_cast<std::size_t>(c);
    Segment derivative = network(report, segment, c);
    size_.col(c) = size_.col(c).cwiseMax(tangents_.size.col(c));
    const Eigen::VectorXd before = largest_deviations(uncertainty_[place], layout);
    advance_uncertainty(report, c, deadline);
    const Eigen::VectorXd after = largest_deviations(uncertainty_[place], layout);
    const Eigen::VectorXd error =
        before.cwiseMax(after)
        + safety_of_estimates
              * (tangents_.error.col(c) + tangents_.left.col(c) + tangents_.doubt.col(c)
                 + evaluation_noise(derivative) + relative_error.cwiseProduct(size_.col(c)))
        + 4 * epsilon * tangents_.size.col(c);
    for (Eigen::Index i = 0; i < error.size(); ++i)
      largest_error_(i, c) =
          std::isfinite(error[i]) ? std::max(largest_error_(i, c), error[i]) : infinity;
    segments_[place].push_back(std::move(derivative));
  }
  at_start_ = tangents_.at_end;
}

} // namespace jetwork::pinn
