// Derivatives in one direction, of any order.
//
//   derivative([](auto x) { return sin(x) / x; }, 2.0);                  // f'(2)
//   auto [value, slope] = value_and_derivative(f, 2.0);
//   derivatives<3>(f, 2.0);                                              // f, f', f'', f'''
//   taylor<3>(f, 2.0);                                                   // f, f', f''/2, f'''/6
//   directional_derivatives<2>(g, x, v);                                 // dᵏ/dtᵏ g(x + t·v), k = 0, 1, 2
//   jacobian_vector_product(g, x, v);                                    // J(x)·v
//
// One pass of a Dual or a Jet through the function, and no tape (Griewank and Walther 2008, chapters 3 and 13).
// f may return several numbers: then each of the results is a container of them.
#pragma once

#include "autodiff/derivatives/point.hpp"
#include "autodiff/dual.hpp"
#include "autodiff/jet.hpp"

#include <array>
#include <cstddef>

namespace jetwork::autodiff {

/// A function's value and derivative: numbers, or containers of them where the function returns several.
template <class Y>
struct ValueAndDerivative {
  Y value;      ///< f(x)
  Y derivative; ///< f'(x), or the derivative in the direction asked for
};

namespace detail {

/// part(y) of a number, or of each number of a container.
template <class T, class X, class Y, class Part>
auto part_of(const Y& y, Part&& part) {
  if constexpr (std::same_as<Y, X>) return T(part(y));
  else return transformed<T>(y, [&](std::size_t, const X& y_i) { return T(part(y_i)); });
}
template <class T, class Y>
auto value_and_tangent(const Y& y) {
  using X = Dual<T>;
  using R = decltype(part_of<T, X>(y, [](const X& x) { return x.value(); }));
  return ValueAndDerivative<R>{part_of<T, X>(y, [](const X& x) { return x.value(); }),
                               part_of<T, X>(y, [](const X& x) { return x.tangent(); })};
}
/// Coefficients 0 … K of one jet or of a container of jets, each times its factor.
template <class T, int K, class Y, class Factor>
auto coefficients(const Y& y, Factor&& factor) {
  using X = Jet<T, K>;
  const auto coefficient = [&](int k) {
    return part_of<T, X>(y, [&](const X& x) { return T(x[k] * factor(k)); });
  };
  std::array<decltype(coefficient(0)), K + 1> all;
  for (int k = 0; k <= K; ++k) all[static_cast<std::size_t>(k)] = coefficient(k);
  return all;
}
inline auto factorial(int k) -> double {
  double product = 1;
  for (int i = 2; i <= k; ++i) product *= i;
  return product;
}
/// x + t·v, as jets of t.
template <class X, class P, class V>
auto along(const P& x, const V& v, const char* driver) {
  require_not_empty(count(x), driver);
  require_size(count(v), count(x), driver, "direction");
  return transformed<X>(x, [&](std::size_t i, const auto& x_i) {
    using T = ValueOf<P>;
    if constexpr (requires { X::order; }) return X::variable(T(x_i), T(at(v, i)));
    else return X(T(x_i), T(at(v, i)));
  });
}

} // namespace detail

/// f(x) and f'(x).
template <class F, NumberLike N>
auto value_and_derivative(F&& f, const N& x) {
  using T = Real<N>;
  return detail::value_and_tangent<T>(detail::evaluate<Dual<T>>(f, Dual<T>(T(x), T(1))));
}
/// f'(x).
template <class F, NumberLike N>
auto derivative(F&& f, const N& x) {
  return autodiff::value_and_derivative(f, x).derivative;
}
/// The Taylor coefficients f⁽ᵏ⁾(x)/k!, k = 0 … K.
template <int K, class F, NumberLike N>
auto taylor(F&& f, const N& x) {
  using X = Jet<Real<N>, K>;
  return detail::coefficients<Real<N>, K>(detail::evaluate<X>(f, X::variable(Real<N>(x))),
                                          [](int) { return 1.0; });
}
/// f(x), f'(x), …, f⁽ᴷ⁾(x).
template <int K, class F, NumberLike N>
auto derivatives(F&& f, const N& x) {
  using X = Jet<Real<N>, K>;
  return detail::coefficients<Real<N>, K>(detail::evaluate<X>(f, X::variable(Real<N>(x))),
                                          detail::factorial);
}

/// dᵏ/dtᵏ f(x + t·v) at t = 0, k = 0 … K, an array of K + 1. Throws std::invalid_argument where v has not as many numbers
/// as x, or x is empty.
template <int K, class F, Point P, Point V>
auto directional_derivatives(F&& f, const P& x, const V& v) {
  using X = Jet<ValueOf<P>, K>;
  const auto line = detail::along<X>(x, v, "directional_derivatives");
  return detail::coefficients<ValueOf<P>, K>(detail::evaluate<X>(f, detail::as_argument<P>(line)),
                                             detail::factorial);
}
/// f(x), and J(x)·v for the Jacobian J of f, both as f returns them. Throws std::invalid_argument where v has not as many
/// numbers as x, or x is empty.
template <class F, Point P, Point V>
auto value_and_jacobian_vector_product(F&& f, const P& x, const V& v) {
  using X = Dual<ValueOf<P>>;
  const auto line = detail::along<X>(x, v, "jacobian_vector_product");
  return detail::value_and_tangent<ValueOf<P>>(
      detail::evaluate<X>(f, detail::as_argument<P>(line)));
}
/// J(x)·v alone.
template <class F, Point P, Point V>
auto jacobian_vector_product(F&& f, const P& x, const V& v) {
  return autodiff::value_and_jacobian_vector_product(f, x, v).derivative;
}
/// Σ ∂²f/∂xᵢ², the trace of the Hessian: a jet of order 2 along each axis, and no Hessian.
template <class F, Point P>
auto laplacian(F&& f, const P& x) -> ValueOf<P> {
  using T = ValueOf<P>;
  using X = Jet<T, 2>;
  detail::require_not_empty(detail::count(x), "laplacian");
  auto line = detail::transformed<X>(x, [](std::size_t, const auto& x_i) { return X(T(x_i)); });
  T sum(0);
  for (std::size_t i = 0; i < detail::count(x); ++i) {
    detail::at(line, i) = X::variable(T(detail::at(x, i)));
    const auto y = detail::evaluate<X>(f, detail::as_argument<P>(line));
    static_assert(std::same_as<std::remove_cvref_t<decltype(y)>, X>,
                  "laplacian: the function must return one number");
    sum += y[2] * 2;
    detail::at(line, i) = X(T(detail::at(x, i)));
  }
  return sum;
}
/// Of a function of several numbers, f(x, y, …).
template <class F, NumberLike... N>
requires(sizeof...(N) > 0)
auto laplacian(F&& f, const N&... x) {
  return autodiff::laplacian(detail::OfArray<F>{f}, detail::array_of(x...));
}

} // namespace jetwork::autodiff
