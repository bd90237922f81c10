#include "paper/networks/neuron_network.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>

namespace jetwork::paper::networks {
namespace {

void require_numbers(const char* what, const std::vector<double>& numbers, std::size_t wanted) {
  if (numbers.size() != wanted)
    throw std::invalid_argument("NeuronNetwork: " + std::string(what) + " has "
                                + std::to_string(numbers.size()) + " numbers, but the layer has "
                                + std::to_string(wanted) + " neurons");
  for (std::size_t i = 0; i < numbers.size(); ++i)
    if (!std::isfinite(numbers[i]))
      throw std::invalid_argument("NeuronNetwork: number " + std::to_string(i) + " of "
                                  + std::string(what) + " is " + std::to_string(numbers[i])
                                  + "; give finite numbers");
}

void require_finite(double number, const char* what, const Neuron& neuron) {
  if (!std::isfinite(number))
    throw std::overflow_error("NeuronNetwork: " + std::string(what) + " of the "
                              + neuron.description + " is " + std::to_string(number)
                              + "; smaller weights, inputs or learning rates keep it finite");
}

} // namespace

NeuronNetwork::NeuronNetwork(const std::vector<int>& widths, ScalarActivation activation,
                             NetworkOptions options)
    : f_(activation), options_(options) {
  require_widths("NeuronNetwork", widths);
  const auto weights = initial_weights(widths, options_);
  for (std::size_t layer = 0; layer < widths.size(); ++layer) {
    const std::string kind = layer == 0                   ? "input"
                             : layer + 1 == widths.size() ? "output"
                                                          : "hidden";
    Layer& neurons = layers_.emplace_back(static_cast<std::size_t>(widths[layer]));
    for (std::size_t neuron = 0; neuron < neurons.size(); ++neuron) {
      neurons[neuron].description =
          kind + " neuron " + std::to_string(neuron) + " of layer " + std::to_string(layer);
      neurons[neuron].b = has_bias(layer) ? options_.first_bias : 0.0;
      if (layer + 1 < widths.size()) {
        const auto to_next_layer = weights[layer].col(static_cast<Eigen::Index>(neuron));
        neurons[neuron].w.assign(to_next_layer.begin(), to_next_layer.end());
      }
    }
  }
}

// 2.3.1. By its note 3, all loops include both ends. A loop "0 to count" (lines 2, 10 and 12) then visits
// one neuron too many, because the last neuron, counted from 0, is count - 1. Note 1 writes (neuron, layer),
// lines 13 and 14 (layer, neuron).
auto NeuronNetwork::forward(const std::vector<double>& input) -> std::vector<double> {
  require_numbers("the input", input, layers_.front().size());
  holds_ = Holds::nothing;

  // Lines 1–5: load the input layer. Line 3 has z = input; Eq. 6 and 3.1.2, line 7 add the input neuron's
  // bias, and 2.4.1, line 37 corrects it. Both are right, each with its own choice of Biases: an input neuron
  // without a bias has b = 0.
  for (std::size_t neuron = 0; neuron < layers_.front().size(); ++neuron) {
    Neuron& input_neuron = layers_.front()[neuron];
    input_neuron.z = input[neuron] + input_neuron.b;
    input_neuron.a = options_.activate_input ? f_(input_neuron.z) : input_neuron.z;
    require_finite(input_neuron.a, "the activation", input_neuron);
  }

  // Lines 7–19: propagate from the input layer through the entire network.
  const std::size_t output_layer = layers_.size() - 1;
  for (std::size_t layer = 0; layer < output_layer; ++layer) {
    const std::size_t forward_layer = layer + 1;
    for (std::size_t forward_neuron = 0; forward_neuron < layers_[forward_layer].size();
         ++forward_neuron) {
      Neuron& destination = layers_[forward_layer][forward_neuron];
      double z = 0.0;
      for (const Neuron& source : layers_[layer]) z += source.w[forward_neuron] * source.a;
      // Line 14 prints "+ bias of (layer, neuron)" inside the loop. That is the bias of each source, and
      // the output layer's would never be used. Eq. 1 adds the bias of the destination, and adds it once.
      z += destination.b;
      destination.z = z;
      destination.a = f_(z);
      require_finite(destination.z, "the input", destination);
      require_finite(destination.a, "the activation", destination);
    }
  }
  holds_ = Holds::activations;

  std::vector<double> output;
  for (const Neuron& neuron : layers_.back()) output.push_back(neuron.a);
  return output;
}

// 2.4.1, lines 9–32. In 2.4 itself, step 3 corrects w_jk before step 4 sends δ_k back through it, and step
// 5 corrects w_ij before step 6 does. But ∂L/∂z is a derivative of the network that made the activations:
// all δ come first, with the weights of the forward pass, as in the listing 2.4.1.
void NeuronNetwork::compute_deltas(const std::vector<double>& target) {
  if (holds_ == Holds::nothing)
    throw std::logic_error("NeuronNetwork::compute_deltas: call forward first");
  require_target(target);
  holds_ = Holds::activations;
  const std::size_t output_layer = layers_.size() - 1;

  // Lines 11–17, Eq. 12: δ_k = f'(z_k)(a_k - y_k). Line 11 counts "1 to number", where line 22 counts "0 to
  // number": the first misses neuron 0, the second runs over the end.
  for (std::size_t neuron = 0; neuron < layers_[output_layer].size(); ++neuron) {
    Neuron& output_neuron = layers_[output_layer][neuron];
    const double loss_slope = output_neuron.a - target[neuron]; // the paper's dL
    output_neuron.delta = loss_slope * f_.slope(output_neuron.z);
    require_finite(output_neuron.delta, "delta", output_neuron);
  }

  // Lines 19–32, Eq. 29: δ_j = f'(z_j) Σ_k δ_k w_jk. The comment in line 19 also promises to correct
  // biases; no line of this loop does, and none must, since line 37 comes to them.
  for (std::size_t hidden_layer = output_layer; hidden_layer-- > 0;) { // output_layer - 1 to 0
    const std::size_t forward_layer = hidden_layer + 1;
    for (Neuron& neuron : layers_[hidden_layer]) {
      double dsum = 0.0;
      for (std::size_t forward_neuron = 0; forward_neuron < layers_[forward_layer].size();
           ++forward_neuron)
        // Line 25 takes the weight to (forward_neuron, hidden_layer), a neuron of the same layer, to which
        // there is no weight. The neuron is (forward_neuron, forward_layer).
        dsum += layers_[forward_layer][forward_neuron].delta * neuron.w[forward_neuron];
      // Lines 28 and 29 stand inside the loop over forward neurons, where they multiply each partial sum;
      // only the last product is right. Once, behind the loop, is enough.
      const bool activated = hidden_layer > 0 || options_.activate_input;
      neuron.delta = activated ? f_.slope(neuron.z) * dsum : dsum;
      require_finite(neuron.delta, "delta", neuron);
    }
  }
  holds_ = Holds::deltas;
}

// 2.4.1, lines 34–44, and line 16. The listing applies each correction at once; Eq. 5 averages corrections first,
// so they are returned.
auto NeuronNetwork::corrections(const LearningRates& rates) const -> NeuronCorrections {
  require_rates("NeuronNetwork", rates);
  if (holds_ != Holds::deltas)
    throw std::logic_error("NeuronNetwork::corrections: call forward and compute_deltas first");
  NeuronCorrections all(layers_.size());
  for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
    for (const Neuron& neuron : layers_[layer]) {
      NeuronCorrection& correction = all[layer].emplace_back();
      // Line 37 prints +=, which climbs: the loss grows with the bias where δ > 0 (Eq. 91 and 104). Line 16
      // has the right sign, for the output layer. Lines 35–37 also correct the input layer's biases, which
      // move the loss only if there are any (Eq. 6).
      if (has_bias(layer)) correction.b = -rates.eta_b * neuron.delta;
      // Line 41 and Eq. 39, Δw_jk = -η δ_k a_j. Equations 14 and 15 print the same without the minus, which
      // climbs.
      for (std::size_t forward_neuron = 0; forward_neuron < neuron.w.size(); ++forward_neuron)
        correction.w.push_back(-rates.eta * layers_[layer + 1][forward_neuron].delta * neuron.a);
    }
  }
  return all;
}

