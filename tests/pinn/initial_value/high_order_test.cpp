// How many digits an equation of order 8 keeps: README.md names them.
#include "pinn/solve.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>

BOOST_AUTO_TEST_CASE(an_equation_of_order_8_keeps_the_digits_that_are_named) {
  using namespace jetwork;
  constexpr double end = 10.0;
  const auto problem = pinn::initial_value_problem(
      {{.name = "y", .initial = {1, 1, 1, 1, 1, 1, 1, 1}}}, {.start = 0.0, .end = end},
      [](auto, auto y) { return y[8] - y[0]; });
  const pinn::Result result = pinn::solve(problem, {.tolerance = 1e-8});
  double error = 0.0, error_of_seventh = 0.0;
  for (int k = 0; k <= 1000; ++k) {
    const double t = end * k / 1000;
    error = std::max(error, std::abs(result.solution(0, t) - std::exp(t)));
    error_of_seventh = std::max(error_of_seventh, std::abs(result.solution(0, t, 7) - std::exp(t)));
  }
  BOOST_TEST(!result.solved());
  BOOST_TEST(error <= result.error_estimate[0]);
  BOOST_TEST(error < 1e-9 * std::exp(end));
  BOOST_TEST(error_of_seventh < 1e-6 * std::exp(end));
}
