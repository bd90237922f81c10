// Claims about derivatives of C++ functions.
//
//   auto f = [](const auto& x) { return x[0] * x[0] * sin(x[1]); };
//   auto claimed = [](const auto& x) { return std::vector{2 * x[0] * sin(x[1]), x[0] * x[0] * cos(x[1])}; };
//   verify(gradient_claim(f, claimed, {{.name = "x"}, {.name = "y"}}));            // verify/referee.hpp
//
// Both are generic in the number: f is called with a std::vector of jets, the claimed derivative with one of
// doubles and one of numbers of a hundred digits; it returns a number, or a std::vector of them. Needs
// Boost.Multiprecision and, to decide a claim, the library jetwork::verify. Higher and mixed derivatives come
// from Taylor series along sums of directions (Griewank, Utke and Walther 2000).
#pragma once

#include "autodiff/derivatives/mixed.hpp"
#include "autodiff/jet.hpp"
#include "verify/claim.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::verify {

namespace detail {

template <class Y>
auto as_vector(const Y& y) {
  if constexpr (requires { y.begin(); }) return std::vector(y.begin(), y.end());
  else return std::vector<Y>{y};
}

/// The K-th coefficients of all results of f along a direction; NaN where f has no value.
template <int K, class T, class F>
auto coefficients_along(const F& f, std::span<const T> at, const std::vector<int>& direction)
    -> std::vector<T> {
  std::vector<autodiff::Jet<T, K>> x;
  for (std::size_t i = 0; i < at.size(); ++i)
    x.push_back(autodiff::Jet<T, K>::variable(at[i], T(direction[i])));
  std::vector<T> coefficients;
  for (const autodiff::Jet<T, K>& y : as_vector(f(x)))
    coefficients.push_back(y[0] == y[0] ? y[K] : y[0]);
  return coefficients;
}

/// The derivative of order K by the variables listed, of all results of f.
template <int K, class T, class F>
auto mixed_derivatives(const F& f, std::span<const T> at, const std::array<std::size_t, K>& by)
    -> std::vector<T> {
  std::vector<int> orders(at.size(), 0);
  for (const std::size_t variable : by) ++orders[variable];
  std::vector<T> sum;
  for (const auto& [direction, factor] : autodiff::polarisation(orders)) {
    const auto terms = coefficients_along<K>(f, at, direction);
    if (sum.empty()) sum.resize(terms.size(), T(0));
    for (std::size_t i = 0; i < terms.size(); ++i) sum[i] += T(factor) * terms[i];
  }
  return sum;
}

/// A claim about several derivatives of order K, each of all results of f. The claimed numbers come result by
/// result where f has several: J(0, 0), J(0, 1), …, as rows.
template <int K, class F, class G>
auto claim_of(const F& f, const G& claimed, std::vector<ClaimVariable> variables,
              const std::vector<std::array<std::size_t, K>>& all,
              std::vector<std::string> components) -> Claim {
  if (variables.empty())
    throw std::invalid_argument("a claim about a derivative needs at least one variable");
  for (const auto& by : all)
    for (const std::size_t i : by)
      if (i >= variables.size())
        throw std::invalid_argument("a claim about a derivative by variable " + std::to_string(i)
                                    + ", counted from 0, needs more variables than "
                                    + std::to_string(variables.size()));
  Claim claim;
  claim.variables = std::move(variables);
  claim.components = std::move(components);
  const auto sides = [f, claimed, all]<class T>(std::span<const T> at) {
    std::vector<std::vector<T>> columns;
    for (const auto& by : all) columns.push_back(mixed_derivatives<K>(f, at, by));
    Sides<T> result;
    for (std::size_t row = 0; row < columns[0].size(); ++row)
      for (const auto& column : columns) result.truth.push_back(column[row]);
    for (const auto& y : as_vector(claimed(std::vector<T>(at.begin(), at.end()))))
      result.claimed.push_back(T(y));
    if (result.claimed.size() != result.truth.size())
      throw std::invalid_argument("the claimed derivative has "
                                  + std::to_string(result.claimed.size()) + " numbers where "
                                  + std::to_string(result.truth.size()) + " are needed");
    return result;
  };
  claim.in_double = [sides](std::span<const double> at) { return sides(at); };
  claim.in_hundred_digits = [sides](std::span<const HundredDigits> at) { return sides(at); };
  return claim;
}

} // namespace detail

/// ∂ᴷf/∂x_by[0]…∂x_by[K-1] = claimed, for f that returns one number. Throws std::invalid_argument where there is no
/// such variable.
template <int K, class F, class G>
auto derivative_claim(const F& f, const G& claimed, const std::array<std::size_t, K>& by,
                      std::vector<ClaimVariable> variables) -> Claim {
  return detail::claim_of<K>(f, claimed, std::move(variables), {by}, {""});
}

/// ∇f = claimed, a vector.
template <class F, class G>
auto gradient_claim(const F& f, const G& claimed, std::vector<ClaimVariable> variables) -> Claim {
  std::vector<std::array<std::size_t, 1>> all;
  std::vector<std::string> components;
  for (std::size_t i = 0; i < variables.size(); ++i) {
    all.push_back({i});
    components.push_back("the derivative by " + variables[i].name);
  }
  return detail::claim_of<1>(f, claimed, std::move(variables), all, std::move(components));
}

/// J = claimed, for f that returns `rows` numbers; the claimed entries come row by row.
template <class F, class G>
auto jacobian_claim(const F& f, const G& claimed, std::vector<ClaimVariable> variables,
                    std::size_t rows) -> Claim {
  std::vector<std::array<std::size_t, 1>> all;
  std::vector<std::string> components;
  for (std::size_t i = 0; i < variables.size(); ++i) all.push_back({i});
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t i = 0; i < variables.size(); ++i)
      components.push_back("entry (" + std::to_string(row) + ", " + std::to_string(i) + ")");
  return detail::claim_of<1>(f, claimed, std::move(variables), all, std::move(components));
}

/// The Hessian = claimed, all n² entries row by row.
template <class F, class G>
auto hessian_claim(const F& f, const G& claimed, std::vector<ClaimVariable> variables) -> Claim {
  std::vector<std::array<std::size_t, 2>> all;
  std::vector<std::string> components;
  for (std::size_t i = 0; i < variables.size(); ++i)
    for (std::size_t j = 0; j < variables.size(); ++j) {
      all.push_back({i, j});
      components.push_back("entry (" + std::to_string(i) + ", " + std::to_string(j) + ")");
    }
  return detail::claim_of<2>(f, claimed, std::move(variables), all, std::move(components));
}

} // namespace jetwork::verify
