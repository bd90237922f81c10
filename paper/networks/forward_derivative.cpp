#include "paper/networks/forward_derivative.hpp"

#include <stdexcept>

namespace jetwork::paper::networks {
namespace {

/// Eq. 133 and 144, a = f(z): fills in da and d2a.
void activate(NeuronDerivatives& neuron, double slope, double curvature) {
  neuron.da = slope * neuron.dz;
  neuron.d2a = curvature * neuron.dz * neuron.dz.transpose() + slope * neuron.d2z;
}

void require_finite(const NeuronDerivatives& derivatives, const Neuron& neuron) {
  if (!derivatives.da.allFinite() || !derivatives.d2a.allFinite())
    throw std::overflow_error("pass_derivatives_forward: a derivative of the " + neuron.description
                              + " is infinite or NaN");
}

} // namespace

auto pass_derivatives_forward(NeuronNetwork network, const std::vector<double>& input)
    -> std::vector<std::vector<NeuronDerivatives>> {
  network.forward(input);
  const std::vector<Layer>& layers = network.layers();
  const ScalarActivation& f = network.activation();
  const auto inputs = static_cast<Eigen::Index>(input.size());
  std::vector<std::vector<NeuronDerivatives>> all(layers.size());

  // Eq. 130. An input neuron moves with its own input alone: dz_i/dx_m is 1 for m = i, and 0 for all
  // others, which the paper does not write where it sums over several of them.
  for (std::size_t neuron = 0; neuron < layers.front().size(); ++neuron) {
    const double z = layers.front()[neuron].z;
    NeuronDerivatives& of_neuron = all.front().emplace_back();
    of_neuron.dz = Eigen::VectorXd::Unit(inputs, static_cast<Eigen::Index>(neuron));
    of_neuron.d2z = Eigen::MatrixXd::Zero(inputs, inputs);
    if (network.options().activate_input) activate(of_neuron, f.slope(z), f.curvature(z));
    else activate(of_neuron, 1, 0);
    require_finite(of_neuron, layers.front()[neuron]);
  }

  for (std::size_t layer = 0; layer + 1 < layers.size(); ++layer) {
    const std::size_t forward_layer = layer + 1;
    for (std::size_t forward_neuron = 0; forward_neuron < layers[forward_layer].size();
         ++forward_neuron) {
      const Neuron& destination = layers[forward_layer][forward_neuron];
      NeuronDerivatives& of_destination = all[forward_layer].emplace_back();
      of_destination.dz = Eigen::VectorXd::Zero(inputs);
      of_destination.d2z = Eigen::MatrixXd::Zero(inputs, inputs);
      for (std::size_t neuron = 0; neuron < layers[layer].size(); ++neuron) {
        const double w = layers[layer][neuron].w[forward_neuron];
        of_destination.dz += w * all[layer][neuron].da; // Eq. 151, 161
        of_destination.d2z += w * all[layer][neuron].d2a;
      }
      activate(of_destination, f.slope(destination.z), f.curvature(destination.z));
      require_finite(of_destination, destination);
    }
  }
  return all;
}

} // namespace jetwork::paper::networks
