// Hessians of every shape that a triangle has in registers, against nested Duals, which know no registers.
#include "autodiff/dual.hpp"
#include "autodiff/hyper_dual.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <tuple>
#include <type_traits>

namespace {

using namespace jetwork::autodiff;

/// Products, quotients, sums, constants and functions of all inputs.
template <class Number, std::size_t N>
auto function(const std::array<Number, N>& x) -> Number {
  Number product(1.0), sum(0.0);
  for (const Number& x_i : x) {
    product *= x_i + 0.5;
    sum += 2.0 * x_i / (1 - x_i * x_i);
  }
  return product * exp(0.1 * sum) - sin(product) / sum;
}

using Sizes = std::tuple<std::integral_constant<int, 1>, std::integral_constant<int, 2>,
                         std::integral_constant<int, 3>, std::integral_constant<int, 5>,
                         std::integral_constant<int, 8>, std::integral_constant<int, 10>,
                         std::integral_constant<int, 13>, std::integral_constant<int, 17>>;

BOOST_AUTO_TEST_SUITE(hyper_duals)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_hessian_is_that_of_nested_duals, Size, Sizes) {
  constexpr int n = Size::value;
  using Inner = Dual<double, n>;
  std::array<HyperDual<double, n>, n> x;
  std::array<Dual<Inner, n>, n> nested;
  for (int i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const double value = 0.2 + 0.03 * i;
    x[at] = HyperDual<double, n>::variable(value, i);
    nested[at] = Dual<Inner, n>::variable(Inner::variable(value, i), i);
  }
  const auto y = function(x);
  const auto expected = function(nested);

  double largest = 0;
  for (const double second : y.hessians()) largest = std::max(largest, std::abs(second));
  for (int i = 0; i < n; ++i) {
    BOOST_TEST(std::abs(y.gradient(i) - expected.value().tangent(i)) <= 1e-14 * largest);
    for (int j = 0; j <= i; ++j)
      BOOST_TEST(std::abs(y.hessian(i, j) - expected.tangent(i).tangent(j)) <= 1e-14 * largest,
                 "entry " << i << ", " << j << " of " << n);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
