// What is known about the error of a segment: the parts of SegmentSolver that judge.
#include "pinn/collocation/segment_network.hpp"
#include "pinn/collocation/segment_solver.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jetwork::pinn {

namespace {

constexpr int modes = FeatureBasis::modes;
constexpr double epsilon = std::numeric_limits<double>::epsilon();

auto index(Eigen::Index i) -> std::size_t { return static_cast<std::size_t>(i); }

/// xⁿ/n!
auto taylor_term(double x, int n) -> double {
  double term = 1.0;
  for (int k = 1; k <= n; ++k) term *= x / k;
  return term;
}

} // namespace

/// Largest |u_i⁽ⁿ⁾| over the check points.
auto SegmentSolver::largest_derivative(int unknown, int n) const -> double {
  return between_.values[static_cast<std::size_t>(n)].col(unknown).cwiseAbs().maxCoeff();
}

auto SegmentSolver::highest_derivatives() const -> Eigen::Matrix<double, 3, Eigen::Dynamic> {
  Eigen::Matrix<double, 3, Eigen::Dynamic> highest(3, unknowns());
  for (int i = 0; i < unknowns(); ++i) {
    const auto values = audit_.values[static_cast<std::size_t>(layout_->order(i))].col(i);
    highest.col(i) << values[0], values[audit_count - 1], values.cwiseAbs().maxCoeff();
  }
  return highest;
}

/// Σ |∂F/∂u⁽ⁿ⁾·u⁽ⁿ⁾| of each equation: each term is rounded, and where large ones cancel, the unknowns feel it.
auto SegmentSolver::sizes_of_terms() const -> Eigen::MatrixXd {
  Eigen::MatrixXd sizes = Eigen::MatrixXd::Zero(between_.count(), unknowns());
  Eigen::Index place = 0;
  for (const auto& [equation, unknown, n] : recorded_.dependences())
    sizes.col(equation) +=
        between_.derivatives.col(place++)
            .cwiseProduct(between_.values[static_cast<std::size_t>(n)].col(unknown))
            .cwiseAbs();
  return sizes;
}

/// Where an unknown is a difference of large terms, as one that is zero by symmetry, nothing is meant by an error relative to
/// the little that is left: this part of what the terms would make in a segment, if they did not cancel.
auto SegmentSolver::cancelled_magnitude(const Eigen::VectorXd& rounding) const -> Eigen::VectorXd {
  constexpr double part = 1e-3;
  Eigen::VectorXd magnitude = part / epsilon * rounding;
  for (int i = 0; i < unknowns(); ++i) magnitude[i] *= whole_power(wave_number, layout_->order(i));
  return magnitude;
}

/// Where 1e15 + t is taken and 1e15 subtracted again, the digits of t are gone. The error may be the same all over the segment.
auto SegmentSolver::inner_rounding(const Eigen::MatrixXd& sizes_of_terms) const -> Eigen::VectorXd {
  constexpr double ordinary =
      16; // of operations that are as large as the terms, there may be several
  const Eigen::VectorXd& rounding = between_.rounding;
  const Eigen::VectorXd of_terms = epsilon * sizes_of_terms.colwise().maxCoeff().transpose();
  if ((rounding.array() <= ordinary * of_terms.array()).all())
    return Eigen::VectorXd::Zero(unknowns());
  const Eigen::MatrixXd everywhere = rounding.transpose().replicate(check_count, 1);
  return wave_number * filter_.largest_of_sizes(everywhere);
}

/// What the equations miss at a landmark of the segment takes the place of what they miss at the audit point nearest to it.
void SegmentSolver::look_at_landmarks() {
  const auto [low, high] = std::minmax({start_, start_ + length_});
  auto next = std::ranges::lower_bound(landmark_times_, low);
  if (next == landmark_times_.end() || *next > high) return;
  const Segment segment = network();
  for (; next != landmark_times_.end() && *next <= high; ++next) {
    at_landmark_->set_time(Eigen::VectorXd::Constant(1, *next));
    for (int i = 0; i < unknowns(); ++i)
      for (int n = 0; n <= layout_->order(i); ++n)
        at_landmark_->set(
            i, n,
            Eigen::VectorXd::Constant(1, pinn::evaluate(segment, layout_->order(i), i, *next, n)));
    at_landmark_->evaluate();
    const double part = (*next - start_) / length_;
    const auto nearest = static_cast<Eigen::Index>(std::lround(part * (audit_count - 1)));
    for (int e = 0; e < unknowns(); ++e) {
      const double missed = at_landmark_->value(e)(0, 0);
      double& known = audit_.residual(nearest, e);
      if (std::abs(missed) > std::abs(known) && std::isfinite(missed)) known = missed;
    }
  }
}

auto SegmentSolver::check() -> Check {
  Check result;
  result.finite = differentiate(between_, &FeatureBasis::at_check_points);
  if (!result.finite) return result;
  filter_.compute(order_, between_, length_, *deadline_);
  result.error = filter_.largest(between_.residual);
  result.finite = result.error.allFinite();
  if (!result.finite) return result;
  result.largest.resize(unknowns());
  for (int i = 0; i < unknowns(); ++i) result.largest[i] = largest_derivative(i, 0);
  result.last =
      between_.values[0].bottomRows(check_count / 4).cwiseAbs().colwise().maxCoeff().transpose();
  const Eigen::MatrixXd sizes = sizes_of_terms();
  result.rounding = epsilon * filter_.largest_of_sizes(sizes);
  result.cancelled = cancelled_magnitude(result.rounding);
  result.inner_rounding = inner_rounding(sizes);

  // Many more points may show a residual that the others missed.
  evaluate(audit_, &FeatureBasis::at_audit_points);
  // At the domain's ends the equations may be singular, and there is no other segment beyond.
  if (begins_domain()) audit_.residual.row(0).setZero();
  if (ends_domain()) audit_.residual.bottomRows(1).setZero();
  look_at_landmarks();
  result.finite = audit_.residual.allFinite();
  if (!result.finite) return result;
  result.error = result.error.cwiseMax(filter_.largest_of_audit(audit_.residual));
  result.finite = result.error.allFinite();
  return result;
}

