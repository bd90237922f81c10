// Derivatives of a segment's solution by parameters and initial values: the parts of SegmentSolver that find and judge them
// with the factorisation that the fit has left.
#include "pinn/collocation/segment_solver.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace jetwork::pinn {

namespace {

constexpr int modes = FeatureBasis::modes;

} // namespace

void SegmentSolver::differentiate_by_parameters() {
  collocation_.differentiate_by_parameters();
  between_.differentiate_by_parameters();
  if (ends_) return;
  ends_.emplace(recorded_, end_points());
  ends_->set_parameters(parameters_);
  ends_->differentiate_by_parameters();
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
  Watch watch(*deadline_);
  matrix_.solve(right, parameters, watch);
  report.response_to_parameters.resize(Eigen::Index{modes} * unknowns(), parameters);
  for (int i = 0; i < unknowns(); ++i)
    report.response_to_parameters.middleRows(Eigen::Index{i} * modes, modes) =
        -right.middleCols(Eigen::Index{i} * parameters, parameters);
}

auto SegmentSolver::values_at(const DifferentiablePointSet& points, const Eigen::MatrixXd& at_start,
                              const Eigen::MatrixXd& coefficients, int unknown, int n) const
    -> Eigen::MatrixXd {
  const Eigen::Index columns = at_start.cols();
  const int order = layout_->order(unknown), offset = layout_->offset(unknown);
  const FeatureBasis& basis = layout_->basis(unknown);
  const auto of_column = coefficients.middleCols(unknown * columns, columns);
  Eigen::MatrixXd values =
      &points == &between_
          ? Eigen::MatrixXd(basis.at_check_points(n) * of_column)
          : Eigen::MatrixXd(basis.at_audit_points(n)(std::array{0, audit_count - 1}, Eigen::all)
                            * of_column);
  values *= mode_scale(*layout_, unknown, n, length_);
  for (int k = n; k < order; ++k) {
    const State one = State::Unit(layout_->states(), offset + k);
    Eigen::VectorXd powers = Eigen::VectorXd::Zero(points.count()); // what it makes of the points
    add_taylor_part(*layout_, one, unknown, n, length_, points.quadrature->point, powers);
    values.noalias() += powers * at_start.row(offset + k);
  }
  return values;
}

/// Largest of each column over the check points.
auto SegmentSolver::largest_between(const Tangents& tangents, int unknown, int n) const
    -> Eigen::RowVectorXd {
  return values_at(between_, tangents.at_start, tangents.coefficients, unknown, n)
      .cwiseAbs()
      .colwise()
      .maxCoeff();
}

auto SegmentSolver::tangent_defect(const Tangents& tangents,
                                   const DifferentiablePointSet& points) const
    -> std::vector<Eigen::MatrixXd> {
  const Eigen::Index columns = tangents.at_start.cols();
  std::vector<Eigen::MatrixXd> defect(static_cast<std::size_t>(unknowns()),
                                      Eigen::MatrixXd::Zero(points.count(), columns));
  std::map<std::pair<int, int>, Eigen::MatrixXd> values; // of each unknown's n-th derivative
  Eigen::Index place = 0;
  for (const auto& [equation, unknown, n] : recorded_.dependences()) {
    auto& value = values[{unknown, n}];
    if (value.size() == 0)
      value = values_at(points, tangents.at_start, tangents.coefficients, unknown, n);
    defect[static_cast<std::size_t>(equation)].array() +=
        value.array().colwise() * points.derivatives.col(place++).array();
  }
  place = 0;
  for (const auto& [equation, parameter] : recorded_.parameter_dependences()) {
    for (Eigen::Index c = 0; c < columns; ++c)
      if (parameter == tangents.parameter[static_cast<std::size_t>(c)])
        defect[static_cast<std::size_t>(equation)].col(c) +=
            points.parameter_derivatives.col(place);
    ++place;
  }
  return defect;
}

