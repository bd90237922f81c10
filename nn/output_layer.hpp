// The output layer by linear least squares, the hidden layers left as they are.
//
//   glorot_uniform(network, 7);
//   double norm = fit_output_layer(network, samples);     // ‖prediction - target‖ of all samples together
//
// A network is linear in its last layer, so the best last layer is found at once: min ‖A Wᵀ - Tᵀ‖ with a row of A for
// every sample, the last hidden layer's outputs and a 1 for the bias. A is the derivative of an output by the last
// layer's weights, which the engine gives. The problem is solved by a complete orthogonal decomposition, because the
// columns of A are nearly dependent and the normal equations would square their condition number. If they are
// dependent, the smallest weights are taken.
#pragma once

#include "autodiff/batch.hpp"
#include "nn/dense_network.hpp"
#include "nn/samples.hpp"

#include <Eigen/QR>

#include <stdexcept>

namespace jetwork::nn {

/// Sets the last layer's weights and biases so that Σ (prediction - target)² is smallest. Returns the root of the
/// sum. Throws std::invalid_argument, and leaves the network as it is, where samples do not fit, or the last hidden
/// layer's outputs are infinite or NaN.
template <class Activation>
auto fit_output_layer(DenseNetwork<Activation>& network, const Samples& samples) -> double {
  check(samples, network.widths().front(), network.widths().back());
  const std::size_t last = network.layers().size() - 1;
  const bool biased = network.options().biases;
  const Eigen::VectorXd before = network.parameters();
  network.weights(last).setZero();
  network.biases(last).setZero();

  autodiff::BatchTape tape;
  const autodiff::BatchVariable x = tape.input(network.widths().front());
  const auto recorded = network.record(tape);
  const autodiff::BatchVariable y = recorded(x), first = row(y, 0);
  autodiff::BatchReplay replay(tape, static_cast<int>(samples.count()));
  replay.set(x, samples.inputs);
  recorded.set(replay, network.parameters());
  replay.forward();
  Eigen::MatrixXd left = samples.targets - Eigen::MatrixXd(replay.value(y));

  // The first output's derivatives by its own row of W are every outputs-th column, that by its bias comes after W.
  const std::size_t of_layer = biased ? 2 : 1;
  const auto& parameters = recorded.parameters();
  const std::span layer(parameters.data() + parameters.size() - of_layer, of_layer);
  const auto slopes = replay.jacobian(first, layer);
  const Eigen::Index features = network.layers().back().inputs, outputs = y.rows();
  Eigen::MatrixXd A(samples.count(), features + (biased ? 1 : 0));
  for (Eigen::Index j = 0; j < A.cols(); ++j) A.col(j) = slopes.col(j * outputs);

  if (!A.allFinite() || !left.allFinite()) {
    network.parameters() = before;
    throw std::invalid_argument("fit_output_layer: for these samples the last hidden layer gives "
                                "numbers that are infinite or NaN; initialise its weights, or "
                                "scale the inputs");
  }
  const Eigen::MatrixXd solution = A.completeOrthogonalDecomposition().solve(left.transpose());
  network.weights(last) = solution.topRows(features).transpose();
  if (biased) network.biases(last) = solution.row(features).transpose();
  return (A * solution - left.transpose()).norm();
}

} // namespace jetwork::nn
