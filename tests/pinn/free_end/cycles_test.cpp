// Cycles whose period is found with them. References: van der Pol's periods by Taylor series of 34 terms in 113-bit arithmetic, those of
// Lotka and Volterra and of the Brusselator by Taylor series in 28 digits.
#include "pinn/solve.hpp"
#include "pinn/text_problem.hpp"

#include <boost/math/special_functions/ellint_1.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::pinn {

namespace {

using std::numbers::pi;

auto with_period(TextProblem text, const std::string& start) -> Problem {
  text.domain = {"0", "T"};
  text.parameters.emplace_back("T", start);
  text.searched = {{"T", {0.0, 1e9}}};
  return read_problem(text);
}

auto van_der_pol(const std::string& mu, const std::string& start) -> Problem {
  return with_period({.domain = {},
                      .equations = {"x'' - mu*(1 - x^2)*x' + x = 0"},
                      .conditions = {"periodic", "x'(0) = 0"},
                      .parameters = {{"mu", mu}}},
                     start);
}

void check_period(const Result& result, double period, double allowed) {
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  const FoundParameter& found = result.parameters.at(0);
  BOOST_TEST(std::abs(found.value - period) <= found.error_estimate);
  BOOST_TEST(std::abs(found.value - period) <= allowed * period);
  BOOST_TEST(result.solution.end() == found.value);
}

} // namespace

BOOST_AUTO_TEST_SUITE(cycles)

// Whatever the period is said to be at first: the march past the transient finds out.
BOOST_DATA_TEST_CASE(van_der_pol_has_its_period_from_soft_to_stiff,
                     boost::unit_test::data::make({"1", "10", "100", "1000"})
                         ^ boost::unit_test::data::make({6.6632868593231302, 19.078369566939014,
                                                         162.83707109237001, 1614.4011258083340}),
                     mu, period) {
  for (const std::string start : {"1", "11.6", "300"}) {
    const Result result = solve(van_der_pol(mu, start), {});
    check_period(result, period, 2e-14);
    BOOST_TEST((result.multipliers->stability == Stability::stable));
    // Stiff cycles amplify what rounding does along them.
    BOOST_TEST(std::abs(result.multipliers->values[0] - 1.0) < (period < 20 ? 1e-8 : 0.1));
    BOOST_TEST(std::abs(result.solution("x", 0.0, 1)) < 1e-8);
  }
}

// Linear pieces could not: T is exact to rounding, and x(t) meets the tolerance where x' = 1000 at every point of the jump.
BOOST_AUTO_TEST_CASE(the_solution_is_one_in_time_up_to_its_error) {
  const Result rough = solve(van_der_pol("20", "40"), {.tolerance = 1e-6}),
               fine = solve(van_der_pol("20", "40"), {.tolerance = 1e-10});
  BOOST_TEST_REQUIRE((rough.solved() && fine.solved()));
  for (int k = 0; k <= 1000; ++k) {
    const double t = fine.solution.end() * k / 1001;
    BOOST_TEST(std::abs(rough.solution("x", t) - fine.solution("x", t))
               <= rough.error_estimate[0] + fine.error_estimate[0]);
  }
}

BOOST_AUTO_TEST_CASE(without_a_phase_the_program_chooses_where_the_cycle_begins) {
  const TextProblem brusselator{.domain = {},
                                .equations = {"x' = 1 + x^2*y - 4*x", "y' = 3*x - x^2*y"},
                                .conditions = {"periodic"}};
  const Result result = solve(with_period(brusselator, "1"), {});
  check_period(result, 7.1569199211798199, 1e-13);
  // Liouville: the product of the multipliers is exp ∫ (∂x'/∂x + ∂y'/∂y) dt; the trapezoidal rule is exact for cycles.
  constexpr int points = 4000;
  double integral = 0.0;
  for (int k = 0; k < points; ++k) {
    const double t = result.solution.end() * k / points;
    const double x = result.solution("x", t), y = result.solution("y", t);
    integral += (2 * x * y - 4 - x * x) * result.solution.end() / points;
  }
  const auto& values = result.multipliers->values;
  BOOST_TEST(std::abs(values[0] * values[1] - std::exp(integral)) < 1e-7 * std::exp(integral));
}

