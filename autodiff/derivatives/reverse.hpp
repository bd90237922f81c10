// Gradients, Jacobians and Hessians in reverse mode, on a scalar tape.
//
//   reverse::gradient(f, x);                       // one sweep, however many inputs
//   reverse::vector_jacobian_product(g, x, u);     // uᵀ·J(x), one sweep
//   reverse::hessian_vector_product(f, x, v);      // H(x)·v, one sweep over Duals
//
//   reverse::Gradient gradient(f, x);              // called again and again: keeps its tape and its memory
//   auto& [value, slope] = gradient(x);
//
// A Hessian is swept over Duals, eight columns at a time: forward over reverse (Griewank and Walther 2008,
// section 5.5; Pearlmutter 1994 for the product with a vector).
#pragma once

#include "autodiff/derivatives/forward.hpp"
#include "autodiff/derivatives/univariate.hpp"
#include "autodiff/tape.hpp"

#include <Eigen/Core>

#include <algorithm>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

namespace jetwork::autodiff {

namespace detail {

/// A function of points like P, recorded over numbers X. Memory is kept from one recording to the next.
template <class X, class F, class P>
class Recorded {
public:
  using V = BasicVariable<X>;
  explicit Recorded(F f) : f_(std::forward<F>(f)) {}

  /// f at lift(i, x[i]): a variable, or a container of them.
  template <class Lift>
  auto record(const P& x, Lift&& lift) {
    tape_.clear();
    shape_like<V>(inputs_, x);
    for (std::size_t i = 0; i < count(x); ++i)
      at(inputs_, i) = tape_.variable(lift(i, ValueOf<P>(at(x, i))));
    return evaluate<V>(f_, as_argument<P>(inputs_));
  }
  /// f's value, swept back to the inputs.
  template <class Lift>
  auto sweep(const P& x, Lift&& lift) -> X {
    const auto y = record(x, lift);
    require_one_number<std::remove_cvref_t<decltype(y)>, V>();
    moves_ = !y.is_constant();
    if (moves_) tape_.reverse(y);
    return y.value();
  }
  /// The derivative by input i; zero of a function that does not depend on its inputs.
  auto adjoint(std::size_t i) const -> X { return moves_ ? tape_.adjoint(at(inputs_, i)) : X(0); }
  auto inputs() const -> const WithNumber<P, V>& { return inputs_; }
  auto tape() -> BasicTape<X>& { return tape_; }

private:
  F f_;
  BasicTape<X> tape_;
  WithNumber<P, V> inputs_{};
  bool moves_ = false;
};

} // namespace detail

namespace reverse {

/// The gradient of f at points like the one given, again and again. Nothing is allocated after the first call.
template <class F, Point P>
class Gradient {
public:
  using T = ValueOf<P>; ///< the number of the point
  /// The point says what container and, for one of static size, how many numbers; its values do not matter.
  Gradient(F f, const P&) : recorded_(std::forward<F>(f)) {}

  /// f(x) and ∇f(x); the result is overwritten by the next call. Throws std::invalid_argument where x is empty.
  auto operator()(const P& x) -> const ValueAndGradient<T, WithNumber<P, T>>& {
    detail::require_not_empty(detail::count(x), "gradient");
    detail::shape_like<T>(result_.gradient, x);
    result_.value = recorded_.sweep(x, [](std::size_t, const T& x_i) { return x_i; });
    for (std::size_t i = 0; i < detail::count(x); ++i)
      detail::at(result_.gradient, i) = recorded_.adjoint(i);
    return result_;
  }

private:
  detail::Recorded<T, F, P> recorded_;
  ValueAndGradient<T, WithNumber<P, T>> result_{};
};

/// Products of f's Hessian with vectors: the result's value is the gradient, its derivative H·v.
template <class F, Point P>
class HessianVectorProduct {
public:
  using T = ValueOf<P>; ///< the number of the point
  /// The point says what container; its values do not matter.
  HessianVectorProduct(F f, const P&) : recorded_(std::forward<F>(f)) {}

