// Where a function is differentiated, and what it returns: shapes that all drivers understand.
//
//   gradient(f, 1.0, 2.0)                          // f(x, y): several numbers
//   gradient(f, std::array{1.0, 2.0})              // f(x) with x[0], x[1]
//   gradient(f, std::vector{1.0, 2.0})             // std::span as well
//   gradient(f, Eigen::Vector2d(1, 2))             // fixed and dynamic sizes, rows and columns
//
// A derivative comes in the container that the point came in (a span's in a vector); matrices are Eigen's. The
// function is generic in the number, `[](const auto& x) { return …; }`: it is called with the same container of
// numbers that carry derivatives, and may return a number, an array, a vector or an Eigen expression. What a
// computation gives may be an expression rather than a number, so a container of results names its number:
// `std::array<X, 2>{x * y, sin(x)}`, not `std::array{x * y, sin(x)}`.
#pragma once

#include "autodiff/eigen.hpp"

#include <Eigen/Core>

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace jetwork::autodiff {

namespace detail {
template <template <class> class Base, class D>
void takes(const Base<D>&);
/// Derived from Base<D> for some D, which is P itself or, for a part of a vector, another class.
template <class P, template <class> class Base>
concept DerivedFromEigen = requires(const P& p) { takes<Base>(p); };
} // namespace detail

/// A plain or active number; integers count as double.
template <class X>
concept NumberLike = Number<std::remove_cvref_t<X>> || std::is_arithmetic_v<std::remove_cvref_t<X>>;
/// The number in which derivatives by an X are computed: X itself, and double for an integer.
template <class X>
using Real = std::conditional_t<std::is_integral_v<X>, double, X>;

/// How a container of numbers is taken apart: the number, how many (-1: known when it runs), and the same
/// container of other numbers.
template <class P>
struct Shape {};
template <class T, std::size_t N>
struct Shape<std::array<T, N>> {
  using Value = Real<T>;
  static constexpr int size = static_cast<int>(N);
  template <class X>
  using With = std::array<X, N>;
};
template <class T, class Allocator>
struct Shape<std::vector<T, Allocator>> {
  using Value = Real<T>;
  static constexpr int size = -1;
  template <class X>
  using With = std::vector<X>;
};
template <class T, std::size_t N>
struct Shape<std::span<T, N>> {
  using Value = Real<std::remove_const_t<T>>;
  static constexpr int size = -1;
  template <class X>
  using With = std::vector<X>;
};
template <class P>
requires detail::DerivedFromEigen<P, Eigen::MatrixBase>
struct Shape<P> {
  using Value = Real<typename P::Scalar>;
  static constexpr int size = P::SizeAtCompileTime;
  template <class X>
  using With = MatrixOf<P, X>;
};
template <class P>
requires detail::DerivedFromEigen<P, Eigen::ArrayBase>
struct Shape<P> {
  using Value = Real<typename P::Scalar>;
  static constexpr int size = P::SizeAtCompileTime;
  template <class X>
  using With = Eigen::Array<X, P::RowsAtCompileTime, P::ColsAtCompileTime>;
};

/// What derivatives are taken at: a std::array, std::vector or std::span of numbers, or an Eigen vector, matrix or array.
template <class P>
concept Point = requires { typename Shape<std::remove_cvref_t<P>>::Value; };
/// The number that a point is made of, integers counting as double.
template <class P>
using ValueOf = typename Shape<std::remove_cvref_t<P>>::Value;
/// The container of a point P, with numbers X in place of its own; a span's is a vector.
template <class P, class X>
using WithNumber = typename Shape<std::remove_cvref_t<P>>::template With<X>;
/// How many numbers a point of this type has; -1 if that is known only when the program runs.
template <class P>
inline constexpr int size_of = Shape<std::remove_cvref_t<P>>::size;

namespace detail {

template <class P>
concept EigenPoint = Point<P> && DerivedFromEigen<P, Eigen::DenseBase>;

template <Point P>
auto at(const P& p, std::size_t i) -> decltype(auto) {
  if constexpr (EigenPoint<P>) {
    const auto place = static_cast<Eigen::Index>(i);
    if constexpr (P::IsVectorAtCompileTime) return p.coeff(place);
    else return p.coeff(place % p.rows(), place / p.rows());
  } else {
    return (p[i]);
  }
}
template <Point P>
auto at(P& p, std::size_t i) -> decltype(auto) {
  if constexpr (EigenPoint<P>) {
    const auto place = static_cast<Eigen::Index>(i);
    if constexpr (P::IsVectorAtCompileTime) return (p.coeffRef(place));
    else return (p.coeffRef(place % p.rows(), place / p.rows()));
  } else {
    return (p[i]);
  }
}
template <Point P>
auto count(const P& p) -> std::size_t {
  return static_cast<std::size_t>(p.size());
}

/// The same container of numbers X, not yet set; memory that `container` has is kept.
template <class X, Point P>
void shape_like(WithNumber<P, X>& container, const P& p) {
  if constexpr (EigenPoint<P>) container.resize(p.rows(), p.cols());
  else if constexpr (size_of<P> < 0) container.resize(p.size());
}
/// The same container, of make(i, value) for each number.
template <class X, Point P, class Make>
auto transformed(const P& p, Make&& make) -> WithNumber<P, X> {
  WithNumber<P, X> result{};
  shape_like<X>(result, p);
  for (std::size_t i = 0; i < count(p); ++i) at(result, i) = make(i, at(p, i));
  return result;
}
/// The numbers themselves, integers as double.
template <Point P>
auto plain(const P& p) -> WithNumber<P, ValueOf<P>> {
  return transformed<ValueOf<P>>(p, [](std::size_t, const auto& x) { return ValueOf<P>(x); });
}
/// What a function is called with in place of p: a span stays a span.
template <Point P, class X>
auto as_argument(const X& container) -> decltype(auto) {
  using Q = std::remove_cvref_t<P>;
  if constexpr (requires { Q::extent; }) return std::span<const typename X::value_type>(container);
  else return (container);
}

inline void require_not_empty(std::size_t n, const char* driver) {
  if (n == 0)
    throw std::invalid_argument(std::string(driver)
                                + ": the point is empty; give at least one number to "
                                  "differentiate by");
}
inline void require_size(std::size_t size, std::size_t needed, const char* driver,
                         const char* what) {
  if (size != needed)
    throw std::invalid_argument(std::string(driver) + ": the " + what + " has "
                                + std::to_string(size) + " numbers where " + std::to_string(needed)
                                + " are needed");
}

/// f(argument) in numbers X: an expression is evaluated, a constant becomes an X.
template <class X, class R>
auto in_numbers(const R& result) {
  if constexpr (std::convertible_to<R, X>) return static_cast<X>(result);
  else if constexpr (Point<R>)
    return transformed<X>(result, [](std::size_t, const auto& y) { return X(y); });
  else
    static_assert(Point<R>, "the function must return a number, a std::array, a std::vector or an "
                            "Eigen vector of numbers");
}
template <class X, class F, class... Arguments>
auto evaluate(F& f, const Arguments&... arguments) {
  constexpr bool accepts = std::invocable<F&, const Arguments&...>;
  static_assert(accepts,
                "the function must accept numbers that carry derivatives, in the container "
                "given: write it as [](const auto& x) { return ...; }");
  if constexpr (accepts) {
    using R = std::remove_cvref_t<std::invoke_result_t<F&, const Arguments&...>>;
    static_assert(!std::is_void_v<R>, "the function returns nothing: is a return missing?");
    if constexpr (!std::is_void_v<R>) {
      const auto& result = f(arguments...);
      return in_numbers<X, R>(result);
    } else {
      return X{};
    }
  } else {
    return X{};
  }
}

/// f(x, y, …) as a function of one array.
template <class F>
struct OfArray {
  F& f;
  template <class X, std::size_t N>
  auto operator()(const std::array<X, N>& x) const {
    return std::apply([&](const auto&... x_i) { return evaluate<X>(f, x_i...); }, x);
  }
};
template <class... Numbers>
auto array_of(const Numbers&... x) {
  using T = Common<Real<Numbers>...>;
  return std::array<T, sizeof...(Numbers)>{T(x)...};
}

} // namespace detail

} // namespace jetwork::autodiff
