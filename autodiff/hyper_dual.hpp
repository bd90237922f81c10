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

#include <array>
#include <cstddef>
#include <utility>

namespace jetwork::autodiff {

namespace detail {

/// Up to so many directions the rows of a Hessian are separate code.
inline constexpr int most_separate_rows = 16;

/// Calls visit(std::integral_constant<std::size_t, i>) for every row of a triangle.
template <int N, class Visit>
[[gnu::always_inline]] constexpr void for_each_row(const Visit& visit) {
  [&]<std::size_t... i>(std::index_sequence<i...>) __attribute__((always_inline)) {
    (visit(std::integral_constant<std::size_t, i>{}), ...);
  }
  (std::make_index_sequence<N>{});
}
constexpr auto row_start(std::size_t i) -> std::size_t { return i * (i + 1) / 2; }

/// y[ij] = compute(x[ij]…) in row i of a triangle, by registers.
template <std::size_t i, class T, std::size_t pairs, class Compute>
[[gnu::always_inline]] inline void compute_row(
    std::array<T, pairs>& y, const Compute& compute,
    const std::same_as<std::array<T, pairs>> auto&... x) {
  compute_registers<0, widest<T>, i + 1>(y.data() + row_start(i), compute,
                                         (x.data() + row_start(i))...);
}

/// y[ij] = compute(x[ij]…) in a triangle, row by row: see RuleOn<HyperDual>.
template <int N, class T, std::size_t pairs, class Compute, class... X>
[[gnu::always_inline]] constexpr void compute_triangle(std::array<T, pairs>& y,
                                                       const Compute& compute,
                                                       const std::array<X, pairs>&... x) {
  if constexpr (fits_registers<T> && N > 1 && N <= most_separate_rows) {
    if (!std::is_constant_evaluated())
      return for_each_row<N>([&](auto i) __attribute__((always_inline)) {
        compute_row<i>(y, compute, x...);
      });
  }
  compute_lanes(y, compute, x...);
}

} // namespace detail

template <class T, int N = 1>
class HyperDual {
public:
  static constexpr int directions = N;
  static constexpr int pairs = N * (N + 1) / 2;

  constexpr HyperDual() : value_{}, gradient_{}, hessian_{} {}
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
  requires(sizeof...(Values) == N) static constexpr auto variables(const Values&... values)
      -> std::array<HyperDual, N> {
    int direction = 0;
    return {variable(T(values), direction++)...};
  }

  constexpr auto value() const -> const T& { return value_; }
  constexpr auto gradient(int i = 0) const -> const T& {
    return gradient_[static_cast<std::size_t>(i)];
  }
  constexpr auto hessian(int i = 0, int j = 0) const -> const T& { return hessian_[index(i, j)]; }
  constexpr auto gradients() const -> const std::array<T, N>& { return gradient_; }
  constexpr auto hessians() const -> const std::array<T, pairs>& { return hessian_; }

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

  /// Lane by lane, the value and derivatives of a or of b.
  template <Mask M>
  friend constexpr auto blend(const M& mask, const HyperDual& a, const HyperDual& b) -> HyperDual {
    HyperDual y(select(mask, a.value_, b.value_));
    for (std::size_t i = 0; i < N; ++i)
      y.gradient_[i] = select(mask, a.gradient_[i], b.gradient_[i]);
    for (std::size_t i = 0; i < pairs; ++i)
      y.hessian_[i] = select(mask, a.hessian_[i], b.hessian_[i]);
    return y;
  }

private:
  friend struct RuleOn<HyperDual>;
  constexpr explicit HyperDual(Uninitialised) {}

  /// Row by row through the lower triangle: (0,0), (1,0), (1,1), (2,0), …
  static constexpr auto index(int i, int j) -> std::size_t {
    if (i < j) std::swap(i, j);
    return static_cast<std::size_t>(i * (i + 1) / 2 + j);
  }
  /// Sets every derivative to `function` of x's there.
  template <class Function, class... X>
  constexpr void compute(const Function& function, const X&... x) {
    compute_lanes(gradient_, function, x.gradient_...);
    detail::compute_triangle<N>(hessian_, function, x.hessian_...);
  }
  constexpr void clear() {
    compute([]<class Lanes>(const Lanes&) { return Lanes{}; }, *this);
  }