  /// ∇f(x) and H(x)·v, for v of as many numbers as x; std::invalid_argument otherwise, and where x is empty. The result is
  /// overwritten by the next call.
  template <Point V>
  auto operator()(const P& x, const V& v) -> const ValueAndDerivative<WithNumber<P, T>>& {
    const std::size_t n = detail::count(x);
    detail::require_not_empty(n, "hessian_vector_product");
    detail::require_size(detail::count(v), n, "hessian_vector_product", "vector");
    detail::shape_like<T>(result_.value, x);
    detail::shape_like<T>(result_.derivative, x);
    recorded_.sweep(x,
                    [&](std::size_t i, const T& x_i) { return Dual<T>(x_i, T(detail::at(v, i))); });
    for (std::size_t i = 0; i < n; ++i) {
      const Dual<T> adjoint = recorded_.adjoint(i);
      detail::at(result_.value, i) = adjoint.value();
      detail::at(result_.derivative, i) = adjoint.tangent();
    }
    return result_;
  }

private:
  detail::Recorded<Dual<T>, F, P> recorded_;
  ValueAndDerivative<WithNumber<P, T>> result_{};
};

/// f's Hessian, with its value and gradient.
template <class F, Point P>
class Hessian {
public:
  using T = ValueOf<P>; ///< the number of the point
  /// What a call gives.
  using Result = ValueGradientAndHessian<T, WithNumber<P, T>, HessianOf<P>>;
  /// The point says what container; its values do not matter.
  Hessian(F f, const P&) : recorded_(std::forward<F>(f)) {}

