#include "pinn/collocation/recorded_residual.hpp"

#include "pinn/collocation/recorded_rule.hpp"
#include "pinn/problem/dependence.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
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
  for (std::size_t e = 0; e < equations.size(); ++e)
    if (equations[e].tape() == 0)
      throw std::invalid_argument(
          "equation " + std::to_string(e + 1)
          + " is the same number everywhere: no unknown is left in it, as in 0*y' = 0, so that it "
            "determines nothing; write one that holds an unknown's highest derivative");
}

RecordedResidual::RecordedResidual(const Problem& problem) : recording_(problem) {
  for (const Unknown& unknown : problem.unknowns) orders_.push_back(unknown.order);
  find_dependences();
  find_steps();
  find_curved();
  add_sums();
  find_rounded();
}

void RecordedResidual::add_sums() {
  for (int k = 0; k < std::min(equations(), most_swept); ++k)
    multipliers_.push_back(recording_.tape.input(1));
  for (int e = 0; e < equations(); ++e) {
    const auto k = static_cast<std::size_t>(e % most_swept);
    const Value term = multipliers_[k] * recording_.equations[static_cast<std::size_t>(e)];
    if (k == 0) sums_.push_back(term);
    else sums_.back() += term;
  }
}

void RecordedResidual::find_rounded() {
  using Kind = autodiff::BatchNode::Kind;
  const auto& nodes = recording_.tape.nodes();
  rounded_.resize(orders_.size());
  std::vector<int> seen_by(nodes.size(), -1); // the last equation that a node led to
  std::vector<std::uint32_t> open, rounded;
  for (int e = 0; e < equations(); ++e) {
    const Value& equation = recording_.equations[static_cast<std::size_t>(e)];
    if (equation.tape() == 0) continue; // a constant
    rounded.clear();
    open.push_back(equation.index());
    while (!open.empty()) {
      const std::uint32_t place = open.back();
      open.pop_back();
      if (std::exchange(seen_by[place], e) == e) continue;
      const auto& [kind, first, arguments] =
          std::tie(nodes[place].kind, nodes[place].first_argument, nodes[place].arguments);
      if (kind == Kind::elementwise || kind == Kind::folded || kind == Kind::operation)
        rounded.push_back(place);
      for (std::uint32_t k = 0; k < arguments; ++k)
        open.push_back(recording_.tape.arguments()[first + k]);
    }
    std::ranges::sort(rounded);
    for (const std::uint32_t place : rounded)
      rounded_[static_cast<std::size_t>(e)].push_back(recording_.tape.variable(place));
  }
}

/// In the k-th copy of the points, the k-th equation of each sum has the multiplier one, and the others zero.
void RecordedResidual::tell_equations_apart(autodiff::BatchReplay& replay, int points) const {
  Eigen::MatrixXd copies(points, static_cast<Eigen::Index>(multipliers_.size()));
  for (Eigen::Index k = 0; k < copies.cols(); ++k) {
    copies.setZero();
    copies.col(k).setOnes();
    replay.set(multipliers_[static_cast<std::size_t>(k)], copies.reshaped());
  }
}

void RecordedResidual::give_parameters(autodiff::BatchReplay& replay,
                                       std::span<const double> values) const {
  for (std::size_t k = 0; k < values.size(); ++k) replay.set(recording_.parameters[k], values[k]);
}

/// Follows each input through the tape.
void RecordedResidual::find_dependences() {
  const autodiff::BatchProgram program(recording_.tape);
  const auto equations_with = [&](const Value& input) {
    return places_that_depend_on(input, recording_.equations, program);
  };
  for (int i = 0; i < equations(); ++i)
    for (int n = 0; n <= order(i); ++n)
      for (const std::size_t e : equations_with(
               recording_.unknowns[static_cast<std::size_t>(i)][static_cast<std::size_t>(n)]))
        dependences_.push_back({static_cast<int>(e), i, n});
  for (int k = 0; k < parameters(); ++k)
    for (const std::size_t e : equations_with(recording_.parameters[static_cast<std::size_t>(k)]))
      parameter_dependences_.push_back({static_cast<int>(e), k});
  const auto by_equation = [](const auto& a, const auto& b) { return a.equation < b.equation; };
  std::ranges::stable_sort(dependences_, by_equation);
  std::ranges::stable_sort(parameter_dependences_, by_equation);
}

