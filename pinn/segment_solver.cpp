#include "pinn/segment_solver.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jetwork::pinn {

namespace {

constexpr int modes = FeatureBasis::modes;
constexpr double epsilon = std::numeric_limits<double>::epsilon();

/// xⁿ/n! for the Taylor part of the trial solution.
auto taylor_term(double x, int n) -> double {
  double term = 1.0;
  for (int k = 1; k <= n; ++k) term *= x / k;
  return term;
}

auto index(int i) -> std::size_t { return static_cast<std::size_t>(i); }

} // namespace

SegmentSolver::Points::Points(const RecordedResidual& recorded, const Quadrature& rule,
                              Role its_role)
    : quadrature(&rule), role(its_role), replay(recorded, static_cast<int>(rule.point.size())) {
  const int unknowns = recorded.equations();
  const auto count = rule.point.size();
  int highest = 0;
  for (int i = 0; i < unknowns; ++i) {
    highest = std::max(highest, recorded.order(i));
    values.emplace_back(index(recorded.order(i)) + 1, Eigen::RowVectorXd::Zero(count));
  }
  residual.setZero(unknowns, count);
  if (role == Role::audit) return; // there, only the residual is wanted
  jacobian.assign(index(highest) + 1, Eigen::MatrixXd::Zero(unknowns, unknowns * count));
  filter.setZero(unknowns, unknowns * count);
  filtered.setZero(unknowns, count);
}

SegmentSolver::SegmentSolver(const Problem& problem, std::uint64_t seed)
    : recorded_(problem),
      collocation_(recorded_, collocation_points(), Points::Role::collocation),
      between_(recorded_, check_points(), Points::Role::check),
      audit_(recorded_, audit_points(), Points::Role::audit) {
  const auto hidden = draw_hidden_layer(seed);
  for (const Unknown& unknown : problem.unknowns) {
    orders_.push_back(unknown.order());
    offsets_.push_back(states_);
    states_ += unknown.order();
    const auto same = std::find_if(bases_.begin(), bases_.end(), [&](const FeatureBasis& basis) {
      return basis.order() == unknown.order();
    });
    basis_of_.push_back(static_cast<std::size_t>(same - bases_.begin()));
    if (same == bases_.end()) bases_.emplace_back(hidden, unknown.order());
  }
  const auto rows = unknowns() * collocation_points().point.size();
  coefficients_.setZero(unknowns() * modes);
  matrix_.setZero(rows, unknowns() * modes);
  right_side_.setZero(rows);
}

auto SegmentSolver::basis(int unknown) const -> const FeatureBasis& {
  return bases_[basis_of_[index(unknown)]];
}

auto SegmentSolver::table(const Points& points, int unknown, int n) const
    -> const Eigen::MatrixXd& {
  switch (points.role) {
  case Points::Role::collocation: return basis(unknown).at_collocation_points(n);
  case Points::Role::check: return basis(unknown).at_check_points(n);
  default: return basis(unknown).at_audit_points(n);
  }
}

/// u_i⁽ⁿ⁾ = Σ_{k≥n} state·(θh)^(k-n)/(k-n)!  +  h^(p-n)·(table·coefficients), at every point.
void SegmentSolver::evaluate_trial(Points& points) const {
  for (int i = 0; i < unknowns(); ++i) {
    for (int n = 0; n <= order(i); ++n) {
      auto& row = points.values[index(i)][index(n)];
      row.noalias() = (std::pow(length_, order(i) - n)
                       * (table(points, i, n) * coefficients_.segment(i * modes, modes)))
                          .transpose();
      for (Eigen::Index j = 0; j < row.size(); ++j) {
        const double elapsed = points.quadrature->point[j] * length_;
        for (int k = order(i) - 1; k >= n; --k)
          row[j] += state_[offset(i) + k] * taylor_term(elapsed, k - n);
      }
    }
  }
}

void SegmentSolver::evaluate_adopted(Points& points) const {
  for (int i = 0; i < unknowns(); ++i)
    for (int n = 0; n <= order(i); ++n) {
      auto& row = points.values[index(i)][index(n)];
      for (Eigen::Index j = 0; j < row.size(); ++j)
        row[j] =
            evaluate(*adopted_, order(i), i, start_ + length_ * points.quadrature->point[j], n);
    }
}

auto SegmentSolver::evaluate_residual(Points& points) -> bool {
  ++evaluations_;
  if (adopted_) evaluate_adopted(points);
  else evaluate_trial(points);
  points.replay.set_time(
      (start_ + length_ * points.quadrature->point.array()).matrix().transpose());
  for (int i = 0; i < unknowns(); ++i)
    for (int n = 0; n <= order(i); ++n) points.replay.set(i, n, points.values[index(i)][index(n)]);
  points.replay.evaluate();
  for (int e = 0; e < unknowns(); ++e) points.residual.row(e) = points.replay.value(e);
  return points.residual.allFinite();
}

