// Derivatives of your function, in the mode that is quickest for its shape.
//
//   auto f = [](const auto& x) { return exp(x[0]) * x[1]; };
//   gradient(f, Eigen::Vector2d(0, 3));                          // (3, 1)
//   auto [value, slope] = value_and_gradient(f, std::array{0.0, 3.0});
//   hessian([](auto x, auto y) { return x * y; }, 1.0, 2.0);
//
// derivative, derivatives<K>, taylor<K>, directional_derivatives<K>, jacobian_vector_product and laplacian go
// forward (autodiff/derivatives/univariate.hpp); vector_jacobian_product and hessian_vector_product go in reverse.
// For the others the choice is made here, and either mode may be asked for by name: forward::gradient,
// reverse::gradient. Whoever wants no tape includes autodiff/derivatives/forward.hpp alone; whoever calls a
// gradient or Hessian in a loop keeps a reverse::Gradient or reverse::Hessian.
//
// A value that is infinite or NaN is a result like any other, and so is its derivative.
#pragma once

#include "autodiff/derivatives/forward.hpp"
#include "autodiff/derivatives/reverse.hpp"
#include "autodiff/derivatives/univariate.hpp"

#include <cstddef>
#include <type_traits>

namespace jetwork::autodiff {

using reverse::hessian_vector_product;
using reverse::vector_jacobian_product;

// Measured on Rosenbrock's valley and on a chain of exp, sin and a quotient (g++ 12.2 -O3, AVX-512; the tape kept,
// then made anew).
/// Up to so many inputs a gradient goes forward in lanes; with more, in one sweep of a tape, whose work does not grow with
/// the inputs.
inline constexpr std::size_t most_inputs_for_forward_gradient = 16;
/// Up to so many inputs a Hessian is that of a HyperDual, which carries n²/2 second derivatives through every operation.
inline constexpr std::size_t most_inputs_for_forward_hessian = 8;
/// Up to so many times more inputs than results, a Jacobian goes forward: a sweep handles eight rows where
/// a pass handles eight columns, but first records the function.
inline constexpr std::size_t inputs_per_output_for_forward_jacobian = 2;

/// f(x) and ∇f(x), for f that returns one number; the gradient comes in the container that x came in. Throws
/// std::invalid_argument where x is empty. (Griewank and Walther 2008, chapter 3.)
template <class F, Point P>
auto value_and_gradient(F&& f, const P& x) {
  constexpr auto most = static_cast<int>(most_inputs_for_forward_gradient);
  if constexpr (most < size_of<P>) return reverse::value_and_gradient(f, x);
  else if constexpr (size_of<P> >= 0) return forward::value_and_gradient(f, x);
  else if (detail::count(x) <= most_inputs_for_forward_gradient)
    return forward::value_and_gradient(f, x);
  else return reverse::value_and_gradient(f, x);
}
/// ∇f(x), in the container that x came in (a span's in a vector).
template <class F, Point P>
auto gradient(F&& f, const P& x) {
  return autodiff::value_and_gradient(f, x).gradient;
}

/// f(x) and J(x): forward unless the inputs are many and more than twice as many as the results. The value
/// comes in the container that f returns. Throws std::invalid_argument where x is empty.
template <class F, Point P>
auto value_and_jacobian(F&& f, const P& x) {
  constexpr auto most = static_cast<int>(most_inputs_for_forward_gradient);
  if constexpr (size_of<P> >= 0 && size_of<P> <= most) {
    return forward::value_and_jacobian(f, x);
  } else {
    const std::size_t n = detail::count(x);
    if (n <= most_inputs_for_forward_gradient) return forward::value_and_jacobian(f, x);
    using X = Dual<ValueOf<P>>; // the function need not accept plain numbers
    const auto constants =
        detail::transformed<X>(x, [](std::size_t, const auto& x_i) { return X(x_i); });
    const auto y = detail::evaluate<X>(f, detail::as_argument<P>(constants));
    std::size_t m = 1;
    if constexpr (Point<std::remove_cvref_t<decltype(y)>>) m = detail::count(y);
    if (n <= inputs_per_output_for_forward_jacobian * m) return forward::value_and_jacobian(f, x);
    return reverse::value_and_jacobian(f, x);
  }
}
/// J(x), an Eigen matrix: ∂fᵢ/∂xⱼ in row i and column j. A function that returns one number has one row.
template <class F, Point P>
auto jacobian(F&& f, const P& x) {
  return autodiff::value_and_jacobian(f, x).jacobian;
}

/// f(x), ∇f(x) and H(x), for f that returns one number. Throws std::invalid_argument where x is empty.
template <class F, Point P>
auto value_gradient_and_hessian(F&& f, const P& x) {
  constexpr auto most = static_cast<int>(most_inputs_for_forward_hessian);
  if constexpr (most < size_of<P>) return reverse::value_gradient_and_hessian(f, x);
  else if constexpr (size_of<P> >= 0) return forward::value_gradient_and_hessian(f, x);
  else if (detail::count(x) <= most_inputs_for_forward_hessian)
    return forward::value_gradient_and_hessian(f, x);
  else return reverse::value_gradient_and_hessian(f, x);
}
/// H(x), an Eigen matrix of n rows and columns.
template <class F, Point P>
auto hessian(F&& f, const P& x) {
  return autodiff::value_gradient_and_hessian(f, x).hessian;
}

// Of several numbers: f(x, y, …). As these are few, forward mode is the choice.
JETWORK_DRIVERS_OF_SEVERAL_NUMBERS(forward)

} // namespace jetwork::autodiff