  /// f(x), ∇f(x) and H(x), n x n; overwritten by the next call. A sweep for every eight columns. Throws std::invalid_argument
  /// where x is empty.
  auto operator()(const P& x) -> const Result& {
    const std::size_t n = detail::count(x);
    detail::require_not_empty(n, "hessian");
    detail::shape_like<T>(result_.gradient, x);
    result_.hessian.resize(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(n));
    for (std::size_t first = 0; first < n; first += lanes) {
      const X y = recorded_.sweep(x, [&](std::size_t i, const T& x_i) {
        return i >= first && i < first + lanes ? X::variable(x_i, static_cast<int>(i - first))
                                               : X(x_i);
      });
      result_.value = y.value();
      for (std::size_t i = 0; i < n; ++i) {
        const X adjoint = recorded_.adjoint(i);
        detail::at(result_.gradient, i) = adjoint.value();
        for (std::size_t k = 0; k < std::min(lanes, n - first); ++k)
          result_.hessian(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(first + k)) =
              adjoint.tangent(static_cast<int>(k));
      }
    }
    return result_;
  }

private:
  static constexpr std::size_t lanes = 8;
  using X = Dual<T, static_cast<int>(lanes)>;
  detail::Recorded<X, F, P> recorded_;
  Result result_{};
};

template <class F, class P>
Gradient(F, P) -> Gradient<F, P>;
template <class F, class P>
HessianVectorProduct(F, P) -> HessianVectorProduct<F, P>;
template <class F, class P>
Hessian(F, P) -> Hessian<F, P>;

/// f(x) and ∇f(x), for f that returns one number, in one sweep. Throws std::invalid_argument where x is empty.
template <class F, Point P>
auto value_and_gradient(F&& f, const P& x) {
  return Gradient<F&, P>(f, x)(x);
}
/// ∇f(x), in the container that x came in.
template <class F, Point P>
auto gradient(F&& f, const P& x) {
  return reverse::value_and_gradient(f, x).gradient;
}
/// H(x)·v for f that returns one number, in x's container, without the Hessian (Pearlmutter 1994). Throws
/// std::invalid_argument where v has not as many numbers as x.
template <class F, Point P, Point V>
auto hessian_vector_product(F&& f, const P& x, const V& v) {
  return HessianVectorProduct<F&, P>(f, x)(x, v).derivative;
}
/// f(x), ∇f(x) and H(x), for f that returns one number.
template <class F, Point P>
auto value_gradient_and_hessian(F&& f, const P& x) {
  return Hessian<F&, P>(f, x)(x);
}
/// The Hessian alone, n x n.
template <class F, Point P>
auto hessian(F&& f, const P& x) {
  return reverse::value_gradient_and_hessian(f, x).hessian;
}

/// uᵀ·J(x) for the Jacobian J of f, in x's container, in one sweep and without J. Throws std::invalid_argument
/// where u has not as many numbers as f returns, or x is empty.
template <class F, Point P, Point U>
auto vector_jacobian_product(F&& f, const P& x, const U& u) -> WithNumber<P, ValueOf<P>> {
  using T = ValueOf<P>;
  using V = BasicVariable<T>;
  detail::require_not_empty(detail::count(x), "vector_jacobian_product");
  detail::Recorded<T, F&, P> recorded(f);
  const auto y = recorded.record(x, [](std::size_t, const T& x_i) { return x_i; });
  static_assert(!std::same_as<std::remove_cvref_t<decltype(y)>, V>,
                "vector_jacobian_product: the function returns one number; use gradient");
  detail::require_size(detail::count(u), detail::count(y), "vector_jacobian_product", "vector");
  std::vector<V> outputs;
  std::vector<T> weights;
  for (std::size_t i = 0; i < detail::count(y); ++i)
    if (!detail::at(y, i).is_constant()) {
      outputs.push_back(detail::at(y, i));
      weights.push_back(T(detail::at(u, i)));
    }
  if (outputs.empty())
    return detail::transformed<T>(x, [](std::size_t, const auto&) { return T(0); });
  recorded.tape().reverse(outputs, weights);
  return detail::transformed<T>(x, [&](std::size_t i, const auto&) {
    return recorded.tape().adjoint(detail::at(recorded.inputs(), i));
  });
}

/// f(x) and J(x), a sweep for every eight results. The value comes in the container that f returns; of a function that
/// returns one number, the Jacobian has one row. Throws std::invalid_argument where x is empty.
template <class F, Point P>
auto value_and_jacobian(F&& f, const P& x) {
  using T = ValueOf<P>;
  using V = BasicVariable<T>;
  detail::require_not_empty(detail::count(x), "jacobian");
  detail::Recorded<T, F&, P> recorded(f);
  const auto y = recorded.record(x, [](std::size_t, const T& x_i) { return x_i; });
  using Y = std::remove_cvref_t<decltype(y)>;
  std::vector<V> inputs, outputs;
  for (std::size_t i = 0; i < detail::count(x); ++i)
    inputs.push_back(detail::at(recorded.inputs(), i));
  if constexpr (std::same_as<Y, V>) {
    outputs.push_back(y);
    return ValueAndJacobian<T, Eigen::Matrix<T, 1, size_of<P>>>{
        y.value(), recorded.tape().jacobian(outputs, inputs)};
  } else {
    for (std::size_t i = 0; i < detail::count(y); ++i) outputs.push_back(detail::at(y, i));
    return ValueAndJacobian<WithNumber<Y, T>, Eigen::Matrix<T, size_of<Y>, size_of<P>>>{
        detail::transformed<T>(y, [](std::size_t, const V& y_i) { return y_i.value(); }),
        recorded.tape().jacobian(outputs, inputs)};
  }
}
/// The Jacobian alone.
template <class F, Point P>
auto jacobian(F&& f, const P& x) {
  return reverse::value_and_jacobian(f, x).jacobian;
}

// Of several numbers: f(x, y, …).
JETWORK_DRIVERS_OF_SEVERAL_NUMBERS(reverse)

} // namespace reverse

} // namespace jetwork::autodiff
