#include "pinn/collocation/recorded_residual.hpp"

#include "pinn/problem/dependence.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

namespace jetwork::pinn {

RecordedResidual::Recording::Recording(const Problem& problem) : time(tape.input(1)) {
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
}

RecordedResidual::RecordedResidual(const Problem& problem, const Deadline& deadline)
    : recording_(problem), groups_(0) {
  for (const Unknown& unknown : problem.unknowns) orders_.push_back(unknown.order);
  find_dependences(deadline);
  find_steps();
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
  sweeps_for_rounding_ = groups_share_operations_ ? sweeps_of(std::move(all)) : sweeps_;
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

/// Leaves out the sums of the other kind of sweeps, if these are not the same.
void RecordedResidual::compute_sums_alone(autodiff::BatchReplay& replay,
                                          const Sweeps& sweeps) const {
  if (!groups_share_operations_) return;
  std::vector<Value> wanted = sweeps.sums;
  for (const Value& equation : recording_.equations)
    if (equation.tape() != 0) wanted.push_back(equation);
  for (const Step& step : steps_) wanted.push_back(step.value);
  replay.compute_only(wanted);
}

void RecordedResidual::give_parameters(autodiff::BatchReplay& replay,
                                       std::span<const double> values) const {
  for (std::size_t k = 0; k < values.size(); ++k) replay.set(recording_.parameters[k], values[k]);
}

/// Follows each equation backwards through the tape.
void RecordedResidual::find_dependences(const Deadline& deadline) {
  Watch watch(deadline);
  Ancestors ancestors(recording_.tape);
  std::vector<Value> unknown_values;
  for (const auto& derivatives : recording_.unknowns)
    unknown_values.insert(unknown_values.end(), derivatives.begin(), derivatives.end());
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
  groups_ = Groups(equations(), dependences_);
  find_operations(ancestors, watch);
}

/// Which operations are an equation's own, or at least its group's.
void RecordedResidual::find_operations(Ancestors& ancestors, Watch& watch) {
  using Kind = autodiff::BatchNode::Kind;
  const auto& nodes = recording_.tape.nodes();
  group_of_operation_.assign(nodes.size(), -1);
  for (int e = 0; e < equations(); ++e) {
    const int group = groups_.of_equation(e).group;
    first_operation_.push_back(static_cast<std::uint32_t>(nodes.size()));
    for (const std::uint32_t place :
         ancestors.of(recording_.equations[static_cast<std::size_t>(e)])) {
      if (nodes[place].is_leaf() || nodes[place].kind == Kind::constant) continue;
      first_operation_.back() = std::min(first_operation_.back(), place);
      int& owner = group_of_operation_[place];
      groups_share_operations_ = groups_share_operations_ || (owner >= 0 && owner != group);
      owner = group;
    }
    watch.spend(64);
  }
  for (int e = 0; e < equations() && groups_share_operations_; ++e) {
    auto& its_own = operations_.emplace_back();
    for (const std::uint32_t place :
         ancestors.of(recording_.equations[static_cast<std::size_t>(e)]))
      if (group_of_operation_[place] >= 0 && nodes[place].kind != Kind::view)
        its_own.push_back(place);
  }
}

void RecordedResidual::find_steps() {
  using namespace autodiff;
  const auto is_step = [](const BatchNode& node) {
    return node.forward == autodiff::detail::forward_rule<sign_rule>
           || node.forward == autodiff::detail::forward_rule<floor_rule>
           || node.forward == autodiff::detail::forward_rule<ceil_rule>
           || node.forward == autodiff::detail::forward_rule<round_rule>
           || node.forward == autodiff::detail::forward_rule<trunc_rule>;
  };
  std::vector<Value> values;
  for (std::uint32_t place = 0; place < recording_.tape.nodes().size(); ++place)
    if (is_step(recording_.tape.nodes()[place])) values.push_back(recording_.tape.variable(place));
  if (values.empty()) return;
  Ancestors ancestors(recording_.tape);
  std::vector<Value> unknown_values;
  for (const auto& derivatives : recording_.unknowns)
    unknown_values.insert(unknown_values.end(), derivatives.begin(), derivatives.end());
  for (const Value& value : values) {
    const auto& places = ancestors.of(value);
    Step& step = steps_.emplace_back();
    step.value = value;
    step.moves_with_unknowns = !places_among(unknown_values, places).empty();
    for (const std::size_t k : places_among(recording_.parameters, places))
      step.parameters.push_back(static_cast<int>(k));
  }
}

RecordedResidual::Replay::Replay(const RecordedResidual& recorded, int points)
    : recorded_(&recorded), replay_(recorded.recording_.tape, points) {
  replay_.compute_only(std::span(recorded.recording_.equations));
  for (const Value& multiplier : recorded.multipliers_) replay_.set(multiplier, 0.0); // not used
  replay_.hold(recorded.recording_.parameters);
}

RecordedResidual::Differentiable::Differentiable(const RecordedResidual& recorded, int points)
    : recorded_(&recorded),
      points_(points),
      replay_(recorded.recording_.tape, points * recorded.sweeps_.copies()),
      copies_(points, Eigen::Index{recorded.sweeps_.copies()}) {
  recorded.compute_sums_alone(replay_, recorded.sweeps_);
  replay_.hold(recorded.recording_.parameters);
  std::vector<Value> wanted;
  for (const auto& derivatives : recorded.recording_.unknowns)
    wanted.insert(wanted.end(), derivatives.begin(), derivatives.end());
  replay_.with_respect_to(wanted, {});
  recorded.tell_classes_apart(replay_, recorded.sweeps_, points);
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

void RecordedResidual::Differentiable::move_parameter(int parameter) {
  const auto& parameters = recorded_->recording_.parameters;
  if (moved_ >= 0) replay_.set_tangent(parameters[index(moved_)], 0.0);
  replay_.set_tangent(parameters[index(parameter)], 1.0);
  replay_.forward_tangent();
  moved_ = parameter;
}

RecordedResidual::Rounding::Rounding(const RecordedResidual& recorded, int points)
    : recorded_(&recorded),
      points_(points),
      replay_(recorded.recording_.tape, points * recorded.sweeps_for_rounding_.copies()) {
  recorded.compute_sums_alone(replay_, recorded.sweeps_for_rounding_);
  replay_.hold(recorded.recording_.parameters);
  recorded.tell_classes_apart(replay_, recorded.sweeps_for_rounding_, points);
  for (std::uint32_t place = 0; place < recorded.group_of_operation_.size(); ++place) {
    using Kind = autodiff::BatchNode::Kind;
    const Kind kind = recorded.recording_.tape.nodes()[place].kind;
    if (recorded.group_of_operation_[place] >= 0 && kind != Kind::view)
      computed_.push_back(recorded.recording_.tape.variable(place));
  }
}

void RecordedResidual::Rounding::write(const Value& input,
                                       const Eigen::Ref<const Eigen::VectorXd>& values) {
  replay_.set(input, values.replicate(replay_.columns() / points_, 1));
}

/// Those that are rounded in the sweep's equations, and perhaps some others, of which the derivatives are zero.
auto RecordedResidual::Rounding::operations_of(std::size_t sweep) const -> std::vector<Value> {
  std::vector<std::uint32_t> places;
  std::uint32_t first = std::numeric_limits<std::uint32_t>::max(), last = 0;
  for (const int equation : recorded_->sweeps_for_rounding_.equations[sweep]) {
    const auto e = static_cast<std::size_t>(equation);
    first = std::min(first, recorded_->first_operation_[e]);
    last = std::max(last, recorded_->recording_.equations[e].index());
    if (recorded_->groups_share_operations_)
      places.insert(places.end(), recorded_->operations_[e].begin(),
                    recorded_->operations_[e].end());
  }
  if (!recorded_->groups_share_operations_)
    return {std::ranges::lower_bound(computed_, first, {}, &Value::index),
            std::ranges::upper_bound(computed_, last, {}, &Value::index)};
  std::ranges::sort(places);
  places.erase(std::unique(places.begin(), places.end()), places.end());
  std::vector<Value> operations;
  for (const std::uint32_t place : places)
    operations.push_back(recorded_->recording_.tape.variable(place));
  return operations;
}

/// Of the operations of the sweep's equations: (column, group).
void RecordedResidual::Rounding::add_rounding_of(std::size_t sweep,
                                                 Eigen::Ref<Eigen::ArrayXXd> sums,
                                                 Watch& watch) const {
  using Numbers = std::numeric_limits<double>;
  for (const Value& v : operations_of(sweep)) {
    const int group = groups() == 1 ? 0 : recorded_->group_of_operation_[v.index()];
    // Too small a number is rounded, too.
    const auto values = replay_.value(v).array(), adjoints = replay_.adjoint(v).array();
    sums.col(group) +=
        ((Numbers::epsilon() * values.abs() + Numbers::denorm_min()) * adjoints.abs())
            .colwise()
            .sum()
            .transpose();
    watch.spend(std::size_t{64} * static_cast<std::size_t>(values.size()));
  }
}

auto RecordedResidual::Rounding::largest(const Deadline& deadline) -> Eigen::VectorXd {
  replay_.forward();
  Watch watch(deadline);
  const Sweeps& sweeps = recorded_->sweeps_for_rounding_;
  Eigen::VectorXd largest(recorded_->equations());
  Eigen::ArrayXXd sums(replay_.columns(), groups());
  for (std::size_t sweep = 0; sweep < sweeps.sums.size(); ++sweep) {
    replay_.reverse(sweeps.sums[sweep]);
    watch.spend(8 * recorded_->nodes());
    sums.setZero();
    add_rounding_of(sweep, sums, watch);
    for (const int e : sweeps.equations[sweep]) {
      const Eigen::Index copy = sweeps.class_of[static_cast<std::size_t>(e)] % most_swept;
      const int group = groups() == 1 ? 0 : recorded_->groups_.of_equation(e).group;
      largest[e] = sums.col(group).segment(copy * points_, points_).maxCoeff<Eigen::PropagateNaN>();
    }
  }
  return largest;
}

} // namespace jetwork::pinn