/// The residual's derivatives, and from them the filter S⁻¹G⁻¹ of every point.
void SegmentSolver::differentiate(Points& points) {
  const int count = unknowns();
  const auto width = points.quadrature->point.size();
  for (int e = 0; e < count; ++e) {
    points.replay.sweep(e);
    for (int i = 0; i < count; ++i)
      for (int n = 0; n <= order(i); ++n)
        points.jacobian[index(n)].row(e).segment(i * width, width) = points.replay.derivative(i, n);
  }
  Eigen::MatrixXd local(count, count);
  for (Eigen::Index j = 0; j < width; ++j) {
    local.setZero();
    for (int i = 0; i < count; ++i)
      for (int n = 0; n <= order(i); ++n)
        local.col(i) +=
            points.jacobian[index(n)].col(i * width + j) * std::pow(wave_number / length_, n);
    filter_factors_.compute(local);
    points.filter.middleCols(j * count, count) =
        scale_.cwiseInverse().asDiagonal() * filter_factors_.inverse();
  }
}

void SegmentSolver::apply_filter(Points& points) const {
  const int count = unknowns();
  for (Eigen::Index j = 0; j < points.residual.cols(); ++j)
    points.filtered.col(j).noalias() =
        points.filter.middleCols(j * count, count) * points.residual.col(j);
}

/// The weighted Jacobian of the filtered residual with respect to the coefficients, factored.
void SegmentSolver::assemble() {
  const int count = unknowns();
  const auto& points = collocation_;
  const auto width = points.quadrature->point.size();
  for (Eigen::Index j = 0; j < width; ++j) {
    const double weight = std::sqrt(points.quadrature->weight[j]);
    for (int i = 0; i < count; ++i) {
      auto block = matrix_.block(j * count, i * modes, count, modes);
      block.setZero();
      for (int n = 0; n <= order(i); ++n) {
        const Eigen::VectorXd by_derivative = points.filter.middleCols(j * count, count)
                                              * points.jacobian[index(n)].col(i * width + j);
        block.noalias() +=
            (weight * std::pow(length_, order(i) - n) * by_derivative) * table(points, i, n).row(j);
      }
    }
  }
  factors_.compute(matrix_);
}

/// The largest change of any unknown that a change of the coefficients makes, relative to its scale.
auto SegmentSolver::change_of(const Eigen::VectorXd& delta) const -> double {
  double largest = 0.0;
  for (int i = 0; i < unknowns(); ++i) {
    const Eigen::VectorXd change = table(collocation_, i, 0) * delta.segment(i * modes, modes);
    largest = std::max(largest, std::pow(std::abs(length_), order(i)) * change.cwiseAbs().maxCoeff()
                                    / scale_[i]);
  }
  return largest;
}

/// An unknown that grows by orders of magnitude within the segment is judged by what it becomes: weighed by what it was,
/// it would ask for digits that nothing else has. True where a scale was raised.
auto SegmentSolver::raise_scale() -> bool {
  bool raised = false;
  for (int i = 0; i < unknowns(); ++i) {
    const double magnitude = collocation_.values[index(i)][0].cwiseAbs().maxCoeff();
    if (!(magnitude > 4 * scale_[i])) continue;
    scale_[i] = magnitude;
    raised = true;
  }
  return raised;
}

auto SegmentSolver::fit(double start, double length, const State& state,
                        const Eigen::VectorXd& scale, double tolerance) -> NewtonOutcome {
  constexpr int most_steps = 25;
  constexpr int most_raises = 3;
  constexpr double slow = 0.1; // a step that gains less than this factor asks for a new Jacobian
  start_ = start;
  length_ = length;
  state_ = state;
  scale_ = scale;
  coefficients_.setZero();
  adopted_.reset();
  const double goal = std::max(1e-4 * tolerance, 2 * epsilon);
  constexpr double close = 1e-4; // a Jacobian from so near is as good as the solution's own
  double last_change = std::numeric_limits<double>::infinity();
  double since_jacobian = last_change;
  bool fresh = true;
  for (int step = 0; step < most_steps; ++step) {
    if (!evaluate_residual(collocation_)) return NewtonOutcome::not_finite;
    if (step > 0 && step <= most_raises && raise_scale()) fresh = true;
    if (fresh) {
      differentiate(collocation_);
      assemble();
    }
    apply_filter(collocation_);
    for (Eigen::Index j = 0; j < collocation_.filtered.cols(); ++j)
      right_side_.segment(j * unknowns(), unknowns()) =
          std::sqrt(collocation_.quadrature->weight[j]) * collocation_.filtered.col(j);
    step_ = factors_.solve(right_side_);
    if (!step_.allFinite()) return NewtonOutcome::not_finite;
    coefficients_ -= step_;
    ++newton_steps_;
    const double change = change_of(step_);
    const double rate = change / last_change;
    if (fresh) since_jacobian = change;
    newton_error_ = step > 0 && rate < 1 ? change * std::min(1.0, rate / (1 - rate)) : change;
    const bool small = newton_error_ <= goal;
    // Rounding stops the iteration before the goal where the goal is at rounding level.
    const bool at_rounding = step > 0 && change < 1e3 * goal && rate > 0.5;
    // The residual is to be orthogonal to the Jacobian of the solution itself, not of an iterate far
    // from it: only so is the end of the segment more accurate than its middle.
    if (small || at_rounding) {
      if (since_jacobian <= close) return NewtonOutcome::converged;
      fresh = true;
      last_change = std::numeric_limits<double>::infinity();
      continue;
    }
    if (step >= 3 && rate > 2) return NewtonOutcome::diverged;
    fresh = step == 0 || !(rate < slow);
    last_change = change;
  }
  return NewtonOutcome::diverged;
}

