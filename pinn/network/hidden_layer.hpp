// The hidden layer of the segments' networks: tanh neurons of one input, drawn at random.
//
//   const auto hidden = draw_hidden_layer(1);            // the same on every machine
//   hidden->weight[0], hidden->bias[0];
#pragma once

#include <Eigen/Core>

#include <cstdint>
#include <memory>

namespace jetwork::pinn {

/// The hidden layer φ_i(x) = tanh(weight_i·x + bias_i), x in [-1, 1]. Segments share one.
struct HiddenLayer {
  Eigen::VectorXd weight;
  Eigen::VectorXd bias;
};

/// A random hidden layer: slopes uniform between `flattest` and `steepest`, of either sign, centres spread evenly over
/// [-reach, reach]. Steeper neurons make the higher modes out of smaller weights, flatter ones reproduce the lower
/// modes better; centres a little beyond the segment keep its ends as well covered as its middle. The defaults were
/// chosen by measurement.
struct HiddenLayerOptions {
  int neurons = 64;
  double flattest = 1.0;
  double steepest = 4.0;
  double reach = 1.2;
};
/// The seed where none is chosen.
inline constexpr std::uint64_t default_seed = 1;
auto draw_hidden_layer(std::uint64_t seed, const HiddenLayerOptions& options = {})
    -> std::shared_ptr<const HiddenLayer>;

} // namespace jetwork::pinn
