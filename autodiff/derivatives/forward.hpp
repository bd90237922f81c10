// Gradients, Jacobians and Hessians in forward mode, without a tape.
//
//   forward::gradient(f, x);
//   forward::jacobian(g, x);                       // entry (i, j) is ∂gᵢ/∂xⱼ
//   auto [value, gradient, hessian] = forward::value_gradient_and_hessian(f, x);
//
// Up to 16 inputs, known to the compiler, go in one pass that carries all directions; more, or a number that is
// known only when the program runs, in passes of 8 directions. The work grows with the number of inputs, where
// reverse mode's grows with the number of results: autodiff/derivatives.hpp chooses.
#pragma once

#include "autodiff/derivatives/point.hpp"
#include "autodiff/derivatives/several_numbers.hpp"
#include "autodiff/dual.hpp"
#include "autodiff/hyper_dual.hpp"

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace jetwork::autodiff {

/// A function's value and gradient; auto [value, gradient] = … takes them apart.
template <class T, class G>
struct ValueAndGradient {
  T value;    ///< f(x), one number
  G gradient; ///< ∂f/∂xᵢ, in the container that x came in
};
/// A function's results and their Jacobian.
template <class Y, class J>
struct ValueAndJacobian {
  Y value;    ///< f(x), in the container that f returns
  J jacobian; ///< ∂fᵢ/∂xⱼ in row i and column j, an Eigen matrix
};
/// A function's value, gradient and Hessian.
template <class T, class G, class H>
struct ValueGradientAndHessian {
  T value;    ///< f(x), one number
  G gradient; ///< ∂f/∂xᵢ, in the container that x came in
  H hessian;  ///< ∂²f/∂xᵢ∂xⱼ, a symmetric Eigen matrix
};

/// n x n, n being the point's size.
template <class P>
using HessianOf = Eigen::Matrix<ValueOf<P>, size_of<P>, size_of<P>>;

namespace forward {

/// Directions that are carried together.
template <class P>
inline constexpr int lanes = size_of<P> > 0 && size_of<P> <= 16 ? size_of<P> : 8;

} // namespace forward

namespace detail {

/// Whether Y is the number X; stops the compiler if it is not.
template <class Y, class X>
constexpr auto require_one_number() -> bool {
  static_assert(std::same_as<Y, X>,
                "a gradient or Hessian is of a function that returns one number; for several, use "
                "jacobian");
  return std::same_as<Y, X>;
}

/// Calls visit(first, directions, f(x)) with x moving in `directions` directions from `first` on, until each
/// had its turn.
template <int lanes, class F, class P, class Visit>
void for_each_chunk(F& f, const P& x, Visit&& visit) {
  using T = ValueOf<P>;
  using X = Dual<T, lanes>;
  const std::size_t n = count(x);
  auto seeded = transformed<X>(x, [](std::size_t, const auto& x_i) { return X(T(x_i)); });
  for (std::size_t first = 0; first < n; first += lanes) {
    const std::size_t directions = std::min<std::size_t>(lanes, n - first);
    for (std::size_t k = 0; k < directions; ++k)
      at(seeded, first + k) = X::variable(T(at(x, first + k)), static_cast<int>(k));
    visit(first, directions, evaluate<X>(f, as_argument<P>(seeded)));
    for (std::size_t k = 0; k < directions; ++k) at(seeded, first + k) = X(T(at(x, first + k)));
  }
}

} // namespace detail

namespace forward {

/// f(x) and ∇f(x), for f that returns one number. Throws std::invalid_argument where x is empty.
template <class F, Point P>
auto value_and_gradient(F&& f, const P& x) {
  using T = ValueOf<P>;
  detail::require_not_empty(detail::count(x), "gradient");
  ValueAndGradient<T, WithNumber<P, T>> result{T(0), detail::plain(x)};
  detail::for_each_chunk<lanes<P>>(
      f, x, [&]<class Y>(std::size_t first, std::size_t directions, const Y& y) {
        if constexpr (detail::require_one_number<Y, Dual<T, lanes<P>>>()) {
          result.value = y.value();
          for (std::size_t k = 0; k < directions; ++k)
            detail::at(result.gradient, first + k) = y.tangent(static_cast<int>(k));
        }
      });
  return result;
}
/// ∇f(x), in the container that x came in.
template <class F, Point P>
auto gradient(F&& f, const P& x) {
  return forward::value_and_gradient(f, x).gradient;
}

/// The value comes in the container that f returns; of a function that returns one number, the Jacobian has one
/// row. Throws std::invalid_argument where x is empty.
template <class F, Point P>
auto value_and_jacobian(F&& f, const P& x) {
  using T = ValueOf<P>;
  using X = Dual<T, lanes<P>>;
  using Y =
      decltype(detail::evaluate<X>(f, detail::as_argument<P>(std::declval<WithNumber<P, X>>())));
  detail::require_not_empty(detail::count(x), "jacobian");
  const auto n = static_cast<Eigen::Index>(detail::count(x));
  const auto column = [](std::size_t j) { return static_cast<Eigen::Index>(j); };
  if constexpr (std::same_as<Y, X>) {
    ValueAndJacobian<T, Eigen::Matrix<T, 1, size_of<P>>> result{T(0), {}};
    result.jacobian.resize(1, n);
    detail::for_each_chunk<lanes<P>>(
        f, x, [&](std::size_t first, std::size_t directions, const Y& y) {
          result.value = y.value();
          for (std::size_t k = 0; k < directions; ++k)
            result.jacobian(0, column(first + k)) = y.tangent(static_cast<int>(k));
        });
    return result;
  } else {
    ValueAndJacobian<WithNumber<Y, T>, Eigen::Matrix<T, size_of<Y>, size_of<P>>> result{};
    detail::for_each_chunk<lanes<P>>(
        f, x, [&](std::size_t first, std::size_t directions, const Y& y) {
          if (first == 0) {
            result.value =
                detail::transformed<T>(y, [](std::size_t, const X& y_i) { return y_i.value(); });
            result.jacobian.resize(column(detail::count(y)), n);
          }
          detail::require_size(detail::count(y), detail::count(result.value), "jacobian",
                               "function's result at another direction");
          for (std::size_t i = 0; i < detail::count(y); ++i)
            for (std::size_t k = 0; k < directions; ++k)
              result.jacobian(column(i), column(first + k)) =
                  detail::at(y, i).tangent(static_cast<int>(k));
        });
    return result;
  }
}
/// The Jacobian alone: a row for every result, a column for every input.
template <class F, Point P>
auto jacobian(F&& f, const P& x) {
  return forward::value_and_jacobian(f, x).jacobian;
}

/// Up to 8 inputs in one pass; of more inputs, each pass computes a block of 4 rows and 4 columns of the Hessian.
template <class F, Point P>
auto value_gradient_and_hessian(F&& f, const P& x) {
  using T = ValueOf<P>;
  constexpr bool once = 0 < size_of<P> && size_of<P> <= 8;
  constexpr int directions = once ? size_of<P> : 8;
  constexpr std::size_t chunk = once ? static_cast<std::size_t>(size_of<P>) : 4;
  using X = HyperDual<T, directions>;
  const std::size_t n = detail::count(x);
  detail::require_not_empty(n, "hessian");
  ValueGradientAndHessian<T, WithNumber<P, T>, HessianOf<P>> result{T(0), detail::plain(x), {}};
  result.hessian.resize(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(n));
  auto seeded = detail::transformed<X>(x, [](std::size_t, const auto& x_i) { return X(T(x_i)); });
  const auto seed = [&](std::size_t first, std::size_t direction, bool moves) {
    for (std::size_t k = first; k < std::min(n, first + chunk); ++k, ++direction)
      detail::at(seeded, k) = moves ? X::variable(T(detail::at(x, k)), static_cast<int>(direction))
                                    : X(T(detail::at(x, k)));
  };
  for (std::size_t rows = 0; rows < n; rows += chunk) {
    seed(rows, 0, true);
    for (std::size_t columns = 0; columns <= rows; columns += chunk) {
      const std::size_t other = columns == rows ? 0 : chunk;
      if (other != 0) seed(columns, other, true);
      const auto y = detail::evaluate<X>(f, detail::as_argument<P>(seeded));
      detail::require_one_number<std::remove_cvref_t<decltype(y)>, X>();
      result.value = y.value();
      for (std::size_t i = 0; i < std::min(chunk, n - rows); ++i) {
        detail::at(result.gradient, rows + i) = y.gradient(static_cast<int>(i));
        for (std::size_t j = 0; j < std::min(chunk, n - columns); ++j) {
          const T& second = y.hessian(static_cast<int>(i), static_cast<int>(other + j));
          const auto row = static_cast<Eigen::Index>(rows + i);
          const auto column = static_cast<Eigen::Index>(columns + j);
          result.hessian(row, column) = second;
          result.hessian(column, row) = second;
        }
      }
      if (other != 0) seed(columns, other, false);
    }
    seed(rows, 0, false);
  }
  return result;
}
/// The Hessian alone.
template <class F, Point P>
auto hessian(F&& f, const P& x) {
  return forward::value_gradient_and_hessian(f, x).hessian;
}

// Of several numbers: f(x, y, …).
JETWORK_DRIVERS_OF_SEVERAL_NUMBERS(forward)

} // namespace forward

} // namespace jetwork::autodiff
