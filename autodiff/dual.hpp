// Dual numbers: a value and its derivatives in N directions at once.
//
//   Dual<double> x(2.0, 1.0);             // x = 2, dx = 1
//   auto y = x * sin(x);                  // y.value(), y.tangent() = sin 2 + 2 cos 2
//
//   auto [x, y] = Dual<double, 2>::variables(1.0, 2.0);
//   auto r = hypot(x, y);                 // r.tangent(0), r.tangent(1): the whole gradient
//
// A dual number is a + a'ε with ε² = 0 (Clifford 1873; Wengert 1964 for its use in computing), so that
// (a + a'ε)(b + b'ε) = ab + (a'b + ab')ε. By hand, f(x) = x²/(1 + x) at x = 10: put in 10 + ε,
//
//   x²    = (10 + ε)²             = 100 + 20ε
//   1 + x                         =  11 +   ε
//   f     = (100 + 20ε)/(11 + ε)  = 100/11 + (20·11 - 100·1)/11² ε  =  9.0909 + 0.9917ε,
//
// and 0.9917 = 120/121 is f'(10). No formula for f' was needed, only the rules of · and /. In the code: with
// Dual<double> x(10, 1), (x * x / (1 + x)).tangent().
//
// Duals nest: Dual<Dual<double>> carries mixed second derivatives, Dual<Jet<double, 3>> works as well.
#pragma once

#include "autodiff/numbers/arithmetic.hpp"
#include "autodiff/numbers/lanes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <utility>

namespace jetwork::autodiff {

/// A number a + a'ε: a value and its derivatives in N directions. T is a plain number or an active one.
template <class T, int N = 1>
class Dual {
public:
  static constexpr int directions = N; ///< how many derivatives it carries

  /// Zero, a constant.
  constexpr Dual() : tangent_{}, value_{} {}
  /// A constant: every derivative is zero.
  template <class S>
  requires std::convertible_to<S, T>
  constexpr Dual(const S& value) // NOLINT(google-explicit-constructor)
      : tangent_{}, value_(static_cast<T>(value)) {}
  /// A value that moves by `tangent` in the one direction there is.
  constexpr Dual(const T& value, const T& tangent)
  requires(N == 1)
      : tangent_{tangent}, value_(value) {}
  /// A value that moves by `tangent[i]` in direction i.
  constexpr Dual(const T& value, const std::array<T, N>& tangent) : tangent_{}, value_(value) {
    std::copy(tangent.begin(), tangent.end(), tangent_.begin());
  }

  /// The independent variable of direction `direction`: its tangent there is 1. Requires direction < N.
  static constexpr auto variable(const T& value, int direction = 0) -> Dual {
    Dual x{Uninitialised{}};
    x.value_ = value;
    set_unit_lane(x.tangent_, static_cast<std::size_t>(direction));
    return x;
  }
  /// N independent variables, one a direction, at the values given.
  template <class... Values>
  requires(sizeof...(Values) == N)
  static constexpr auto variables(const Values&... values) -> std::array<Dual, N> {
    int direction = 0;
    return {variable(T(values), direction++)...};
  }

  /// A, the number without its derivatives.
  constexpr auto value() const -> const T& { return value_; }
  /// The derivative in one direction. Requires 0 <= direction < N.
  constexpr auto tangent(int direction = 0) const -> const T& {
    return tangent_[static_cast<std::size_t>(direction)];
  }
  /// The derivatives in all directions.
  constexpr auto tangents() const -> std::span<const T, N> {
    return std::span<const T, N>(tangent_.data(), N);
  }

  constexpr auto operator-() const -> Dual {
    Dual y{Uninitialised{}};
    y.value_ = -value_;
    compute_lanes(y.tangent_, [](const auto& a) { return -a; }, tangent_);
    return y;
  }
  constexpr auto operator+=(const Dual& other) -> Dual& {
    value_ += other.value_;
    compute_lanes(
        tangent_, [](const auto& a, const auto& b) { return a + b; }, tangent_, other.tangent_);
    return *this;
  }
  constexpr auto operator-=(const Dual& other) -> Dual& {
    value_ -= other.value_;
    compute_lanes(
        tangent_, [](const auto& a, const auto& b) { return a - b; }, tangent_, other.tangent_);
    return *this;
  }
  template <ConstantFor<Dual> C>
  constexpr auto operator+=(const C& constant) -> Dual& {
    value_ += constant_for<T>(constant);
    return *this;
  }
  template <ConstantFor<Dual> C>
  constexpr auto operator-=(const C& constant) -> Dual& {
    value_ -= constant_for<T>(constant);
    return *this;
  }
  constexpr auto operator*=(const Dual& other) -> Dual& { return *this = *this * other; }
  constexpr auto operator/=(const Dual& other) -> Dual& { return *this = *this / other; }

