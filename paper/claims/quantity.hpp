// The letters of the paper: z_j, a_k, w_jk, b_j, L_T, each a number that a network computes or holds.
//
//   network(z_j(0));                     // its value
//   network.d(loss(), w_jk(1, 0));       // ∂L_T/∂w_jk of j = 1, k = 0, by the engine
//
// Neurons are counted from 0, as in the paper's section 3; where the paper writes z_1 for its one input, that is
// z_i(0) here. Layers are counted from the output: k is the last, then j, i and h.
#pragma once

#include <string>

namespace jetwork::paper {

struct Quantity {
  enum class Kind { none, z, a, b, w, loss };
  Kind kind = Kind::none;
  int layer = 0; ///< from the output layer k = 0; of a weight, the layer that it leaves
  int x = 0;     ///< the neuron; of a weight, the one that it leaves
  int y = 0;     ///< of a weight, the neuron that it feeds

  friend auto operator==(const Quantity&, const Quantity&) -> bool = default;
};

// clang-format off
inline auto z_h(int x) -> Quantity { return {Quantity::Kind::z, 3, x}; }
inline auto z_i(int x) -> Quantity { return {Quantity::Kind::z, 2, x}; }
inline auto z_j(int x) -> Quantity { return {Quantity::Kind::z, 1, x}; }
inline auto z_k(int x) -> Quantity { return {Quantity::Kind::z, 0, x}; }
inline auto a_h(int x) -> Quantity { return {Quantity::Kind::a, 3, x}; }
inline auto a_i(int x) -> Quantity { return {Quantity::Kind::a, 2, x}; }
inline auto a_j(int x) -> Quantity { return {Quantity::Kind::a, 1, x}; }
inline auto a_k(int x) -> Quantity { return {Quantity::Kind::a, 0, x}; }
inline auto b_i(int x) -> Quantity { return {Quantity::Kind::b, 2, x}; }
inline auto b_j(int x) -> Quantity { return {Quantity::Kind::b, 1, x}; }
inline auto b_k(int x) -> Quantity { return {Quantity::Kind::b, 0, x}; }
inline auto w_hi(int x, int y) -> Quantity { return {Quantity::Kind::w, 3, x, y}; }
inline auto w_ij(int x, int y) -> Quantity { return {Quantity::Kind::w, 2, x, y}; }
inline auto w_jk(int x, int y) -> Quantity { return {Quantity::Kind::w, 1, x, y}; }
inline auto loss() -> Quantity { return {Quantity::Kind::loss}; }
// clang-format on

} // namespace jetwork::paper
