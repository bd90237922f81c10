// An unknown with its derivatives, as residuals and other callables of the user get it: r[0] is r, r[1] is r'.
#pragma once

#include <cstddef>
#include <span>

namespace jetwork::pinn {

/// An unknown's highest derivative may be of so high an order.
inline constexpr int highest_order = 8;

/// One unknown at one point, or at a whole batch of them: u[n] is its n-th derivative, n ≤ order.
template <class T>
class Derivatives {
public:
  explicit Derivatives(std::span<const T> values) : values_(values) {}
  auto operator[](int n) const -> const T& { return values_[static_cast<std::size_t>(n)]; }

private:
  std::span<const T> values_;
};

} // namespace jetwork::pinn
