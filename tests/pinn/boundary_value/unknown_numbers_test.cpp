// Numbers that are found with the solution of a boundary-value problem.
#include "pinn/solve.hpp"
#include "pinn/text_problem.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numbers>
#include <string>

namespace jetwork::pinn {

namespace {

using std::numbers::pi;

auto with_number(TextProblem text, const std::string& name, const std::string& start,
                 Bounds bounds = {-1e9, 1e9}) -> Problem {
  text.parameters.emplace_back(name, start);
  text.searched = {{name, bounds}};
  return read_problem(text);
}

const TextProblem string_under_tension{.independent = "x",
                                       .domain = {"0", "1"},
                                       .equations = {"u'' + lambda*u = 0"},
                                       .conditions = {"u(0) = 0", "u(1) = 0", "u'(0) = 1"}};

} // namespace

BOOST_AUTO_TEST_SUITE(unknown_numbers)

// λ = (kπ)², and u = sin(kπx)/(kπ). Between two, the one that is found is the nearer, as far as one can say.
BOOST_DATA_TEST_CASE(the_eigenvalue_near_the_starting_value_is_found,
                     boost::unit_test::data::make({1.0, 9.0, 12.0, 35.0, 85.0, 250.0, 1000.0})
                         ^ boost::unit_test::data::make({1, 1, 1, 2, 3, 5, 10}),
                     start, k) {
  const Result result =
      solve(with_number(string_under_tension, "lambda", std::to_string(start)), {});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  const double error = std::abs(result.parameters[0].value - k * k * pi * pi);
  BOOST_TEST(error < 1e-8 * k * k);
  BOOST_TEST(error <= result.parameters[0].error_estimate);
  const double x = 0.5 / k;
  BOOST_TEST(std::abs(result.solution(0, x) - 1 / (k * pi)) < 1e-8 / k);
}

BOOST_AUTO_TEST_CASE(a_number_stays_within_its_bounds) {
  const Result result = solve(with_number(string_under_tension, "lambda", "30", {20.0, 35.0}),
                              {.limits = {.seconds = 20}});
  BOOST_TEST(!result.solved());
  BOOST_TEST((result.ending.outcome == Outcome::no_solution_found), result.reason);
}

// Bratu's problem by its height: u = -2·log(cosh((x - 1/2)·θ/2)/cosh(θ/4)), λ = θ²/(2·cosh²(θ/4)).
BOOST_AUTO_TEST_CASE(
    a_number_in_an_equation_that_is_not_linear_is_found_from_the_height_of_its_solution) {
  const Problem problem = with_number({.independent = "x",
                                       .domain = {"0", "1"},
                                       .equations = {"u'' + lambda*exp(u) = 0"},
                                       .conditions = {"u(0) = 0", "u(1) = 0", "u(0.5) = 3"}},
                                      "lambda", "1");
  const Result result = solve(problem, {});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  const double theta = 4 * std::acosh(std::exp(1.5));
  const double lambda = theta * theta / (2 * std::exp(3.0));
  BOOST_TEST(std::abs(result.parameters[0].value - lambda) < 1e-8);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
