#include "pinn/problem/recorded_quantities.hpp"

namespace jetwork::pinn {

RecordedQuantities::RecordedQuantities(std::span<const int> orders,
                                       std::span<const double> parameters,
                                       std::span<const Quantity> quantities)
    : time_(tape_.input(1)), parameter_values_(parameters.begin(), parameters.end()) {
  std::vector<Derivatives<Value>> arguments;
  for (const int order : orders) {
    auto& derivatives = unknowns_.emplace_back();
    for (int n = 0; n <= order; ++n) derivatives.push_back(tape_.input(1));
  }
  for (const auto& derivatives : unknowns_) arguments.emplace_back(derivatives);
  for (std::size_t k = 0; k < parameters.size(); ++k) parameters_.push_back(tape_.input(1));
  for (const Quantity& quantity : quantities)
    quantities_.push_back(quantity(time_, arguments, parameters_));
}

void RecordedQuantities::set(std::span<const double> t,
                             const std::vector<std::vector<std::vector<double>>>& values) {
  const auto count = static_cast<Eigen::Index>(t.size());
  if (!replay_ || points_ != count) {
    replay_.emplace(tape_, static_cast<int>(count));
    points_ = count;
    for (std::size_t k = 0; k < parameters_.size(); ++k)
      replay_->set(parameters_[k], parameter_values_[k]);
  }
  const auto row = [&](std::span<const double> numbers) {
    return Eigen::Map<const Eigen::RowVectorXd>(numbers.data(), count);
  };
  replay_->set(time_, row(t));
  for (std::size_t i = 0; i < unknowns_.size(); ++i)
    for (std::size_t n = 0; n < unknowns_[i].size(); ++n)
      replay_->set(unknowns_[i][n], row(values[i][n]));
  replay_->forward();
}

auto RecordedQuantities::value(std::size_t quantity) const -> Eigen::VectorXd {
  const Value& its = quantities_[quantity];
  if (its.is_constant()) return Eigen::VectorXd::Constant(points_, its.constant());
  return replay_->value(its).row(0).transpose();
}

} // namespace jetwork::pinn
