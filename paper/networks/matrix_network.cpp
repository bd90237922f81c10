#include "paper/networks/matrix_network.hpp"

#include <stdexcept>
#include <string>

namespace jetwork::paper::networks {
namespace {

void require_size(const char* what, const Eigen::MatrixXd& numbers, Eigen::Index rows,
                  Eigen::Index columns) {
  if (numbers.rows() != rows || numbers.cols() != columns)
    throw std::invalid_argument("MatrixNetwork: the " + std::string(what) + " are "
                                + std::to_string(numbers.rows()) + " × "
                                + std::to_string(numbers.cols()) + "; expected "
                                + std::to_string(rows) + " rows, one for each neuron, and "
                                + std::to_string(columns) + " columns, one for each sample");
  if (!numbers.allFinite())
    throw std::invalid_argument("MatrixNetwork: the " + std::string(what)
                                + " contain NaN or infinity; give finite numbers");
}

template <class Numbers>
void require_finite(const char* what, std::size_t layer, const Numbers& numbers) {
  if (!numbers.allFinite())
    throw std::overflow_error("MatrixNetwork: " + std::string(what) + " of layer "
                              + std::to_string(layer)
                              + " contain NaN or infinity; smaller weights, inputs or learning "
                                "rates keep them finite");
}

} // namespace

MatrixNetwork::MatrixNetwork(const std::vector<int>& widths, ScalarActivation activation,
                             NetworkOptions options)
    : f_(activation), options_(options) {
  require_widths("MatrixNetwork", widths);
  weights_ = initial_weights(widths, options_);
  for (std::size_t layer = 0; layer < widths.size(); ++layer) {
    const bool has_bias = options_.biases == Biases::everywhere
                          || (options_.biases == Biases::behind_input && layer > 0);
    biases_.emplace_back(Vector::Constant(has_bias ? widths[layer] : 0, options_.first_bias));
  }
  z_.resize(widths.size());
  a_.resize(widths.size());
  delta_.resize(widths.size());
}

// 3.1.2. The listing overwrites z and a layer by layer; 3.2.1 asks to keep every z. Here all z and a are kept.
auto MatrixNetwork::forward(const Matrix& inputs) -> const Matrix& {
  if (inputs.cols() == 0)
    throw std::invalid_argument("MatrixNetwork::forward: the batch is empty; give a column for "
                                "each sample");
  const Eigen::Index input_neurons = weights_.front().cols();
  require_size("inputs", inputs, input_neurons, inputs.cols());
  holds_ = Holds::nothing;

  // Line 7 adds the input layer's biases, where 2.3.1, line 3 has none: see Biases.
  z_[0] = inputs;
  activate(0);

  // Line 13 has "layer = 0 to layer_count-1", both ends included (2.3.1, note 3). But layer_count - 1 is the
  // output layer, which has no layer + 1 to feed; the loop must end at layer_count - 2.
  for (std::size_t layer = 0; layer + 1 < layer_count(); ++layer) {
    z_[layer + 1].noalias() = weights_[layer] * a_[layer];
    activate(layer + 1);
  }
  holds_ = Holds::activations;
  return a_.back();
}

/// Adds the biases to a layer's z (Eq. 24) and computes its a = f(z).
void MatrixNetwork::activate(std::size_t layer) {
  if (biases_[layer].size() > 0) z_[layer].colwise() += biases_[layer];
  if (activated(layer)) a_[layer] = z_[layer].unaryExpr([&](double z) { return f_(z); });
  else a_[layer] = z_[layer];
  require_finite("the inputs", layer, z_[layer]);
  require_finite("the activations", layer, a_[layer]);
}

// 3.2.2. The text after Eq. 29 and after Eq. 38 evaluates f' "at its output z_j"; z_j is the neuron's
// input, as in 2.2.
void MatrixNetwork::compute_deltas(const Matrix& targets) {
  if (holds_ == Holds::nothing)
    throw std::logic_error("MatrixNetwork::compute_deltas: call forward first");
  require_targets(targets);
  holds_ = Holds::activations;
  const auto slopes = [&](std::size_t layer) {
    return z_[layer].unaryExpr([&](double z) { return f_.slope(z); });
  };

  // Eq. 28: δ = f'(z) ∘ (a - y).
  const std::size_t output_layer = layer_count() - 1;
  delta_[output_layer] = slopes(output_layer).cwiseProduct(a_[output_layer] - targets);
  require_finite("the deltas", output_layer, delta_[output_layer]);

  // Eq. 35–38, all columns of W at once: δ = f'(z) ∘ (Wᵀ δ of the next layer). The paper writes δ_0 … δ_3,
  // though W of Eq. 33 has two columns, for the two neurons of the hidden layer: there is no δ_2 and no
  // δ_3.
  for (std::size_t layer = output_layer; layer-- > 0;) {
    delta_[layer].noalias() = weights_[layer].transpose() * delta_[layer + 1];
    if (activated(layer)) delta_[layer].array() *= slopes(layer).array();
    require_finite("the deltas", layer, delta_[layer]);
  }
  holds_ = Holds::deltas;
}

// 3.2.3. Eq. 43 is the outer product δ·aᵀ. The paper finds no product to be taken there, copies both
// vectors into matrices (Eq. 44, 45) and multiplies these entry by entry; a column times a row is the same,
// without copies. What it then calls "the Δw matrix", np.multiply(mat_activations, mat_deltas), still lacks
// the factor -η of Eq. 39.
auto MatrixNetwork::corrections(const LearningRates& rates) const -> Corrections {
  require_rates("MatrixNetwork", rates);
  if (holds_ != Holds::deltas)
    throw std::logic_error("MatrixNetwork::corrections: call forward and compute_deltas first");
  const auto samples = static_cast<double>(a_.front().cols());
  Corrections all;
  for (std::size_t layer = 0; layer + 1 < layer_count(); ++layer)
    all.weights.emplace_back(-rates.eta / samples * (delta_[layer + 1] * a_[layer].transpose()));
  for (std::size_t layer = 0; layer < layer_count(); ++layer)
    all.biases.push_back(biases_[layer].size() == 0
                             ? Vector()
                             : Vector(-rates.eta_b / samples * delta_[layer].rowwise().sum()));
  return all;
}

void MatrixNetwork::correct(const LearningRates& rates) {
  const Corrections all = corrections(rates);
  for (std::size_t layer = 0; layer < all.weights.size(); ++layer)
    require_finite("the corrections of the weights", layer, all.weights[layer]);
  for (std::size_t layer = 0; layer < all.biases.size(); ++layer)
    require_finite("the corrections of the biases", layer, all.biases[layer]);
  for (std::size_t layer = 0; layer < all.weights.size(); ++layer)
    weights_[layer] += all.weights[layer]; // Eq. 42
  for (std::size_t layer = 0; layer < all.biases.size(); ++layer)
    biases_[layer] += all.biases[layer];
  holds_ = Holds::nothing;
}

auto MatrixNetwork::train(const Matrix& inputs, const Matrix& targets, const LearningRates& rates)
    -> double {
  forward(inputs);
  const double before = loss(targets);
  compute_deltas(targets);
  correct(rates);
  return before;
}

auto MatrixNetwork::loss(const Matrix& targets) const -> double {
  if (holds_ == Holds::nothing) throw std::logic_error("MatrixNetwork::loss: call forward first");
  require_targets(targets);
  return (a_.back() - targets).squaredNorm() / 2 / static_cast<double>(targets.cols());
}

auto MatrixNetwork::weights(std::size_t layer) -> Eigen::Ref<Matrix> {
  holds_ = Holds::nothing;
  return weights_.at(layer);
}
auto MatrixNetwork::biases(std::size_t layer) -> Eigen::Ref<Vector> {
  holds_ = Holds::nothing;
  return biases_.at(layer);
}

auto MatrixNetwork::activated(std::size_t layer) const -> bool {
  return layer > 0 || options_.activate_input;
}
void MatrixNetwork::require_targets(const Matrix& targets) const {
  require_size("targets", targets, a_.back().rows(), a_.back().cols());
}

} // namespace jetwork::paper::networks
