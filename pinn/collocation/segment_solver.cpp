#include "pinn/collocation/segment_solver.hpp"

#include "pinn/collocation/memory_estimate.hpp"
#include "pinn/collocation/segment_network.hpp"
#include "pinn/collocation/test_space.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jetwork::pinn {

namespace {

constexpr int modes = FeatureBasis::modes;
constexpr double epsilon = std::numeric_limits<double>::epsilon();

auto index(int i) -> std::size_t { return static_cast<std::size_t>(i); }

/// What makes the coefficients of a function those of the same function on the first part of its segment: its highest
/// derivative is the sum of as many Legendre polynomials.
auto shortening(double part) -> Eigen::MatrixXd {
  const Eigen::VectorXd points = part * collocation_points().point;
  return test_functions(1).at_collocation_points * legendre_polynomials(points, modes);
}

} // namespace

SegmentSolver::SegmentSolver(const Problem& problem, std::uint64_t seed, const Deadline& deadline,
                             std::size_t most_memory)
    : recorded_(problem, deadline, Switching::frozen),
      domain_(problem.domain),
      layout_(std::make_shared<const StateLayout>(problem.unknowns, seed, recorded_.groups())),
      collocation_(recorded_within(most_memory), collocation_points()),
      between_(recorded_, check_points()),
      audit_(recorded_, audit_points()),
      landmarks_(recorded_),
      filter_(recorded_),
      growth_(recorded_, *layout_),
      branch_distance_(recorded_, *layout_),
      uniqueness_(evaluated(problem, deadline), *layout_) {
  between_.follow_rounding({check_count / 5, check_count - 1});
  std::vector<const FeatureBasis*> bases;
  for (int i = 0; i < unknowns(); ++i) bases.push_back(&layout_->basis(i));
  matrix_ = NewtonMatrix(recorded_, std::move(bases));
  find_patterns();
  parameters_.assign(problem.parameters.size() + recorded_.switches().size(), 1.0);
  set_parameters(parameter_values(problem));
  state_.setZero(layout_->states());
  newton_error_.setZero(unknowns());
  coefficients_.setZero(modes, unknowns());
  right_side_.setZero(modes, unknowns());
}

/// Refuses before the first replay is made.
auto SegmentSolver::recorded_within(std::size_t most_memory) -> const RecordedResidual& {
  most_memory_ = static_cast<double>(most_memory);
  if (const double bytes = memory(); bytes > most_memory_) throw MemoryRefused(bytes);
  return recorded_;
}

auto SegmentSolver::evaluated(const Problem& problem, const Deadline& deadline)
    -> const RecordedResidual& {
  return recorded_.switches().empty() ? recorded_ : evaluated_.emplace(problem, deadline);
}

auto SegmentSolver::memory() const -> double {
  const std::size_t entries = order_.size() > 0 ? static_cast<std::size_t>(order_.entries())
                                                : recorded_.dependences().size();
  return bytes_of_recording(recorded_) + bytes_of_segment(*layout_, entries);
}

void SegmentSolver::find_patterns() {
  const Groups& groups = recorded_.groups();
  first_state_.resize(index(unknowns()));
  for (int g = 0; g < groups.count(); ++g) {
    patterns_.emplace_back(
        EliminationOrder::Pattern::Constant(groups.size(g), groups.size(g), false));
    int states = 0;
    for (const int unknown : groups[g].unknowns) {
      first_state_[index(unknown)] = states;
      states += layout_->order(unknown);
    }
  }
  for (const auto& [equation, unknown, n] : recorded_.dependences()) {
    const auto [group, column] = groups.of_unknown(unknown);
    patterns_[index(group)](groups.of_equation(equation).place, column) = true;
  }
}

void SegmentSolver::set_parameters(std::span<const double> values) {
  std::ranges::copy(values, parameters_.begin());
  give_parameters();
}

void SegmentSolver::set_sides(std::span<const double> sides) {
  std::ranges::copy_backward(sides, parameters_.end());
  give_parameters();
}

void SegmentSolver::give_parameters() {
  collocation_.set_parameters(parameters_);
  between_.set_parameters(parameters_);
  audit_.set_parameters(parameters_);
  const std::span<const double> given = parameters_;
  uniqueness_.set_parameters(given.first(index(recorded_.parameters())));
  landmarks_.set_parameters(parameters_);
  if (ends_) ends_->set_parameters(parameters_);
  if (at_landmark_) at_landmark_->set_parameters(parameters_);
}

