// A network without the type of its activation: what a network file holds.
//
//   const NetworkDescription described = describe(network);
//   described.widths, described.activation;              // {64, 32, 10}, "tanh"
#pragma once

#include "nn/dense_network.hpp"

#include <string>
#include <vector>

namespace jetwork::nn {

struct NetworkDescription {
  std::vector<int> widths;
  std::string activation; ///< its name in the rule table
  DenseNetworkOptions options;
  Eigen::VectorXd parameters;
};

template <class Activation>
auto describe(const DenseNetwork<Activation>& network) -> NetworkDescription {
  return {network.widths(), std::string(network.activation().name()), network.options(),
          network.parameters()};
}

} // namespace jetwork::nn