/// Largest of each unknown and column over the check points and the ends, filtered.
auto SegmentSolver::largest_error(const Tangents& tangents) const -> Eigen::MatrixXd {
  const auto between = tangent_defect(tangents, between_),
             at_ends = tangent_defect(tangents, *ends_);
  Eigen::MatrixXd between_of_column(between_.count(), unknowns()), of_column(2, unknowns());
  Eigen::MatrixXd largest(unknowns(), tangents.at_start.cols());
  for (Eigen::Index c = 0; c < largest.cols(); ++c) {
    for (int e = 0; e < unknowns(); ++e) {
      between_of_column.col(e) = between[static_cast<std::size_t>(e)].col(c);
      of_column.col(e) = at_ends[static_cast<std::size_t>(e)].col(c);
    }
    // At the domain's ends the equations may be singular.
    if (begins_domain()) of_column.row(0).setZero();
    if (ends_domain()) of_column.row(1).setZero();
    largest.col(c) =
        filter_.largest(between_of_column).cwiseMax(filter_.largest_at_ends(of_column));
  }
  return largest;
}

/// What the differentiated equations change by where the solution is moved by its error, filtered: 7·(y - cos(t)) as the
/// derivative by a parameter is zero on y = cos(t), and large beside that wherever y is off. (unknown, column).
auto SegmentSolver::doubt(const Tangents& tangents, const Eigen::VectorXd& unsigned_error)
    -> Eigen::MatrixXd {
  const auto before = tangent_defect(tangents, between_);
  for (int i = 0; i < unknowns(); ++i)
    for (int n = 0; n < layout_->order(i); ++n)
      between_.values[static_cast<std::size_t>(n)].col(i).array() +=
          unsigned_error[i] * whole_power(wave_number / std::abs(length_), n);
  ++evaluations_;
  between_.differentiate(start_, length_, *deadline_);
  const auto after = tangent_defect(tangents, between_);
  Eigen::MatrixXd change(between_.count(), unknowns());
  Eigen::MatrixXd largest(unknowns(), tangents.at_start.cols());
  for (Eigen::Index c = 0; c < largest.cols(); ++c) {
    for (std::size_t e = 0; e < before.size(); ++e)
      change.col(static_cast<Eigen::Index>(e)) = (after[e].col(c) - before[e].col(c)).cwiseAbs();
    largest.col(c) = filter_.largest_of_sizes(change);
  }
  return wave_number * largest;
}

/// The equations' derivatives at the ends, on the solution as it was checked.
void SegmentSolver::differentiate_at_ends() {
  for (std::size_t n = 0; n < ends_->values.size(); ++n)
    ends_->values[n] = audit_.values[n](std::array{0, audit_count - 1}, Eigen::all);
  ends_->differentiate(start_, length_, *deadline_);
}

/// Moves the check points onto the solution as the report corrects it, where the tangents are taken.
void SegmentSolver::move_to_solution(const SegmentReport& report, const State& error_at_start) {
  const Eigen::MatrixXd correction =
      (report.coefficients_for(error_at_start) + report.correction).reshaped(modes, unknowns());
  for (int i = 0; i < unknowns(); ++i)
    for (int n = 0; n <= layout_->order(i); ++n)
      between_.values[static_cast<std::size_t>(n)].col(i) +=
          values_at(between_, error_at_start, correction, i, n);
  ++evaluations_;
  between_.differentiate(start_, length_, *deadline_);
}

/// One step with the factors of the fit. Returns by how much it changed each unknown, (unknown, column).
auto SegmentSolver::refine(Tangents& tangents) -> Eigen::MatrixXd {
  const Eigen::Index columns = tangents.at_start.cols();
  const auto defect = tangent_defect(tangents, between_);
  Eigen::MatrixXd change(modes, unknowns() * columns);
  for (int e = 0; e < unknowns(); ++e)
    change.middleCols(e * columns, columns).noalias() =
        matrix_.tests(e).at_check_points * defect[static_cast<std::size_t>(e)];
  Watch watch(*deadline_);
  matrix_.solve(change, static_cast<int>(columns), watch);
  tangents.coefficients -= change;
  Eigen::MatrixXd largest(unknowns(), columns);
  for (int i = 0; i < unknowns(); ++i)
    largest.row(i) =
        std::abs(mode_scale(*layout_, i, 0, length_))
        * (layout_->basis(i).at_collocation_points(0) * change.middleCols(i * columns, columns))
              .cwiseAbs()
              .colwise()
              .maxCoeff();
  return largest;
}

