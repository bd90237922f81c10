// Dense networks: layers of z = W a + b and a = f(z), with a linear output layer.
//
//   DenseNetwork network({1, 24, 1}, activation("tanh"));
//   glorot_uniform(network, 7);                               // nn/initialise.hpp
//   auto u = network(Jet<double, 2>::variable(0.5));          // u[0], u'(0.5) = u[1], u.derivative(2)
//   auto recorded = network.record(tape);                     // on a batch tape, weights as parameters
//   auto v = recorded(Jet<BatchVariable, 2>::variable(t));    // v[2]: u''/2 of a whole batch of points
//
// Nothing here is differentiated by hand. A network is evaluated on any number type, and the number brings
// the derivatives: a Dual or a Jet those with respect to the inputs, a tape those with respect to the
// weights, a Jet over a batch tape both (paper, section 5; Griewank and Walther 2008).
//
// Residual layers: He, Zhang, Ren and Sun 2016. Fourier features: Tancik et al. 2020.
#pragma once

#include "autodiff/batch.hpp"
#include "autodiff/jet.hpp"
#include "autodiff/numbers/compiled_for.hpp"
#include "nn/activation.hpp"

#include <Eigen/Core>

#include <algorithm>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::nn {

namespace detail {
void library_is_compiled_for(autodiff::Registers registers);
[[gnu::used]] inline constexpr auto* seen_by_linker = &library_is_compiled_for;
} // namespace detail

struct DenseNetworkOptions {
  bool activate_input = false; // f(x) enters the first layer instead of x, as in the paper's Fig. 8
  bool biases = true;
  bool residual = false; // a hidden layer as wide as the one before adds its input: a + f(W a + b)
  /// B, k × inputs, fixed and not trained: the 2k numbers [sin(B x); cos(B x)] enter the first layer
  /// instead of x. Empty for none.
  Eigen::MatrixXd fourier_frequencies = {};
};

/// Where a layer's weights lie in the flat vector of all parameters.
struct DenseLayer {
  int inputs = 0, outputs = 0;
  Eigen::Index weights = 0; // of W, column by column
  Eigen::Index biases = 0;  // of b, after W
  bool adds_input = false;  // a + f(W a + b)
};

/// The layers of a network of these widths, and where their parameters lie in the flat vector.
inline auto dense_layers(const std::vector<int>& widths, const DenseNetworkOptions& options)
    -> std::vector<DenseLayer> {
  std::vector<DenseLayer> layers;
  Eigen::Index next = 0;
  for (std::size_t l = 0; l + 1 < widths.size(); ++l) {
    const int inputs = l == 0 && options.fourier_frequencies.size() > 0
                           ? 2 * static_cast<int>(options.fourier_frequencies.rows())
                           : widths[l];
    const int outputs = widths[l + 1];
    const bool is_hidden = l + 2 < widths.size();
    const Eigen::Index weights = next, biases = weights + Eigen::Index{inputs} * outputs;
    next = biases + (options.biases ? outputs : 0);
    layers.push_back(
        {inputs, outputs, weights, biases, options.residual && is_hidden && inputs == outputs});
  }
  return layers;
}

/// A dense network recorded on a batch tape: a function of batch variables whose weights are the tape's
/// parameters, two a layer (W, then b), in the order of the network's flat vector.
template <class Activation>
class RecordedNetwork {
public:
  /// The outputs, one below the other, for inputs given likewise.
  auto operator()(const autodiff::BatchVariable& x) const -> autodiff::BatchVariable {
    return evaluate(x);
  }
  template <int K>
  auto operator()(const autodiff::Jet<autodiff::BatchVariable, K>& x) const
      -> autodiff::Jet<autodiff::BatchVariable, K> {
    return evaluate(x);
  }
  /// All parameters, for BatchReplay::jacobian, whose columns then have the order of the flat vector.
  auto parameters() const -> const std::vector<autodiff::BatchParameter>& { return parameters_; }

