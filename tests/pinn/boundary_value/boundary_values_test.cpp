// Boundary-value problems, against closed forms.
#include "pinn/solve.hpp"
#include "pinn/text_problem.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>
#include <numbers>
#include <ostream>
#include <string>
#include <vector>

namespace jetwork::pinn {

namespace {

using std::numbers::pi;

struct Case {
  std::string name;
  TextProblem text;
  std::function<double(double)> exact; // the first unknown
};
auto operator<<(std::ostream& stream, const Case& each) -> std::ostream& {
  return stream << each.name;
}

const std::vector<Case> cases = {
    {"a layer at the left end",
     {.independent = "x",
      .domain = {"0", "1"},
      .equations = {"y'' = y/xi"},
      .conditions = {"y(0) = 1", "y(1) = 0"},
      .parameters = {{"xi", "1e-6"}}},
     [](double x) { return std::exp(-x / 1e-3); }},
    {"a layer in the middle",
     {.independent = "x",
      .domain = {"-1", "1"},
      .equations = {"xi*y'' = -x*y'"},
      .conditions = {"y(-1) = 0", "y(1) = 2"},
      .parameters = {{"xi", "1e-6"}}},
     [](double x) { return 1 + std::erf(x / std::sqrt(2e-6)); }},
    {"a nonlinear corner layer",
     {.independent = "x",
      .domain = {"0", "1"},
      .equations = {"xi*y'' = 1 - y'^2"},
      .conditions = {"y(0) = 1 + xi*log(cosh(0.745/xi))", "y(1) = 1 + xi*log(cosh(0.255/xi))"},
      .parameters = {{"xi", "0.01"}}},
     [](double x) { return 1 + 0.01 * std::log(std::cosh((x - 0.745) / 0.01)); }},
    {"a clamped beam, of fourth order",
     {.independent = "x",
      .domain = {"0", "1"},
      .equations = {"w'''' = 24"},
      .conditions = {"w(0) = 0", "w'(0) = 0", "w(1) = 0", "w'(1) = 0"}},
     [](double x) { return x * x * (1 - x) * (1 - x); }},
    {"a system of first order",
     {.independent = "x",
      .domain = {"0", "pi/2"},
      .equations = {"u' = v", "v' = -u"},
      .conditions = {"u(0) = 0", "u(pi/2) = 1"}},
     [](double x) { return std::sin(x); }},
    {"ends coupled with each other, and a value inside",
     {.independent = "x",
      .domain = {"0", "2"},
      .equations = {"u'' = -u"},
      .conditions = {"u(0)*cos(2) = u(2)", "u(1) = cos(1)"}},
     [](double x) { return std::cos(x); }},
    {"nonlinear conditions",
     {.independent = "x",
      .domain = {"0", "1"},
      .equations = {"u'' = u"},
      .conditions = {"u(0)^2 = 1", "u'(1) = u(1)"}},
     [](double x) { return std::exp(x); }},
    {"Bratu's lower branch",
     {.independent = "x",
      .domain = {"0", "1"},
      .equations = {"u'' = -exp(u)"},
      .conditions = {"u(0) = 0", "u(1) = 0"}},
     [](double x) { // θ = √2·cosh(θ/4), the smaller root
       const double theta = 1.5171645990507543;
       return -2 * std::log(std::cosh((x - 0.5) * theta / 2) / std::cosh(theta / 4));
     }},
    {"a half line",
     {.independent = "x",
      .domain = {"0", "inf"},
      .equations = {"u'' = 4*u"},
      .conditions = {"u(0) = 3", "u(inf) = 0"}},
     [](double x) { return 3 * std::exp(-2 * x); }},
    {"a load far out on a half line",
     {.independent = "x",
      .domain = {"0", "inf"},
      .equations = {"u'' = u - 2/cosh(x - 100)^3"},
      .conditions = {"u(0) = 1/cosh(100)", "u(inf) = 0"}},
     [](double x) { return 1 / std::cosh(x - 100); }},
    {"an integral as a condition",
     {.independent = "x",
      .domain = {"0", "1"},
      .equations = {"u'' = 2"},
      .conditions = {"u(0) = 0", "integral(u, 0, 1) = 5/6"}},
     [](double x) { return x * x + x; }},
    {"an integral over a part, weighted, and a slope inside",
     {.independent = "x",
      .domain = {"0", "1"},
      .equations = {"u'' = 6*x"},
      .conditions = {"u'(0.5) = 2", "integral(x*u, 0, 0.5) = 0.5^5/5 + 1.25*0.5^3/3 + 0.5^2/2"}},
     [](double x) { return x * x * x + 1.25 * x + 1; }},
    {"a jump of the slope: a hanging weight",
     {.independent = "x",
      .domain = {"0", "1"},
      .equations = {"u'' = 0"},
      .conditions = {"u(0) = 0", "u(1) = 0", "jump(u', 0.25) = 1"}},
     [](double x) { return x < 0.25 ? -0.75 * x : 0.25 * (x - 1); }},
    {"periodic, with a forcing",
     {.independent = "t",
      .domain = {"0", "2*pi"},
      .equations = {"u' = -u + sin(t)"},
      .conditions = {"periodic"}},
     [](double t) { return (std::sin(t) - std::cos(t)) / 2; }},
    {"the whole line",
     {.independent = "x",
      .domain = {"-inf", "inf"},
      .equations = {"u'' = u - 2/cosh(x)^3"},
      .conditions = {"u(-inf) = 0", "u(inf) = 0"}},
     [](double x) { return 1 / std::cosh(x); }},
};

} // namespace

BOOST_AUTO_TEST_SUITE(boundary_values)

BOOST_DATA_TEST_CASE(meet_the_tolerance_with_an_estimate_above_the_error,
                     boost::unit_test::data::make(cases)
                         * boost::unit_test::data::make({1e-4, 1e-8, 1e-11}),
                     each, tolerance) {
  const Result result = solve(read_problem(each.text), {.tolerance = tolerance});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  const double start = result.solution.start(), end = result.solution.end();
  double error = 0.0, largest = 0.0;
  for (int k = 0; k <= 2000; ++k) {
    const double x = start + (end - start) * k / 2000;
    error = std::max(error, std::abs(result.solution(0, x) - each.exact(x)));
    largest = std::max(largest, std::abs(each.exact(x)));
  }
  BOOST_TEST(error <= tolerance * largest);
  BOOST_TEST(error <= result.error_estimate[0] + 4e-16 * largest);
}

BOOST_AUTO_TEST_CASE(the_report_has_a_condition_number_and_a_place) {
  const Result result = solve(read_problem(cases[0].text), {.tolerance = 1e-6});
  BOOST_TEST_REQUIRE(result.condition.has_value());
  BOOST_TEST(*result.condition < 1e3);
  BOOST_TEST_REQUIRE(result.error_location.size() == 1U);
  BOOST_TEST(result.error_location[0] >= 0.0);
  BOOST_TEST(result.error_location[0] < 0.1); // in the layer
}

// -∫G(x, s)·f(s) ds for Green's function of u'' on [0, 1] is a sum of two closed integrals.
BOOST_DATA_TEST_CASE(what_falls_between_the_points_of_a_segment_is_seen,
                     boost::unit_test::data::make({0.499, 0.4995, 0.501, 0.001, 0.9995}), place) {
  const Problem problem = read_problem({.independent = "x",
                                        .domain = {"0", "1"},
                                        .equations = {"u'' = sign(x - c)"},
                                        .conditions = {"u(0) = 0", "u(1) = 0"},
                                        .parameters = {{"c", std::to_string(place)}}});
  const Result result = solve(problem, {.tolerance = 1e-6});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  // u' = s - x up to c, then s - 2c + x; u(1) = 0 gives the slope s.
  const double s = 2 * place - 0.5 - place * place;
  const auto exact = [&](double x) {
    return x < place ? s * x - x * x / 2
                     : s * place - place * place / 2 + (s - 2 * place) * (x - place)
                           + (x * x - place * place) / 2;
  };
  for (const double x : {0.25, 0.5, 0.75, place}) {
    const double error = std::abs(result.solution(0, x) - exact(x));
    BOOST_TEST(error <= 1e-6 * 0.13);
    BOOST_TEST(error <= result.error_estimate[0] + 1e-16);
  }
}

BOOST_DATA_TEST_CASE(a_narrow_pulse_is_seen,
                     boost::unit_test::data::make({0.37123, 0.0766, 0.92689, 0.5001}), place) {
  // A pulse of width 1e-4 and area √π is a unit load: u'(1+) - u'(0-) is its area, u = -c·(1 - c)·area there.
  const Problem problem = read_problem({.independent = "x",
                                        .domain = {"0", "1"},
                                        .equations = {"u'' = 1e4*exp(-((x - c)/1e-4)^2)"},
                                        .conditions = {"u(0) = 0", "u(1) = 0"},
                                        .parameters = {{"c", std::to_string(place)}}});
  const Result result = solve(problem, {.tolerance = 1e-6});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  const double x = place / 2; // away from the pulse
  BOOST_TEST(std::abs(result.solution(0, x) + std::sqrt(pi) * (1 - place) * x) < 1e-6);
}

BOOST_AUTO_TEST_CASE(a_number_that_nothing_determines_is_not_found) {
  const Problem problem = read_problem({.independent = "x",
                                        .domain = {"0", "1"},
                                        .equations = {"u'' = a*u"},
                                        .conditions = {"u(0) = 0", "u(1) = 0", "u(0.5) = 0"},
                                        .parameters = {{"a", "1"}},
                                        .searched = {{"a", {-1e9, 1e9}}}});
  BOOST_TEST(!solve(problem, {.tolerance = 1e-6}).solved());
}

BOOST_AUTO_TEST_CASE(a_jump_of_the_value_is_kept) {
  const Problem problem = read_problem({.independent = "x",
                                        .domain = {"0", "2"},
                                        .equations = {"u' = 0"},
                                        .conditions = {"u(0) = 1", "jump(u, 1) = 3"}});
  const Result result = solve(problem);
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST(std::abs(result.solution(0, 0.9) - 1) < 1e-14);
  BOOST_TEST(std::abs(result.solution(0, 1.1) - 4) < 1e-14);
}

BOOST_AUTO_TEST_CASE(conditions_are_lambdas_in_cpp) {
  // u'' = -p·u with u(0) = 0, u'(0) = 1, u(1) = 0 and p searched for: p = π².
  const Problem problem = boundary_value_problem(
      {{.name = "u", .order = 2}}, {.start = 0.0, .end = 1.0},
      [](auto, auto u, auto p) { return u[2] + p[0] * u[0]; },
      {condition<1>(0.0, [](auto u) { return u[0]; }),
       condition<1>(0.0, [](auto u) { return u[1] - 1.0; }),
       condition({0.0, 1.0}, [](auto at) { return at[1][0][0] - at[0][0][0]; })},
      {{.name = "p", .value = 9.0, .searched = Bounds{0.0, 100.0}}});
  const Result result = solve(problem, {.tolerance = 1e-10});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST_REQUIRE(result.parameters.size() == 1U);
  BOOST_TEST(std::abs(result.parameters[0].value - pi * pi) < 1e-9);
  BOOST_TEST(std::abs(result.parameters[0].value - pi * pi)
             <= result.parameters[0].error_estimate + 1e-13);
  BOOST_TEST(std::abs(result.solution("u", 0.5) - 1 / pi) < 1e-10);
}

BOOST_AUTO_TEST_CASE(a_guess_leads_to_another_solution) {
  // Bratu's upper branch, θ = 10.93870277; its maximum is 2·log(cosh(θ/4)).
  Problem problem = read_problem({.independent = "x",
                                  .domain = {"0", "1"},
                                  .equations = {"u'' = -exp(u)"},
                                  .conditions = {"u(0) = 0", "u(1) = 0"}});
  problem.unknowns[0].guess = [](double x) { return 16 * x * (1 - x); };
  const Result result = solve(problem);
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST(std::abs(result.solution(0, 0.5) - 2 * std::log(std::cosh(10.938702772 / 4))) < 1e-7);
}

BOOST_AUTO_TEST_CASE(bounds_are_respected) {
  // u'' = 6·u² has the solutions 1/(x + 1)² and one that is negative inside.
  Problem problem = read_problem({.independent = "x",
                                  .domain = {"0", "1"},
                                  .equations = {"u'' = 6*u^2"},
                                  .conditions = {"u(0) = 1", "u(1) = 1/4"}});
  problem.unknowns[0].bounds = Bounds{0.0, 2.0};
  const Result result = solve(problem);
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST(std::abs(result.solution(0, 0.5) - 1 / 2.25) < 1e-8);
}

BOOST_AUTO_TEST_CASE(a_problem_without_a_solution_is_not_solved) {
  // Bratu's equation has none beyond λ = 3.51.
  const Problem problem = read_problem({.independent = "x",
                                        .domain = {"0", "1"},
                                        .equations = {"u'' = -4*exp(u)"},
                                        .conditions = {"u(0) = 0", "u(1) = 0"}});
  const Result result = solve(problem, {.tolerance = 1e-6});
  BOOST_TEST(!result.solved());
  BOOST_TEST(result.reason.find("no solution was found") != std::string::npos, result.reason);
}

BOOST_AUTO_TEST_CASE(contradicting_conditions_are_not_solved) {
  const Problem problem = read_problem({.independent = "x",
                                        .domain = {"0", "pi"},
                                        .equations = {"u'' = -u"},
                                        .conditions = {"u(0) = 0", "u(pi) = 1"}});
  BOOST_TEST(!solve(problem, {.tolerance = 1e-6}).solved());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
