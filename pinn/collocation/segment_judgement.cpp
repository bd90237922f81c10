// What is known about the error of a segment: the parts of SegmentSolver that judge.
#include "pinn/collocation/segment_solver.hpp"

#include <cmath>
#include <limits>

namespace jetwork::pinn {

namespace {

constexpr int modes = FeatureBasis::modes;
constexpr double epsilon = std::numeric_limits<double>::epsilon();

/// xⁿ/n!
auto taylor_term(double x, int n) -> double {
  double term = 1.0;
  for (int k = 1; k <= n; ++k) term *= x / k;
  return term;
}

} // namespace

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

auto SegmentSolver::check() -> Check {
  Check result;
  result.finite = differentiate(between_, &FeatureBasis::at_check_points);
  if (!result.finite) return result;
  filter_.compute(order_, between_, length_);
  result.error = filter_.largest(between_.residual);
  result.finite = result.error.allFinite();
  if (!result.finite) return result;
  result.largest.resize(unknowns());
  for (int i = 0; i < unknowns(); ++i) result.largest[i] = largest_derivative(i, 0);
  result.rounding = epsilon * filter_.largest_of_sizes(sizes_of_terms());

  // Many more points may show a residual that the others missed.
  evaluate(audit_, &FeatureBasis::at_audit_points);
  // At the domain's ends the equations may be singular, and there is no other segment beyond.
  constexpr double near = 1e-9;
  if (start_ == domain_.start) audit_.residual.row(0).setZero();
  if (std::abs(domain_.end - start_ - length_) <= near * std::abs(length_))
    audit_.residual.bottomRows(1).setZero();
  result.finite = audit_.residual.allFinite();
  if (!result.finite) return result;
  result.error = result.error.cwiseMax(filter_.largest_of_audit(audit_.residual));
  result.finite = result.error.allFinite();
  return result;
}

auto SegmentSolver::linearise() -> Linearisation {
  Linearisation result;
  const auto vector_of = [](const Eigen::MatrixXd& parts) { return parts.reshaped(); };

  // One Newton step on the check points; the matrix is that of the collocation points.
  for (int e = 0; e < unknowns(); ++e)
    right_side_.col(e).noalias() = matrix_.tests(e).at_check_points * between_.residual.col(e);
  matrix_.solve(right_side_, 1);
  result.correction = -vector_of(right_side_);

  // The coefficients' response to the initial state: the residual moves by the Taylor part's derivatives.
  const Eigen::VectorXd elapsed = length_ * collocation_.quadrature->point;
  Eigen::MatrixXd response = Eigen::MatrixXd::Zero(modes, Eigen::Index{unknowns()} * states_);
  Eigen::Index place = 0;
  for (const auto& [equation, unknown, n] : recorded_.dependences()) {
    Eigen::VectorXd slope = collocation_.derivatives.col(place++);
    for (int k = n; k < order(unknown); ++k) { // slope·xⁿ/n!
      response.col(Eigen::Index{equation} * states_ + offset(unknown) + k).noalias() +=
          matrix_.tests(equation).at_collocation_points * slope;
      slope = slope.cwiseProduct(elapsed) / (k - n + 1);
    }
  }
  matrix_.solve(response, states_);
  result.response.resize(Eigen::Index{modes} * unknowns(), states_);
  for (int i = 0; i < unknowns(); ++i)
    result.response.middleRows(Eigen::Index{i} * modes, modes) =
        -response.middleCols(Eigen::Index{i} * states_, states_);

  result.propagator = Eigen::MatrixXd::Zero(states_, states_);
  result.end_correction = State::Zero(states_);
  for (int i = 0; i < unknowns(); ++i)
    for (int n = 0; n < order(i); ++n) {
      const Eigen::RowVectorXd end = power(i, n) * basis(i).at_end(n);
      const int place_of_end = offset(i) + n;
      result.propagator.row(place_of_end) = end * result.response.middleRows(i * modes, modes);
      result.end_correction[place_of_end] = end.dot(result.correction.segment(i * modes, modes));
      for (int k = n; k < order(i); ++k)
        result.propagator(place_of_end, offset(i) + k) += taylor_term(length_, k - n);
    }
  return result;
}

auto SegmentSolver::largest_within(const Linearisation& linearisation, const State& error) const
    -> Eigen::VectorXd {
  const Eigen::VectorXd coefficients = linearisation.response * error + linearisation.correction;
  Eigen::VectorXd largest(unknowns());
  for (int i = 0; i < unknowns(); ++i) {
    Eigen::VectorXd within =
        power(i, 0) * (basis(i).at_check_points(0) * coefficients.segment(i * modes, modes));
    for (Eigen::Index j = 0; j < within.size(); ++j)
      within[j] += taylor_part(error, i, 0, between_.quadrature->point[j]);
    largest[i] = within.cwiseAbs().maxCoeff();
  }
  return largest;
}

} // namespace jetwork::pinn