  /// Sets a replay's weights, from one flat vector, and its Fourier frequencies, if the network has some.
  void set(autodiff::BatchReplay& replay, const Eigen::Ref<const Eigen::VectorXd>& flat) const {
    if (flat.size() != size_)
      throw std::invalid_argument("RecordedNetwork::set: the network has " + std::to_string(size_)
                                  + " parameters, but got " + std::to_string(flat.size()));
    const double* next = flat.data();
    for (const autodiff::BatchParameter& p : parameters_) {
      replay.set(p, Eigen::Map<const Eigen::MatrixXd>(next, p.rows(), p.cols()));
      next += p.rows() * p.cols();
    }
    if (has_fourier_features()) replay.set(frequencies_, options_.fourier_frequencies);
  }
  /// The gradient of the replay's last sweep, written into a flat vector of the same order.
  void gradient(const autodiff::BatchReplay& replay, Eigen::Ref<Eigen::VectorXd> flat) const {
    if (flat.size() != size_)
      throw std::invalid_argument("RecordedNetwork::gradient: the network has "
                                  + std::to_string(size_) + " parameters, but there is room for "
                                  + std::to_string(flat.size()));
    double* next = flat.data();
    for (const autodiff::BatchParameter& p : parameters_) {
      Eigen::Map<Eigen::MatrixXd>(next, p.rows(), p.cols()) = replay.gradient(p);
      next += p.rows() * p.cols();
    }
  }

private:
  template <class A>
  friend class DenseNetwork;
  RecordedNetwork(const Activation& activation, const DenseNetworkOptions& options)
      : activation_(activation), options_(options) {}

  /// W a + b, of a variable or a jet.
  template <class T>
  auto layer(std::size_t l, const T& a) const -> T {
    if (!options_.biases) return parameters_[l] * a;
    return affine(parameters_[2 * l], a, parameters_[2 * l + 1]);
  }
  auto has_fourier_features() const -> bool { return frequencies_.tape() != 0; }
  /// [sin(B x); cos(B x)], or f(x), or x.
  template <class T>
  auto features(const T& x) const -> T {
    if (has_fourier_features()) {
      const T angle = frequencies_ * x;
      return below(autodiff::apply_rule<autodiff::sin_rule>(angle),
                   autodiff::apply_rule<autodiff::cos_rule>(angle));
    }
    return options_.activate_input ? activation_(x) : x;
  }
  static auto below(const autodiff::BatchVariable& sine, const autodiff::BatchVariable& cosine)
      -> autodiff::BatchVariable {
    if (sine.is_constant(0) && cosine.is_constant(0)) return 0; // zero, not a stack of zeros
    return autodiff::stack({sine, cosine});
  }
  template <int K>
  static auto below(const autodiff::Jet<autodiff::BatchVariable, K>& sine,
                    const autodiff::Jet<autodiff::BatchVariable, K>& cosine)
      -> autodiff::Jet<autodiff::BatchVariable, K> {
    autodiff::Jet<autodiff::BatchVariable, K> both;
    for (int k = 0; k <= K; ++k) both[k] = below(sine[k], cosine[k]);
    return both;
  }
  template <class T>
  auto evaluate(const T& x) const -> T {
    T a = features(x);
    for (std::size_t l = 0; l + 1 < layers_.size(); ++l) {
      const T f = activation_(layer(l, a));
      a = layers_[l].adds_input ? a + f : f;
    }
    return layer(layers_.size() - 1, a);
  }

  Activation activation_;
  DenseNetworkOptions options_;
  std::vector<DenseLayer> layers_;
  autodiff::BatchParameter frequencies_; // belongs to no tape if the network has none
  Eigen::Index size_ = 0;
  std::vector<autodiff::BatchParameter> parameters_;
};

template <class Activation>
class DenseNetwork {
public:
  /// Widths from the input to the output: {1, 24, 1} has one hidden layer of 24. Weights start at zero.
  DenseNetwork(std::vector<int> widths, Activation activation, DenseNetworkOptions options = {})
      : widths_(std::move(widths)),
        activation_(std::move(activation)),
        options_(std::move(options)) {
    if (widths_.size() < 2 || std::ranges::any_of(widths_, [](int width) { return width < 1; }))
      throw std::invalid_argument(
          "DenseNetwork: give at least the input's and the output's width, all positive");
    if (has_fourier_features()) check_frequencies();
    layers_ = dense_layers(widths_, options_);
    const DenseLayer& last = layers_.back();
    parameters_ = Eigen::VectorXd::Zero(last.biases + (options_.biases ? last.outputs : 0));
  }

  auto widths() const -> const std::vector<int>& { return widths_; }
  auto layers() const -> const std::vector<DenseLayer>& { return layers_; }
  auto activation() const -> const Activation& { return activation_; }
  auto options() const -> const DenseNetworkOptions& { return options_; }

  /// All weights and biases: W and b of the first layer, then of the next.
  auto parameters() const -> const Eigen::VectorXd& { return parameters_; }
  auto parameters() -> Eigen::Ref<Eigen::VectorXd> { return parameters_; }
  /// W of a layer, outputs × inputs, and its b, in place.
  auto weights(std::size_t l) -> Eigen::Map<Eigen::MatrixXd> {
    const DenseLayer& layer = layers_.at(l);
    return {parameters_.data() + layer.weights, layer.outputs, layer.inputs};
  }
  auto biases(std::size_t l) -> Eigen::Map<Eigen::VectorXd> {
    const DenseLayer& layer = layers_.at(l);
    return {parameters_.data() + layer.biases, options_.biases ? layer.outputs : 0};
  }