/// The coefficients' response to the initial state of one group: the residual moves by the Taylor part's derivatives. So many
/// states at a time, as their right-hand sides take much memory.
auto SegmentSolver::response_of(int group, Watch& watch) -> Eigen::MatrixXd {
  constexpr int some = 64;
  const auto& [equations, unknowns_of_group] = recorded_.groups()[group];
  const std::vector<int>& states_of_group = layout_->states_of(group);
  const auto size = static_cast<Eigen::Index>(equations.size());
  const int states = static_cast<int>(states_of_group.size());
  const Eigen::VectorXd elapsed = length_ * collocation_.quadrature->point;
  Eigen::MatrixXd response(modes * size, states);
  for (int first = 0; first < states; first += some) {
    const int columns = std::min(some, states - first);
    Eigen::MatrixXd part = Eigen::MatrixXd::Zero(modes, size * columns);
    for (Eigen::Index row = 0; row < size; ++row) {
      const int equation = equations[index(row)];
      for (std::size_t place = recorded_.first_dependence(equation);
           place < recorded_.first_dependence(equation + 1); ++place) {
        const auto [e, unknown, n] = recorded_.dependences()[place];
        const int first_state = first_state_[index(unknown)]; // within the group
        const int order = layout_->order(unknown);
        if (first_state + order <= first || first_state >= first + columns) continue;
        Eigen::VectorXd slope = collocation_.derivatives.col(static_cast<Eigen::Index>(place));
        for (int k = n; k < order; ++k) { // slope·xⁿ/n!
          if (const int column = first_state + k - first; column >= 0 && column < columns)
            part.col(row * columns + column).noalias() +=
                matrix_.tests(equation).at_collocation_points * slope;
          slope.array() *= elapsed.array();
          slope /= k - n + 1;
        }
      }
    }
    matrix_.solve(group, static_cast<int>(size), part, columns, watch);
    for (Eigen::Index i = 0; i < size; ++i)
      response.block(i * modes, first, modes, columns) = -part.middleCols(i * columns, columns);
  }
  return response;
}

/// What the response and the correction make of the segment's end, in one group.
void SegmentSolver::linearise_end(int group, SegmentReport& report) const {
  const std::vector<int>& states_of_group = layout_->states_of(group);
  const auto states = static_cast<Eigen::Index>(states_of_group.size());
  Eigen::MatrixXd& propagator =
      report.propagator.emplace_back(Eigen::MatrixXd::Zero(states, states));
  const Eigen::MatrixXd& response = report.response[index(group)];
  Eigen::Index place = 0; // of the unknown in its group
  for (const int i : recorded_.groups()[group].unknowns) {
    const int first_state = first_state_[index(i)];
    for (int n = 0; n < layout_->order(i); ++n) {
      const Eigen::RowVectorXd end =
          mode_scale(*layout_, i, n, length_) * layout_->basis(i).at_end(n);
      propagator.row(first_state + n) = end * response.middleRows(place * modes, modes);
      report.end_correction[layout_->offset(i) + n] =
          end.dot(report.correction.segment(Eigen::Index{i} * modes, modes));
      for (int k = n; k < layout_->order(i); ++k)
        propagator(first_state + n, first_state + k) += taylor_term(length_, k - n);
    }
    ++place;
  }
}

void SegmentSolver::linearise(SegmentReport& report) {
  Watch watch(*deadline_);
  const auto vector_of = [](const Eigen::MatrixXd& parts) { return parts.reshaped(); };

  // One Newton step on the check points; the matrix is that of the collocation points.
  for (int e = 0; e < unknowns(); ++e)
    right_side_.col(e).noalias() = matrix_.tests(e).at_check_points * between_.residual.col(e);
  matrix_.solve(right_side_, 1, watch);
  report.correction = -vector_of(right_side_);

  report.end_correction = State::Zero(layout_->states());
  for (int g = 0; g < recorded_.groups().count(); ++g) {
    report.response.push_back(response_of(g, watch));
    linearise_end(g, report);
  }
}

auto SegmentSolver::report(const Check& check, const Segment& network) -> SegmentReport {
  SegmentReport report;
  report.layout = layout_;
  report.start = start_;
  report.length = length_;
  report.end = end_state();
  report.error = check.error;
  report.largest = check.largest;
  report.highest_derivative.resize(unknowns());
  for (int i = 0; i < unknowns(); ++i)
    report.highest_derivative[i] = largest_derivative(i, layout_->order(i));
  report.rounding = check.rounding.cwiseMax(check.inner_rounding);
  report.evaluation_noise = evaluation_noise(network);
  report.newton_error = newton_error_;
  linearise(report);
  if (collocation_.parameter_derivatives.cols() > 0) linearise_by_parameters(report);
  return report;
}

} // namespace jetwork::pinn
