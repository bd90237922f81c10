// Where each unknown's values lie in a state, and the basis of its modes.
//
//   const StateLayout layout(problem.unknowns, seed);
//   state[layout.offset(i) + n];                            // u_i⁽ⁿ⁾, n below the unknown's order
#pragma once

#include "pinn/network/feature_basis.hpp"
#include "pinn/network/segment_points.hpp"
#include "pinn/problem/groups.hpp"
#include "pinn/problem/problem.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace jetwork::pinn {

/// The state of all unknowns at one point: u_0, u_0', …, u_1, u_1', …, each below its order.
using State = Eigen::VectorXd;

class StateLayout {
public:
  /// `seed` draws the hidden layer that all bases share. Without groups, all unknowns may be coupled.
  StateLayout(const std::vector<Unknown>& unknowns, std::uint64_t seed);
  StateLayout(const std::vector<Unknown>& unknowns, std::uint64_t seed, const Groups& groups);

  [[nodiscard]] auto unknowns() const -> int { return static_cast<int>(orders_.size()); }
  [[nodiscard]] auto states() const -> int { return states_; }
  [[nodiscard]] auto orders() const -> const std::vector<int>& { return orders_; }
  [[nodiscard]] auto order(int unknown) const -> int { return orders_[index(unknown)]; }
  /// Where the unknown's values begin in a State.
  [[nodiscard]] auto offset(int unknown) const -> int { return offsets_[index(unknown)]; }
  [[nodiscard]] auto groups() const -> const Groups& { return groups_; }
  /// Where the values of a group's unknowns lie in a State, one unknown after the other.
  [[nodiscard]] auto states_of(int group) const -> const std::vector<int>& {
    return states_of_[index(group)];
  }
  /// Of the unknown's order; unknowns of one order share it.
  [[nodiscard]] auto basis(int unknown) const -> const FeatureBasis& {
    return bases_[basis_of_[index(unknown)]];
  }

private:
  static auto index(int unknown) -> std::size_t { return static_cast<std::size_t>(unknown); }

  std::vector<int> orders_, offsets_;
  int states_ = 0;
  Groups groups_;
  std::vector<std::vector<int>> states_of_; // of each group
  std::vector<FeatureBasis> bases_;         // one for each order that occurs
  std::vector<std::size_t> basis_of_;       // unknown → its basis
};

/// Σ_{k≥n} state·xᵏ⁻ⁿ/(k-n)! of one unknown, the n-th derivative of its Taylor part a distance x from the segment's start.
[[nodiscard]] inline auto taylor_part(const StateLayout& layout,
                                      const Eigen::Ref<const State>& state, int unknown, int n,
                                      double x) -> double {
  const double* const values = state.data() + layout.offset(unknown);
  double sum = 0.0;
  for (int k = layout.order(unknown) - 1; k >= n; --k) sum = sum * x / (k - n + 1) + values[k];
  return sum;
}

/// Adds it at many points, a distance length·θ from the segment's start.
inline void add_taylor_part(const StateLayout& layout, const Eigen::Ref<const State>& state,
                            int unknown, int n, double length, const Eigen::VectorXd& theta,
                            Eigen::Ref<Eigen::VectorXd> values) {
  const int highest = layout.order(unknown) - 1;
  if (n > highest) return;
  const double* const terms = state.data() + layout.offset(unknown);
  Eigen::Array<double, Eigen::Dynamic, 1, 0, audit_count, 1> sum(theta.size()); // on the stack
  sum.setConstant(terms[highest]);
  for (int k = highest - 1; k >= n; --k) {
    sum *= length * theta.array();
    if (k > n) sum /= k - n + 1; // slow, and most unknowns need none
    sum += terms[k];
  }
  values.array() += sum;
}

/// xⁿ, n ≥ 0.
[[nodiscard]] constexpr auto whole_power(double x, int n) -> double {
  double product = 1.0;
  for (; n > 0; --n) product *= x;
  return product;
}

/// lengthᵖ⁻ⁿ, p the unknown's order: what the n-th derivative of its modes, taken in scaled time, is multiplied by.
[[nodiscard]] inline auto mode_scale(const StateLayout& layout, int unknown, int n, double length)
    -> double {
  return whole_power(length, layout.order(unknown) - n);
}

} // namespace jetwork::pinn
