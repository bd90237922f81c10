// Hyper-dual numbers: a value, its gradient in N directions, and the triangle of its Hessian.
//
//   auto [x, y] = HyperDual<double, 2>::variables(1.0, 2.0);
//   auto f = x * x * exp(y);
//   f.value(); f.gradient(0); f.hessian(0, 1);       // 2x·exp(y)
//
// Second derivatives are exact, without subtraction (Fike and Alonso 2011). The second derivative of a
// rule is the first derivative of its slope, taken with a Dual: no rule states it.
#pragma once

#include "autodiff/dual.hpp"
#include "autodiff/numbers/triangle.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <utility>

namespace jetwork::autodiff {

/// A value, its N first derivatives, and its second derivatives by each pair of directions. T is a plain number or an
/// active one. Second derivatives of a rule: Fike and Alonso 2011.
template <class T, int N = 1>
class HyperDual {
public:
  static constexpr int directions = N; ///< how many first derivatives it carries
  /// How many second derivatives, those of (i, j) and (j, i) being one.
  static constexpr int pairs = N * (N + 1) / 2;

  /// Zero, a constant.
  constexpr HyperDual() : hessian_{}, gradient_{}, value_{} {}
  /// A constant: every derivative is zero.
  template <class S>
  requires std::convertible_to<S, T>
  constexpr HyperDual(const S& value) // NOLINT(google-explicit-constructor)
      : HyperDual(Uninitialised{}) {
    value_ = static_cast<T>(value);
    clear();
  }

  /// The independent variable of direction `direction`. Requires direction < N.
  static constexpr auto variable(const T& value, int direction = 0) -> HyperDual {
    HyperDual x{Uninitialised{}};
    x.value_ = value;
    x.clear();
    set_unit_lane(x.gradient_, static_cast<std::size_t>(direction));
    return x;
  }
  /// N independent variables, one a direction, at the values given.
  template <class... Values>
  requires(sizeof...(Values) == N)
  static constexpr auto variables(const Values&... values) -> std::array<HyperDual, N> {
    int direction = 0;
    return {variable(T(values), direction++)...};
  }

  /// The number without its derivatives.
  constexpr auto value() const -> const T& { return value_; }
  /// The first derivative in direction i. Requires 0 <= i < N.
  constexpr auto gradient(int i = 0) const -> const T& {
    return gradient_[static_cast<std::size_t>(i)];
  }
  /// The second derivative by directions i and j, in either order. Requires 0 <= i, j < N.
  constexpr auto hessian(int i = 0, int j = 0) const -> const T& { return hessian_[index(i, j)]; }
  /// All first derivatives.
  constexpr auto gradients() const -> std::span<const T, N> {
    return std::span<const T, N>(gradient_.data(), N);
  }
  /// Row by row through the lower triangle: (0,0), (1,0), (1,1), (2,0), …
  constexpr auto hessians() const -> std::span<const T, pairs> {
    return std::span<const T, pairs>(hessian_.data(), pairs);
  }

  constexpr auto operator-() const -> HyperDual {
    HyperDual y{Uninitialised{}};
    y.value_ = -value_;
    y.compute([](const auto& a) { return -a; }, *this);
    return y;
  }
  constexpr auto operator+=(const HyperDual& other) -> HyperDual& {
    value_ += other.value_;
    compute([](const auto& a, const auto& b) { return a + b; }, *this, other);
    return *this;
  }
  constexpr auto operator-=(const HyperDual& other) -> HyperDual& {
    value_ -= other.value_;
    compute([](const auto& a, const auto& b) { return a - b; }, *this, other);
    return *this;
  }
  template <ConstantFor<HyperDual> C>
  constexpr auto operator+=(const C& constant) -> HyperDual& {
    value_ += constant_for<T>(constant);
    return *this;
  }
  template <ConstantFor<HyperDual> C>
  constexpr auto operator-=(const C& constant) -> HyperDual& {
    value_ -= constant_for<T>(constant);
    return *this;
  }
  constexpr auto operator*=(const HyperDual& other) -> HyperDual& { return *this = *this * other; }
  constexpr auto operator/=(const HyperDual& other) -> HyperDual& { return *this = *this / other; }