void RecordedResidual::find_steps() {
  using namespace autodiff;
  const auto is_step = is_recorded_by<sign_rule, floor_rule, ceil_rule, round_rule, trunc_rule>;
  std::vector<Value> values;
  for (std::uint32_t place = 0; place < recording_.tape.nodes().size(); ++place)
    if (is_step(recording_.tape.nodes()[place])) values.push_back(recording_.tape.variable(place));
  if (values.empty()) return;
  const BatchProgram program(recording_.tape);
  steps_.resize(values.size());
  for (std::size_t s = 0; s < values.size(); ++s) steps_[s].value = values[s];
  for (const auto& derivatives : recording_.unknowns)
    for (const Value& derivative : derivatives)
      for (const std::size_t s : places_that_depend_on(derivative, values, program))
        steps_[s].moves_with_unknowns = true;
  for (int k = 0; k < parameters(); ++k)
    for (const std::size_t s :
         places_that_depend_on(recording_.parameters[static_cast<std::size_t>(k)], values, program))
      steps_[s].parameters.push_back(k);
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
      replay_(recorded.recording_.tape, points * static_cast<int>(recorded.multipliers_.size())),
      copies_(points, static_cast<Eigen::Index>(recorded.multipliers_.size())) {
  replay_.hold(recorded.recording_.parameters);
  choose_derivatives();
  recorded.tell_equations_apart(replay_, points);
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

void RecordedResidual::Differentiable::differentiate_by_parameters() {
  by_parameters_ = true;
  choose_derivatives();
}

void RecordedResidual::Differentiable::follow_rounding(RoundingPoints points) {
  rounding_points_ = points;
  choose_derivatives();
}

void RecordedResidual::Differentiable::choose_derivatives() {
  std::vector<Value> wanted;
  for (const auto& derivatives : recorded_->recording_.unknowns)
    wanted.insert(wanted.end(), derivatives.begin(), derivatives.end());
  if (by_parameters_)
    wanted.insert(wanted.end(), recorded_->recording_.parameters.begin(),
                  recorded_->recording_.parameters.end());
  if (rounding_points_)
    for (const auto& of_one : recorded_->rounded_)
      wanted.insert(wanted.end(), of_one.begin(), of_one.end());
  replay_.with_respect_to(wanted, {});
}

auto RecordedResidual::Differentiable::largest_rounding(int equation) const -> double {
  using Numbers = std::numeric_limits<double>;
  std::array<double, std::tuple_size_v<RoundingPoints>> sums{};
  for (const Value& v : recorded_->rounded_[index(equation)]) {
    const auto values = replay_.value(v), adjoints = replay_.adjoint(v);
    for (std::size_t p = 0; p < sums.size(); ++p) {
      const Eigen::Index column =
          Eigen::Index{equation % most_swept} * points_ + (*rounding_points_)[p];
      for (Eigen::Index row = 0; row < values.rows(); ++row) {
        const double value = std::abs(values(row, column)), slope = std::abs(adjoints(row, column));
        // Too small a number is rounded, too; but max(0, x) is zero exactly, whatever the slope of a square root of it.
        if (value > 0 || std::isfinite(slope))
          sums[p] += (Numbers::epsilon() * value + Numbers::denorm_min()) * slope;
      }
    }
  }
  return Eigen::Map<const Eigen::Array2d>(sums.data()).maxCoeff<Eigen::PropagateNaN>();
}

} // namespace jetwork::pinn
