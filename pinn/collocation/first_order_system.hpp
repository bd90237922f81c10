// Linear equations of any orders as a system of first order.
//
//   first_order_system(orders, highest);            // (state, state): of states one unknown after another
#pragma once

#include <Eigen/Core>

#include <span>

namespace jetwork::pinn {

/// A state is the derivative of the one before it, and an unknown's highest derivative answers to all states by its row of
/// `highest`, (unknown, state).
[[nodiscard]] inline auto first_order_system(std::span<const int> orders,
                                             const Eigen::MatrixXd& highest) -> Eigen::MatrixXd {
  Eigen::MatrixXd system = Eigen::MatrixXd::Zero(highest.cols(), highest.cols());
  Eigen::Index state = 0, unknown = 0;
  for (const int order : orders) {
    for (int n = 0; n + 1 < order; ++n, ++state) system(state, state + 1) = 1.0;
    system.row(state++) = highest.row(unknown++);
  }
  return system;
}

} // namespace jetwork::pinn
