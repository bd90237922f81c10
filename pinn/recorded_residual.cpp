#include "pinn/recorded_residual.hpp"

#include <stdexcept>
#include <string>

namespace jetwork::pinn {

using autodiff::BatchVariable;

RecordedResidual::RecordedResidual(const Problem& problem) : time_(tape_.input(1)) {
  for (const Unknown& unknown : problem.unknowns) {
    auto& derivatives = unknowns_.emplace_back();
    for (int n = 0; n <= unknown.order(); ++n) derivatives.push_back(tape_.input(1));
  }
  std::vector<Derivatives<BatchVariable>> arguments;
  for (const auto& derivatives : unknowns_) arguments.emplace_back(derivatives);
  equations_ = problem.residual(time_, arguments);
  if (equations_.size() != unknowns_.size())
    throw std::invalid_argument("the residual has " + std::to_string(equations_.size())
                                + " equations for " + std::to_string(unknowns_.size())
                                + " unknowns; give one equation for each unknown");
}

auto RecordedResidual::order(int unknown) const -> int {
  return static_cast<int>(unknowns_[static_cast<std::size_t>(unknown)].size()) - 1;
}

RecordedResidual::Replay::Replay(const RecordedResidual& recorded, int points)
    : recorded_(&recorded), replay_(recorded.tape_, points) {}

} // namespace jetwork::pinn
