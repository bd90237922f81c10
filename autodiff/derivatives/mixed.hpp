// Mixed derivatives from Taylor series along straight lines.
//
//   polarisation(std::array{1, 1});          // {(1,1): 1, (1,0): -1, (0,1): -1}: u_xy from the coefficients of order 2
//
// A jet gives the Taylor coefficients c_d(v) of a function along a direction v. Mixed derivatives are combinations of
// those along directions of whole numbers (polarisation; Griewank, Utke and Walther 2000): for a multi-index i of order
// d = |i|,
//
//   ∂^i u = Σ (-1)^|i - k| · C(i, k) · c_d(k)        over the multi-indices 0 < k ≤ i, C a product of binomials
//
// and multiples of one direction share a jet, c_d(m·p) = m^d·c_d(p). The factors are whole numbers, so nothing is lost
// but by rounding: u_xy is c₂(1,1) - c₂(1,0) - c₂(0,1), and of a single variable they are c_d's own d!.
#pragma once

#include <cmath>
#include <map>
#include <numeric>
#include <span>
#include <stdexcept>
#include <vector>

namespace jetwork::autodiff {

/// A direction of whole numbers, and the factor of the Taylor coefficient along it.
using DirectionFactors = std::map<std::vector<int>, double>;

/// The directions, without common factors, and what to multiply their Taylor coefficients of order |orders| by, so that
/// the sum is the mixed derivative. Throws std::invalid_argument where an order is negative or all are zero.
inline auto polarisation(std::span<const int> orders) -> DirectionFactors {
  const int order = std::accumulate(orders.begin(), orders.end(), 0);
  for (const int each : orders)
    if (each < 0 || order == 0)
      throw std::invalid_argument("polarisation: orders of differentiation are not negative, and "
                                  "at least one of them is positive");
  DirectionFactors factors;
  std::vector<int> k(orders.size(), 0);
  const auto next = [&] { // counts through all 0 < k ≤ orders
    for (std::size_t i = 0; i < k.size(); ++i) {
      if (k[i] < orders[i]) return ++k[i], true;
      k[i] = 0;
    }
    return false;
  };
  while (next()) {
    double factor = 1;
    int steps = 0, common = 0;
    for (std::size_t i = 0; i < k.size(); ++i) {
      for (int j = 1; j <= k[i]; ++j) factor = factor * (orders[i] - k[i] + j) / j; // C(orders, k)
      steps += orders[i] - k[i];
      common = std::gcd(common, k[i]);
    }
    std::vector<int> direction = k;
    for (int& each : direction) each /= common;
    factors[direction] += (steps % 2 == 0 ? factor : -factor) * std::pow(common, order);
  }
  return factors;
}

} // namespace jetwork::autodiff
