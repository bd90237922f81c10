// Boundary-value problems whose equations switch where the solution passes a value, against arcs put together by hand.
#include "pinn/solve.hpp"
#include "pinn/text_problem.hpp"

#include <boost/math/tools/toms748_solve.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace data = boost::unit_test::data;

namespace jetwork::pinn {

namespace {

auto zero_between(const std::function<double(double)>& f, double low, double high) -> double {
  std::uintmax_t steps = 100;
  const auto found = boost::math::tools::toms748_solve(
      f, low, high, boost::math::tools::eps_tolerance<double>(52), steps);
  return 0.5 * (found.first + found.second);
}

auto solved_by(const std::string& equation, const std::vector<std::string>& conditions,
               const std::string& end, double tolerance) -> Result {
  return solve(
      read_problem({.domain = {"0", end}, .equations = {equation}, .conditions = conditions}),
      {.tolerance = tolerance});
}

/// That it is solved, and within its estimate.
void check(const Result& result, const std::function<double(double)>& truth) {
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  constexpr int points = 97;
  for (int k = 1; k < points; ++k) {
    const double t = result.solution.end() * k / points;
    const double error = std::abs(result.solution(0, t) - truth(t));
    BOOST_TEST(error <= result.error_estimate[0] + 1e-15, "at " << t << " by " << error);
  }
}

const auto tolerances = data::make({1e-4, 1e-8, 1e-11});

} // namespace

BOOST_AUTO_TEST_SUITE(switching_nodes)

BOOST_DATA_TEST_CASE(a_bow_of_three_arcs, tolerances, tolerance) {
  // Up to u = c with u'' = -3, and u'' = -1 above, even about the middle: with s the place of c, s²/2 + s/2 = c.
  constexpr double c = 0.05;
  const double s = (std::sqrt(1 + 8 * c) - 1) / 2;
  check(solved_by("u'' = -if(u > 0.05, 1, 3)", {"u(0) = 0", "u(1) = 0"}, "1", tolerance),
        [&](double t) {
          const double from_end = std::min(t, 1 - t);
          if (from_end < s) return (0.5 + 2 * s) * from_end - 1.5 * from_end * from_end;
          return c + 0.5 * ((0.5 - s) * (0.5 - s) - (0.5 - t) * (0.5 - t));
        });
}

BOOST_DATA_TEST_CASE(an_arc_against_the_solution_and_one_with_it, tolerances, tolerance) {
  // u'' = -1 from 1 down to c, at s, and u'' = 1 from there to -1 at 3.
  constexpr double c = 0.05, end = 3.0;
  const auto slope = [](double s) { return (c - 1 + s * s / 2) / s; };
  const double s = zero_between(
      [&](double at) {
        const double rest = end - at;
        return c + (slope(at) - at) * rest + rest * rest / 2 + 1;
      },
      0.5, 2.9);
  check(solved_by("u'' = -sign(u - 0.05)", {"u(0) = 1", "u(3) = -1"}, "3", tolerance),
        [&](double t) {
          if (t < s) return 1 + slope(s) * t - t * t / 2;
          return c + (slope(s) - s) * (t - s) + (t - s) * (t - s) / 2;
        });
}

BOOST_DATA_TEST_CASE(a_kink_is_resolved, tolerances, tolerance) {
  constexpr double end = 3.0;
  // u = cos t + b·sin t, with u(s) = 0 and u'(s) = -sin s + b·cos s = -1/sin s; then u = u'(s)·sinh(t - s).
  const double s =
      zero_between([&](double at) { return std::sinh(end - at) / std::sin(at) - 1; }, 1.0, 2.9);
  const double b = -std::cos(s) / std::sin(s);
  check(solved_by("u'' = -abs(u)", {"u(0) = 1", "u(3) = -1"}, "3", tolerance), [&](double t) {
    return t < s ? std::cos(t) + b * std::sin(t) : -std::sinh(t - s) / std::sin(s);
  });
}

BOOST_DATA_TEST_CASE(steps_of_floor, tolerances, tolerance) {
  // A line to 1 at t = 1, then u'' = 1 up to 2 at √3, and u'' = 2 behind.
  const double s = std::sqrt(3.0);
  check(solved_by("u'' = floor(u)",
                  {"u(0) = 0", "u(2) = 2 + sqrt(3)*(2 - sqrt(3)) + (2 - sqrt(3))^2"}, "2",
                  tolerance),
        [&](double t) {
          if (t < 1) return t;
          return t < s ? 1 + (t - 1) + (t - 1) * (t - 1) / 2 : 2 + s * (t - s) + (t - s) * (t - s);
        });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