void NeuronNetwork::correct(const LearningRates& rates) { apply(corrections(rates)); }

auto NeuronNetwork::train(const std::vector<TrainingPair>& pairs, const LearningRates& rates)
    -> double {
  if (pairs.empty()) throw std::invalid_argument("NeuronNetwork::train: give at least one pair");
  for (const TrainingPair& pair : pairs) {
    require_numbers("the input", pair.input, layers_.front().size());
    require_target(pair.target);
  }

  // Eq. 5: the sum of the corrections of all pairs, each with the old weights, and then their average.
  const auto number_of_pairs = static_cast<double>(pairs.size());
  double sum_of_losses = 0;
  NeuronCorrections sum;
  for (const TrainingPair& pair : pairs) {
    forward(pair.input);
    sum_of_losses += loss(pair.target);
    compute_deltas(pair.target);
    NeuronCorrections of_pair = corrections(rates);
    if (sum.empty()) {
      sum = std::move(of_pair);
      continue;
    }
    for (std::size_t layer = 0; layer < sum.size(); ++layer)
      for (std::size_t neuron = 0; neuron < sum[layer].size(); ++neuron) {
        NeuronCorrection& of_sum = sum[layer][neuron];
        of_sum.b += of_pair[layer][neuron].b;
        for (std::size_t forward_neuron = 0; forward_neuron < of_sum.w.size(); ++forward_neuron)
          of_sum.w[forward_neuron] += of_pair[layer][neuron].w[forward_neuron];
      }
  }
  for (auto& layer : sum)
    for (NeuronCorrection& correction : layer) {
      correction.b /= number_of_pairs;
      for (double& dw : correction.w) dw /= number_of_pairs;
    }
  apply(sum);
  return sum_of_losses / number_of_pairs;
}