auto SegmentSolver::adopt(const Segment& network, const Eigen::VectorXd& scale) -> bool {
  adopted_ = network;
  newton_error_ = 0;
  start_ = network.start;
  length_ = network.length;
  scale_ = scale;
  for (int i = 0; i < unknowns(); ++i)
    state_.segment(offset(i), order(i)) = network.initial.col(i).head(order(i));
  coefficients_.setZero();
  if (!evaluate_residual(collocation_)) return false;
  differentiate(collocation_);
  assemble();
  return matrix_.allFinite();
}

/// Each term ∂F/∂u⁽ⁿ⁾·u⁽ⁿ⁾ of an equation is rounded; where large terms cancel, the unknowns feel it.
auto SegmentSolver::rounding(const Points& points) const -> Eigen::VectorXd {
  const int count = unknowns();
  const auto width = points.quadrature->point.size();
  Eigen::VectorXd largest = Eigen::VectorXd::Zero(count);
  Eigen::VectorXd terms(count);
  for (Eigen::Index j = 0; j < width; ++j) {
    terms.setZero();
    for (int i = 0; i < count; ++i)
      for (int n = 0; n <= order(i); ++n)
        terms += points.jacobian[index(n)].col(i * width + j).cwiseAbs()
                 * std::abs(points.values[index(i)][index(n)][j]);
    largest = largest.cwiseMax(points.filter.middleCols(j * count, count).cwiseAbs() * terms);
  }
  return epsilon * largest.cwiseProduct(scale_);
}

auto SegmentSolver::check() -> Check {
  Check result;
  result.finite = evaluate_residual(between_);
  if (!result.finite) return result;
  differentiate(between_);
  apply_filter(between_);
  result.finite = between_.filtered.allFinite();
  if (!result.finite) return result;
  result.error = between_.filtered.rowwise().lpNorm<Eigen::Infinity>().cwiseProduct(scale_);
  result.largest.resize(unknowns());
  for (int i = 0; i < unknowns(); ++i) result.largest[i] = largest_derivative(i, 0);
  result.rounding = rounding(between_);
  audit(result);
  return result;
}

/// Looks at many more points for a residual that the others missed. The filter varies slowly: that of
/// the nearest check point will do.
void SegmentSolver::audit(Check& result) {
  result.finite = evaluate_residual(audit_);
  if (!result.finite) return;
  const int count = unknowns();
  const auto& checked = between_.quadrature->point;
  Eigen::Index nearest = 0;
  for (Eigen::Index j = 0; j < audit_.residual.cols(); ++j) {
    const double theta = audit_.quadrature->point[j];
    while (nearest + 1 < checked.size()
           && std::abs(checked[nearest + 1] - theta) < std::abs(checked[nearest] - theta))
      ++nearest;
    const Eigen::VectorXd filtered =
        between_.filter.middleCols(nearest * count, count) * audit_.residual.col(j);
    result.error = result.error.cwiseMax(filtered.cwiseAbs().cwiseProduct(scale_));
  }
  result.finite = result.error.allFinite();
}

