#include "pinn/network/hidden_layer.hpp"

#include "nn/initialise.hpp"

namespace jetwork::pinn {

auto draw_hidden_layer(std::uint64_t seed, const HiddenLayerOptions& options)
    -> std::shared_ptr<const HiddenLayer> {
  nn::UniformGenerator uniform(seed);
  auto hidden = std::make_shared<HiddenLayer>(
      HiddenLayer{Eigen::VectorXd(options.neurons), Eigen::VectorXd(options.neurons)});
  for (int i = 0; i < options.neurons; ++i) {
    const double slope = uniform(options.flattest, options.steepest);
    const double centre = options.reach * (2 * (i + uniform(0, 1)) / options.neurons - 1);
    hidden->weight[i] = uniform(0, 1) < 0.5 ? slope : -slope;
    hidden->bias[i] = -hidden->weight[i] * centre;
  }
  return hidden;
}

} // namespace jetwork::pinn
