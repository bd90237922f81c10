// Dual, HyperDual and Jet, alone and nested, against derivatives found by hand.
#include "autodiff/dual.hpp"
#include "autodiff/hyper_dual.hpp"
#include "autodiff/jet.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <type_traits>

namespace {

using namespace jetwork::autodiff;
using Precise = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>,
                                              boost::multiprecision::et_off>;

constexpr double epsilon = std::numeric_limits<double>::epsilon();

/// The error is at most so many ulps of the scale: of the largest term that the result is a sum of.
void check_close(double result, long double expected, long double scale, double ulps) {
  const long double error = std::abs(result - expected);
  BOOST_TEST((error <= ulps * epsilon * scale),
             result << " is not " << static_cast<double>(expected) << " but off by "
                    << static_cast<double>(error));
}
void check_close(double result, long double expected, double ulps = 4) {
  check_close(result, expected, std::abs(expected), ulps);
}

// The types are plain values: trivially copied, and usable while the compiler compiles.
static_assert(std::is_trivially_copyable_v<Dual<double>>);
static_assert(std::is_trivially_copyable_v<Dual<double, 8>>);
static_assert(std::is_trivially_copyable_v<HyperDual<double, 3>>);
static_assert(std::is_trivially_copyable_v<Jet<double, 5>>);
static_assert(std::is_trivially_copyable_v<Dual<Jet<Dual<double>, 3>>>);
static_assert(sizeof(Dual<double, 3>) == 4 * sizeof(double));
// Ten numbers and padding: the gradient fills a register of four, and the object is aligned as a register.
static_assert(sizeof(HyperDual<double, 3>) <= 12 * sizeof(double));
static_assert(sizeof(Jet<double, 5>) == 6 * sizeof(double));

static_assert(Active<Dual<float>> && Active<const HyperDual<double>&> && Active<Jet<double, 0>>);
static_assert(!Active<double> && !Active<int> && Passive<Precise>);
static_assert(std::same_as<Underlying<Dual<Jet<float, 3>>>, float>);
static_assert(!std::convertible_to<Dual<double>, double>, "a derivative is not lost by accident");

/// 2x + 2/x: its derivatives at 2 are 2 - 2/x² = 1.5, 4/x³ = 0.5 and -12/x⁴ = -0.75.
constexpr auto rational(const auto& x) {
  return (3 * x * x + 2) / x - x + (1 - 2 * x) / 2 + x - 0.5;
}
constexpr auto dual_at_2 = rational(Dual<double>(2.0, 1.0));
static_assert(dual_at_2.value() == 5 && dual_at_2.tangent() == 1.5);
constexpr auto hyper_dual_at_2 = rational(HyperDual<double>::variable(2.0));
static_assert(hyper_dual_at_2.value() == 5 && hyper_dual_at_2.gradient() == 1.5);
static_assert(hyper_dual_at_2.hessian() == 0.5);
constexpr auto jet_at_2 = rational(Jet<double, 3>::variable(2.0));
static_assert(jet_at_2.derivative(1) == 1.5 && jet_at_2.derivative(2) == 0.5);
static_assert(jet_at_2.derivative(3) == -0.75);
static_assert(Dual<double>(2.0, 1.0) > 1 && 1.5f < Dual<double>(2.0, 1.0));

/// The example of the paper: F(x) = C·sin(A·B·x²).
template <class T>
auto example(const T& x, double a, double b, double c) -> T {
  return c * sin(a * b * x * x);
}

} // namespace

BOOST_AUTO_TEST_SUITE(forward_types)

BOOST_AUTO_TEST_CASE(the_example_of_the_paper) {
  for (const auto& [a, b, c] : {std::array{1.0, 1.0, 1.0}, {0.5, -3.0, 2.0}, {2.5, 1.75, -0.1}})
    for (double x = -2; x <= 2; x += 0.0625) {
      const long double k = static_cast<long double>(a) * b, u = k * x * x;
      const long double first = 2 * k * c * x * std::cos(u);
      const long double by_cosine = 2 * k * c * std::cos(u);
      const long double by_sine = 4 * k * k * c * x * x * std::sin(u);
      const long double second = by_cosine - by_sine;
      // The argument u of sin and cos is rounded: their errors grow with |u|.
      const long double scale = 1 + std::abs(u);
      const long double first_scale = std::abs(2 * k * c * x) * scale;
      const long double second_scale = std::abs(c) * (std::abs(2 * k) + 4 * k * k * x * x) * scale;

      const auto dual = example(Dual<double>(x, 1), a, b, c);
      check_close(dual.value(), c * std::sin(u), std::abs(c) * scale, 2);
      check_close(dual.tangent(), first, first_scale, 2);
      const auto hyper = example(HyperDual<double>::variable(x), a, b, c);
      check_close(hyper.gradient(), first, first_scale, 2);
      check_close(hyper.hessian(), second, second_scale, 2);
      const auto jet = example(Jet<double, 2>::variable(x), a, b, c);
      check_close(jet.derivative(1), first, first_scale, 2);
      check_close(jet.derivative(2), second, second_scale, 2);
    }
}

