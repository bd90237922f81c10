// Shared by the tests of the paper's networks: shapes and options, random data, and the loss of a network,
// written once more by its definition, on any number type.
#pragma once

#include "nn/initialise.hpp"
#include "paper/networks/neuron_network.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace paper_networks {

using namespace jetwork::paper::networks;

struct Case {
  std::vector<int> widths;
  const char* activation;
  NetworkOptions options;

  auto name() const -> std::string {
    std::string text = activation;
    for (const int& width : widths)
      text += (&width == widths.data() ? " " : "-") + std::to_string(width);
    return text + (options.activate_input ? ", input activated" : "") + ", biases "
           + std::to_string(static_cast<int>(options.biases));
  }
};

/// Every shape with every activation, input layer and choice of biases.
inline auto all_cases() -> std::vector<Case> {
  std::vector<Case> all;
  std::uint64_t seed = 0;
  for (const std::vector<int>& widths : std::vector<std::vector<int>>{
           {1, 1, 1}, {3, 2, 4}, {2, 3, 2}, {3, 4, 2, 3}, {5, 4, 3, 4, 2}, {2, 1}})
    for (const char* activation : {"tanh", "sigmoid", "sin", "softplus", "relu"})
      for (const bool activate_input : {true, false})
        for (const Biases biases : {Biases::none, Biases::behind_input, Biases::everywhere})
          all.push_back({widths,
                         activation,
                         {.activate_input = activate_input,
                          .biases = biases,
                          .seed = ++seed,
                          .largest_weight = 1.5,
                          .first_bias = 0.2}});
  return all;
}

/// Numbers in (-2, 2) for an input, in (-1, 1) for a target.
inline auto random_pair(const std::vector<int>& widths, jetwork::nn::UniformGenerator& uniform)
    -> TrainingPair {
  TrainingPair pair;
  for (int i = 0; i < widths.front(); ++i) pair.input.push_back(uniform(-2, 2));
  for (int k = 0; k < widths.back(); ++k) pair.target.push_back(uniform(-1, 1));
  return pair;
}

/// A network's weights and biases, as numbers of any type: w[layer][neuron][forward_neuron] and
/// b[layer][neuron].
template <class T>
struct Parameters {
  std::vector<std::vector<std::vector<T>>> w;
  std::vector<std::vector<T>> b;
};
template <class T, class Make>
auto parameters_of(const NeuronNetwork& network, Make&& make) -> Parameters<T> {
  Parameters<T> all;
  for (const Layer& layer : network.layers()) {
    auto& w = all.w.emplace_back();
    auto& b = all.b.emplace_back();
    for (const Neuron& neuron : layer) {
      b.push_back(make(neuron.b));
      auto& of_neuron = w.emplace_back();
      for (const double weight : neuron.w) of_neuron.push_back(make(weight));
    }
  }
  return all;
}

/// z of every layer, by Eq. 1 and nothing else; f(z) of the last is the output.
template <class T, class F>
auto inputs_of_neurons(const Parameters<T>& p, const std::vector<T>& x, const F& f,
                       bool activate_input) -> std::vector<std::vector<T>> {
  std::vector<std::vector<T>> z(p.b.size());
  for (std::size_t i = 0; i < x.size(); ++i) z[0].push_back(T(x[i] + p.b[0][i]));
  for (std::size_t l = 1; l < z.size(); ++l)
    for (std::size_t j = 0; j < p.b[l].size(); ++j) {
      T sum = p.b[l][j];
      for (std::size_t i = 0; i < z[l - 1].size(); ++i) {
        const T a = l > 1 || activate_input ? T(f(z[l - 1][i])) : z[l - 1][i];
        sum += p.w[l - 1][i][j] * a;
      }
      z[l].push_back(sum);
    }
  return z;
}

} // namespace paper_networks