void SegmentSolver::begin(const Domain& domain, const Deadline& deadline, std::size_t most_memory) {
  most_memory_ = static_cast<double>(most_memory);
  domain_ = domain;
  deadline_ = &deadline;
  landmark_times_ = landmarks_.find(domain);
  if (!landmark_times_.empty()) {
    at_landmark_.emplace(recorded_, 1);
    at_landmark_->set_parameters(parameters_);
  }
  adopted_.reset();
  newton_error_.setConstant(std::numeric_limits<double>::infinity()); // no fit to start from
}

auto SegmentSolver::is_rounded_away(double t, double length) const -> std::optional<double> {
  const auto [low, high] = std::minmax({t, t + length});
  const std::vector<double>& places = landmarks_.rounded_away();
  const auto first = std::ranges::lower_bound(places, low);
  if (first == places.end() || *first > high) return std::nullopt;
  return *first;
}

/// u_i⁽ⁿ⁾ = Taylor part + h^(p-n)·(table·coefficients), at every point.
void SegmentSolver::evaluate_trial(PointSet& points, Table table) const {
  const auto& theta = points.quadrature->point;
  for (int i = 0; i < unknowns(); ++i)
    for (int n = 0; n <= layout_->order(i); ++n) {
      auto values = points.values[index(n)].col(i);
      if (adopted_) {
        for (Eigen::Index j = 0; j < theta.size(); ++j)
          values[j] =
              pinn::evaluate(*adopted_, layout_->order(i), i, start_ + length_ * theta[j], n);
        continue;
      }
      values.noalias() = (layout_->basis(i).*table)(n)
                         * (mode_scale(*layout_, i, n, length_) * coefficients_.col(i));
      add_taylor_part(*layout_, state_, i, n, length_, theta, values);
    }
}

auto SegmentSolver::evaluate(PointSet& points, Table table) -> bool {
  ++evaluations_;
  evaluate_trial(points, table);
  return points.evaluate(start_, length_);
}

auto SegmentSolver::differentiate(DifferentiablePointSet& points, Table table) -> bool {
  ++evaluations_;
  evaluate_trial(points, table);
  return points.differentiate(start_, length_, *deadline_);
}

/// Keeps the order of elimination for as long as its pivots are good.
void SegmentSolver::choose_order() {
  Watch watch(*deadline_);
  const std::vector<Eigen::MatrixXd> typical =
      comparable_filter(recorded_, collocation_, collocation_count / 2, length_, scale_);
  if (order_.suits(typical, watch)) return;
  order_ = EliminationOrder(recorded_.groups(), patterns_, typical, *deadline_);
  if (const double bytes = memory(); bytes > most_memory_) throw MemoryRefused(bytes);
}

void SegmentSolver::assemble() {
  choose_order();
  matrix_.assemble(order_, collocation_, length_, *deadline_);
}

/// The largest change of each unknown that a change of the coefficients makes.
auto SegmentSolver::change_of(const Eigen::MatrixXd& delta) const -> Eigen::VectorXd {
  Eigen::VectorXd largest(unknowns());
  for (int i = 0; i < unknowns(); ++i) {
    const Eigen::Vector<double, collocation_count> change =
        layout_->basis(i).at_collocation_points(0) * delta.col(i);
    largest[i] = std::abs(mode_scale(*layout_, i, 0, length_)) * change.cwiseAbs().maxCoeff();
  }
  return largest;
}

/// An unknown that grows by orders of magnitude within the segment is judged by what it becomes: weighed by what it was,
/// it would ask for digits that nothing else has.
void SegmentSolver::raise_scale() {
  for (int i = 0; i < unknowns(); ++i) {
    const double magnitude = collocation_.values.front().col(i).cwiseAbs().maxCoeff();
    if (magnitude > 4 * scale_[i]) scale_[i] = magnitude;
  }
}

/// Highest derivatives that are constant: zero, if nothing is known of them. The first mode's is constant, the others' are not.
void SegmentSolver::guess() {
  coefficients_.setZero();
  if (!highest_at_start_) return;
  for (int i = 0; i < unknowns(); ++i)
    coefficients_(0, i) =
        (*highest_at_start_)[i] / layout_->basis(i).at_collocation_points(layout_->order(i))(0, 0);
}

