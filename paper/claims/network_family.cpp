#include "paper/claims/network_family.hpp"

#include <nlohmann/json.hpp>

namespace jetwork::paper {

auto Draw::operator()() -> double {
  // SplitMix64 (Steele, Lea and Flood 2014).
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  z ^= z >> 31;
  const auto hundredths = 30 + static_cast<int>(z % 100);
  const double size = (hundredths == 100 ? 101 : hundredths) / 100.0;
  return (z >> 32) % 2 == 0 ? size : -size;
}

auto NetworkFamily::operator()(std::uint64_t seed) const -> std::vector<FamilyNetwork> {
  std::vector<FamilyNetwork> networks;
  const auto yes = [](bool is) { return std::string(is ? "yes" : "no"); };
  for (const int n_inputs : inputs)
    for (const std::vector<int>& layers_before : before)
      for (const int n_hidden : hidden)
        for (const int n_outputs : outputs)
          for (const Activation f : activations)
            for (const bool activated : input_activated)
              for (const bool b_inputs : input_biases)
                for (const bool b_hidden : hidden_biases)
                  for (const bool b_outputs : output_biases)
                    for (const bool ones : unit_weights) {
                      Draw draw(seed * 1'000'003 + networks.size());
                      FamilyNetwork n;
                      n.sizes = {n_inputs};
                      n.sizes.insert(n.sizes.end(), layers_before.begin(), layers_before.end());
                      n.sizes.insert(n.sizes.end(), {n_hidden, n_outputs});
                      n.activation = f;
                      n.input_activated = activated;
                      n.bias_beside_z = bias_beside_z;
                      for (std::size_t l = 0; l < n.sizes.size(); ++l) {
                        const bool last = l + 1 == n.sizes.size();
                        const bool biased = l == 0 ? b_inputs : last ? b_outputs : b_hidden;
                        auto& b = n.b.emplace_back();
                        for (int x = 0; x < n.sizes[l]; ++x) b.push_back(biased ? draw() : 0);
                        if (last) break;
                        auto& w = n.w.emplace_back();
                        for (int x = 0; x < n.sizes[l]; ++x) {
                          auto& row = w.emplace_back();
                          for (int y = 0; y < n.sizes[l + 1]; ++y)
                            row.push_back(ones && l + 2 == n.sizes.size() ? 1 : draw());
                        }
                      }
                      for (int x = 0; x < n_inputs; ++x) n.inputs.push_back(draw());
                      for (int x = 0; x < n_outputs; ++x) n.targets.push_back(draw());
                      n.attributes = {{"number of inputs", std::to_string(n_inputs)},
                                      {"neurons in layer j", std::to_string(n_hidden)},
                                      {"number of outputs", std::to_string(n_outputs)},
                                      {"activation", name_of(f)},
                                      {"input layer's activation",
                                       activated && f != Activation::identity ? "f" : "identity"},
                                      {"input biases", yes(b_inputs)},
                                      {"hidden biases", yes(b_hidden)},
                                      {"output biases", yes(b_outputs)},
                                      {"all w_jk", ones ? "1" : "any"}};
                      networks.push_back(std::move(n));
                    }
  return networks;
}

auto attributes_of(const FamilyNetwork& network) -> std::map<std::string, std::string> {
  return network.attributes;
}

auto size_of(const FamilyNetwork& network) -> int {
  int size = 0;
  for (std::size_t l = 0; l + 1 < network.sizes.size(); ++l)
    size += network.sizes[l] * network.sizes[l + 1];
  for (const auto& layer : network.b)
    for (const double b : layer) size += b != 0 ? 1 : 0;
  return size + network.sizes.front() + network.sizes.back();
}

void write_numbers(const FamilyNetwork& network, nlohmann::json& json) {
  json = {{"neurons", network.sizes},
          {"activation", name_of(network.activation)},
          {"input layer", network.input_activated ? "activated" : "not activated"},
          {"weights", network.w},
          {"biases", network.b},
          {"inputs", network.inputs},
          {"targets", network.targets}};
}

} // namespace jetwork::paper
