// One network of the kind that the paper speaks of, and the derivative of anything in it by anything else.
//
//   Network n = ...;                                        // paper/claims/network_family.hpp draws them
//   for (int j : n.j())
//     for (int k : n.k()) n.d(loss(), w_jk(j, k));          // by a Dual, sent through the network
//   sum(n.k(), [&](int k) { return n.delta_k(k) * n(w_jk(0, k)); });
//
// The forward pass is written once, neuron by neuron, after Eq. 1 and a = f(z). Whatever is asked for the
// derivative by q is that pass with ε added to q where it arises: everything behind q moves, nothing before it.
#pragma once

#include "autodiff/dual.hpp"
#include "autodiff/hyper_dual.hpp"
#include "paper/claims/activation.hpp"
#include "paper/claims/quantity.hpp"

#include <cstddef>
#include <ranges>
#include <vector>

namespace jetwork::paper {

template <class T>
struct Pass {
  std::vector<std::vector<T>> z, a; ///< layer by layer from the input, neuron by neuron
  T loss = 0;                       ///< ½ Σ (a - y)²
};

/// The sum of term(x) over a range of neurons.
template <class Range, class Term>
auto sum(const Range& range, const Term& term) -> double {
  double total = 0;
  for (const int x : range) total += term(x);
  return total;
}

struct Network {
  std::vector<int> sizes; ///< neurons a layer, from the input
  Activation activation = Activation::tanh;
  bool input_activated = true; ///< a_i = f(z_i) in the input layer, or a_i = z_i
  bool bias_beside_z = false;  ///< section 2.5: a = f(z + b), where Eq. 1 has b in z
  std::vector<std::vector<std::vector<double>>>
      w;                              ///< w[layer][x][y], from x in the layer to y in the next
  std::vector<std::vector<double>> b; ///< b[layer][x]
  std::vector<double> inputs, targets;

  auto h() const { return neurons(3); }
  auto i() const { return neurons(2); }
  auto j() const { return neurons(1); }
  auto k() const { return neurons(0); }

  auto f(double x) const -> double { return activate(activation, x); }
  auto df(double x) const -> double;  ///< f'
  auto ddf(double x) const -> double; ///< f''
  auto df(Quantity q) const -> double { return df((*this)(q)); }
  auto y(int k) const -> double { return targets[static_cast<std::size_t>(k)]; }

  auto operator()(Quantity q) const -> double;       ///< its value
  auto d(Quantity of, Quantity by) const -> double;  ///< the first derivative
  auto dd(Quantity of, Quantity by) const -> double; ///< the second

  // δ by the paper's formulas, Eq. 56, 77 and 84.
  auto delta_k(int k) const -> double { return df(z_k(k)) * ((*this)(a_k(k))-y(k)); }
  auto delta_j(int j) const -> double;
  auto delta_i(int i) const -> double;

  auto layer(Quantity q) const -> std::size_t {
    return sizes.size() - 1 - static_cast<std::size_t>(q.layer);
  }
  auto neurons(int layer_from_output) const -> std::ranges::iota_view<int, int>;

  /// The pass on any number type; change(q, value) stands for every number that arises or is held.
  template <class T, class Change>
  auto forward(const Change& change) const -> Pass<T>;
};

template <class T, class Change>
auto Network::forward(const Change& change) const -> Pass<T> {
  Pass<T> pass;
  const auto from_output = [&](std::size_t layer) {
    return static_cast<int>(sizes.size() - 1 - layer);
  };
  for (std::size_t l = 0; l < sizes.size(); ++l) {
    const int here = from_output(l);
    auto& z = pass.z.emplace_back();
    auto& a = pass.a.emplace_back();
    for (int to = 0; to < sizes[l]; ++to) {
      const auto at = static_cast<std::size_t>(to);
      const T bias = change(Quantity{Quantity::Kind::b, here, to}, T(b[l][at]));
      T in = 0;
      if (l == 0) in = inputs[at];
      else
        for (int from = 0; from < sizes[l - 1]; ++from)
          in += change(Quantity{Quantity::Kind::w, here + 1, from, to},
                       T(w[l - 1][static_cast<std::size_t>(from)][at]))
                * pass.a[l - 1][static_cast<std::size_t>(from)];
      if (!bias_beside_z) in += bias;
      z.push_back(change(Quantity{Quantity::Kind::z, here, to}, in));
      const T x = bias_beside_z ? T(z.back() + bias) : z.back();
      const T out = l == 0 && !input_activated ? x : activate(activation, x);
      a.push_back(change(Quantity{Quantity::Kind::a, here, to}, out));
    }
  }
  for (std::size_t k = 0; k < targets.size(); ++k) {
    const T error = pass.a.back()[k] - targets[k];
    pass.loss += 0.5 * error * error;
  }
  return pass;
}

} // namespace jetwork::paper
