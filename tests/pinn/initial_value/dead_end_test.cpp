// What is said where a march goes no further, or misses its tolerance: the words name what is there, and the tolerance that
// they advise is met.
#include "pinn/solve.hpp"
#include "pinn/text_problem.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

namespace jetwork::pinn {

namespace {

using Texts = std::vector<std::string>;

auto solved(const Texts& equations, const Texts& conditions, const std::string& start,
            const std::string& end, double tolerance = 1e-8) -> Result {
  return solve(
      read_problem({.domain = {start, end}, .equations = equations, .conditions = conditions}),
      {.tolerance = tolerance});
}

} // namespace

BOOST_AUTO_TEST_SUITE(dead_end)

BOOST_AUTO_TEST_CASE(a_slide_along_a_high_jump_is_no_pole) {
  const Result result = solved({"y' = -1e8*sign(y - sin(t))"}, {"y(0) = 1"}, "0", "2");
  BOOST_TEST((result.ending.outcome == Outcome::equations_jump), result.reason);
}

BOOST_AUTO_TEST_CASE(a_pole_is_one) {
  for (const std::string equation : {"y' = y^2", "y' = -1/(2*y)", "y' = log(1 - t)"}) {
    const Result result = solved({equation}, {"y(0) = 1"}, "0", "2");
    BOOST_TEST_CONTEXT(equation << ": " << result.reason)
    BOOST_TEST((result.ending.outcome == Outcome::no_segment_short_enough));
  }
}

BOOST_AUTO_TEST_CASE(beyond_a_pole_no_error_is_known) {
  // 1/(1 - 1.1·t) has its pole at a number that no double holds.
  const Result result = solved({"y' = 1.1*y^2"}, {"y(0) = 1"}, "0", "2");
  BOOST_TEST(
      (std::isinf(result.error_estimate[0]) || result.error_estimate[0] < result.magnitude[0]));
}

BOOST_AUTO_TEST_CASE(a_slide_along_a_jump_is_named) {
  const Result result = solved({"y' = 1 - 100*sign(y - t)"}, {"y(0) = 1"}, "0", "2");
  BOOST_TEST(result.reason.find("slides along a jump") != std::string::npos, result.reason);
}

BOOST_AUTO_TEST_CASE(a_time_that_is_rounded_too_much_is_named) {
  const Result result =
      solved({"y' = cos(t)"}, {"y(1000000000000) = 1"}, "1000000000000", "1000000000001");
  BOOST_TEST((result.ending.outcome == Outcome::time_too_coarse), result.reason);
  BOOST_TEST(result.reason.find("are 1.2e-04 apart") != std::string::npos, result.reason);
  // Nothing that depends on t needs its digits.
  BOOST_TEST(
      solved({"y' = 1"}, {"y(1000000000000) = 1"}, "1000000000000", "1000000000001").solved());
}

BOOST_AUTO_TEST_CASE(the_tolerance_that_is_advised_is_met) {
  struct Task {
    Texts equations, conditions;
    std::string end;
  };
  const std::vector<Task> tasks = {
      {{"x' = 10*(y - x)", "y' = x*(28 - z) - y", "z' = x*y - 8/3*z"},
       {"x(0) = 1", "y(0) = 1", "z(0) = 1"},
       "15"},
      {{"y' = -16.1*cos(1.93*((11100000 + t) - 11100000))*y"}, {"y(0) = 1.09"}, "11.7"},
      {{"y' = -39.6*(1 - ((11600000000 + t) - 11600000000)/4.3)*y",
        "z' = 39.6*(1 - ((11600000000 + t) - 11600000000)/4.3)*z"},
       {"y(0) = 1", "z(0) = 1"},
       "8.6"},
      {{"y'' = y"}, {"y(0) = 1", "y'(0) = -1"}, "15"}};
  int advised = 0;
  for (const auto& [equations, conditions, end] : tasks) {
    const Result result = solved(equations, conditions, "0", end, 1e-13);
    BOOST_TEST_CONTEXT(equations[0] << ": " << result.reason) {
      BOOST_TEST(!result.solved());
      if (!result.ending.reachable) continue;
      ++advised;
      const double tolerance = *result.ending.reachable;
      BOOST_TEST(result.reason.find("which is met") != std::string::npos);
      BOOST_TEST(solved(equations, conditions, "0", end, tolerance).solved());
    }
  }
  BOOST_TEST(advised >= 3);
}

BOOST_AUTO_TEST_CASE(a_pulse_that_rounding_hides_is_no_solution) {
  // What is computed from t goes in steps of 0.016, and the pulse is 0.0001 wide: no number shows it.
  const std::string time = "((83100000000000 + t) - 83100000000000)";
  const auto pulse = [](const std::string& t) {
    return read_problem({.domain = {"0", "10"},
                         .equations = {"y' = 1e4*exp(-((" + t + " - 7.88161)/1e-4)^2)"},
                         .conditions = {"y(0) = 1"}});
  };
  const Result rounded = solve(pulse(time));
  BOOST_TEST((rounded.ending.outcome == Outcome::pulse_rounded_away), rounded.reason);
  BOOST_TEST(std::abs(rounded.ending.t - 7.88161) < 0.02);
  BOOST_TEST(rounded.trusted_until < 7.88161);
  const Result sharp = solve(pulse("t"));
  BOOST_TEST_REQUIRE(sharp.solved(), sharp.reason);
  BOOST_TEST(std::abs(sharp.solution(0, 10.0) - (1 + std::sqrt(std::numbers::pi)))
             <= sharp.error_estimate[0]);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