auto SegmentSolver::linearise() -> Linearisation {
  const int count = unknowns();
  Linearisation result;

  // One Newton step on the check points' normal equations; their matrix is that of the collocation points, RᵀR.
  Eigen::VectorXd gradient = Eigen::VectorXd::Zero(count * modes);
  const auto width = between_.quadrature->point.size();
  for (Eigen::Index j = 0; j < width; ++j) {
    const Eigen::VectorXd pulled =
        between_.quadrature->weight[j]
        * (between_.filter.middleCols(j * count, count).transpose() * between_.filtered.col(j));
    for (int i = 0; i < count; ++i)
      for (int n = 0; n <= order(i); ++n)
        gradient.segment(i * modes, modes) +=
            std::pow(length_, order(i) - n)
            * between_.jacobian[index(n)].col(i * width + j).dot(pulled)
            * table(between_, i, n).row(j).transpose();
  }
  const auto triangle = factors_.matrixQR().topRows(count * modes).triangularView<Eigen::Upper>();
  triangle.transpose().solveInPlace(gradient);
  triangle.solveInPlace(gradient);
  result.correction = -gradient;

  // The coefficients' response to the initial state: the rows move by the Taylor part's derivatives.
  Eigen::MatrixXd rows = Eigen::MatrixXd::Zero(matrix_.rows(), states_);
  const auto points = collocation_.quadrature->point.size();
  for (Eigen::Index j = 0; j < points; ++j) {
    const double elapsed = collocation_.quadrature->point[j] * length_;
    const double weight = std::sqrt(collocation_.quadrature->weight[j]);
    for (int i = 0; i < count; ++i)
      for (int n = 0; n < order(i); ++n) {
        const Eigen::VectorXd by_derivative =
            weight
            * (collocation_.filter.middleCols(j * count, count)
               * collocation_.jacobian[index(n)].col(i * points + j));
        for (int k = n; k < order(i); ++k)
          rows.block(j * count, offset(i) + k, count, 1) +=
              by_derivative * taylor_term(elapsed, k - n);
      }
  }
  result.response = -factors_.solve(rows);

  result.propagator = Eigen::MatrixXd::Zero(states_, states_);
  result.end_correction = State::Zero(states_);
  for (int i = 0; i < count; ++i)
    for (int n = 0; n < order(i); ++n) {
      const Eigen::MatrixXd end = std::pow(length_, order(i) - n) * basis(i).at_end(n);
      result.propagator.row(offset(i) + n) = end * result.response.middleRows(i * modes, modes);
      result.end_correction.segment(offset(i) + n, 1) =
          end * result.correction.segment(i * modes, modes);
      for (int k = n; k < order(i); ++k)
        result.propagator(offset(i) + n, offset(i) + k) += taylor_term(length_, k - n);
    }
  return result;
}

auto SegmentSolver::largest_within(const Linearisation& linearisation, const State& error) const
    -> Eigen::VectorXd {
  const Eigen::VectorXd coefficients = linearisation.response * error + linearisation.correction;
  Eigen::VectorXd largest(unknowns());
  for (int i = 0; i < unknowns(); ++i) {
    Eigen::VectorXd within = std::pow(length_, order(i))
                             * (table(between_, i, 0) * coefficients.segment(i * modes, modes));
    for (Eigen::Index j = 0; j < within.size(); ++j)
      for (int k = 0; k < order(i); ++k)
        within[j] += error[offset(i) + k] * taylor_term(between_.quadrature->point[j] * length_, k);
    largest[i] = within.cwiseAbs().maxCoeff();
  }
  return largest;
}

auto SegmentSolver::end_state() const -> State {
  State end(states_);
  for (int i = 0; i < unknowns(); ++i)
    for (int n = 0; n < order(i); ++n) {
      if (adopted_) {
        end[offset(i) + n] = evaluate(*adopted_, order(i), i, start_ + length_, n);
        continue;
      }
      double value = std::pow(length_, order(i) - n)
                     * basis(i).at_end(n).row(0).dot(coefficients_.segment(i * modes, modes));
      for (int k = order(i) - 1; k >= n; --k)
        value += state_[offset(i) + k] * taylor_term(length_, k - n);
      end[offset(i) + n] = value;
    }
  return end;
}

auto SegmentSolver::network() const -> Segment {
  if (adopted_) return *adopted_;
  const int highest = *std::max_element(orders_.begin(), orders_.end());
  Segment segment{start_, length_, bases_.front().hidden(),
                  Eigen::MatrixXd::Zero(highest, unknowns()),
                  Eigen::MatrixXd(bases_.front().hidden()->weight.size(), unknowns())};
  for (int i = 0; i < unknowns(); ++i) {
    segment.initial.col(i).head(order(i)) = state_.segment(offset(i), order(i));
    segment.output_weights.col(i) = basis(i).output_weights(
        std::pow(length_, order(i)) * coefficients_.segment(i * modes, modes));
  }
  return segment;
}

auto SegmentSolver::evaluation_noise(const Segment& segment) const -> Eigen::VectorXd {
  // The neurons' values are rounded independently: their errors add up as a random walk, |φ| ≤ 1.
  return epsilon * segment.output_weights.colwise().norm().transpose();
}

} // namespace jetwork::pinn
