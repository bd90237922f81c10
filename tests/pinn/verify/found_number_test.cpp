// Limits and integrals of claimed solutions, against closed forms.
#include "pinn/verify/found_number.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <string>

namespace {

using namespace jetwork;
using pinn::detail::integral;
using pinn::detail::limit_at_infinity;
using pinn::detail::limit_beside;
using verify::HundredDigits;
using Kind = pinn::detail::LimitAtInfinity::Kind;

auto of_x(const std::string& text) -> verify::ExactFormula {
  return {formula::parse(text), {{{"x"}, 0}}, {}};
}

void check_near(const pinn::detail::FoundNumber& found, const HundredDigits& truth) {
  BOOST_TEST((abs(found.value - truth) <= found.error), found.value << " is not " << truth);
}

auto integral_of(const std::string& text, const HundredDigits& start, const HundredDigits& end) {
  const auto formula = of_x(text);
  return integral([&](const HundredDigits& x) { return formula.derivative(std::span(&x, 1), {}); },
                  start, end, {});
}

const HundredDigits infinity = std::numeric_limits<HundredDigits>::infinity();
const HundredDigits pi = acos(HundredDigits(-1));

} // namespace

BOOST_AUTO_TEST_SUITE(found_numbers)

BOOST_AUTO_TEST_CASE(limits_at_infinity) {
  for (const auto& [text, truth] : {std::pair{"exp(-x)", 0},
                                    {"1/x", 0},
                                    {"3/sqrt(x)", 0},
                                    {"(2*x^2 + 1)/(x^2 + x)", 2},
                                    {"7", 7}}) {
    const auto limit = limit_at_infinity(of_x(text), 0, 1.0, 1);
    BOOST_TEST_REQUIRE((limit.kind == Kind::found), text);
    check_near(limit.number, truth);
    BOOST_TEST((limit.number.error < 1e-12), text);
  }
  check_near(limit_at_infinity(of_x("tanh(x)"), 0, 0.0, -1).number, -1);
  check_near(limit_at_infinity(of_x("x - 1.72*tanh(x)"), 1, 0.0, 1).number, 1);
  for (const std::string text : {"exp(x)", "x", "sin(x)", "sqrt(x)"})
    BOOST_TEST((limit_at_infinity(of_x(text), 0, 0.0, 1).kind == Kind::none), text);
  BOOST_TEST((limit_at_infinity(of_x("1/log(x + 2)"), 0, 0.0, 1).kind == Kind::unknown));
  BOOST_TEST((limit_at_infinity(of_x("sqrt(5 - x)"), 0, 0.0, 1).kind == Kind::unknown));
}

BOOST_AUTO_TEST_CASE(limits_beside_a_jump) {
  const auto formula = of_x("exp(x) + sign(x - 1/3)");
  const HundredDigits at = HundredDigits(1) / 3;
  const auto before = limit_beside(formula, 0, at, -1e-12),
             after = limit_beside(formula, 0, at, 1e-12);
  BOOST_TEST_REQUIRE((before && after));
  check_near(*before, exp(at) - 1);
  check_near(*after, exp(at) + 1);
  BOOST_TEST((before->error < 1e-50));
  BOOST_TEST(!limit_beside(of_x("1/x"), 0, 0, 1e-12));
}

BOOST_AUTO_TEST_CASE(integrals) {
  const auto check = [](const auto& found, const HundredDigits& truth, double error) {
    BOOST_TEST_REQUIRE(found.has_value());
    check_near(*found, truth);
    BOOST_TEST((found->error <= error));
  };
  check(integral_of("sin(x)", 0, pi), 2, 1e-35);
  check(integral_of("sin(x)", pi, 0), -2, 1e-35);
  check(integral_of("abs(x - 1/3)", 0, 1), HundredDigits(5) / 18, 1e-35);
  check(integral_of("exp(-x/1e-7)", 0, 1), HundredDigits("1e-7"), 1e-40);
  check(integral_of("sqrt(x)", 0, 1), HundredDigits(2) / 3, 1e-20);
  check(integral_of("exp(-x^2)", -infinity, infinity), sqrt(pi), 1e-30);
  check(integral_of("1/(1 + x^2)", 0, infinity), pi / 2, 1e-30);
  check(integral_of("exp(2*x)", -infinity, 0), HundredDigits(1) / 2, 1e-30);
  BOOST_TEST(!integral_of("1/x", 0, 1));
  BOOST_TEST(!integral_of("1/(1 + x)", 0, infinity));
}

BOOST_AUTO_TEST_SUITE_END()
