// Boundary-value problems that determine their solution worse than double precision holds it are refused by that name.
#include "pinn/solve.hpp"
#include "pinn/text_problem.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <string>

namespace jetwork::pinn {

BOOST_AUTO_TEST_SUITE(ill_conditioned)

// The null functions of the adjoint problem are of size exp(1/(2·0.01)): no double-precision method has a correct digit.
BOOST_AUTO_TEST_CASE(an_ill_conditioned_problem_is_refused_by_name) {
  const Problem problem = read_problem({.independent = "x",
                                        .domain = {"-1", "1"},
                                        .equations = {"xi*y'' = x*y' - y"},
                                        .conditions = {"y(-1) = 1", "y(1) = 2"},
                                        .parameters = {{"xi", "0.01"}}});
  for (const double tolerance : {1e-2, 1e-4, 1e-8}) {
    const Result result = solve(problem, {.tolerance = tolerance});
    BOOST_TEST(!result.solved());
    BOOST_TEST((result.ending.outcome == Outcome::ill_conditioned), result.reason);
  }
}

// Swirling flow between disks that rotate against each other: z and y are odd about the middle. With thin layers the flow between them
// is left to terms of size exp(-0.15/√ξ).
BOOST_AUTO_TEST_CASE(a_system_that_is_left_to_exponentially_small_terms_is_right_or_refused) {
  bool is_some_solved = false;
  for (const std::string xi : {"1e-4", "1.5e-6", "1e-6", "1e-7"})
    for (const double tolerance : {1e-4, 1e-6, 1e-8, 1e-10}) {
      const Problem problem =
          read_problem({.independent = "x",
                        .domain = {"0", "1"},
                        .equations = {"z'''' = (-z*z''' - y*y')/xi", "y'' = (y*z' - z*y')/xi"},
                        .conditions = {"z(0) = 0", "z'(0) = 0", "y(0) = -1", "z(1) = 0",
                                       "z'(1) = 0", "y(1) = 1"},
                        .parameters = {{"xi", xi}}});
      const Result result = solve(problem, {.tolerance = tolerance});
      if (!result.solved()) continue;
      is_some_solved = true;
      for (int unknown = 0; unknown < 2; ++unknown) {
        const double sum = result.solution(unknown, 0.4) + result.solution(unknown, 0.6);
        const auto place = static_cast<std::size_t>(unknown);
        BOOST_TEST(std::abs(sum) <= 2 * result.error_estimate[place],
                   "xi = " << xi << ", tolerance " << tolerance << ": " << sum);
      }
    }
  BOOST_TEST(is_some_solved);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
