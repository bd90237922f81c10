#include "paper/claims/claim.hpp"

namespace jetwork::paper {

auto all_claims() -> std::vector<Claim> {
  std::vector<Claim> all;
  for (const auto& section :
       {section_2_steps, section_2_listings, section_2_three_neurons, section_3_forward,
        section_3_backward, section_4_output_layer, section_4_hidden_layers, section_4_biases,
        section_5_single_input, section_5_composition, section_5_conventional,
        section_5_several_inputs})
    for (Claim& claim : section()) all.push_back(std::move(claim));
  return all;
}

} // namespace jetwork::paper
