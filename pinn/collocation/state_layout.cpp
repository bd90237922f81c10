#include "pinn/collocation/state_layout.hpp"

#include <algorithm>

namespace jetwork::pinn {

StateLayout::StateLayout(const std::vector<Unknown>& unknowns, std::uint64_t seed) {
  const auto hidden = draw_hidden_layer(seed);
  for (const Unknown& unknown : unknowns) {
    orders_.push_back(unknown.order());
    offsets_.push_back(states_);
    states_ += unknown.order();
    const auto same = std::find_if(bases_.begin(), bases_.end(), [&](const FeatureBasis& basis) {
      return basis.order() == unknown.order();
    });
    basis_of_.push_back(static_cast<std::size_t>(same - bases_.begin()));
    if (same == bases_.end()) bases_.emplace_back(hidden, unknown.order());
  }
}

auto taylor_part(const StateLayout& layout, const State& state, int unknown, int n, double x)
    -> double {
  double sum = 0.0;
  for (int k = layout.order(unknown) - 1; k >= n; --k)
    sum = sum * x / (k - n + 1) + state[layout.offset(unknown) + k];
  return sum;
}

auto mode_scale(const StateLayout& layout, int unknown, int n, double length) -> double {
  double product = 1.0;
  for (int k = n; k < layout.order(unknown); ++k) product *= length;
  return product;
}

} // namespace jetwork::pinn
