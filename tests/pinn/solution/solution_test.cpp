// The solution as a function: many points at once, in any order; parts of segments; one network in place of many.
#include "pinn/solution/merge.hpp"
#include "pinn/solve.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

using namespace jetwork;
using namespace jetwork::pinn;

namespace {

/// r = cos 2t and y = e^-t, of orders 2 and 1.
auto solved(double end) -> Result {
  const auto problem =
      initial_value_problem({{.name = "r", .initial = {1.0, 0.0}}, {.name = "y", .initial = {1.0}}},
                            {.start = 0.0, .end = end}, [](auto /*t*/, auto r, auto y) {
                              return std::array{r[2] + 4.0 * r[0], y[1] + y[0]};
                            });
  return solve(problem, {.tolerance = 1e-11});
}

/// The n-th derivative of cos 2t.
auto of_cosine(double t, int n) -> double {
  return std::pow(2.0, n) * std::cos(2 * t + n * std::acos(-1.0) / 2);
}

auto random_points(double low, double high, std::size_t count) -> std::vector<double> {
  std::mt19937_64 generator(7);
  std::uniform_real_distribution<double> uniform(low, high);
  std::vector<double> t(count);
  for (double& point : t) point = uniform(generator);
  return t;
}

} // namespace

BOOST_AUTO_TEST_SUITE(solution)

BOOST_AUTO_TEST_CASE(many_points_at_once_are_the_points_one_by_one) {
  const Result result = solved(10.0);
  auto t = random_points(0.0, 10.0, 1003);
  t.insert(t.end(), {0.0, 10.0, 5.0, 5.0});
  for (const bool sorted : {false, true}) {
    if (sorted) std::sort(t.begin(), t.end());
    for (int n = 0; n <= 3; ++n) {
      const auto values = result.solution.evaluate(0, t, n);
      BOOST_REQUIRE(values.size() == t.size());
      const double accuracy[] = {1e-11, 1e-10, 1e-8, 1e-5};
      for (std::size_t k = 0; k < t.size(); ++k) {
        BOOST_TEST(std::abs(values[k] - of_cosine(t[k], n)) < accuracy[n]);
        BOOST_TEST(std::abs(values[k] - result.solution(0, t[k], n)) < 0.1 * accuracy[n]);
      }
    }
  }
  BOOST_TEST(result.solution.evaluate(1, std::vector<double>{}).empty());
  BOOST_TEST(std::abs(result.solution.evaluate(1, std::vector{2.0})[0] - std::exp(-2.0)) < 1e-11);
}

BOOST_AUTO_TEST_CASE(many_points_are_refused_as_one_is) {
  const Result result = solved(10.0);
  BOOST_CHECK_THROW((void)result.solution.evaluate(0, std::vector{1.0, 11.0}), std::out_of_range);
  BOOST_CHECK_THROW((void)result.solution.evaluate(2, std::vector{1.0}), std::out_of_range);
  BOOST_CHECK_THROW((void)result.solution.evaluate(0, std::vector{1.0}, 9), std::out_of_range);
  BOOST_CHECK_THROW((void)result.solution.evaluate(0, std::vector{std::nan("")}),
                    std::out_of_range);
}

BOOST_AUTO_TEST_CASE(many_points_of_a_solution_that_goes_backwards) {
  const auto problem =
      initial_value_problem({{.name = "y", .initial = {1.0}}}, {.start = 0.0, .end = -4.0},
                            [](auto /*t*/, auto y) { return y[1] - y[0]; });
  const Result result = solve(problem, {.tolerance = 1e-11});
  const auto t = random_points(-4.0, 0.0, 501);
  const auto values = result.solution.evaluate(0, t);
  for (std::size_t k = 0; k < t.size(); ++k)
    BOOST_TEST(std::abs(values[k] - std::exp(t[k])) < 1e-11);
}

BOOST_AUTO_TEST_CASE(a_shortened_segment_is_the_same_function) {
  const Result result = solved(10.0);
  const Segment& whole = result.solution.segments()[3];
  for (const double share : {0.9, 0.3, 0.01}) {
    const double end = whole.start + share * whole.length;
    const Segment part = shortened(whole, std::array{2, 1}, end);
    BOOST_TEST(part.start + part.length == end);
    for (int j = 0; j <= 10; ++j) {
      const double t = whole.start + part.length * j / 10;
      BOOST_TEST(std::abs(evaluate(part, 2, 0, t, 0) - of_cosine(t, 0)) < 1e-11);
      BOOST_TEST(std::abs(evaluate(part, 2, 0, t, 1) - of_cosine(t, 1)) < 1e-10);
      BOOST_TEST(std::abs(evaluate(part, 1, 1, t, 0) - std::exp(-t)) < 1e-11);
    }
  }
}

BOOST_AUTO_TEST_CASE(one_network_in_place_of_many_is_as_far_off_as_it_says) {
  const Result result = solved(10.0);
  const Merged merged = merge(result.solution, {.tolerance = 1e-8});
  BOOST_TEST(merged.within_tolerance);
  BOOST_TEST(merged.solution.segments().size() == 1U);
  BOOST_TEST(merged.solution.start() == 0.0);
  BOOST_TEST(merged.solution.end() == result.solution.end());
  for (const double t : random_points(0.0, 10.0, 500)) {
    BOOST_TEST(std::abs(merged.solution(0, t) - std::cos(2 * t))
               <= 1.2 * merged.error[0] + result.error_estimate[0]);
    BOOST_TEST(std::abs(merged.solution(1, t) - std::exp(-t))
               <= 1.2 * merged.error[1] + result.error_estimate[1]);
  }
  BOOST_TEST(merged.error[0] <= 1e-8);
}

BOOST_AUTO_TEST_CASE(a_network_that_is_too_small_says_so) {
  const Result result = solved(100.0);
  const Merged merged = merge(result.solution, {.tolerance = 1e-8, .most_neurons = 32});
  BOOST_TEST(!merged.within_tolerance);
  BOOST_TEST(merged.error[0] > 1e-3);
  BOOST_CHECK_THROW((void)merge(Solution()), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