  /// The outputs for inputs of any number type.
  template <autodiff::Number T>
  auto operator()(std::span<const T> x) const -> std::vector<T> {
    return evaluate<T, double>(x,
                               {parameters_.data(), static_cast<std::size_t>(parameters_.size())});
  }
  /// The same for a network of one input and one output.
  template <autodiff::Number T>
  auto operator()(const T& x) const -> T {
    if (widths_.front() != 1 || widths_.back() != 1)
      throw std::invalid_argument(
          "DenseNetwork: this network has several inputs or outputs; call it with a span");
    return (*this)(std::span<const T>(&x, 1)).front();
  }
  /// The same with other parameters, of any type whose products with a T are a T.
  template <autodiff::Number T, autodiff::Number Parameter>
  auto evaluate(std::span<const T> x, std::span<const Parameter> parameters) const
      -> std::vector<T> {
    if (x.size() != static_cast<std::size_t>(widths_.front())
        || parameters.size() != static_cast<std::size_t>(parameters_.size()))
      throw std::invalid_argument("DenseNetwork: the network has " + std::to_string(widths_.front())
                                  + " inputs and " + std::to_string(parameters_.size())
                                  + " parameters, but got " + std::to_string(x.size()) + " and "
                                  + std::to_string(parameters.size()));
    std::vector<T> a = features(x);
    for (const DenseLayer& layer : layers_) {
      std::vector<T> z(static_cast<std::size_t>(layer.outputs));
      for (std::size_t i = 0; i < z.size(); ++i) {
        z[i] = options_.biases ? T(parameters[static_cast<std::size_t>(layer.biases) + i]) : T(0);
        for (std::size_t j = 0; j < a.size(); ++j)
          z[i] += parameters[static_cast<std::size_t>(layer.weights) + i + j * z.size()] * a[j];
        if (&layer != &layers_.back()) z[i] = activation_(z[i]);
        if (layer.adds_input) z[i] += a[i];
      }
      a = std::move(z);
    }
    return a;
  }

  /// Makes the tape's parameters for this network. Each call of the result records the network on the tape.
  auto record(autodiff::BatchTape& tape) const -> RecordedNetwork<Activation> {
    RecordedNetwork<Activation> recorded(activation_, options_);
    recorded.layers_ = layers_;
    recorded.size_ = parameters_.size();
    if (has_fourier_features())
      recorded.frequencies_ =
          tape.parameter(static_cast<int>(options_.fourier_frequencies.rows()), widths_.front());
    for (const DenseLayer& layer : layers_) {
      recorded.parameters_.push_back(tape.parameter(layer.outputs, layer.inputs));
      if (options_.biases) recorded.parameters_.push_back(tape.parameter(layer.outputs));
    }
    return recorded;
  }

private:
  auto has_fourier_features() const -> bool { return options_.fourier_frequencies.size() > 0; }
  void check_frequencies() const {
    const Eigen::MatrixXd& B = options_.fourier_frequencies;
    if (B.cols() != widths_.front())
      throw std::invalid_argument("DenseNetwork: the Fourier frequencies have "
                                  + std::to_string(B.cols())
                                  + " columns, but need one for each of the "
                                  + std::to_string(widths_.front()) + " inputs");
    if (!B.allFinite())
      throw std::invalid_argument("DenseNetwork: a Fourier frequency is infinite or NaN");
    if (options_.activate_input)
      throw std::invalid_argument("DenseNetwork: activate_input and Fourier frequencies exclude "
                                  "each other; leave one of them out");
  }
  /// The numbers that enter the first layer.
  template <class T>
  auto features(std::span<const T> x) const -> std::vector<T> {
    std::vector<T> a(x.begin(), x.end());
    if (has_fourier_features()) {
      const Eigen::MatrixXd& B = options_.fourier_frequencies;
      const auto count = static_cast<std::size_t>(B.rows());
      a.resize(2 * count);
      for (std::size_t i = 0; i < count; ++i) {
        T angle(0);
        for (std::size_t j = 0; j < x.size(); ++j)
          angle += x[j] * B(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
        a[i] = autodiff::apply_rule<autodiff::sin_rule>(angle);
        a[count + i] = autodiff::apply_rule<autodiff::cos_rule>(angle);
      }
    } else if (options_.activate_input) {
      for (T& input : a) input = activation_(input);
    }
    return a;
  }

  std::vector<int> widths_;
  Activation activation_;
  DenseNetworkOptions options_;
  std::vector<DenseLayer> layers_;
  Eigen::VectorXd parameters_;
};

} // namespace jetwork::nn
