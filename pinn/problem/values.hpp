// An unknown with its derivatives, as residuals and other callables of the user get it: r[0] is r, r[1] is r'.
#pragma once

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>

namespace jetwork::pinn {

/// An unknown's highest derivative may be of so high an order.
inline constexpr int highest_order = 8;

/// One unknown at one point, or at a whole batch of them: u[n] is its n-th derivative, n ≤ order.
template <class T>
class Derivatives {
public:
  explicit Derivatives(std::span<const T> values) : values_(values) {}
  /// Throws std::out_of_range where there is no such derivative.
  auto operator[](int n) const -> const T& {
    if (n < 0 || static_cast<std::size_t>(n) >= values_.size())
      throw std::out_of_range("there is no derivative number " + std::to_string(n)
                              + " of an unknown here: they are numbered from 0 to "
                              + std::to_string(static_cast<int>(values_.size()) - 1));
    return values_[static_cast<std::size_t>(n)];
  }

private:
  std::span<const T> values_;
};

/// p[k] is parameter k.
template <class T>
class ParametersAt : public std::span<const T> {
public:
  explicit ParametersAt(std::span<const T> values) : std::span<const T>(values) {}
  /// Throws std::out_of_range where there is no such parameter.
  auto operator[](std::size_t k) const -> const T& {
    if (k >= this->size())
      throw std::out_of_range("there is no parameter number " + std::to_string(k)
                              + ": the problem has " + std::to_string(this->size()));
    return this->data()[k];
  }
};

} // namespace jetwork::pinn
