#include "pinn/problem/groups.hpp"

#include <algorithm>
#include <numeric>

namespace jetwork::pinn {

namespace {

/// Disjoint sets of numbers, each known by its smallest (Tarjan 1975).
class DisjointSets {
public:
  explicit DisjointSets(std::size_t size) : parent_(size) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }
  auto find(std::size_t x) -> std::size_t {
    while (parent_[x] != x) x = parent_[x] = parent_[parent_[x]];
    return x;
  }
  void unite(std::size_t x, std::size_t y) {
    x = find(x);
    y = find(y);
    parent_[std::max(x, y)] = std::min(x, y);
  }

private:
  std::vector<std::size_t> parent_;
};

} // namespace

Groups::Groups(int unknowns) : of_unknown_(index(unknowns)), of_equation_(index(unknowns)) {
  put_all_into_one();
  find_places();
}

Groups::Groups(int unknowns, std::span<const Dependence> dependences)
    : of_unknown_(index(unknowns)), of_equation_(index(unknowns)) {
  const std::size_t size = index(unknowns);
  DisjointSets sets(2 * size); // unknowns, then equations
  for (const Dependence& dependence : dependences)
    sets.unite(index(dependence.unknown), size + index(dependence.equation));
  std::vector<int> group_of(2 * size, -1); // of each set
  for (int i = 0; i < unknowns; ++i) {
    int& group = group_of[sets.find(index(i))];
    if (group < 0) {
      group = count();
      groups_.emplace_back();
    }
    groups_[index(group)].unknowns.push_back(i);
  }
  bool is_square = true;
  for (int e = 0; e < unknowns && is_square; ++e) {
    const int group = group_of[sets.find(size + index(e))];
    is_square = group >= 0;
    if (is_square) groups_[index(group)].equations.push_back(e);
  }
  for (const Group& group : groups_)
    is_square = is_square && group.equations.size() == group.unknowns.size();
  if (!is_square) put_all_into_one();
  find_places();
}

void Groups::put_all_into_one() {
  groups_.assign(1, {});
  groups_[0].equations.resize(of_equation_.size());
  std::iota(groups_[0].equations.begin(), groups_[0].equations.end(), 0);
  groups_[0].unknowns = groups_[0].equations;
}

void Groups::find_places() {
  for (int g = 0; g < count(); ++g)
    for (int place = 0; place < size(g); ++place) {
      of_unknown_[index(groups_[index(g)].unknowns[index(place)])] = {g, place};
      of_equation_[index(groups_[index(g)].equations[index(place)])] = {g, place};
    }
}

} // namespace jetwork::pinn
