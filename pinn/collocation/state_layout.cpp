#include "pinn/collocation/state_layout.hpp"

#include <algorithm>

namespace jetwork::pinn {

StateLayout::StateLayout(const std::vector<Unknown>& unknowns, std::uint64_t seed)
    : StateLayout(unknowns, seed, Groups(static_cast<int>(unknowns.size()))) {}

StateLayout::StateLayout(const std::vector<Unknown>& unknowns, std::uint64_t seed,
                         const Groups& groups)
    : groups_(groups), states_of_(static_cast<std::size_t>(groups.count())) {
  const auto hidden = draw_hidden_layer(seed);
  for (const Unknown& unknown : unknowns) {
    orders_.push_back(unknown.order);
    offsets_.push_back(states_);
    states_ += unknown.order;
    const auto same = std::find_if(bases_.begin(), bases_.end(), [&](const FeatureBasis& basis) {
      return basis.order() == unknown.order;
    });
    basis_of_.push_back(static_cast<std::size_t>(same - bases_.begin()));
    if (same == bases_.end()) bases_.emplace_back(hidden, unknown.order);
  }
  for (int g = 0; g < groups_.count(); ++g)
    for (const int unknown : groups_[g].unknowns)
      for (int n = 0; n < order(unknown); ++n) states_of_[index(g)].push_back(offset(unknown) + n);
}

} // namespace jetwork::pinn
