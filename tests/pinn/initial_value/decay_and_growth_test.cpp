// What decays by many orders of magnitude and grows again, against closed forms: it is solved where double precision allows,
// and called solved nowhere else.
#include "pinn/solve.hpp"
#include "pinn/text_problem.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

namespace jetwork::pinn {

namespace {

/// The largest error of an unknown over many points.
template <class Truth>
auto largest_error(const Solution& solution, std::size_t unknown, Truth truth) -> double {
  double worst = 0;
  for (int j = 0; j <= 1000; ++j) {
    const double t = solution.start() + (solution.end() - solution.start()) * j / 1000;
    worst = std::max(worst, std::abs(solution(unknown, t) - truth(t)));
  }
  return worst;
}

struct Valley {
  double rate, tolerance;
};
auto operator<<(std::ostream& out, const Valley& v) -> std::ostream& {
  return out << "rate " << v.rate << " at " << v.tolerance;
}
constexpr Valley valleys[] = {{20, 1e-9},  {100, 1e-3},  {100, 1e-6},
                              {100, 1e-9}, {100, 1e-11}, {300, 1e-8}};

} // namespace

BOOST_AUTO_TEST_SUITE(decay_and_growth)

BOOST_DATA_TEST_CASE(a_rate_that_changes_its_sign, boost::unit_test::data::make(valleys), valley) {
  // y' = -rate·sin(t)·y: y = 2·exp(rate·(cos(t) - 1)), down to 2·exp(-2·rate) and up again.
  const TextProblem text{.domain = {"0", "2*pi"},
                         .equations = {"y' = -rate*y*sin(t)"},
                         .conditions = {"y(0) = 2"},
                         .parameters = {{"rate", std::to_string(valley.rate)}}};
  const Result result = solve(read_problem(text), {.tolerance = valley.tolerance});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  const auto truth = [&](double t) { return 2 * std::exp(valley.rate * (std::cos(t) - 1)); };
  const double error = largest_error(result.solution, 0, truth);
  BOOST_TEST(error <= result.error_estimate[0]);
  BOOST_TEST(error <= 2 * valley.tolerance);
  BOOST_TEST(std::abs(result.solution(0, 3.14) / truth(3.14) - 1) < 1e-2);
}

BOOST_DATA_TEST_CASE(a_rate_that_is_an_unknown, boost::unit_test::data::make({1e-3, 1e-6, 1e-9}),
                     tolerance) {
  // s = t - 1 and y = exp((s² - 1)/(2·0.0025)).
  const TextProblem text{.domain = {"0", "2"},
                         .equations = {"s' = 1", "y' = s*y/0.0025"},
                         .conditions = {"s(0) = -1", "y(0) = 1"}};
  const Result result = solve(read_problem(text), {.tolerance = tolerance});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  const auto truth = [](double t) { return std::exp(((t - 1) * (t - 1) - 1) / 0.005); };
  const double error = largest_error(result.solution, 1, truth);
  BOOST_TEST(error <= result.error_estimate[1]);
  BOOST_TEST(error <= tolerance);
}

BOOST_AUTO_TEST_CASE(growth_from_next_to_nothing) {
  const TextProblem text{
      .domain = {"0", "800"}, .equations = {"y' = y*(1 - y)"}, .conditions = {"y(0) = 1e-100"}};
  const Result result = solve(read_problem(text));
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  const auto truth = [](double t) { return 1 / (1 + std::exp(-t) * (1e100 - 1)); };
  const double error = largest_error(result.solution, 0, truth);
  BOOST_TEST(error <= result.error_estimate[0]);
  BOOST_TEST(error <= 1e-8);
}

BOOST_AUTO_TEST_CASE(outbreaks_far_apart) {
  // Of Lotka and Volterra, x + y - log(x) - log(y) stays what it is, though x falls to 1e-130 in between.
  const TextProblem text{.domain = {"0", "900"},
                         .equations = {"x' = x*(1 - y)", "y' = y*(x - 1)"},
                         .conditions = {"x(0) = 300", "y(0) = 1"}};
  const Result result = solve(read_problem(text));
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  const auto invariant = [&](double t) {
    const double x = result.solution("x", t), y = result.solution("y", t);
    BOOST_TEST_REQUIRE((x > 0 && y > 0));
    return x + y - std::log(x) - std::log(y);
  };
  double outbreak = 0; // the largest of x after the first one
  for (double t = 0; t <= 900; t += 0.5) {
    BOOST_TEST(std::abs(invariant(t) - (301 - std::log(300))) < 1e-4);
    if (t > 100) outbreak = std::max(outbreak, result.solution("x", t));
  }
  BOOST_TEST(outbreak > 10);
}

BOOST_DATA_TEST_CASE(what_falls_below_the_smallest_number_is_not_called_solved,
                     boost::unit_test::data::make({380, 500, 1000, 5000}), rate) {
  const TextProblem text{.domain = {"0", "2*pi"},
                         .equations = {"y' = -rate*y*sin(t)"},
                         .conditions = {"y(0) = 2"},
                         .parameters = {{"rate", std::to_string(rate)}}};
  const Result result = solve(read_problem(text));
  BOOST_TEST(!result.solved());
  BOOST_TEST(result.trusted_until < 6.2);
  const double growth = 2 * std::exp(rate * (std::cos(result.trusted_until) - 1));
  BOOST_TEST(growth < 1e-3); // up to there nothing was visible yet
}

BOOST_DATA_TEST_CASE(tiny_values_have_estimates,
                     boost::unit_test::data::make({1e-150, 1e-200, 1e-290}), start) {
  const auto problem =
      initial_value_problem({{.name = "y", .initial = {start}}}, {.start = 0, .end = 10},
                            [](auto, auto y) { return y[1] + y[0]; });
  const Result result = solve(problem);
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  const double error =
      largest_error(result.solution, 0, [&](double t) { return start * std::exp(-t); });
  BOOST_TEST(error <= result.error_estimate[0]);
  BOOST_TEST(result.error_estimate[0] > 0);
}

BOOST_AUTO_TEST_CASE(an_unknown_that_cancels_is_held_against_its_terms) {
  // Three masses on a line, the middle one at rest by symmetry, and a sum of squares less one.
  const TextProblem springs{
      .domain = {"0", "10"},
      .equations = {"x'' = -2*x + y", "y'' = x - 2*y + z", "z'' = y - 2*z"},
      .conditions = {"x(0) = 1", "x'(0) = 0", "y(0) = 0", "y'(0) = 0", "z(0) = -1", "z'(0) = 0"}};
  const Result at_rest = solve(read_problem(springs));
  BOOST_TEST_REQUIRE(at_rest.solved(), at_rest.reason);
  BOOST_TEST(largest_error(at_rest.solution, 1, [](double) { return 0.0; })
             <= at_rest.error_estimate[1]);
  const TextProblem circle{.domain = {"0", "10"},
                           .equations = {"x' = -z", "z' = x", "y' = x^2 + z^2 - 1"},
                           .conditions = {"x(0) = 1", "z(0) = 0", "y(0) = 0"}};
  const Result sum = solve(read_problem(circle), {.tolerance = 1e-3});
  BOOST_TEST_REQUIRE(sum.solved(), sum.reason);
  BOOST_TEST(largest_error(sum.solution, 2, [](double) { return 0.0; }) <= sum.error_estimate[2]);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
