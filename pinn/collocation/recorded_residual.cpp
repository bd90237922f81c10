#include "pinn/collocation/recorded_residual.hpp"

#include "pinn/problem/dependence.hpp"
#include "pinn/switching/frozen_tape.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

namespace jetwork::pinn {

RecordedResidual::Recording::Recording(const Problem& problem, Switching switching)
    : time(tape.input(1)) {
  for (const Unknown& unknown : problem.unknowns) {
    auto& derivatives = unknowns.emplace_back();
    for (int n = 0; n <= unknown.order; ++n) derivatives.push_back(tape.input(1));
  }
  for (std::size_t k = 0; k < problem.parameters.size(); ++k) parameters.push_back(tape.input(1));
  std::vector<Derivatives<Value>> arguments;
  for (const auto& derivatives : unknowns) arguments.emplace_back(derivatives);
  equations = problem.residual(time, arguments, parameters);
  if (equations.size() != unknowns.size())
    throw std::invalid_argument("the residual has " + std::to_string(equations.size())
                                + " equations for " + std::to_string(unknowns.size())
                                + " unknowns; give one equation for each unknown");
  for (std::size_t e = 0; e < equations.size(); ++e)
    if (equations[e].tape() == 0)
      throw std::invalid_argument(
          "equation " + std::to_string(e + 1)
          + " is the same number everywhere: no unknown is left in it, as in 0*y' = 0, so that it "
            "determines nothing; write one that holds an unknown's highest derivative");
  if (switching == Switching::evaluated) return;
  record_events(problem, arguments);
  freeze_switches();
}

void RecordedResidual::Recording::record_events(const Problem& problem, Values arguments) {
  for (const Event& event : problem.events) {
    events.push_back(event.value ? event.value(time, arguments, parameters) : Value(0.0));
    auto& assigned = assignments.emplace_back();
    for (const Assignment& assignment : event.then)
      assigned.push_back(assignment.value(time, arguments, parameters));
  }
}

auto RecordedResidual::Recording::values_that_move() const -> std::vector<Value> {
  std::vector<Value> moving = values_of_unknowns();
  moving.push_back(time);
  return moving;
}

auto RecordedResidual::Recording::highest_derivatives() const -> std::vector<Value> {
  std::vector<Value> highest;
  for (const auto& derivatives : unknowns) highest.push_back(derivatives.back());
  return highest;
}

auto RecordedResidual::may_switch() const -> bool {
  return FrozenTape::is_needed(recording_.tape, recording_.values_that_move(),
                               recording_.highest_derivatives());
}

void RecordedResidual::Recording::freeze_switches() {
  const std::vector<Value> moving = values_that_move(), highest = highest_derivatives();
  if (!FrozenTape::is_needed(tape, moving, highest)) return;
  FrozenTape frozen(tape, moving, highest);
  time = frozen.image(time);
  for (auto& derivatives : unknowns) derivatives = frozen.images(derivatives);
  for (auto& assigned : assignments) assigned = frozen.images(assigned);
  for (auto* values : {&parameters, &equations, &events}) *values = frozen.images(*values);
  switches = frozen.switches();
  tape = std::move(frozen.tape());
}

auto RecordedResidual::Recording::values_of_unknowns() const -> std::vector<Value> {
  std::vector<Value> values;
  for (const auto& derivatives : unknowns)
    values.insert(values.end(), derivatives.begin(), derivatives.end());
  return values;
}

RecordedResidual::RecordedResidual(const Problem& problem, const Deadline& deadline,
                                   Switching switching)
    : recording_(problem, switching), groups_(0) {
  for (const Unknown& unknown : problem.unknowns) orders_.push_back(unknown.order);
  find_dependences(problem, deadline);
  find_curved();
  add_sums();
}

auto RecordedResidual::sweeps_of(std::vector<int> class_of) const -> Sweeps {
  Sweeps sweeps{.class_of = std::move(class_of), .equations = {}, .sums = {}};
  for (const int its_class : sweeps.class_of)
    sweeps.classes = std::max(sweeps.classes, its_class + 1);
  std::vector<Value> classes(static_cast<std::size_t>(sweeps.classes));
  std::vector<bool> has_begun(classes.size(), false);
  sweeps.equations.resize((classes.size() + most_swept - 1) / most_swept);
  for (std::size_t e = 0; e < sweeps.class_of.size(); ++e) {
    const auto its_class = static_cast<std::size_t>(sweeps.class_of[e]);
    if (has_begun[its_class]) classes[its_class] += recording_.equations[e];
    else classes[its_class] = recording_.equations[e];
    has_begun[its_class] = true;
    sweeps.equations[its_class / most_swept].push_back(static_cast<int>(e));
  }
  for (std::size_t k = 0; k < classes.size(); ++k) {
    const Value term = multipliers_[k % most_swept] * classes[k];
    if (k % most_swept == 0) sweeps.sums.push_back(term);
    else sweeps.sums.back() += term;
  }
  return sweeps;
}

void RecordedResidual::add_sums() {
  for (int k = 0; k < std::min(equations(), most_swept); ++k)
    multipliers_.push_back(recording_.tape.input(1));
  std::vector<int> place_in_group, all;
  for (int e = 0; e < equations(); ++e) {
    place_in_group.push_back(groups_.of_equation(e).place);
    all.push_back(e);
  }
  sweeps_ = sweeps_of(std::move(place_in_group));
  if (groups_share_operations_) sweeps_apart_ = sweeps_of(std::move(all));
}

/// In the k-th copy of the points, the k-th class of each sum has the multiplier one, and the others zero.
void RecordedResidual::tell_classes_apart(autodiff::BatchReplay& replay, const Sweeps& sweeps,
                                          int points) const {
  Eigen::MatrixXd copies(points, Eigen::Index{sweeps.copies()});
  for (std::size_t k = 0; k < multipliers_.size(); ++k) {
    copies.setZero();
    if (const auto column = static_cast<Eigen::Index>(k); column < copies.cols())
      copies.col(column).setOnes();
    replay.set(multipliers_[k], copies.reshaped());
  }
}

/// Leaves out the sums of the other kind of sweeps, if there is one, and what events alone need.
void RecordedResidual::compute_sums_alone(autodiff::BatchReplay& replay,
                                          const Sweeps& sweeps) const {
  if (!groups_share_operations_ && recording_.switches.empty() && recording_.events.empty()) return;
  std::vector<Value> wanted = sweeps.sums;
  wanted.insert(wanted.end(), recording_.equations.begin(), recording_.equations.end());
  replay.compute_only(wanted);
}

void RecordedResidual::give_parameters(autodiff::BatchReplay& replay,
                                       std::span<const double> values) const {
  const std::size_t parameters = recording_.parameters.size();
  for (std::size_t k = 0; k < values.size(); ++k)
    replay.set(k < parameters ? recording_.parameters[k] : recording_.switches[k - parameters].side,
               values[k]);
}

/// Numbers that all points share.
auto RecordedResidual::Recording::shared() const -> std::vector<Value> {
  std::vector<Value> values = parameters;
  for (const Switch& one : switches) values.push_back(one.side);
  return values;
}

/// Follows each equation backwards through the tape.
void RecordedResidual::find_dependences(const Problem& problem, const Deadline& deadline) {
  Watch watch(deadline);
  Ancestors ancestors(recording_.tape);
  const std::vector<Value> unknown_values = recording_.values_of_unknowns();
  std::vector<Dependence> meaning; // of each unknown value
  for (int i = 0; i < equations(); ++i)
    for (int n = 0; n <= order(i); ++n) meaning.push_back({0, i, n});
  for (int e = 0; e < equations(); ++e) {
    const auto& places = ancestors.of(recording_.equations[static_cast<std::size_t>(e)]);
    first_dependence_.push_back(dependences_.size());
    for (const std::size_t value : places_among(unknown_values, places))
      dependences_.push_back({e, meaning[value].unknown, meaning[value].derivative});
    for (const std::size_t k : places_among(recording_.parameters, places))
      parameter_dependences_.push_back({e, static_cast<int>(k)});
    watch.spend(64 * places.size());
  }
  first_dependence_.push_back(dependences_.size());
  if (recording_.switches.empty() && recording_.events.empty()) {
    groups_ = Groups(equations(), dependences_);
  } else {
    std::vector<Dependence> coupled = couplings(problem, watch);
    coupled.insert(coupled.end(), dependences_.begin(), dependences_.end());
    groups_ = Groups(equations(), coupled);
  }
  find_rounded(ancestors, watch);
}

/// What is computed on the way to each equation, and whether groups have some of it in common.
void RecordedResidual::find_rounded(Ancestors& ancestors, Watch& watch) {
  using Kind = autodiff::BatchNode::Kind;
  const auto& nodes = recording_.tape.nodes();
  std::vector<int> group_of(nodes.size(), -1);
  for (int e = 0; e < equations(); ++e) {
    const int group = groups_.of_equation(e).group;
    auto& its_own = rounded_.emplace_back();
    for (const std::uint32_t place :
         ancestors.of(recording_.equations[static_cast<std::size_t>(e)])) {
      const Kind kind = nodes[place].kind;
      if (kind != Kind::elementwise && kind != Kind::folded && kind != Kind::operation) continue;
      its_own.push_back(recording_.tape.variable(place));
      const int owner = std::exchange(group_of[place], group);
      groups_share_operations_ = groups_share_operations_ || (owner >= 0 && owner != group);
    }
    watch.spend(64 * its_own.size());
  }
}

RecordedResidual::Replay::Replay(const RecordedResidual& recorded, int points)
    : recorded_(&recorded), replay_(recorded.recording_.tape, points) {
  replay_.compute_only(std::span(recorded.recording_.equations));
  for (const Value& multiplier : recorded.multipliers_) replay_.set(multiplier, 0.0); // not used
  replay_.hold(recorded.recording_.shared());
}

RecordedResidual::Differentiable::Differentiable(const RecordedResidual& recorded, int points,
                                                 Apart apart)
    : recorded_(&recorded),
      sweeps_(apart == Apart::all && recorded.groups_share_operations_ ? &recorded.sweeps_apart_
                                                                       : &recorded.sweeps_),
      points_(points),
      replay_(recorded.recording_.tape, points * sweeps_->copies()),
      copies_(points, Eigen::Index{sweeps_->copies()}) {
  recorded.compute_sums_alone(replay_, *sweeps_);
  replay_.hold(recorded.recording_.shared());
  choose_derivatives();
  recorded.tell_classes_apart(replay_, *sweeps_, points);
}

void RecordedResidual::Differentiable::write(const Value& input,
                                             const Eigen::Ref<const Eigen::VectorXd>& values) {
  copies_.colwise() = values;
  replay_.set(input, copies_.reshaped());
}

void RecordedResidual::Differentiable::set_time(const Eigen::Ref<const Eigen::VectorXd>& t) {
  write(recorded_->recording_.time, t);
}

void RecordedResidual::Differentiable::set(int unknown, int derivative,
                                           const Eigen::Ref<const Eigen::VectorXd>& values) {
  write(recorded_->recording_.unknowns[index(unknown)][index(derivative)], values);
}

void RecordedResidual::Differentiable::follow_rounding(RoundingPoints points) {
  rounding_points_ = points;
  choose_derivatives();
}

void RecordedResidual::Differentiable::choose_derivatives() {
  std::vector<Value> wanted = recorded_->recording_.values_of_unknowns();
  if (rounding_points_)
    for (const auto& of_one : recorded_->rounded_)
      wanted.insert(wanted.end(), of_one.begin(), of_one.end());
  replay_.with_respect_to(wanted, {});
}

void RecordedResidual::Differentiable::move_parameter(int parameter) {
  const auto& parameters = recorded_->recording_.parameters;
  if (moved_ >= 0) replay_.set_tangent(parameters[index(moved_)], 0.0);
  replay_.set_tangent(parameters[index(parameter)], 1.0);
  replay_.forward_tangent();
  moved_ = parameter;
}

auto RecordedResidual::Differentiable::largest_rounding(int equation) const -> double {
  using Numbers = std::numeric_limits<double>;
  std::array<double, std::tuple_size_v<RoundingPoints>> sums{};
  for (const Value& v : recorded_->rounded_[index(equation)]) {
    const auto values = replay_.value(v), adjoints = replay_.adjoint(v);
    for (std::size_t p = 0; p < sums.size(); ++p) {
      const Eigen::Index column = copy_of(equation) * points_ + (*rounding_points_)[p];
      for (Eigen::Index row = 0; row < values.rows(); ++row) {
        const double value = std::abs(values(row, column)), slope = std::abs(adjoints(row, column));
        // Too small a number is rounded, too; but max(0, x) is zero exactly, whatever the slope of a square root of it. And nothing
        // depends on an overflow that is divided by.
        if (slope != 0 && (value > 0 || std::isfinite(slope)))
          sums[p] += (Numbers::epsilon() * value + Numbers::denorm_min()) * slope;
      }
    }
  }
  return Eigen::Map<const Eigen::Array2d>(sums.data()).maxCoeff<Eigen::PropagateNaN>();
}

} // namespace jetwork::pinn
