#include "pinn/collocation/recorded_residual.hpp"

#include "pinn/problem/dependence.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>

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

RecordedResidual::RecordedResidual(const Problem& problem) : recording_(problem) {
  for (const Unknown& unknown : problem.unknowns) orders_.push_back(unknown.order);
  find_dependences();
  add_sums();
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
  differentiate_by_unknowns_and({});
  for (Eigen::Index k = 0; k < copies_.cols(); ++k) {
    copies_.setZero();
    copies_.col(k).setOnes();
    replay_.set(recorded.multipliers_[static_cast<std::size_t>(k)], copies_.reshaped());
  }
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

void RecordedResidual::Replay::set_parameters(std::span<const double> values) {
  for (std::size_t k = 0; k < values.size(); ++k)
    replay_.set(recorded_->recording_.parameters[k], values[k]);
}

void RecordedResidual::Differentiable::set_parameters(std::span<const double> values) {
  for (std::size_t k = 0; k < values.size(); ++k)
    replay_.set(recorded_->recording_.parameters[k], values[k]);
}

void RecordedResidual::Differentiable::differentiate_by_parameters() {
  differentiate_by_unknowns_and(recorded_->recording_.parameters);
}

void RecordedResidual::Differentiable::differentiate_by_unknowns_and(std::vector<Value> wanted) {
  for (const auto& derivatives : recorded_->recording_.unknowns)
    wanted.insert(wanted.end(), derivatives.begin(), derivatives.end());
  replay_.with_respect_to(wanted, {});
}

} // namespace jetwork::pinn
