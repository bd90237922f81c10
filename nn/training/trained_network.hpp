// What a training needs to know of a network, without the type of its activation.
#pragma once

#include "nn/optimise/optimiser_state.hpp"

#include <Eigen/Core>

#include <string>

namespace jetwork::nn::detail {

struct TrainedNetwork {
  std::string architecture; ///< a checkpoint must have the same
  int inputs, outputs;
  BiasMask is_bias;
  Eigen::Ref<Eigen::VectorXd> parameters;
};

} // namespace jetwork::nn::detail