  T value_;
  std::array<T, N> gradient_;
  std::array<T, pairs> hessian_;
};

template <class T, int N>
inline constexpr bool is_active<HyperDual<T, N>> = true;

template <class T, int N>
struct UnderlyingOf<HyperDual<T, N>> : UnderlyingOf<T> {};

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
    HyperDual<T, N> y{Uninitialised{}};
    y.value_ = static_cast<T>(apply_rule<Rule>(Active::value_of(x)...));
    [&]<std::size_t... a, int... place>(std::index_sequence<a...>,
                                        std::integer_sequence<int, place...>)
        __attribute__((always_inline)) {
      // The second partial derivatives are the derivatives of the slopes: of Duals in the arguments that move. A
      // slope that is stated without y gives the first partial derivative with them.
      using Slope = Dual<T, static_cast<int>(Active::count)>;
      const auto slope = [&]<int by>(std::integral_constant<int, by>, const auto& value) -> Slope {
        return Rule::template partial<by>(seed<Slope, Active::number_of(place)>(x)..., value);
      };
      const auto first_slope = [&]<int by>(std::integral_constant<int, by> at) -> Slope {
        if constexpr (Rule::template partial_needs_value<by>)
          return Rule::template partial<by>(Active::value_of(x)..., y.value_);
        else return slope(at, ValueNotGiven{});
      };
      const std::array<Slope, Active::count> without_y{
          first_slope(std::integral_constant<int, Active::places[a]>{})...};
      Partials<Active::count> partials{{without_y[a].value()...}, {}};
      const auto second_slope = [&]<int by>(std::integral_constant<int, by> at,
                                            const Slope& known) {
        if constexpr (Rule::template partial_needs_value<by>)
          return slope(at, Slope(y.value_, partials.first)).tangents();
        else return known.tangents();
      };
      partials.second = {
          second_slope(std::integral_constant<int, Active::places[a]>{}, without_y[a])...};
      combine(y, partials, argument<Active::places[a]>(x...)...);
    }
    (std::make_index_sequence<Active::count>{},
     std::make_integer_sequence<int, sizeof...(Arguments)>{});
    return y;
  }