  /// What + and - give: written register by register, without a copy.
  static constexpr auto sum(const HyperDual& a, const HyperDual& b) -> HyperDual {
    HyperDual y{Uninitialised{}};
    y.value_ = a.value_ + b.value_;
    y.compute([](const auto& s, const auto& t) { return s + t; }, a, b);
    return y;
  }
  /// What a - b gives.
  static constexpr auto difference(const HyperDual& a, const HyperDual& b) -> HyperDual {
    HyperDual y{Uninitialised{}};
    y.value_ = a.value_ - b.value_;
    y.compute([](const auto& s, const auto& t) { return s - t; }, a, b);
    return y;
  }
  /// What a + constant gives.
  template <ConstantFor<HyperDual> C>
  static constexpr auto sum(const HyperDual& a, const C& constant) -> HyperDual {
    HyperDual y{Uninitialised{}};
    y.value_ = a.value_ + constant_for<T>(constant);
    y.compute([](const auto& s) { return s; }, a);
    return y;
  }
  /// What a - constant gives.
  template <ConstantFor<HyperDual> C>
  static constexpr auto difference(const HyperDual& a, const C& constant) -> HyperDual {
    HyperDual y{Uninitialised{}};
    y.value_ = a.value_ - constant_for<T>(constant);
    y.compute([](const auto& s) { return s; }, a);
    return y;
  }
  /// What constant + a gives.
  template <ConstantFor<HyperDual> C>
  static constexpr auto sum(const C& constant, const HyperDual& a) -> HyperDual {
    return sum(a, constant);
  }
  /// What constant - a gives.
  template <ConstantFor<HyperDual> C>
  static constexpr auto difference(const C& constant, const HyperDual& a) -> HyperDual {
    HyperDual y{Uninitialised{}};
    y.value_ = constant_for<T>(constant) - a.value_;
    y.compute([](const auto& s) { return -s; }, a);
    return y;
  }

  /// Lane by lane, the value and derivatives of a or of b.
  template <Mask M>
  friend constexpr auto blend(const M& mask, const HyperDual& a, const HyperDual& b) -> HyperDual {
    HyperDual y(select(mask, a.value_, b.value_));
    for (std::size_t i = 0; i < y.gradient_.size(); ++i)
      y.gradient_[i] = select(mask, a.gradient_[i], b.gradient_[i]);
    for (std::size_t i = 0; i < y.hessian_.size(); ++i)
      y.hessian_[i] = select(mask, a.hessian_[i], b.hessian_[i]);
    return y;
  }

private:
  friend struct RuleOn<HyperDual>;
  constexpr explicit HyperDual(Uninitialised) {}

  static constexpr auto index(int i, int j) -> std::size_t {
    if (i < j) std::swap(i, j);
    return static_cast<std::size_t>(i * (i + 1) / 2 + j);
  }
  /// Sets every derivative to `function` of the same derivatives of x….
  template <class Function, class... X>
  constexpr void compute(const Function& function, const X&... x) {
    compute_lanes(gradient_, function, x.gradient_...);
    compute_lanes(hessian_, function, x.hessian_...);
  }
  constexpr void clear() {
    compute([]<class Lanes>(const Lanes&) { return Lanes{}; }, *this);
  }

  alignas(lane_alignment<T, pairs>)
      std::array<T, padded_lanes<T, static_cast<std::size_t>(pairs)>> hessian_;
  std::array<T, detail::gradient_lanes<T, N>> gradient_;
  T value_;
};

template <class T, int N>
inline constexpr bool is_active<HyperDual<T, N>> = true;

template <class T, int N>
struct UnderlyingOf<HyperDual<T, N>> : UnderlyingOf<T> {};

template <class T, int N>
inline constexpr int derivative_order<HyperDual<T, N>> = 2 + derivative_order<T>;

/// Whether the value and all derivatives are exactly zero.
template <class T, int N>
constexpr auto is_zero(const HyperDual<T, N>& x) {
  auto zero = is_zero(x.value());
  for (const T& derivative : x.gradients()) zero = zero & is_zero(derivative);
  for (const T& derivative : x.hessians()) zero = zero & is_zero(derivative);
  return zero;
}

/// y = f(x…): y_i = Σ f_a·x_a,i and y_ij = Σ f_a·x_a,ij + Σ f_ab·x_a,i·x_b,j over the arguments that move.
template <class T, int N>
struct RuleOn<HyperDual<T, N>> {
  template <class Rule, class... Arguments>
  [[gnu::always_inline]] static constexpr auto apply(const Arguments&... x) -> HyperDual<T, N> {
    using Active = ActiveArguments<HyperDual<T, N>, Arguments...>;
    const T value = static_cast<T>(apply_rule<Rule>(Active::value_of(x)...));
    return [&]<std::size_t... a, int... place>(
               std::index_sequence<a...>,
               std::integer_sequence<int, place...>) __attribute__((always_inline)) {
      // The second partial derivatives are the tangents of the slopes, which are computed in Duals whose directions
      // are the arguments that move. The value of a slope that is stated without y is the first partial derivative.
      using Slope = Dual<T, static_cast<int>(Active::count)>;
      const auto slope = [&]<int by>(std::integral_constant<int, by>, const auto& z) -> Slope {
        return Rule::template partial<by>(seed<Slope, Active::number_of(place)>(x)..., z);
      };
      const auto first_slope = [&]<int by>(std::integral_constant<int, by> at) -> Slope {
        if constexpr (Rule::template partial_needs_value<by>)
          return Rule::template partial<by>(Active::value_of(x)..., value);
        else return slope(at, ValueNotGiven{});
      };
      const std::array<Slope, Active::count> without_y{
          first_slope(std::integral_constant<int, Active::places[a]>{})...};
      Partials<Active::count> partials{{without_y[a].value()...}, {}};
      const auto second_slope = [&]<int by>(std::integral_constant<int, by> at,
                                            const Slope& known) -> Slope {
        if constexpr (Rule::template partial_needs_value<by>)
          return slope(at, Slope(value, partials.first));
        else return known;
      };
      const std::array<Slope, Active::count> slopes{
          second_slope(std::integral_constant<int, Active::places[a]>{}, without_y[a])...};
      for (std::size_t by = 0; by < Active::count; ++by)
        partials.second[by] = {slopes[by].tangent(a)...};
      return combine(value, partials, argument<Active::places[a]>(x...)...);
    }(std::make_index_sequence<Active::count>{},
           std::make_integer_sequence<int, sizeof...(Arguments)>{});
  }

private:
  template <std::size_t count>
  struct Partials {
    std::array<T, count> first;
    std::array<std::array<T, count>, count> second;
  };

