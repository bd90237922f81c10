// The paper's matrix network (3.1, 3.2): NeuronNetwork with the matrix products of a library in place of loops.
//
//   MatrixNetwork network({2, 3, 1}, activation("sigmoid"));
//   Eigen::MatrixXd inputs(2, 4), targets(1, 4);                  // a column is a sample, of a batch of 4
//   inputs << 0, 0, 1, 1, 0, 1, 0, 1;
//   targets << 0, 1, 1, 0;
//   network.train(inputs, targets, {.eta = 0.5, .eta_b = 0.1});   // forward, δ, and one averaged correction
//
// A layer's z, a and δ are matrices with a row for each neuron and a column for each sample. The product
// δ·aᵀ then is at once the outer product of Eq. 43 and the sum over the pairs of Eq. 5. Widths, options and
// initial weights are those of NeuronNetwork, and so is every step (paper/networks/neuron_network.hpp).
#pragma once

#include "paper/networks/network_options.hpp"
#include "paper/networks/scalar_activation.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <vector>

namespace jetwork::paper::networks {

class MatrixNetwork {
public:
  using Matrix = Eigen::MatrixXd;
  using Vector = Eigen::VectorXd;

  /// Widths from the input to the output layer. Throws std::invalid_argument if one is not positive.
  MatrixNetwork(const std::vector<int>& widths, ScalarActivation activation,
                NetworkOptions options = {});

  /// Computes z and a of all layers; returns those of the output layer, outputs × samples. Throws
  /// std::invalid_argument if the inputs have the wrong number of rows, no column, or a number that is not
  /// finite, std::overflow_error if a z or an a is not.
  auto forward(const Matrix& inputs) -> const Matrix&;

  /// Computes δ of all layers, for the batch last sent forward. Throws std::logic_error if there is none,
  /// std::invalid_argument if the targets have another size than the outputs or are not finite.
  void compute_deltas(const Matrix& targets);

  /// The averaged corrections (Eq. 5) from the δ last computed: of the weights from each layer to the next,
  /// and of each layer's biases (empty where it has none). Throws std::logic_error if there are none.
  struct Corrections {
    std::vector<Matrix> weights;
    std::vector<Vector> biases;
  };
  auto corrections(const LearningRates& rates) const -> Corrections;

  /// Applies these corrections.
  void correct(const LearningRates& rates);

  /// forward, compute_deltas and correct. Returns the mean loss before the correction. Throws as these
  /// steps do; nothing is corrected then.
  auto train(const Matrix& inputs, const Matrix& targets, const LearningRates& rates) -> double;

  /// ½ Σ_k (a_k - y_k)² (Eq. 46), the mean over the batch last sent forward.
  auto loss(const Matrix& targets) const -> double;

  auto layer_count() const -> std::size_t { return biases_.size(); }
  /// z, a and δ of each layer from the last forward and compute_deltas: neurons × samples.
  auto z(std::size_t layer) const -> const Matrix& { return z_.at(layer); }
  auto a(std::size_t layer) const -> const Matrix& { return a_.at(layer); }
  auto delta(std::size_t layer) const -> const Matrix& { return delta_.at(layer); }

  /// The weights from a layer to the next, a row for each neuron of the next (Eq. 21, 25), and a layer's
  /// biases, with no rows where it has none. In place.
  auto weights(std::size_t layer) -> Eigen::Ref<Matrix>;
  auto biases(std::size_t layer) -> Eigen::Ref<Vector>;

private:
  enum class Holds { nothing, activations, deltas };

  auto activated(std::size_t layer) const -> bool;
  void activate(std::size_t layer);
  void require_targets(const Matrix& targets) const;

  ScalarActivation f_;
  NetworkOptions options_;
  std::vector<Matrix> weights_;
  std::vector<Vector> biases_;
  std::vector<Matrix> z_, a_, delta_;
  Holds holds_ = Holds::nothing;
};

} // namespace jetwork::paper::networks
