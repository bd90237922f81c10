// Families of networks: every combination of what may differ, with weights, biases and targets from a seed.
//
//   const NetworkFamily section_4{.inputs = {1, 2}, .outputs = {1, 3}};
//   for (const FamilyNetwork& network : section_4(7)) ...
#pragma once

#include "paper/claims/network.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace jetwork::paper {

struct FamilyNetwork : Network {
  std::map<std::string, std::string> attributes; ///< what a condition may speak of
};

struct NetworkFamily {
  std::vector<int> inputs = {1, 3};
  /// The hidden layers in front of the last: their neurons.
  std::vector<std::vector<int>> before = {{}};
  std::vector<int> hidden = {1, 3};
  std::vector<int> outputs = {1, 3};
  std::vector<Activation> activations = {Activation::tanh, Activation::sigmoid, Activation::sin,
                                         Activation::softplus, Activation::identity};
  std::vector<bool> input_activated = {true};
  std::vector<bool> input_biases = {false};
  std::vector<bool> hidden_biases = {false, true};
  std::vector<bool> output_biases = {false, true};
  std::vector<bool> unit_weights = {false}; ///< all w_jk = 1
  bool bias_beside_z = false;               ///< the network of section 2.5

  auto operator()(std::uint64_t seed) const -> std::vector<FamilyNetwork>;
};

auto attributes_of(const FamilyNetwork& network) -> std::map<std::string, std::string>;
auto size_of(const FamilyNetwork& network) -> int;
void write_numbers(const FamilyNetwork& network, nlohmann::json& json);

/// The same numbers on any machine: ±0.30, ±0.31, … ±1.29, and never ±1.
class Draw {
public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}
  auto operator()() -> double;

private:
  std::uint64_t state_;
};

} // namespace jetwork::paper
