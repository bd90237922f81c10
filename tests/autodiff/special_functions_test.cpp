// Gamma and Bessel functions against differences in fifty digits, by every forward type.
#include "autodiff/hyper_dual.hpp"
#include "autodiff/jet.hpp"
#include "autodiff/special_functions.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <string_view>

namespace {

using namespace jetwork::autodiff;
namespace mp = boost::multiprecision;
using P = mp::number<mp::cpp_bin_float<80>, mp::et_off>;

/// The derivatives of f at x to order three, by differences whose error is of order 1e-24.
template <class F>
auto derivatives(F f, double x) -> std::array<double, 4> {
  const P h("1e-12"), a = f(P(x) - 2 * h), b = f(P(x) - h), c = f(P(x)), d = f(P(x) + h),
                      e = f(P(x) + 2 * h);
  const auto plain = [](const P& number) { return static_cast<double>(number); };
  return {plain(c), plain(P((d - b) / (2 * h))), plain(P((d - 2 * c + b) / (h * h))),
          plain(P((e - 2 * d + 2 * b - a) / (2 * h * h * h)))};
}

template <class F>
void check(std::string_view name, F f, std::initializer_list<double> points) {
  for (const double x : points) BOOST_TEST_CONTEXT(name << "(" << x << ")") {
      const auto expected = derivatives(f, x);
      const auto near = [](double result, double truth) {
        BOOST_TEST(std::abs(result - truth) <= 2e-14 * (1 + std::abs(truth)),
                   result << " is not " << truth);
      };
      const auto dual = f(Dual<double>(x, 1));
      const auto hyper = f(HyperDual<double>::variable(x));
      const auto jet = f(Jet<double, 3>::variable(x));
      near(dual.value(), expected[0]);
      near(dual.tangent(), expected[1]);
      near(hyper.gradient(), expected[1]);
      near(hyper.hessian(), expected[2]);
      for (int k = 0; k <= 3; ++k) near(jet.derivative(k), expected[static_cast<std::size_t>(k)]);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(special_functions)

BOOST_AUTO_TEST_CASE(gamma_functions) {
  check("tgamma", [](const auto& x) { return tgamma(x); }, {0.3, 1.0, 2.5, 4.7, -1.5});
  check("lgamma", [](const auto& x) { return lgamma(x); }, {0.3, 1.0, 2.5, 40.0, -0.5, -10.3});
  check("digamma", [](const auto& x) { return digamma(x); }, {0.3, 1.0, 2.5, 40.0});
  check("polygamma", [](const auto& x) { return polygamma(1, x); }, {0.4, 1.0, 2.5, 40.0});
}

BOOST_AUTO_TEST_CASE(bessel_functions) {
  for (const double order : {0.0, 1.0, 2.5})
    check("cyl_bessel_j", [=](const auto& x) { return cyl_bessel_j(order, x); }, {0.5, 3.0, 12.0});
  // At 0 by the power series: J0 = 1 - x²/4 + …, J1 = x/2 - …
  const auto j0 = cyl_bessel_j(0, Jet<double, 2>::variable(0.0));
  const auto j1 = cyl_bessel_j(1, Jet<double, 2>::variable(0.0));
  BOOST_TEST(j0.coefficients() == (std::array{1.0, 0.0, -0.25}), boost::test_tools::per_element());
  BOOST_TEST(j1.coefficients() == (std::array{0.0, 0.5, 0.0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(orders_that_move_and_poles) {
  BOOST_TEST(std::isnan(cyl_bessel_j(Dual<double>(1, 1), 2.0).tangent()));
  BOOST_TEST(cyl_bessel_j(Dual<double>(1, 0), 2.0).tangent() == 0);
  BOOST_TEST(std::isnan(digamma(Dual<double>(-1.0, 1)).value()));
  BOOST_TEST(std::isnan(polygamma(1.5, 2.0))); // between two functions, and before the first
  BOOST_TEST(std::isnan(polygamma(-1, 2.0)));
}

BOOST_AUTO_TEST_CASE(infinities_and_nan_are_no_errors) {
  const double infinity = std::numeric_limits<double>::infinity(), nan = std::nan("");
  for (const double x : {-infinity, nan, -1e300}) BOOST_TEST_CONTEXT(x) {
      const auto y = lgamma(Jet<double, 3>::variable(x));
      for (int k = 1; k <= 3; ++k) BOOST_TEST(std::isnan(y[k]));
      BOOST_TEST(std::isnan(tgamma(Dual<double>(x, 1)).tangent()));
    }
  const auto far = digamma(Jet<double, 2>::variable(infinity));
  BOOST_TEST(far.coefficients() == (std::array{infinity, 0.0, 0.0}),
             boost::test_tools::per_element());
  for (const double order : {0.0, 1.0, 0.5, -0.5, 2.5}) BOOST_TEST_CONTEXT("J of order " << order) {
      const auto j = [=](double x) { return cyl_bessel_j(order, Jet<double, 2>::variable(x)); };
      for (int k = 0; k <= 2; ++k) {
        BOOST_TEST(j(infinity)[k] == 0); // it decays as 1/√x
        BOOST_TEST(std::isnan(j(nan)[k]));
        if (order != std::floor(order)) BOOST_TEST(std::isnan(j(-infinity)[k]));
        else BOOST_TEST(j(-infinity)[k] == 0);
      }
    }
}

BOOST_AUTO_TEST_SUITE_END()
