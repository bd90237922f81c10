// Derivatives through the solution of an equation, by the implicit function theorem.
//
//   // y(x) with y·exp(y) = x: solved by any means in plain numbers, then differentiated.
//   const auto g = [](const auto& x, const auto& y) { return y * exp(y) - x; };
//   auto y = implicit_solution(g, x, lambert_w(x.value()));      // x is a Dual, HyperDual, Jet, Variable, …
//
//   auto z = implicit_fixed_point(phi, x, z0);                   // z = phi(x, z)
//
// dy/dx = -g_y⁻¹·g_x: nothing of the iteration that found y is differentiated. Newton's method in the number type
// itself gives the derivatives of every type and order: y ← y - g_y⁻¹·g(x, y). With g_y of the plain solution, each
// step makes one more order of derivatives right; with g_y in the number type, as for a single unknown and orders
// above 2, each step doubles their number (Brent and Kung 1978; Griewank and Walther 2008, section 15.1, for fixed
// points).
//
// All that moves must come through x: a variable that g merely captures is not differentiated by.
#pragma once

#include "autodiff/derivatives/forward.hpp"
#include "autodiff/derivatives/univariate.hpp"
#include "autodiff/linear_solve.hpp"

#include <Eigen/Core>

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <type_traits>

namespace jetwork::autodiff {

/// What implicit_solution and implicit_fixed_point take on trust.
struct ImplicitOptions {
  /// How far, relative to 1 + |y|, the given y may be from the solution; it is corrected once.
  double tolerance = 1e-6;
};

namespace detail {

/// The number that x is made of, and its plain value.
template <class X>
struct NumberIn {
  using type = Real<X>;
};
template <Point X>
struct NumberIn<X> {
  using type = ValueOf<X>;
};
template <class X>
auto innermost_of(const X& x) {
  if constexpr (Point<X>) {
    using T = Underlying<ValueOf<X>>;
    return transformed<T>(x, [](std::size_t, const auto& x_i) { return T(innermost_value(x_i)); });
  } else {
    return Underlying<Real<X>>(innermost_value(x));
  }
}
[[noreturn]] inline void throw_not_a_solution(const char* driver, double distance) {
  throw std::invalid_argument(
      std::string(driver)
      + ": the y given does not solve the equation: Newton's "
        "method would move it by "
      + std::to_string(distance)
      + " relative to 1 + |y|; solve more accurately, or raise the tolerance");
}
[[noreturn]] inline void throw_singular(const char* driver) {
  throw std::domain_error(std::string(driver)
                          + ": the derivative of the equation by y is singular or "
                            "not finite at the y given, so y is not a smooth function of x there");
}

template <class G, class X, class T>
auto implicit_number(G& g, const X& x, T y0, const ImplicitOptions& options, const char* driver) {
  using A = typename NumberIn<X>::type;
  const auto plain_x = innermost_of(x);
  const auto linear = evaluate<Dual<T>>(g, plain_x, Dual<T>(y0, T(1)));
  const T slope = linear.tangent(), step = linear.value() / slope;
  using std::abs, std::isfinite;
  if (slope == T(0) || !isfinite(slope)) throw_singular(driver);
  if (const T distance = abs(step) / (1 + abs(y0)); !(distance <= options.tolerance))
    throw_not_a_solution(driver, static_cast<double>(distance));
  A y(T(y0 - step));
  if constexpr (derivative_order<A> <= 2) {
    for (int order = 0; order < derivative_order<A>; ++order)
      y = A(y - evaluate<A>(g, x, y) / slope);
  } else {
    for (int k = 0; k < newton_corrections<A>; ++k) {
      const auto moving_y = evaluate<Dual<A>>(g, x, Dual<A>(y, A(1)));
      y = A(y - moving_y.value() / moving_y.tangent());
    }
  }
  return y;
}

template <class G, class X, class Y>
auto implicit_point(G& g, const X& x, const Y& y0, const ImplicitOptions& options,
                    const char* driver) {
  using A = typename NumberIn<X>::type;
  using T = Underlying<A>;
  using Vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;
  require_not_empty(count(y0), driver);
  const auto n = static_cast<Eigen::Index>(count(y0));
  const auto plain_x = innermost_of(x);
  const auto of_y = [&](const auto& y) { return g(plain_x, y); };
  const auto linear = forward::value_and_jacobian(of_y, y0);
  require_size(count(linear.value), count(y0), driver, "equation's result");
  if (!linear.jacobian.allFinite()) throw_singular(driver);
  const FactoredMatrix<T> g_y = [&] {
    try {
      return FactoredMatrix<T>(linear.jacobian);
    } catch (const std::domain_error&) { throw_singular(driver); }
  }();
  Vector step(n);
  for (Eigen::Index i = 0; i < n; ++i) step[i] = at(linear.value, static_cast<std::size_t>(i));
  g_y.apply_inverse(step);
  T size(0);
  for (std::size_t i = 0; i < count(y0); ++i) size = std::max<T>(size, std::abs(T(at(y0, i))));
  if (const T distance = step.cwiseAbs().maxCoeff() / (1 + size);
      !(step.allFinite() && distance <= options.tolerance))
    throw_not_a_solution(driver, static_cast<double>(distance));
  auto y = transformed<A>(y0, [&](std::size_t i, const auto& y_i) {
    return A(T(y_i - step[static_cast<Eigen::Index>(i)]));
  });
  for (int order = 0; order < derivative_order<A>; ++order) {
    const auto residual = evaluate<A>(g, x, y);
    Eigen::Matrix<A, Eigen::Dynamic, 1> correction(n);
    for (Eigen::Index i = 0; i < n; ++i) correction[i] = at(residual, static_cast<std::size_t>(i));
    g_y.apply_inverse(correction);
    for (std::size_t i = 0; i < count(y); ++i)
      at(y, i) = A(at(y, i) - correction[static_cast<Eigen::Index>(i)]);
  }
  return y;
}

} // namespace detail

/// y(x) with g(x, y) = 0, given y0, the solution in plain numbers at x's value. x and y are numbers or
/// containers of them (autodiff/derivatives/point.hpp); y comes in y0's container, in x's numbers.
/// Throws std::invalid_argument where y0 is not the solution to ImplicitOptions::tolerance, and std::domain_error where g_y is
/// singular or not finite there.
template <class G, class X, class Y>
requires(NumberLike<X> || Point<X>)
auto implicit_solution(G&& g, const X& x, const Y& y0, const ImplicitOptions& options = {}) {
  static_assert(Point<Y> || Passive<Y>,
                "implicit_solution: give y0 in plain numbers, without derivatives");
  constexpr const char* driver = "implicit_solution";
  if constexpr (Point<Y>) return detail::implicit_point(g, x, detail::plain(y0), options, driver);
  else
    return detail::implicit_number(g, x, Underlying<typename detail::NumberIn<X>::type>(y0),
                                   options, driver);
}

/// y(x) with y = phi(x, y), given the fixed point y0 in plain numbers at x's value. Throws as implicit_solution.
template <class Phi, class X, class Y>
requires(NumberLike<X> || Point<X>)
auto implicit_fixed_point(Phi&& phi, const X& x, const Y& y0, const ImplicitOptions& options = {}) {
  constexpr const char* driver = "implicit_fixed_point";
  if constexpr (Point<Y>) {
    const auto g = [&](const auto& p, const auto& y) {
      using A = std::remove_cvref_t<decltype(detail::at(y, 0))>;
      auto difference = detail::evaluate<A>(phi, p, y);
      detail::require_size(detail::count(difference), detail::count(y), driver,
                           "function's result");
      for (std::size_t i = 0; i < detail::count(y); ++i)
        detail::at(difference, i) = A(detail::at(y, i) - detail::at(difference, i));
      return difference;
    };
    return detail::implicit_point(g, x, detail::plain(y0), options, driver);
  } else {
    const auto g = [&]<class A>(const auto& p, const A& y) { return A(y - phi(p, y)); };
    return detail::implicit_number(g, x, Underlying<typename detail::NumberIn<X>::type>(y0),
                                   options, driver);
  }
}

} // namespace jetwork::autodiff