private:
  template <std::size_t count>
  struct Partials {
    std::array<T, count> first;
    std::array<std::array<T, count>, count> second;
  };

  /// The arguments that move are the slopes' independent variables.
  template <class Slope, int direction>
  static constexpr auto seed(const HyperDual<T, N>& x) -> Slope {
    return Slope::variable(x.value(), direction);
  }
  template <class Slope, int direction, class Constant>
  static constexpr auto seed(const Constant& x) -> const Constant& {
    return x;
  }

  template <std::size_t count, class... X>
  [[gnu::always_inline]] static constexpr void combine(HyperDual<T, N>& y, const Partials<count>& f,
                                                       const X&... x) {
    if constexpr (detail::fits_registers<T> && N > 1 && N <= detail::most_separate_rows) {
      if (!std::is_constant_evaluated()) return combine_rows(y, f, x...);
    }
    combine_one_by_one(y, f, std::array<const HyperDual<T, N>*, count>{&x...});
  }

  template <std::size_t count>
  [[gnu::always_inline]] static auto is_finite(const Partials<count>& f) -> bool {
    return [&]<std::size_t... ab>(std::index_sequence<ab...>) __attribute__((always_inline)) {
      return __builtin_isfinite((... + __builtin_fabs(f.second[ab / count][ab % count]))
                                + (... + __builtin_fabs(f.first[ab / count])));
    }
    (std::make_index_sequence<count * count>{});
  }

  template <std::size_t count>
  static constexpr void combine_one_by_one(HyperDual<T, N>& y, const Partials<count>& f,
                                           const std::array<const HyperDual<T, N>*, count>& x) {
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
  }

  /// The same by whole registers. The compiler sees which rules are linear: then little code is left.
  template <std::size_t count, class... X>
  [[gnu::always_inline]] static void combine_rows(HyperDual<T, N>& y, const Partials<count>& f,
                                                  const X&... x) {
    const bool linear = [&]<std::size_t... ab>(std::index_sequence<ab...>)
        __attribute__((always_inline)) {
      return (... && (f.second[ab / count][ab % count] == 0));
    }
    (std::make_index_sequence<count * count>{});
    if (!linear) return combine_curved(y, f, x...);
    if constexpr (N
                  <= 2 * detail::widest<T>) { // all of it fits the registers: no branch, no memory
      compute_lanes(y.gradient_, detail::CarefulCombination<T, count>{f.first}, x.gradient_...);
      detail::compute_triangle<N>(y.hessian_, detail::CarefulCombination<T, count>{f.first},
                                  x.hessian_...);
    } else {
      // A finite slope times zero is zero: as a rule, one test saves looking at every entry. If it fails, the
      // products themselves are combined, with slopes of 1.
      [&]<std::size_t... a>(std::index_sequence<a...>) __attribute__((always_inline)) {
        std::array<T, count> slope = f.first;
        std::array<const HyperDual<T, N>*, count> from{&x...};
        std::array<HyperDual<T, N>, count> product{((void)a, HyperDual<T, N>{Uninitialised{}})...};
        if (!is_finite(f)) [[unlikely]] {
          (multiply_one_by_one(product[a], f.first[a], x), ...);
          slope = {(static_cast<void>(a), T(1))...};
          from = {&product[a]...};
        }
        compute_lanes(y.gradient_, detail::Combination<T, count>{slope}, from[a]->gradient_...);
        detail::compute_triangle<N>(y.hessian_, detail::Combination<T, count>{slope},
                                    from[a]->hessian_...);
      }
      (std::make_index_sequence<count>{});
    }
  }
  [[gnu::noinline]] static void multiply_one_by_one(HyperDual<T, N>& y, const T& slope,
                                                    const HyperDual<T, N>& x) {
    for (std::size_t i = 0; i < N; ++i) y.gradient_[i] = chain(slope, x.gradient_[i]);
    for (std::size_t ij = 0; ij < y.hessian_.size(); ++ij)
      y.hessian_[ij] = chain(slope, x.hessian_[ij]);
  }

  /// With Σ f_ab·x_a,i·x_b,j = Σ x_a,i·p_a,j, p_a = Σ f_ab·x_b.
  template <std::size_t count, class... X>
  [[gnu::noinline]] static void combine_curved(HyperDual<T, N>& y, const Partials<count>& f,
                                               const X&... x) {
    if (!is_finite(f)) [[unlikely]]
      return combine_one_by_one(y, f, std::array<const HyperDual<T, N>*, count>{&x...});
    compute_lanes(y.gradient_, detail::Combination<T, count>{f.first}, x.gradient_...);
    std::array<std::array<T, N>, count> p;
    for (std::size_t a = 0; a < count; ++a)
      compute_lanes(p[a], detail::Combination<T, count>{f.second[a]}, x.gradient_...);
    [&]<std::size_t... a>(std::index_sequence<a...>) __attribute__((always_inline)) {
      detail::for_each_row<N>([&](auto i) __attribute__((always_inline)) {
        const std::size_t start = detail::row_start(i);
        const std::array<T, count> g{x.gradient_[i]...};
        detail::compute_row<i>(y.hessian_, detail::Combination<T, count>{f.first}, x.hessian_...);
        detail::compute_registers<0, detail::widest<T>, i + 1>(
            y.hessian_.data() + start,
            [&](const auto& h, const auto&... p_a)
                __attribute__((always_inline)) { return (h + ... + (g[a] * p_a)); },
            y.hessian_.data() + start, p[a].data()...);
      });
    }
    (std::make_index_sequence<count>{});
  }
};

} // namespace jetwork::autodiff