/// The factors of the fit are those of an iterate close to the solution (fit() keeps them for as long as they serve). So the
/// tangents that they give are refined, with the derivatives at the solution itself. Each step leaves the same fraction of
/// what the step before it left, so that two tell what a third would change.
void SegmentSolver::refine_until_settled(Tangents& tangents) {
  constexpr int refinements = 4;
  constexpr double settled = 1e-13; // relative to each tangent's size
  double last = 0;                  // the last step's largest change, relative
  for (int step = 0; step < refinements; ++step) {
    tangents.left = refine(tangents);
    for (int i = 0; i < unknowns(); ++i) tangents.size.row(i) = largest_between(tangents, i, 0);
    double change = 0;
    for (Eigen::Index k = 0; k < tangents.left.size(); ++k)
      if (const double size = tangents.size.reshaped()[k]; size > 0)
        change = std::max(change, tangents.left.reshaped()[k] / size);
    const double rate = step > 0 && change < last ? change / last : 1;
    if (rate < 0.5) tangents.left = (rate / (1 - rate) * change) * tangents.size;
    if (rate < 0.5 && rate / (1 - rate) * change <= settled) return;
    last = change;
  }
}

auto SegmentSolver::tangents(const SegmentReport& report, const State& error_at_start,
                             const Eigen::VectorXd& unsigned_error, const Eigen::MatrixXd& at_start,
                             const std::vector<int>& parameter) -> Tangents {
  move_to_solution(report, error_at_start);
  differentiate_at_ends();
  const Eigen::Index columns = at_start.cols();
  Tangents result{.at_start = at_start,
                  .parameter = parameter,
                  .coefficients = Eigen::MatrixXd(modes, unknowns() * columns),
                  .at_end = Eigen::MatrixXd(layout_->states(), columns),
                  .size = Eigen::MatrixXd(unknowns(), columns),
                  .error = {},
                  .left = {},
                  .highest_derivative = Eigen::MatrixXd(unknowns(), columns),
                  .doubt = {}};
  Eigen::MatrixXd coefficients = report.coefficients_for(at_start); // (mode·unknown, column)
  // No equation may depend on any parameter: they are then those of conditions, and act by the initial values alone.
  for (Eigen::Index c = 0; c < columns; ++c)
    if (const int p = parameter[static_cast<std::size_t>(c)];
        p >= 0 && report.response_to_parameters.cols() > 0)
      coefficients.col(c) += report.response_to_parameters.col(p);
  for (int i = 0; i < unknowns(); ++i)
    result.coefficients.middleCols(i * columns, columns) =
        coefficients.middleRows(Eigen::Index{i} * modes, modes);

  refine_until_settled(result);
  result.error = largest_error(result);
  result.doubt = doubt(result, unsigned_error);
  for (int i = 0; i < unknowns(); ++i) {
    const int order = layout_->order(i);
    result.highest_derivative.row(i) = largest_between(result, i, order);
    for (int n = 0; n < order; ++n) {
      auto at_end = result.at_end.row(layout_->offset(i) + n);
      at_end = mode_scale(*layout_, i, n, length_) * layout_->basis(i).at_end(n).row(0)
               * result.coefficients.middleCols(i * columns, columns);
      for (Eigen::Index c = 0; c < columns; ++c)
        at_end[c] += taylor_part(*layout_, at_start.col(c), i, n, length_);
    }
  }
  return result;
}

} // namespace jetwork::pinn
