// Newton's method from far away: the first step overshoots, and a Jacobian kept from there makes the next ones short.
#include "pinn/solve.hpp"
#include "pinn/text_problem.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <cmath>

BOOST_AUTO_TEST_CASE(a_step_that_an_old_jacobian_made_short_is_no_sign_of_divergence) {
  using namespace jetwork;
  for (double slope = 2.5; slope <= 3.0; slope += 0.05) {
    const pinn::Result result = pinn::solve(
        pinn::read_problem({.domain = {"0", "2"},
                            .equations = {fmt::format("y' + exp(y') = {0} + exp({0})", slope)},
                            .conditions = {"y(0) = 1"}}));
    BOOST_TEST_CONTEXT(slope << ": " << result.reason) {
      BOOST_TEST_REQUIRE(result.solved());
      BOOST_TEST(std::abs(result.solution("y", 2.0) - (1 + 2 * slope)) < 1e-8);
    }
  }
}
