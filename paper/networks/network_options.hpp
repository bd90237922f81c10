// What NeuronNetwork and MatrixNetwork have in common: their options, and their initial weights.
//
//   NeuronNetwork network({3, 2, 4}, activation("tanh"), {.biases = Biases::none, .seed = 7});
//   network.train(pairs, {.eta = 0.1, .eta_b = 0.01});
#pragma once

#include <Eigen/Core>

#include <cstdint>
#include <string>
#include <vector>

namespace jetwork::paper::networks {

/// Which neurons have a bias.
enum class Biases {
  none,
  behind_input, ///< all neurons behind the input layer, as in Eq. 1
  everywhere    ///< input neurons too, z_i = x_i + b_i, as in Eq. 6 and in 3.1.2, line 7
};

struct NetworkOptions {
  bool activate_input = true; ///< a_i = f(z_i) as in 2.3.1, line 4, or else a_i = z_i
  Biases biases = Biases::behind_input;
  std::uint64_t seed = 1;      ///< of the initial weights
  double largest_weight = 0.5; ///< the initial weights are uniform in ±largest_weight
  double first_bias = 0.01;    ///< as in 2.1, line 5
};

/// How far a correction goes against the gradient: Δw = -eta·∂L/∂w, Δb = -eta_b·∂L/∂b.
struct LearningRates {
  double eta;
  double eta_b = eta;
};

/// One matrix from each layer to the next. It has a row for each neuron of the layer that it feeds: row k,
/// column j is the paper's w_jk (Eq. 21). The same widths and seed give the same weights everywhere.
auto initial_weights(const std::vector<int>& widths, const NetworkOptions& options)
    -> std::vector<Eigen::MatrixXd>;

/// Throws std::invalid_argument unless there are an input and an output layer and no layer is empty.
void require_widths(const std::string& network, const std::vector<int>& widths);
/// Throws std::invalid_argument unless both rates are finite and not negative.
void require_rates(const std::string& network, const LearningRates& rates);

} // namespace jetwork::paper::networks