  /// What + and - give: written register by register, without a copy.
  static constexpr auto sum(const Dual& a, const Dual& b) -> Dual {
    Dual y{Uninitialised{}};
    y.value_ = a.value_ + b.value_;
    compute_lanes(
        y.tangent_, [](const auto& s, const auto& t) { return s + t; }, a.tangent_, b.tangent_);
    return y;
  }
  /// What a - b gives.
  static constexpr auto difference(const Dual& a, const Dual& b) -> Dual {
    Dual y{Uninitialised{}};
    y.value_ = a.value_ - b.value_;
    compute_lanes(
        y.tangent_, [](const auto& s, const auto& t) { return s - t; }, a.tangent_, b.tangent_);
    return y;
  }
  /// What a + constant gives.
  template <ConstantFor<Dual> C>
  static constexpr auto sum(const Dual& a, const C& constant) -> Dual {
    Dual y{Uninitialised{}};
    y.value_ = a.value_ + constant_for<T>(constant);
    compute_lanes(y.tangent_, [](const auto& s) { return s; }, a.tangent_);
    return y;
  }
  /// What a - constant gives.
  template <ConstantFor<Dual> C>
  static constexpr auto difference(const Dual& a, const C& constant) -> Dual {
    Dual y{Uninitialised{}};
    y.value_ = a.value_ - constant_for<T>(constant);
    compute_lanes(y.tangent_, [](const auto& s) { return s; }, a.tangent_);
    return y;
  }
  /// What constant + a gives.
  template <ConstantFor<Dual> C>
  static constexpr auto sum(const C& constant, const Dual& a) -> Dual {
    return sum(a, constant);
  }
  /// What constant - a gives.
  template <ConstantFor<Dual> C>
  static constexpr auto difference(const C& constant, const Dual& a) -> Dual {
    Dual y{Uninitialised{}};
    y.value_ = constant_for<T>(constant) - a.value_;
    compute_lanes(y.tangent_, [](const auto& s) { return -s; }, a.tangent_);
    return y;
  }

private:
  friend struct RuleOn<Dual>;
  constexpr explicit Dual(Uninitialised) {}

  alignas(lane_alignment<T, N>) std::array<T, padded_lanes<T, N>> tangent_;
  T value_;
};

template <class T, int N>
inline constexpr bool is_active<Dual<T, N>> = true;

template <class T, int N>
struct UnderlyingOf<Dual<T, N>> : UnderlyingOf<T> {};

template <class T, int N>
inline constexpr int derivative_order<Dual<T, N>> = 1 + derivative_order<T>;

/// Whether the value and all tangents are exactly zero.
template <class T, int N>
constexpr auto is_zero(const Dual<T, N>& x) {
  auto zero = is_zero(x.value());
  for (const T& tangent : x.tangents()) zero = zero & is_zero(tangent);
  return zero;
}

/// Lane by lane, the value and tangents of a or of b.
template <Mask M, class T, int N>
constexpr auto blend(const M& mask, const Dual<T, N>& a, const Dual<T, N>& b) -> Dual<T, N> {
  std::array<T, N> tangents;
  for (int i = 0; i < N; ++i)
    tangents[static_cast<std::size_t>(i)] = select(mask, a.tangent(i), b.tangent(i));
  return {select(mask, a.value(), b.value()), tangents};
}

/// y = f(x…): dy = Σ ∂f/∂xᵢ·dxᵢ over the arguments that move.
template <class T, int N>
struct RuleOn<Dual<T, N>> {
  template <class Rule, class... Arguments>
  static constexpr auto apply(const Arguments&... x) -> Dual<T, N> {
    using Active = ActiveArguments<Dual<T, N>, Arguments...>;
    Dual<T, N> y{Uninitialised{}};
    y.value_ = static_cast<T>(apply_rule<Rule>(Active::value_of(x)...));
    [&]<std::size_t... a>(std::index_sequence<a...>) {
      const std::array<T, Active::count> slope{static_cast<T>(
          Rule::template partial<Active::places[a]>(Active::value_of(x)..., y.value_))...};
      combine_lanes(y.tangent_, slope, argument<Active::places[a]>(x...).tangent_...);
    }(std::make_index_sequence<Active::count>{});
    return y;
  }
};

} // namespace jetwork::autodiff
