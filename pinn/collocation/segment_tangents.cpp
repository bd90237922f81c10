// Derivatives of a segment's solution by parameters and initial values: the parts of SegmentSolver that find and judge them
// with the factorisation that the fit has left.
#include "pinn/collocation/segment_solver.hpp"

namespace jetwork::pinn {

namespace {

constexpr int modes = FeatureBasis::modes;

} // namespace

void SegmentSolver::differentiate_by_parameters() {
  collocation_.differentiate_by_parameters();
  between_.differentiate_by_parameters();
}

/// The coefficients answer to a parameter as they do to any change of the residual: M·∂c/∂p = -∫ψ ∂F/∂p.
void SegmentSolver::linearise_by_parameters(SegmentReport& report) {
  const int parameters = recorded_.parameters();
  Eigen::MatrixXd right = Eigen::MatrixXd::Zero(modes, Eigen::Index{unknowns()} * parameters);
  Eigen::Index place = 0;
  for (const auto& [equation, parameter] : recorded_.parameter_dependences())
    right.col(Eigen::Index{equation} * parameters + parameter).noalias() +=
        matrix_.tests(equation).at_collocation_points
        * collocation_.parameter_derivatives.col(place++);
  matrix_.solve(right, parameters);
  report.response_to_parameters.resize(Eigen::Index{modes} * unknowns(), parameters);
  for (int i = 0; i < unknowns(); ++i)
    report.response_to_parameters.middleRows(Eigen::Index{i} * modes, modes) =
        -right.middleCols(Eigen::Index{i} * parameters, parameters);
}

auto SegmentSolver::between(const State& at_start, const Eigen::VectorXd& coefficients, int unknown,
                            int n) const -> Eigen::VectorXd {
  Eigen::VectorXd values =
      mode_scale(*layout_, unknown, n, length_)
      * (layout_->basis(unknown).at_check_points(n)
         * coefficients.segment(Eigen::Index{unknown} * modes, modes));
  for (Eigen::Index j = 0; j < values.size(); ++j)
    values[j] +=
        taylor_part(*layout_, at_start, unknown, n, length_ * between_.quadrature->point[j]);
  return values;
}

auto SegmentSolver::tangent_defect(const Tangents& tangents, Eigen::Index column) const
    -> Eigen::MatrixXd {
  const State at_start = tangents.at_start.col(column);
  const Eigen::VectorXd coefficients = tangents.coefficients.col(column);
  Eigen::MatrixXd defect = Eigen::MatrixXd::Zero(between_.count(), unknowns());
  Eigen::Index place = 0;
  for (const auto& [equation, unknown, n] : recorded_.dependences())
    defect.col(equation) += between_.derivatives.col(place++).cwiseProduct(
        between(at_start, coefficients, unknown, n));
  place = 0;
  for (const auto& [equation, parameter] : recorded_.parameter_dependences()) {
    if (parameter == tangents.parameter[static_cast<std::size_t>(column)])
      defect.col(equation) += between_.parameter_derivatives.col(place);
    ++place;
  }
  return defect;
}

/// The factors of the fit are those of an iterate close to the solution (fit() keeps them for as long as they serve). So the
/// tangents that they give are refined, with the derivatives at the solution itself, until they change no more.
auto SegmentSolver::tangents(const SegmentReport& report, const State& error_at_start,
                             const Eigen::MatrixXd& at_start, const std::vector<int>& parameter)
    -> Tangents {
  constexpr int refinements = 3;
  const Eigen::VectorXd correction = report.response * error_at_start + report.correction;
  for (int i = 0; i < unknowns(); ++i)
    for (int n = 0; n <= layout_->order(i); ++n)
      between_.values[static_cast<std::size_t>(n)].col(i) += between(error_at_start, correction, i, n);
  ++evaluations_;
  between_.differentiate(start_, length_);

  const Eigen::Index columns = at_start.cols();
  Tangents result{.at_start = at_start,
                  .parameter = parameter,
                  .coefficients = report.response * at_start,
                  .at_end = Eigen::MatrixXd(layout_->states(), columns),
                  .error = Eigen::MatrixXd(unknowns(), columns),
                  .left = Eigen::MatrixXd(unknowns(), columns),
                  .highest_derivative = Eigen::MatrixXd(unknowns(), columns)};
  for (Eigen::Index c = 0; c < columns; ++c) {
    // No equation may depend on any parameter: they are then those of conditions, and act by the initial values alone.
    const int p = parameter[static_cast<std::size_t>(c)];
    if (p >= 0 && report.response_to_parameters.cols() > 0)
      result.coefficients.col(c) += report.response_to_parameters.col(p);
    for (int step = 0; step < refinements; ++step) {
      const Eigen::MatrixXd defect = tangent_defect(result, c);
      for (int e = 0; e < unknowns(); ++e)
        right_side_.col(e).noalias() = matrix_.tests(e).at_check_points * defect.col(e);
      matrix_.solve(right_side_, 1);
      result.coefficients.col(c) -= right_side_.reshaped();
    }
    result.left.col(c) = change_of(right_side_);
    result.error.col(c) = filter_.largest(tangent_defect(result, c));
    const State start = at_start.col(c);
    const Eigen::VectorXd coefficients = result.coefficients.col(c);
    for (int i = 0; i < unknowns(); ++i) {
      const int order = layout_->order(i);
      result.highest_derivative(i, c) =
          between(start, coefficients, i, order).cwiseAbs().maxCoeff();
      for (int n = 0; n < order; ++n)
        result.at_end(layout_->offset(i) + n, c) =
            taylor_part(*layout_, start, i, n, length_)
            + mode_scale(*layout_, i, n, length_)
                  * layout_->basis(i).at_end(n).row(0).dot(
                      coefficients.segment(Eigen::Index{i} * modes, modes));
    }
  }
  return result;
}

} // namespace jetwork::pinn