/// x = 4, with the constants one and two of some type on either side.
template <class X, class C>
void check_constants(const X& x, C one, C two, auto slope_of) {
  const auto check = [&](const X& y, double value, double slope) {
    BOOST_TEST(innermost_value(y) == value);
    BOOST_TEST(slope_of(y) == slope);
  };
  check(x + one, 5, 1);
  check(one + x, 5, 1);
  check(x - one, 3, 1);
  check(one - x, -3, -1);
  check(x * two, 8, 2);
  check(two * x, 8, 2);
  check(x / two, 2, 0.5);
  check(two / x, 0.5, -0.125);
  check(pow(x, two), 16, 8);
  check(max(x, one), 4, 1);
  check(min(one, x), 1, 0);
  X y = x;
  y += one;
  y *= y;
  y -= one;
  y /= two;
  check(+y, 12, 5);
  check(-y, -12, -5);
  BOOST_TEST((x > one && one < x && x >= two && two <= x && x != one && !(x == two)));
}

BOOST_AUTO_TEST_CASE(constants_of_any_type_on_either_side) {
  const auto check = [](auto one, auto two) {
    check_constants(Dual<double>(4, 1), one, two, [](const auto& y) { return y.tangent(); });
    check_constants(HyperDual<double>::variable(4), one, two,
                    [](const auto& y) { return y.gradient(); });
    check_constants(Jet<double, 2>::variable(4), one, two, [](const auto& y) { return y[1]; });
    check_constants(Dual<Dual<double>>(4, 1), one, two,
                    [](const auto& y) { return y.tangent().value(); });
  };
  check(1, 2);
  check(1.0f, 2.0f);
  check(1.0, 2.0);
  // A float does not drag a double down to its precision.
  BOOST_TEST((0.5f * Dual<double>(0.1, 1)).value() == 0.05);
  BOOST_TEST((1.0f / Dual<double>(3, 1)).value() == 1.0 / 3);
}

BOOST_AUTO_TEST_CASE(comparisons_look_at_the_value_alone) {
  const Dual<double> x(1, 5), same(1, -7), more(2, 0);
  BOOST_TEST((x == same && x <= same && x >= same && !(x < same) && !(x > same)));
  BOOST_TEST((x < more && x <= more && more > x && more >= x && x != more));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  BOOST_TEST((!(x < nan) && !(x > nan) && !(x == nan) && x != nan));
}

BOOST_AUTO_TEST_CASE(gradients_and_hessians_of_three_variables) {
  const auto f = [](const auto& x, const auto& y, const auto& z) {
    return x * y * z + sin(x * y) + z / x;
  };
  const double x = 0.75, y = -1.25, z = 2.5, s = std::sin(x * y), c = std::cos(x * y);
  const std::array gradient{y * z + y * c - z / (x * x), x * z + x * c, x * y + 1 / x};
  const std::array<double, 6> hessian{
      -y * y * s + 2 * z / (x * x * x), z + c - x * y * s, -x * x * s, y - 1 / (x * x), x, 0};
  const auto [dx, dy, dz] = Dual<double, 3>::variables(x, y, z);
  const auto [hx, hy, hz] = HyperDual<double, 3>::variables(x, y, z);
  const auto dual = f(dx, dy, dz);
  const auto hyper = f(hx, hy, hz);
  check_close(dual.value(), x * y * z + s + z / x);
  std::size_t entry = 0;
  for (int i = 0; i < 3; ++i) {
    check_close(dual.tangent(i), gradient[static_cast<std::size_t>(i)], 5, 2);
    check_close(hyper.gradient(i), gradient[static_cast<std::size_t>(i)], 5, 2);
    for (int j = 0; j <= i; ++j) {
      check_close(hyper.hessian(i, j), hessian[entry++], 12, 2);
      BOOST_TEST(hyper.hessian(i, j) == hyper.hessian(j, i));
    }
  }
}

BOOST_AUTO_TEST_CASE(nested_types_give_mixed_derivatives) {
  const double x = 0.75, y = -1.25, e = std::exp(x * y); // of exp(xy)
  using Second = Dual<Dual<double>>;
  const auto mixed = exp(Second(Dual<double>(x, 1)) * Second(y, 1));
  check_close(mixed.tangent().tangent(), (1 + x * y) * e, 2, 4);
  using Third = Dual<Jet<double, 3>>;
  const auto third = exp(Third(Jet<double, 3>::variable(x)) * Third(y, 1));
  check_close(third.value().derivative(3), y * y * y * e);
  check_close(third.tangent().derivative(2), (2 * y + x * y * y) * e, 2, 4);
  check_close(third.tangent().derivative(3), (3 * y * y + x * y * y * y) * e, 4, 4);
  using Inside = Jet<Dual<double>, 3>; // the other way round
  const auto inside = exp(Inside::variable(x) * Inside(Dual<double>(y, 1)));
  check_close(inside.derivative(3).tangent(), (3 * y * y + x * y * y * y) * e, 4, 4);
  const auto hyper = exp(HyperDual<Dual<double>>::variable(x) * Dual<double>(y, 1));
  check_close(hyper.hessian().tangent(), (2 * y + x * y * y) * e, 2, 4);
}

