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

// The example of SciPy's solve_bvp, u'' + k²·u = 0 with u'(0) = k: from 6, k = 2π.
BOOST_AUTO_TEST_CASE(a_wave_number_is_exact) {
  const Result result = solve(with_number({.independent = "x",
                                           .domain = {"0", "1"},
                                           .equations = {"u'' + k^2*u = 0"},
                                           .conditions = {"u(0) = 0", "u(1) = 0", "u'(0) = k"}},
                                          "k", "6"),
                              {});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST(std::abs(result.parameters[0].value - 2 * pi) < 1e-12);
}

// Orr and Sommerfeld's equation for flow between plates, φ = a + ib and c as two real numbers; Re = 10000, α = 1: Orszag (1971), to
// these digits Dongarra, Straughan and Walker (1996).
BOOST_AUTO_TEST_CASE(a_complex_eigenvalue_is_two_numbers) {
  const TextProblem text{
      .independent = "y",
      .domain = {"0", "1"},
      .equations = {"a'''' - 2*a'' + a = -R*((1 - y^2 - cr)*(b'' - b) - ci*(a'' - a) + 2*b)",
                    "b'''' - 2*b'' + b = R*((1 - y^2 - cr)*(a'' - a) + ci*(b'' - b) + 2*a)"},
      .conditions = {"a(0) = 1", "b(0) = 0", "a'(0) = 0", "b'(0) = 0", "a'''(0) = 0", "b'''(0) = 0",
                     "a(1) = 0", "b(1) = 0", "a'(1) = 0", "b'(1) = 0"},
      .parameters = {{"R", "10000"}, {"cr", "0.24"}, {"ci", "0.004"}},
      .searched = {{"cr", {-10, 10}}, {"ci", {-10, 10}}}};
  const Result result = solve(read_problem(text), {.tolerance = 1e-10});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  for (const FoundParameter& found : result.parameters) {
    const double known = found.name == "cr" ? 0.23752648882047 : 0.00373967062298;
    BOOST_TEST(std::abs(found.value - known) < 1e-12);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