  /// The arguments that move are the independent variables of the slopes.
  template <class Slope, int direction>
  static constexpr auto seed(const HyperDual<T, N>& x) -> Slope {
    return Slope::variable(x.value(), direction);
  }
  template <class Slope, int direction, class Constant>
  static constexpr auto seed(const Constant& x) -> const Constant& {
    return x;
  }

  template <std::size_t count, class... X>
  [[gnu::always_inline]] static constexpr auto combine(const T& value, const Partials<count>& f,
                                                       const X&... x) -> HyperDual<T, N> {
    if constexpr (detail::fits_registers<T> && N <= detail::most_directions_in_registers)
      if (!std::is_constant_evaluated()) {
        // The compiler sees which rules are linear: then little code is left.
        const bool linear = [&]<std::size_t... ab>(std::index_sequence<ab...>)
                                __attribute__((always_inline)) {
                                  return (... && is_known_zero(f.second[ab / count][ab % count]));
                                }(std::make_index_sequence<count * count>{});
        if constexpr (N == 1) return combine_one_direction(value, f, linear, x...);
        else if (linear) return combine_linear(value, f.first, x...);
        else return combine_curved(value, f, x...);
      }
    return combine_one_by_one(value, f, x...);
  }

  [[gnu::always_inline]] static auto is_known_zero(const T& number) -> bool {
    return __builtin_constant_p(number == 0) && number == 0;
  }
  template <std::size_t count>
  [[gnu::always_inline]] static auto is_finite(const Partials<count>& f) -> bool {
    return [&]<std::size_t... ab>(std::index_sequence<ab...>) __attribute__((always_inline)) {
      return __builtin_isfinite((... + __builtin_fabs(f.second[ab / count][ab % count]))
                                + (... + __builtin_fabs(f.first[ab / count])));
    }(std::make_index_sequence<count * count>{});
  }

  /// Derivative by derivative, in each of which a zero wins over an infinite slope.
  template <std::size_t count, class... X>
  [[gnu::noinline]] static constexpr auto combine_one_by_one(const T& value,
                                                             const Partials<count>& f,
                                                             const X&... argument)
      -> HyperDual<T, N> {
    const std::array<const HyperDual<T, N>*, count> x{&argument...};
    HyperDual<T, N> y(value);
    std::size_t ij = 0;
    for (std::size_t i = 0; i < N; ++i) {
      T& y_i = y.gradient_[i] = chain(f.first[0], x[0]->gradient_[i]);
      for (std::size_t a = 1; a < count; ++a) y_i = y_i + chain(f.first[a], x[a]->gradient_[i]);
      for (std::size_t j = 0; j <= i; ++j, ++ij) {
        T& y_ij = y.hessian_[ij] = chain(f.first[0], x[0]->hessian_[ij]);
        for (std::size_t a = 1; a < count; ++a) y_ij = y_ij + chain(f.first[a], x[a]->hessian_[ij]);
        for (std::size_t a = 0; a < count; ++a)
          for (std::size_t b = 0; b <= a; ++b) {
            const auto &g = x[a]->gradient_, &h = x[b]->gradient_;
            const T motion = a == b ? T(g[i] * g[j]) : T(g[i] * h[j] + g[j] * h[i]);
            y_ij = y_ij + chain(f.second[a][b], motion);
          }
      }
    }
    return y;
  }

