#include "paper/networks/network_options.hpp"

#include "nn/initialise.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace jetwork::paper::networks {

auto initial_weights(const std::vector<int>& widths, const NetworkOptions& options)
    -> std::vector<Eigen::MatrixXd> {
  nn::UniformGenerator uniform(options.seed);
  std::vector<Eigen::MatrixXd> all;
  for (std::size_t layer = 0; layer + 1 < widths.size(); ++layer) {
    all.emplace_back(widths[layer + 1], widths[layer]);
    for (double& w : all.back().reshaped())
      w = uniform(-options.largest_weight, options.largest_weight);
  }
  return all;
}

void require_widths(const std::string& network, const std::vector<int>& widths) {
  if (widths.size() < 2)
    throw std::invalid_argument(network
                                + ": give at least the widths of the input and the output layer");
  const auto empty = std::ranges::find_if(widths, [](int width) { return width < 1; });
  if (empty != widths.end())
    throw std::invalid_argument(network + ": layer " + std::to_string(empty - widths.begin())
                                + " has the width " + std::to_string(*empty)
                                + "; every layer needs at least one neuron");
}

void require_rates(const std::string& network, const LearningRates& rates) {
  for (const double rate : {rates.eta, rates.eta_b})
    if (!std::isfinite(rate) || rate < 0)
      throw std::invalid_argument(network + ": a learning rate is " + std::to_string(rate)
                                  + "; it must be finite and not negative");
}

} // namespace jetwork::paper::networks