/// Simplified Newton (Hairer and Wanner 1996, IV.8): a Jacobian is kept for as long as steps shrink fast, and what is left
/// after a step is estimated from the rate at which they do.
auto SegmentSolver::fit(double start, double length, const State& state,
                        const Eigen::VectorXd& scale, double local_tolerance) -> NewtonOutcome {
  constexpr int most_steps = 25;
  constexpr int most_raises = 3;
  constexpr double slow = 0.1;   // a step that gains less than this factor asks for a new Jacobian
  constexpr double near = 1e-2;  // a first step so small was made with a Jacobian worth keeping
  constexpr double close = 1e-4; // a Jacobian from so near is as good as the solution's own
  const double newton_tolerance = std::max(1e-4 * local_tolerance, 2 * epsilon);
  // A fit on a longer segment that was not good enough is a good start, and so is one on other sides of switches.
  const bool known = !adopted_ && newton_error_.allFinite() && start == start_
                     && std::abs(length) <= std::abs(length_) && state == state_;
  if (!known) guess();
  else if (length != length_) coefficients_ = shortening(length / length_) * coefficients_;
  start_ = start;
  length_ = length;
  state_ = state;
  scale_ = scale;
  adopted_.reset();
  Watch watch(*deadline_);
  const auto failed = [&](NewtonOutcome outcome) {
    newton_error_.setConstant(std::numeric_limits<double>::infinity());
    return outcome;
  };
  double last_change = std::numeric_limits<double>::infinity();
  double since_jacobian = last_change;
  bool fresh = true, was_fresh = true;
  for (int step = 0; step < most_steps; ++step) {
    if (step > 0 && deadline_->passed()) throw DeadlinePassed();
    const bool finite = fresh ? differentiate(collocation_, &FeatureBasis::at_collocation_points)
                              : evaluate(collocation_, &FeatureBasis::at_collocation_points);
    if (!finite) return failed(NewtonOutcome::not_finite);
    if (step > 0 && step <= most_raises) raise_scale();
    if (fresh) assemble();
    for (int e = 0; e < unknowns(); ++e)
      right_side_.col(e).noalias() =
          matrix_.tests(e).at_collocation_points * collocation_.residual.col(e);
    matrix_.solve(right_side_, 1, watch);
    if (!right_side_.allFinite()) return failed(NewtonOutcome::not_finite);
    coefficients_ -= right_side_;
    ++newton_steps_;
    const Eigen::VectorXd changes = change_of(right_side_);
    const double change = (changes.array() / scale_.array()).maxCoeff();
    const double rate = change / last_change;
    if (fresh) since_jacobian = change;
    const double left = step > 0 && rate < 1 ? std::min(1.0, rate / (1 - rate)) : 1.0;
    newton_error_ = left * changes;
    const bool small = left * change <= newton_tolerance;
    // Rounding stops the iteration before the tolerance where that is at rounding level.
    const bool at_rounding = step > 0 && change < 1e3 * newton_tolerance && rate > 0.5;
    // The propagator is to be that of the solution itself, not of an iterate far from it.
    if (small || at_rounding) {
      if (since_jacobian <= close) return NewtonOutcome::converged;
      fresh = true;
      last_change = std::numeric_limits<double>::infinity();
      continue;
    }
    // A step longer than the last shows divergence, unless that one was short because its Jacobian was an old one.
    if (step >= 3 && rate > 2 && was_fresh) return failed(NewtonOutcome::diverged);
    was_fresh = fresh;
    fresh = step == 0 ? change > near : !(rate < slow);
    last_change = change;
  }
  return failed(NewtonOutcome::diverged);
}

auto SegmentSolver::adopt(const Segment& network, const Eigen::VectorXd& scale) -> bool {
  adopted_ = network;
  newton_error_.setZero();
  start_ = network.start;
  length_ = network.length;
  scale_ = scale;
  for (int i = 0; i < unknowns(); ++i)
    state_.segment(layout_->offset(i), layout_->order(i)) =
        network.initial.col(i).head(layout_->order(i));
  coefficients_.setZero();
  if (!differentiate(collocation_, &FeatureBasis::at_collocation_points)) return false;
  assemble();
  return collocation_.derivatives.allFinite();
}

auto SegmentSolver::end_state() const -> State {
  State end(layout_->states());
  for (int i = 0; i < unknowns(); ++i)
    for (int n = 0; n < layout_->order(i); ++n)
      end[layout_->offset(i) + n] =
          adopted_ ? pinn::evaluate(*adopted_, layout_->order(i), i, start_ + length_, n)
                   : taylor_part(*layout_, state_, i, n, length_)
                         + mode_scale(*layout_, i, n, length_)
                               * layout_->basis(i).at_end(n).row(0).dot(coefficients_.col(i));
  return end;
}

auto SegmentSolver::network() const -> Segment {
  if (adopted_) return *adopted_;
  return network_of(*layout_, start_, length_, state_, coefficients_);
}

} // namespace jetwork::pinn