// r' = r - r³: the unit circle has the multipliers 1 and exp(-2T); with time reversed, exp(2T), and no march finds it.
BOOST_AUTO_TEST_CASE(an_unstable_cycle_is_found_from_a_guess_and_called_so) {
  for (const bool is_stable : {true, false}) {
    const std::string sign = is_stable ? "+" : "-";
    TextProblem circle{.domain = {},
                       .equations = {"x' = -2*y " + sign + " x*(1 - x^2 - y^2)",
                                     "y' = 2*x " + sign + " y*(1 - x^2 - y^2)"},
                       .conditions = {"periodic", "y(0) = 0"}};
    if (!is_stable) circle.guesses = {{"x", "cos(2.1*t)"}, {"y", "0.9*sin(2.1*t)"}};
    const Result result = solve(with_period(circle, "3"), {});
    check_period(result, pi, 1e-12);
    const double multiplier = std::exp(is_stable ? -2 * pi : 2 * pi);
    BOOST_TEST(std::abs(result.multipliers->values[is_stable ? 1 : 0] - multiplier)
               < 1e-6 * multiplier);
    BOOST_TEST(
        (result.multipliers->stability == (is_stable ? Stability::stable : Stability::unstable)));
  }
}

// Kepler's third law: the period is 2π whatever the eccentricity; the orbits come in families, so that values say which one.
BOOST_DATA_TEST_CASE(an_orbit_through_given_values_returns_after_its_period,
                     boost::unit_test::data::make({"0.1", "0.6", "0.9", "0.99"})
                         * boost::unit_test::data::make({"periodic", "y(T) = 0"}),
                     eccentricity, at_end) {
  const TextProblem orbit{.domain = {},
                          .equations = {"x'' = -x/(x^2 + y^2)^1.5", "y'' = -y/(x^2 + y^2)^1.5"},
                          .conditions = {"x(0) = 1 - e", "x'(0) = 0", "y(0) = 0",
                                         "y'(0) = sqrt((1 + e)/(1 - e))", at_end},
                          .parameters = {{"e", eccentricity}}};
  check_period(solve(with_period(orbit, "6"), {}), 2 * pi, 1e-9);
}

BOOST_DATA_TEST_CASE(predators_and_prey_return_together,
                     boost::unit_test::data::make({"periodic", "periodic in x"}), said) {
  const TextProblem text{.domain = {},
                         .equations = {"x' = x*(2/3 - 4/3*y)", "y' = y*(x - 1)"},
                         .conditions = {"x(0) = 1", "y(0) = 1", said}};
  check_period(solve(with_period(text, "8"), {}), 8.0266368652897957, 1e-12);
}

// T = 4·K(sin(a/2)) of a pendulum released at the angle a.
BOOST_DATA_TEST_CASE(a_pendulum_s_period_grows_with_its_amplitude,
                     boost::unit_test::data::make({0.1, 1.0, 2.0, 3.0}), amplitude) {
  const TextProblem pendulum{.domain = {},
                             .equations = {"x'' = -sin(x)"},
                             .conditions = {"x(0) = a", "x'(0) = 0", "periodic"},
                             .parameters = {{"a", std::to_string(amplitude)}}};
  check_period(solve(with_period(pendulum, "1"), {}),
               4 * boost::math::ellint_1(std::sin(amplitude / 2)), 1e-10);
}

BOOST_AUTO_TEST_CASE(what_is_no_cycle_is_not_called_one) {
  const auto outcome = [](const TextProblem& text) {
    return solve(with_period(text, "6"), {.limits = {.seconds = 20}}).ending.outcome;
  };
  // Damped: it does not return, and from anywhere it comes to rest.
  BOOST_TEST((outcome({.domain = {},
                       .equations = {"x'' = -sin(x) - 0.05*x'"},
                       .conditions = {"x(0) = 1", "x'(0) = 0", "periodic"}})
              == Outcome::does_not_return));
  BOOST_TEST((outcome({.domain = {},
                       .equations = {"x'' = -x - x^3 - 0.5*x'"},
                       .conditions = {"periodic", "x'(0) = 0"}})
              != Outcome::solved));
  // One of a family: nothing says which.
  BOOST_TEST((outcome({.domain = {},
                       .equations = {"x' = x*(2/3 - 4/3*y)", "y' = y*(x - 1)"},
                       .conditions = {"periodic", "x(0) = 1"}})
              != Outcome::solved));
}