  /// A zero times an infinite slope is NaN, and rare: one look for NaN at the end takes the place of one at every
  /// product. If there is one, combine_one_by_one computes the result anew.
  template <std::size_t count, class... X>
  [[gnu::always_inline]] static auto combine_one_direction(const T& value, const Partials<count>& f,
                                                           bool linear, const X&... x)
      -> HyperDual<T, N> {
    HyperDual<T, N> y{Uninitialised{}};
    y.value_ = value;
    y.gradient_[0] = detail::Combination<T, count>{f.first}(x.gradient_[0]...);
    y.hessian_[0] = detail::Combination<T, count>{f.first}(x.hessian_[0]...);
    if (!linear) {
      const std::array<T, count> g{x.gradient_[0]...};
      for (std::size_t a = 0; a < count; ++a)
        for (std::size_t b = 0; b < count; ++b)
          if (!is_known_zero(f.second[a][b])) y.hessian_[0] += f.second[a][b] * (g[a] * g[b]);
    }
    if (const T sum = y.gradient_[0] + y.hessian_[0]; sum != sum) [[unlikely]]
      return combine_one_by_one(value, f, x...);
    return y;
  }

  /// A rule whose second derivatives are zero, by whole registers. If a slope is not finite, the products of slopes
  /// and arguments are computed first, with zero winning in each, and then added with slopes of 1.
  template <std::size_t count, class... X>
  [[gnu::always_inline]] static auto combine_linear(const T& value, const std::array<T, count>& f,
                                                    const X&... x) -> HyperDual<T, N> {
    return [&]<std::size_t... a>(std::index_sequence<a...>) __attribute__((always_inline)) {
      std::array<T, count> slope = f;
      std::array<const HyperDual<T, N>*, count> from{&x...};
      std::array<HyperDual<T, N>, count> product{
          (static_cast<void>(a), HyperDual<T, N>(Uninitialised{}))...};
      if (!__builtin_isfinite((... + __builtin_fabs(f[a])))) [[unlikely]] {
        ((product[a] = multiply_one_by_one(f[a], x)), ...);
        slope = {(static_cast<void>(a), T(1))...};
        from = {&product[a]...};
      }
      HyperDual<T, N> y{Uninitialised{}};
      y.value_ = value;
      compute_lanes(y.gradient_, detail::Combination<T, count>{slope}, from[a]->gradient_...);
      compute_lanes(y.hessian_, detail::Combination<T, count>{slope}, from[a]->hessian_...);
      return y;
    }(std::make_index_sequence<count>{});
  }
  [[gnu::always_inline]] static auto multiply_one_by_one(const T& slope, const HyperDual<T, N>& x)
      -> HyperDual<T, N> {
    HyperDual<T, N> y{Uninitialised{}};
    y.compute([&](const auto& lane)
                  __attribute__((always_inline)) { return detail::chain_lanes(slope, lane); },
              x);
    return y;
  }

  /// With Σ f_ab·x_a,i·x_b,j = Σ x_a,i·p_a,j, p_a = Σ f_ab·x_b.
  template <std::size_t count, class... X>
  [[gnu::noinline, gnu::pure]] static auto combine_curved(const T& value, const Partials<count>& f,
                                                          const X&... x) -> HyperDual<T, N> {
    if (!is_finite(f)) [[unlikely]]
      return combine_one_by_one(value, f, x...);
    using Gradient = detail::GradientRegisters<T, N>;
    constexpr std::size_t width = Gradient::width;
    HyperDual<T, N> y{Uninitialised{}};
    y.value_ = value;
    compute_lanes(y.gradient_, detail::Combination<T, count>{f.first}, x.gradient_...);
    std::array<Gradient, count> g, p;
    detail::for_each_piece<T, detail::gradient_lanes<T, N>, 0, width>(
        [&]<std::size_t start, std::size_t lanes>() __attribute__((always_inline)) {
          std::size_t a = 0;
          ((g[a++].registers[start / width] =
                detail::Register<T, lanes>::load(x.gradient_.data() + start)),
           ...);
          for (a = 0; a < count; ++a)
            p[a].registers[start / width] = detail::Combination<T, count>{f.second[a]}(
                detail::Register<T, lanes>::load(x.gradient_.data() + start)...);
        });
    [&]<std::size_t... a>(std::index_sequence<a...>) __attribute__((always_inline)) {
      detail::for_each_piece<T, padded_lanes<T, HyperDual<T, N>::pairs>>(
          [&]<std::size_t start, std::size_t lanes>() __attribute__((always_inline)) {
            using Lanes = detail::Register<T, lanes>;
            Lanes::store(
                y.hessian_.data() + start,
                (detail::Combination<T, count>{f.first}(Lanes::load(x.hessian_.data() + start)...)
                 + ...
                 + (g[a].template spread<true, start, lanes>()
                    * p[a].template spread<false, start, lanes>())));
          });
    }(std::make_index_sequence<count>{});
    return y;
  }
};

} // namespace jetwork::autodiff
