#include "pinn/collocation/recorded_residual.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace jetwork::pinn {

using autodiff::BatchVariable;

RecordedResidual::Recording::Recording(const Problem& problem) : time(tape.input(1)) {
  for (const Unknown& unknown : problem.unknowns) {
    auto& derivatives = unknowns.emplace_back();
    for (int n = 0; n <= unknown.order(); ++n) derivatives.push_back(tape.input(1));
  }
  std::vector<Derivatives<BatchVariable>> arguments;
  for (const auto& derivatives : unknowns) arguments.emplace_back(derivatives);
  equations = problem.residual(time, arguments);
  if (equations.size() != unknowns.size())
    throw std::invalid_argument("the residual has " + std::to_string(equations.size())
                                + " equations for " + std::to_string(unknowns.size())
                                + " unknowns; give one equation for each unknown");
}

RecordedResidual::RecordedResidual(const Problem& problem) : plain_(problem), weighted_(problem) {
  for (const Unknown& unknown : problem.unknowns) orders_.push_back(unknown.order());
  add_sums();
  find_dependences();
}

void RecordedResidual::add_sums() {
  for (int k = 0; k < std::min(equations(), most_swept); ++k)
    multipliers_.push_back(weighted_.tape.input(1));
  for (int e = 0; e < equations(); ++e) {
    const auto k = static_cast<std::size_t>(e % most_swept);
    const BatchVariable term = multipliers_[k] * weighted_.equations[static_cast<std::size_t>(e)];
    if (k == 0) sums_.push_back(term);
    else sums_.back() += term;
  }
}

/// Follows each input through the tape.
void RecordedResidual::find_dependences() {
  const autodiff::BatchProgram program(plain_.tape);
  for (int i = 0; i < equations(); ++i)
    for (int n = 0; n <= order(i); ++n) {
      autodiff::BatchProgram::Flags uses(program.size());
      uses[plain_.unknowns[static_cast<std::size_t>(i)][static_cast<std::size_t>(n)].index()] = 1;
      program.propagate(uses);
      for (int e = 0; e < equations(); ++e) {
        const BatchVariable& equation = plain_.equations[static_cast<std::size_t>(e)];
        if (equation.tape() != 0 && uses[equation.index()] != 0) dependences_.push_back({e, i, n});
      }
    }
  std::stable_sort(dependences_.begin(), dependences_.end(),
                   [](const auto& a, const auto& b) { return a.equation < b.equation; });
}

RecordedResidual::Replay::Replay(const RecordedResidual& recorded, int points)
    : recorded_(&recorded), replay_(recorded.plain_.tape, points) {}

RecordedResidual::Differentiable::Differentiable(const RecordedResidual& recorded, int points)
    : recorded_(&recorded),
      points_(points),
      replay_(recorded.weighted_.tape, points * static_cast<int>(recorded.multipliers_.size())),
      copies_(points, static_cast<Eigen::Index>(recorded.multipliers_.size())) {
  std::vector<BatchVariable> wanted;
  for (const auto& derivatives : recorded.weighted_.unknowns)
    wanted.insert(wanted.end(), derivatives.begin(), derivatives.end());
  replay_.with_respect_to(wanted, {});
  for (Eigen::Index k = 0; k < copies_.cols(); ++k) {
    copies_.setZero();
    copies_.col(k).setOnes();
    replay_.set(recorded.multipliers_[static_cast<std::size_t>(k)], copies_.reshaped());
  }
}

void RecordedResidual::Differentiable::write(const BatchVariable& input,
                                             const Eigen::Ref<const Eigen::VectorXd>& values) {
  copies_.colwise() = values;
  replay_.set(input, copies_.reshaped());
}

void RecordedResidual::Differentiable::set_time(const Eigen::Ref<const Eigen::VectorXd>& t) {
  write(recorded_->weighted_.time, t);
}

void RecordedResidual::Differentiable::set(int unknown, int derivative,
                                           const Eigen::Ref<const Eigen::VectorXd>& values) {
  write(recorded_->weighted_.unknowns[index(unknown)][index(derivative)], values);
}

} // namespace jetwork::pinn
