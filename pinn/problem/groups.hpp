// Groups of unknowns that no equation couples to others. What is dense within a group is zero between groups: a system of
// many small groups costs what its groups cost.
//
//   const Groups groups(unknowns, recorded.dependences());
//   for (int g = 0; g < groups.count(); ++g) groups[g].unknowns;          // and as many equations
//   groups.of_unknown(i).group, groups.of_unknown(i).place;               // unknown i in its group
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace jetwork::pinn {

/// An equation and a derivative of an unknown that occurs in it.
struct Dependence {
  int equation, unknown, derivative;
};

class Groups {
public:
  struct Group {
    std::vector<int> equations, unknowns; ///< as many of each, in ascending order
  };
  struct Member {
    int group, place;
  };

  /// All in one group.
  explicit Groups(int unknowns);
  /// By what the equations depend on; all in one group where one would have more equations than unknowns.
  Groups(int unknowns, std::span<const Dependence> dependences);

  [[nodiscard]] auto count() const -> int { return static_cast<int>(groups_.size()); }
  [[nodiscard]] auto unknowns() const -> int { return static_cast<int>(of_unknown_.size()); }
  [[nodiscard]] auto operator[](int group) const -> const Group& { return groups_[index(group)]; }
  [[nodiscard]] auto of_unknown(int unknown) const -> Member { return of_unknown_[index(unknown)]; }
  [[nodiscard]] auto of_equation(int equation) const -> Member {
    return of_equation_[index(equation)];
  }
  /// How many unknowns a group has.
  [[nodiscard]] auto size(int group) const -> int {
    return static_cast<int>(groups_[index(group)].unknowns.size());
  }

private:
  static auto index(int i) -> std::size_t { return static_cast<std::size_t>(i); }
  void put_all_into_one();
  void find_places();

  std::vector<Group> groups_;
  std::vector<Member> of_unknown_, of_equation_;
};

} // namespace jetwork::pinn