// Rössler's cycle attracts with a multiplier near -1: turns agree in pairs long before all do. Newton's method on the return map in
// SciPy (DOP853, 1e-12) has 5.769094510898 and the multiplier -0.9917197.
BOOST_AUTO_TEST_CASE(a_cycle_is_gone_round_once) {
  const TextProblem roessler{
      .domain = {},
      .equations = {"x' = -y - z", "y' = x + 0.2*y", "z' = 0.2 + z*(x - 2.82)"},
      .conditions = {"periodic"}};
  const Result result = solve(with_period(roessler, "1"), {});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST(std::abs(result.parameters[0].value - 5.769094510898) < 1e-11);
  BOOST_TEST(std::abs(result.multipliers->values[1] + 0.9917197) < 1e-6);
}

// What happens to return after some time returns no second time where the equations have changed.
BOOST_DATA_TEST_CASE(a_forced_oscillator_has_no_period_but_that_of_its_force,
                     boost::unit_test::data::make({"x'' + 0.2*x' + x^3 = 0.3*cos(t)",
                                                   "x'' = (1 - x^2)*x' - x + 0.5*cos(3*t)"}),
                     equation) {
  const Result result = solve(
      with_period({.domain = {}, .equations = {equation}, .conditions = {"periodic", "x'(0) = 0"}},
                  "6"),
      {.limits = {.seconds = 20}});
  BOOST_TEST(!result.solved());
  BOOST_TEST((result.ending.outcome == Outcome::not_periodic), result.reason);
}

// Kinks and jumps of the equations where the march has ended a segment: closed forms of the stone and of the cycle, which is made of
// pieces of circles.
BOOST_AUTO_TEST_CASE(a_kink_is_in_the_estimate) {
  const Result stone = solve(with_period({.domain = {},
                                          .equations = {"h'' = -1 - 0.3*sign(h')"},
                                          .conditions = {"h(0) = 0.7", "h'(0) = 1", "h(T) = 0"}},
                                         "1"),
                             {});
  const double falls = 1 / 1.3 + std::sqrt(2 * (0.7 + 1 / 2.6) / 0.7);
  check_period(stone, falls, 1e-8);
  const Result cycle = solve(with_period({.domain = {},
                                          .equations = {"x'' = -x + 0.2*sign(x')*(1 - abs(x))"},
                                          .conditions = {"periodic", "x(0) = 0"}},
                                         "1"),
                             {});
  // Of two arcs: from x = 0 with a speed of 2 up to x = 2, where work against the force is the same on both, and back.
  const double up = std::sqrt(1.2), down = std::sqrt(0.8);
  const double rises = std::atan2(2 / up, -1.0 / 6) / up, sinks = std::acos(1.0 / 9) / down;
  check_period(cycle, 2 * (rises + sinks), 1e-8);
}

BOOST_AUTO_TEST_CASE(a_period_lies_within_its_bounds) {
  TextProblem text{.domain = {"0", "T"},
                   .equations = {"x' = x - y - x*(x^2 + y^2)", "y' = x + y - y*(x^2 + y^2)"},
                   .conditions = {"periodic", "x(0) = 0"},
                   .parameters = {{"T", "9"}},
                   .searched = {{"T", {8.0, 12.0}}}};
  BOOST_TEST(!solve(read_problem(text), {.limits = {.seconds = 20}}).solved());
}

BOOST_AUTO_TEST_CASE(in_cpp_the_end_is_one_of_the_parameters) {
  const std::vector<Unknown> unknowns = {{.name = "x", .order = 2}};
  const Domain domain{0.0, 5.0};
  Problem problem{.domain = domain,
                  .unknowns = unknowns,
                  .parameters = {{.name = "T", .value = 5.0, .searched = Bounds{0.0, 100.0}}},
                  .residual = equations<1>(
                      [](auto, auto x) { return x[2] - (1.0 - x[0] * x[0]) * x[1] + x[0]; }),
                  .conditions = periodic_conditions(unknowns, domain),
                  .free_end = 0};
  check_period(solve(problem, {}), 6.6632868593231302, 1e-13);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
