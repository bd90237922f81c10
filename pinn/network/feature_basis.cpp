#include "pinn/network/feature_basis.hpp"

#include <cmath>
#include <stdexcept>
#include <string>
#include <tuple>

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
  // Modes are made of neurons that nearly cancel: a product in twice the working precision, for all neurons at a time
  // (Ogita, Rump and Oishi 2005, algorithm 5.3).
  const auto& [mixing, mixing_rest] = std::tie(tables_->mixing, tables_->mixing_rest);
  Eigen::VectorXd weights = Eigen::VectorXd::Zero(mixing.rows()), rest = weights;
  for (Eigen::Index mode = 0; mode < coefficients.size(); ++mode)
    for (Eigen::Index i = 0; i < weights.size(); ++i) {
      const double coefficient = coefficients[mode];
      const double product = mixing(i, mode) * coefficient;
      const double sum = weights[i] + product, added = sum - weights[i];
      rest[i] += std::fma(mixing(i, mode), coefficient, -product)
                 + ((weights[i] - (sum - added)) + (product - added))
                 + mixing_rest(i, mode) * coefficient;
      weights[i] = sum;
    }
  return weights + rest;
}

} // namespace jetwork::pinn
