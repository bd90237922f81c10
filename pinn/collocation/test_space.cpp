#include "pinn/collocation/test_space.hpp"

#include "pinn/network/feature_tables.hpp"
#include "pinn/network/segment_points.hpp"

#include <Eigen/LU>

#include <array>
#include <cmath>

namespace jetwork::pinn {

namespace {

using Extended = ExtendedVector::Scalar;
constexpr int modes = FeatureTables::modes;

/// The d-th derivative at 1 of the normalised polynomial P_k, but for factors that all P_k have: Π_{j<d} (k-j)(k+j+1).
auto derivative_at_end(int k, int d) -> Extended {
  Extended derivative = std::sqrt(Extended(2 * k + 1));
  for (int j = 0; j < d; ++j) derivative *= Extended(k - j) * Extended(k + j + 1);
  return derivative;
}

/// β(j, m), such that P_(16+m) - Σ_j β(j, m)·P_(16-p+j) has a zero of order p at the end.
auto combinations(int order) -> ExtendedMatrix {
  ExtendedMatrix low(order, order), high(order, order);
  for (int d = 0; d < order; ++d)
    for (int k = 0; k < order; ++k) {
      low(d, k) = derivative_at_end(modes - order + k, d);
      high(d, k) = derivative_at_end(modes + k, d);
    }
  return low.fullPivLu().solve(high);
}

auto tests_at(int order, int points) -> Eigen::MatrixXd {
  const auto rule = extended_gauss_legendre(points);
  ExtendedMatrix legendre = legendre_polynomials(rule.point, modes + order);
  legendre.middleCols(modes - order, order) +=
      legendre.rightCols(order).lazyProduct(combinations(order).transpose()).eval();
  return (rule.weight.asDiagonal() * legendre.leftCols(modes)).transpose().cast<double>();
}

} // namespace

auto test_functions(int order) -> const TestFunctions& {
  static const auto tests = [] {
    std::array<TestFunctions, highest_order> all;
    for (int p = 1; p <= highest_order; ++p)
      all[static_cast<std::size_t>(p - 1)] = {tests_at(p, collocation_count),
                                              tests_at(p, check_count)};
    return all;
  }();
  return tests.at(static_cast<std::size_t>(order - 1));
}

} // namespace jetwork::pinn
