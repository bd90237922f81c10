// A user's own function is one line, and then works on every number: softsign(x) = x / (1 + |x|).
#include "autodiff/batch.hpp"
#include "autodiff/dual.hpp"
#include "autodiff/hyper_dual.hpp"
#include "autodiff/jet.hpp"
#include "autodiff/numbers/pack_functions.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <vector>

namespace user {

// clang-format off
JETWORK_UNARY_RULE(softsign,  x / (1 + abs(x)),         1 / ((1 + abs(x)) * (1 + abs(x))))
JETWORK_UNARY_RULE(logistic,  1 / (1 + exp(-x)),        y * (1 - y))
JETWORK_BINARY_RULE(product_of_exponentials,  exp(x) * exp(y),  z,  z)
// clang-format on

} // namespace user

namespace {

using namespace jetwork::autodiff;

const std::vector<double> points{-1e300, -7.0, -1.5, -0.25, -1e-9, 0.0, 1e-9, 0.3, 1.0, 4.5, 1e300};

/// softsign's k-th derivative: (-1)^(k+1) k! sign(x)^(k+1) / (1 + |x|)^(k+1).
auto softsign_derivative(double x, int k) -> double {
  const double size = 1 + std::abs(x);
  if (k == 0) return x / size;
  const double sign = x > 0 ? 1 : x < 0 ? -1 : 0;
  double y = 1 / size;
  for (int i = 1; i <= k; ++i) y *= i / size * (i == 1 ? 1 : -sign);
  return y;
}

void check_close(double result, double expected) {
  BOOST_TEST(std::abs(result - expected) <= 4e-16 * std::abs(expected),
             result << " is not " << expected);
}

} // namespace

BOOST_AUTO_TEST_SUITE(user_rule)

BOOST_AUTO_TEST_CASE(works_on_every_number_with_a_value) {
  for (const double x : points) BOOST_TEST_CONTEXT("softsign(" << x << ")") {
      const double second = x == 0 ? 0 : softsign_derivative(x, 2);
      check_close(apply_rule<user::softsign_rule>(x), softsign_derivative(x, 0));
      const auto dual = apply_rule<user::softsign_rule>(Dual<double>(x, 3.0));
      check_close(dual.value(), softsign_derivative(x, 0));
      check_close(dual.tangent(), 3 * softsign_derivative(x, 1));
      const auto hyper = apply_rule<user::softsign_rule>(HyperDual<double>::variable(x));
      check_close(hyper.gradient(), softsign_derivative(x, 1));
      check_close(hyper.hessian(), second);
      const auto jet = apply_rule<user::softsign_rule>(Jet<double, 2>::variable(x));
      check_close(jet.derivative(1), softsign_derivative(x, 1));
      check_close(jet.derivative(2), second);
      const auto nested =
          apply_rule<user::softsign_rule>(Dual<Dual<double>>(Dual<double>(x, 1.0), 1.0));
      check_close(nested.tangent().tangent(), second);
    }
}

BOOST_AUTO_TEST_CASE(works_on_packs) {
  for (std::size_t start = 0; start + Pack::size <= points.size(); ++start) {
    Pack x;
    for (int lane = 0; lane < Pack::size; ++lane)
      x[lane] = points[start + static_cast<std::size_t>(lane)];
    const auto y = apply_rule<user::softsign_rule>(Dual<Pack>(x, Pack(1)));
    for (int lane = 0; lane < Pack::size; ++lane) {
      check_close(y.value()[lane], softsign_derivative(x[lane], 0));
      check_close(y.tangent()[lane], softsign_derivative(x[lane], 1));
    }
  }
}

BOOST_AUTO_TEST_CASE(works_on_the_batch_tape) {
  const auto count = static_cast<Eigen::Index>(points.size());
  BatchTape tape;
  const BatchVariable x = tape.input();
  const BatchVariable y = apply_rule<user::softsign_rule>(x);
  const auto jet = apply_rule<user::softsign_rule>(Jet<BatchVariable, 2>::variable(x));
  BatchReplay replay(tape, static_cast<int>(count));
  replay.set(x, Eigen::Map<const Eigen::VectorXd>(points.data(), count));
  replay.forward();
  replay.reverse(y);
  for (Eigen::Index i = 0; i < count; ++i) {
    const double at = points[static_cast<std::size_t>(i)];
    check_close(replay.value(y)(0, i), softsign_derivative(at, 0));
    check_close(replay.adjoint(x)(0, i), softsign_derivative(at, 1));
    check_close(replay.value(jet[2])(0, i) * 2, at == 0 ? 0 : softsign_derivative(at, 2));
  }
}

BOOST_AUTO_TEST_CASE(may_use_its_value_and_may_have_two_arguments) {
  const auto jet = apply_rule<user::logistic_rule>(Jet<double, 3>::variable(0.0));
  BOOST_TEST(jet.coefficients() == (std::array<double, 4>{0.5, 0.25, 0, -1.0 / 48}),
             boost::test_tools::per_element());
  const auto [x, y] = HyperDual<double, 2>::variables(0.5, -0.25);
  const auto z = apply_rule<user::product_of_exponentials_rule>(x, y);
  for (const double d :
       {z.value(), z.gradient(0), z.gradient(1), z.hessian(0, 0), z.hessian(0, 1), z.hessian(1, 1)})
    check_close(d, std::exp(0.5) * std::exp(-0.25));
}

BOOST_AUTO_TEST_CASE(knows_its_name) { BOOST_TEST(user::softsign_rule::name == "softsign"); }

BOOST_AUTO_TEST_SUITE_END()