void NeuronNetwork::apply(const NeuronCorrections& corrections) {
  for (std::size_t layer = 0; layer < layers_.size(); ++layer)
    for (std::size_t neuron = 0; neuron < layers_[layer].size(); ++neuron) {
      require_finite(corrections[layer][neuron].b, "the correction of the bias",
                     layers_[layer][neuron]);
      for (const double dw : corrections[layer][neuron].w)
        require_finite(dw, "the correction of a weight", layers_[layer][neuron]);
    }
  for (std::size_t layer = 0; layer < layers_.size(); ++layer)
    for (std::size_t neuron = 0; neuron < layers_[layer].size(); ++neuron) {
      Neuron& corrected = layers_[layer][neuron];
      corrected.b += corrections[layer][neuron].b;
      for (std::size_t forward_neuron = 0; forward_neuron < corrected.w.size(); ++forward_neuron)
        corrected.w[forward_neuron] += corrections[layer][neuron].w[forward_neuron];
    }
  holds_ = Holds::nothing;
}

auto NeuronNetwork::loss(const std::vector<double>& target) const -> double {
  if (holds_ == Holds::nothing) throw std::logic_error("NeuronNetwork::loss: call forward first");
  require_target(target);
  double sum = 0;
  for (std::size_t neuron = 0; neuron < target.size(); ++neuron) {
    const double difference = layers_.back()[neuron].a - target[neuron];
    sum += difference * difference;
  }
  return sum / 2;
}

auto NeuronNetwork::weight(std::size_t layer, std::size_t neuron, std::size_t forward_neuron)
    -> double& {
  holds_ = Holds::nothing;
  return layers_.at(layer).at(neuron).w.at(forward_neuron);
}

auto NeuronNetwork::bias(std::size_t layer, std::size_t neuron) -> double& {
  Neuron& owner = layers_.at(layer).at(neuron);
  if (!has_bias(layer))
    throw std::invalid_argument("NeuronNetwork::bias: the " + owner.description
                                + " has none; NetworkOptions::biases says which neurons have");
  holds_ = Holds::nothing;
  return owner.b;
}

auto NeuronNetwork::has_bias(std::size_t layer) const -> bool {
  return options_.biases == Biases::everywhere
         || (options_.biases == Biases::behind_input && layer > 0);
}

void NeuronNetwork::require_target(const std::vector<double>& target) const {
  require_numbers("the target", target, layers_.back().size());
}

} // namespace jetwork::paper::networks
