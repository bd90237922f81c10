// The one template behind ExactFormula. A private header: it is slow to compile, once for each number.
#pragma once

#include "autodiff/jet.hpp"
#include "verify/exact_formula.hpp"

namespace jetwork::verify {

namespace detail {

template <int K, class T>
auto series_of_order(const formula::Formula& formula, std::span<const T> at,
                     std::span<const T> constants, std::span<const int> direction)
    -> std::vector<T> {
  std::vector<autodiff::Jet<T, K>> variables;
  variables.reserve(at.size() + constants.size());
  for (std::size_t i = 0; i < at.size(); ++i)
    variables.push_back(autodiff::Jet<T, K>::variable(at[i], T(direction[i])));
  for (const T& constant : constants) variables.emplace_back(constant);
  std::vector<autodiff::Jet<T, K>> results;
  const autodiff::Jet<T, K> y =
      formula.evaluate(std::span<const autodiff::Jet<T, K>>(variables), results);
  std::vector<T> coefficients;
  for (int k = 0; k <= K; ++k) coefficients.push_back(y[k]);
  return coefficients;
}

} // namespace detail

template <class T>
auto SeriesOfFormula<T>::run(const formula::Formula& formula, std::span<const T> at,
                             std::span<const T> constants, std::span<const int> direction,
                             int order) -> std::vector<T> {
  return order <= 1 ? detail::series_of_order<1>(formula, at, constants, direction)
                    : detail::series_of_order<ExactFormula::highest_order>(formula, at, constants,
                                                                           direction);
}

} // namespace jetwork::verify
