#include "pinn/feature_basis.hpp"

#include <stdexcept>
#include <string>

namespace jetwork::pinn {

FeatureBasis::FeatureBasis(std::shared_ptr<const HiddenLayer> hidden, int order)
    : hidden_(std::move(hidden)), order_(order) {
  if (order < 1 || order > highest_order)
    throw std::invalid_argument("an unknown of order " + std::to_string(order)
                                + " is out of reach: orders 1 to " + std::to_string(highest_order)
                                + " can be solved; write it as a system of lower order");
  if (auto stored = stored_feature_tables(*hidden_, order)) tables_ = *std::move(stored);
  else tables_ = compute_feature_tables(*hidden_, order);
}

auto FeatureBasis::output_weights(const Eigen::Ref<const Eigen::VectorXd>& coefficients) const
    -> Eigen::VectorXd {
  return (tables_.mixing * coefficients.cast<FeatureTables::Extended>()).cast<double>();
}

} // namespace jetwork::pinn
