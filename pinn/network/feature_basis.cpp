#include "pinn/network/feature_basis.hpp"

#include <stdexcept>
#include <string>

namespace jetwork::pinn {

FeatureBasis::FeatureBasis(std::shared_ptr<const HiddenLayer> hidden, int order)
    : hidden_(std::move(hidden)), order_(order) {
  if (order < 1 || order > highest_order)
    throw std::invalid_argument("an unknown of order " + std::to_string(order)
                                + " is out of reach: orders 1 to " + std::to_string(highest_order)
                                + " can be solved; write it as a system of lower order");
  tables_ = stored_feature_tables(*hidden_, order);
  if (!tables_)
    tables_ = std::make_shared<const FeatureTables>(compute_feature_tables(*hidden_, order));
}

auto FeatureBasis::output_weights(const Eigen::Ref<const Eigen::VectorXd>& coefficients) const
    -> Eigen::VectorXd {
  // Row by row, so that sums stay in the processor's wide registers.
  const ExtendedVector extended = coefficients.cast<FeatureTables::Extended>();
  return tables_->mixing.lazyProduct(extended).cast<double>();
}

} // namespace jetwork::pinn