BOOST_AUTO_TEST_CASE(any_real_number_type_will_do) {
  const Precise x("0.7");
  const auto y = tanh(Dual<Precise>(x, 1)) + exp(2 * Dual<Precise>(x, 1)) / 3;
  const Precise t = tanh(x), slope = 1 - t * t + 2 * exp(2 * x) / 3;
  BOOST_TEST(abs(y.tangent() - slope) < Precise("1e-48"));
  const auto single = sin(Dual<float>(0.5f, 1));
  BOOST_TEST(single.tangent() == std::cos(0.5f));
}

BOOST_AUTO_TEST_CASE(taylor_coefficients_to_order_ten) {
  constexpr int order = 10;
  using J = Jet<double, order>;
  /// The binomial coefficients of a real power.
  const auto binomial = [](long double p, int k) {
    long double c = 1;
    for (int i = 0; i < k; ++i) c *= (p - i) / (i + 1);
    return c;
  };
  for (const double a : {-0.875, -0.5, -0.125, 0.25, 0.625}) BOOST_TEST_CONTEXT("at " << a) {
      const J x = J::variable(a), positive = J::variable(1 + a);
      const J e = exp(x), l = log(positive), s = sin(x), r = 1 / (1 - x), q = sqrt(1 + x);
      const J p = pow(positive, -2.5), two = pow(2.0, x);
      const long double b = 1 + static_cast<long double>(a), ln2 = std::log(2.0L);
      const long double half_turn = std::acos(-1.0L) / 2;
      long double factorial = 1;
      for (int k = 0; k <= order; ++k) {
        if (k > 1) factorial *= k;
        const int ulps = 4 + 4 * k;
        check_close(e[k], std::exp(static_cast<long double>(a)) / factorial, ulps);
        check_close(l[k], k == 0 ? std::log(b) : -std::pow(-1 / b, k) / k, ulps);
        check_close(s[k], std::sin(a + k * half_turn) / factorial, 1 / factorial, ulps);
        check_close(r[k], std::pow(1 - static_cast<long double>(a), -1 - k), ulps);
        check_close(q[k], binomial(0.5, k) * std::pow(b, 0.5L - k), ulps);
        check_close(p[k], binomial(-2.5, k) * std::pow(b, -2.5L - k), ulps);
        check_close(two[k], std::pow(2.0L, a) * std::pow(ln2, k) / factorial, ulps);
      }
    }
}

BOOST_AUTO_TEST_CASE(products_of_series_are_cauchy_products) {
  using J = Jet<double, 10>;
  J power(1), x, y;
  for (int i = 0; i < 10; ++i) power *= J::variable(1); // (1 + t)¹⁰
  const std::array<double, 11> row_of_pascal{1, 10, 45, 120, 210, 252, 210, 120, 45, 10, 1};
  BOOST_TEST(power.coefficients() == row_of_pascal, boost::test_tools::per_element());
  for (int k = 0; k <= 10; ++k) x[k] = k * k - 7, y[k] = 3 - 2 * k;
  const J z = x * y, by_rule = apply_rule<multiply_rule>(x, y), back = z / y;
  for (int k = 0; k <= 10; ++k) {
    double sum = 0;
    for (int j = 0; j <= k; ++j) sum += x[j] * y[k - j];
    BOOST_TEST(z[k] == sum);
    check_close(by_rule[k], sum, std::max(1.0, std::abs(sum)), 8);
    check_close(back[k], x[k], 1e3, 64);
  }
}

BOOST_AUTO_TEST_CASE(a_coefficient_that_is_zero_wins_in_a_product) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  using J = Jet<double, 2>;
  const J far = J(2.0) * J::variable(infinity), other = J::variable(infinity) * J(2.0);
  for (const J& y : {far, other}) {
    BOOST_TEST(y[0] == infinity);
    BOOST_TEST(y[1] == 2);
    BOOST_TEST(y[2] == 0);
  }
}

BOOST_AUTO_TEST_CASE(repeated_squaring_stays_exact) {
  Dual<double> dual(1, 1);
  auto hyper = HyperDual<double>::variable(1);
  auto jet = Jet<double, 2>::variable(1);
  for (int i = 0; i < 30; ++i) dual = dual * dual, hyper *= hyper, jet *= jet;
  const double n = std::pow(2.0, 30); // xⁿ at 1
  BOOST_TEST(dual.tangent() == n);
  BOOST_TEST(hyper.gradient() == n);
  BOOST_TEST(hyper.hessian() == n * (n - 1));
  BOOST_TEST(jet[2] == n * (n - 1) / 2);
}

BOOST_AUTO_TEST_SUITE_END()
