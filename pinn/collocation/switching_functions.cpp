#include "pinn/collocation/switching_functions.hpp"

#include "pinn/problem/dependence.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

namespace jetwork::pinn {

RecordedResidual::SwitchingFunctions::SwitchingFunctions(const RecordedResidual& recorded,
                                                         int points)
    : recorded_(&recorded), points_(points), replay_(recorded.recording_.tape, points) {
  const Recording& recording = recorded.recording_;
  for (const Switch& one : recording.switches) functions_.push_back(one.argument);
  functions_.insert(functions_.end(), recording.events.begin(), recording.events.end());
  std::vector<Value> wanted;
  const auto want = [&](const std::vector<Value>& values) {
    for (const Value& value : values)
      if (!value.is_constant()) wanted.push_back(value);
  };
  want(functions_);
  for (const auto& assigned : recording.assignments) want(assigned);
  replay_.compute_only(std::span<const Value>(wanted));
  std::vector<Value> inputs = recording.values_of_unknowns();
  inputs.push_back(recording.time);
  inputs.insert(inputs.end(), recording.parameters.begin(), recording.parameters.end());
  Ancestors ancestors(recording.tape);
  for (const Value& function : functions_) {
    auto& its_own = on_the_way_.emplace_back();
    if (function.is_constant()) continue;
    for (const std::uint32_t place : ancestors.of(function)) {
      using Kind = autodiff::BatchNode::Kind;
      const Kind kind = recording.tape.nodes()[place].kind;
      if (kind == Kind::elementwise || kind == Kind::folded || kind == Kind::operation)
        its_own.push_back(recording.tape.variable(place));
    }
    inputs.insert(inputs.end(), its_own.begin(), its_own.end());
  }
  replay_.with_respect_to(inputs, {});
  for (const Value& multiplier : recorded.multipliers_) replay_.set(multiplier, 0.0); // not used
  replay_.hold(recording.shared());
}

auto RecordedResidual::SwitchingFunctions::value_of(const Value& value) const
    -> Eigen::RowVectorXd {
  if (value.is_constant()) return Eigen::RowVectorXd::Constant(points_, value.constant());
  return replay_.value(value).row(0).leftCols(points_);
}

auto RecordedResidual::SwitchingFunctions::rounding(std::size_t function) -> double {
  constexpr double units = 16 * std::numeric_limits<double>::epsilon();
  const Gradient by = gradient(function);
  const Recording& recording = recorded_->recording_;
  const auto of = [&](const Value& input, double slope) {
    return slope == 0 ? 0.0 : std::abs(slope * replay_.value(input)(0, 0));
  };
  double sum = of(recording.time, by.by_time);
  for (std::size_t i = 0; i < recording.unknowns.size(); ++i)
    for (std::size_t n = 0; n < recording.unknowns[i].size(); ++n)
      sum += of(recording.unknowns[i][n], by.by_unknowns[i][n]);
  return units * sum;
}

auto RecordedResidual::SwitchingFunctions::rounding_on_the_way(std::size_t function) -> double {
  const Value& value = functions_[function];
  if (value.is_constant()) return 0.0;
  replay_.reverse(value);
  double sum = 0.0;
  for (const Value& one : on_the_way_[function])
    sum += std::abs(replay_.adjoint(one)(0, 0) * replay_.value(one)(0, 0));
  return std::numeric_limits<double>::epsilon() * sum;
}

auto RecordedResidual::SwitchingFunctions::gradient_of(const Value& value) -> Gradient {
  const Recording& recording = recorded_->recording_;
  if (!value.is_constant()) replay_.reverse(value);
  const auto by = [&](const Value& input) {
    return value.is_constant() ? 0.0 : replay_.adjoint(input)(0, 0);
  };
  Gradient gradient{.by_time = by(recording.time), .by_unknowns = {}, .by_parameters = {}};
  for (const auto& derivatives : recording.unknowns) {
    auto& of_one = gradient.by_unknowns.emplace_back();
    for (const Value& derivative : derivatives) of_one.push_back(by(derivative));
  }
  for (const Value& parameter : recording.parameters)
    gradient.by_parameters.push_back(by(parameter));
  return gradient;
}

} // namespace jetwork::pinn
