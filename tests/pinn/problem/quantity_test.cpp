// Events, invariants and limits, on problems whose closed forms say where and how much.
#include "formula/expression.hpp"
#include "pinn/problem/text/quantity.hpp"
#include "pinn/solve.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <utility>
#include <vector>

using namespace jetwork;
using namespace jetwork::pinn;

namespace {

/// r'' = -4r, r(0) = 1, r'(0) = 0: r = cos 2t.
auto spring(double end) -> Problem {
  return initial_value_problem({{.name = "r", .initial = {1.0, 0.0}}}, {.start = 0.0, .end = end},
                               [](auto /*t*/, auto r) { return r[2] + 4.0 * r[0]; });
}

auto lorenz(double end) -> Problem {
  return initial_value_problem(
      {{.name = "x", .initial = {1}}, {.name = "y", .initial = {1}}, {.name = "z", .initial = {1}}},
      {.start = 0, .end = end}, [](auto, auto x, auto y, auto z) {
        return std::array{x[1] - 10.0 * (y[0] - x[0]), y[1] - x[0] * (28.0 - z[0]) + y[0],
                          z[1] - x[0] * y[0] + 8.0 / 3 * z[0]};
      });
}

auto level(double height, Crossing crossing = Crossing::any) -> Event {
  return {.name = "level",
          .value = quantity<1>([=](auto, auto r) { return r[0] - height; }),
          .crossing = crossing};
}

/// The spring with events that end the solution.
auto spring_until(double end, std::vector<Event> events) -> Problem {
  Problem problem = spring(end);
  problem.events = std::move(events);
  return problem;
}

} // namespace

BOOST_AUTO_TEST_SUITE(quantities)

BOOST_AUTO_TEST_CASE(a_solution_ends_at_the_first_event_in_the_direction_asked_for) {
  constexpr double pi = std::numbers::pi;
  const std::pair<Event, double> cases[] = {
      {level(0.0), pi / 4},
      {level(0.5), pi / 6},
      {level(0.5, Crossing::rising), 5 * pi / 6},
      {level(0.0, Crossing::rising), 3 * pi / 4},
      {level(1e-3, Crossing::falling), std::acos(1e-3) / 2},
  };
  for (const auto& [event, where] : cases) {
    const Result result = solve(spring_until(10.0, {event}), {.tolerance = 1e-11});
    BOOST_REQUIRE_MESSAGE(result.solved(), result.reason);
    const EventOccurrence* last = result.ended_by();
    BOOST_REQUIRE(last != nullptr);
    BOOST_TEST(std::abs(last->t - where) < 1e-12, last->t << " is not " << where);
    BOOST_TEST(std::abs(last->t - where) <= last->error_estimate);
    BOOST_TEST(std::abs(result.solution.end() - where) < 1e-12);
    BOOST_TEST(result.trusted_until == last->t);
    for (int j = 0; j <= 20; ++j) { // the last segment was shortened, and is the same function
      const double t = where * j / 20 * (1 - 1e-13);
      BOOST_TEST(std::abs(result.solution(0, t) - std::cos(2 * t)) < 1e-12);
      BOOST_TEST(std::abs(result.solution(0, t, 1) + 2 * std::sin(2 * t)) < 1e-10);
    }
    BOOST_CHECK_THROW((void)result.solution(0, where + 1e-6), std::out_of_range);
  }
}

BOOST_AUTO_TEST_CASE(an_event_may_be_tiny_a_step_or_no_zero_at_all) {
  constexpr double pi = std::numbers::pi;
  const auto where = [](auto value) -> std::optional<double> {
    const Event event{.name = "event", .value = quantity<1>([=](auto t, auto r) -> Value {
                                         return value(t, r[0]);
                                       })};
    const Result result = solve(spring_until(4.0, {event}), {.tolerance = 1e-11});
    if (result.ended_by() == nullptr) return std::nullopt;
    return result.ended_by()->t;
  };
  const auto tiny = where([](auto, auto r) { return 1e-200 * (r - 0.5); });
  BOOST_TEST_REQUIRE(tiny.has_value());
  BOOST_TEST(std::abs(*tiny - pi / 6) < 1e-12);
  const auto step = where([pi](auto t, auto) { return floor(t / pi) - 1.0; });
  BOOST_TEST_REQUIRE(step.has_value()); // zero from there on
  BOOST_TEST(std::abs(*step - pi) < 1e-12);
  const auto jump = where([](auto t, auto) { return select(t < 1.2345, Value(-1.0), Value(1.0)); });
  BOOST_TEST_REQUIRE(jump.has_value());
  BOOST_TEST(std::abs(*jump - 1.2345) < 1e-12);
  BOOST_TEST(!where([](auto t, auto) { return 1.0 / (t - 2.0); }).has_value());
  BOOST_TEST(!where([](auto t, auto) { return 1.0 / (t - 1.3); }).has_value());
  const auto after_a_pole = where([](auto t, auto) { return (t - 3.0) / (t - 2.2); });
  BOOST_TEST_REQUIRE(after_a_pole.has_value());
  BOOST_TEST(std::abs(*after_a_pole - 3) < 1e-12);
}

BOOST_AUTO_TEST_CASE(of_several_events_the_first_counts) {
  const Result result = solve(spring_until(10.0, {level(-0.5), level(0.25), level(-0.9)}));
  BOOST_REQUIRE(result.ended_by() != nullptr);
  BOOST_TEST(result.events.size() == 1U);
  BOOST_TEST(result.ended_by()->index == 1U);
  BOOST_TEST(std::abs(result.ended_by()->t - std::acos(0.25) / 2) < 1e-9);
}

BOOST_AUTO_TEST_CASE(an_event_that_never_comes_changes_nothing) {
  const Result result = solve(spring_until(10.0, {level(2.0)}));
  BOOST_TEST(result.solved());
  BOOST_TEST(result.events.empty());
  BOOST_TEST(result.solution.end() == 10.0);
}

BOOST_AUTO_TEST_CASE(a_zero_at_the_start_does_not_count) {
  const Event velocity{.name = "r'", .value = quantity<1>([](auto, auto r) { return r[1]; })};
  const Result result = solve(spring_until(10.0, {velocity}), {.tolerance = 1e-11});
  BOOST_REQUIRE(result.ended_by() != nullptr);
  BOOST_TEST(std::abs(result.ended_by()->t - std::numbers::pi / 2) < 1e-12);
}

BOOST_AUTO_TEST_CASE(events_are_met_on_the_way_back) {
  const Result result = solve(spring_until(-10.0, {level(0.0)}), {.tolerance = 1e-11});
  BOOST_REQUIRE(result.ended_by() != nullptr);
  BOOST_TEST(std::abs(result.ended_by()->t + std::numbers::pi / 4) < 1e-12);
}

BOOST_AUTO_TEST_CASE(drift_of_what_is_constant_and_of_what_is_not) {
  const Invariant energy{.name = "energy", .value = quantity<1>([](auto, auto r) {
                                             return 0.5 * r[1] * r[1] + 2.0 * r[0] * r[0];
                                           })};
  const Invariant position{.name = "position",
                           .value = quantity<1>([](auto, auto r) { return r[0]; })};
  const Invariant velocity{.name = "velocity",
                           .value = quantity<1>([](auto, auto r) { return r[1]; })};
  const Result result =
      solve(spring(10.0), {.tolerance = 1e-11, .invariants = {energy, position, velocity}});
  BOOST_REQUIRE(result.drifts.size() == 3U);
  BOOST_TEST(result.drifts[0].name == "energy");
  BOOST_TEST(result.drifts[0].start == 2.0);
  BOOST_TEST(result.drifts[0].absolute < 1e-10);
  BOOST_TEST(result.drifts[0].relative == result.drifts[0].absolute / 2);
  BOOST_TEST(std::abs(result.drifts[1].absolute - 2.0) < 1e-3); // from 1 to -1
  BOOST_TEST(std::abs(result.drifts[2].absolute - 2.0) < 1e-3);
  BOOST_TEST(std::isnan(result.drifts[2].relative));
}

BOOST_AUTO_TEST_CASE(text_says_the_same_as_code) {
  const TextProblem text{.domain = {"0", "10"},
                         .equations = {"m*r'' = -k*r"},
                         .conditions = {"r(0) = 1", "r'(0) = 0"},
                         .parameters = {{"m", "2"}, {"k", "8"}}};
  const Problem problem = read_problem(text);
  const Result result = solve(problem, {.tolerance = 1e-11});
  const Quantity energy = read_quantity(text, problem, "0.5*m*r'^2 + 0.5*k*r^2 + 0*t");
  BOOST_TEST(std::abs(evaluate(energy, result.solution, 3.3, parameter_values(problem)) - 4.0)
             < 1e-10);
  const Quantity force = read_quantity(text, problem, "m*r''");
  BOOST_TEST(
      std::abs(evaluate(force, result.solution, 3.3, parameter_values(problem)) + 8 * std::cos(6.6))
      < 1e-8);
  BOOST_CHECK_THROW((void)read_quantity(text, problem, "0.5*q"), formula::ParseError);
  BOOST_CHECK_THROW((void)read_quantity(text, problem, "r'''"), formula::ParseError);
  BOOST_CHECK_THROW((void)read_quantity(text, problem, "r + "), formula::ParseError);
}

BOOST_AUTO_TEST_CASE(a_solve_can_be_cancelled) {
  int asked = 0;
  const Result result =
      solve(spring(1000.0), {.limits = {.cancelled = [&] { return ++asked > 10; }}});
  BOOST_TEST(!result.solved());
  BOOST_TEST(result.reason.find("cancelled") != std::string::npos);
  BOOST_TEST(result.solution.segments().size() <= 10U);
  BOOST_TEST(result.solution.end() > 0.0);
  BOOST_TEST(
      std::abs(result.solution(0, result.solution.end() / 2) - std::cos(result.solution.end()))
      < 1e-8);
  BOOST_TEST(result.trusted_until == result.solution.end());
}

BOOST_AUTO_TEST_CASE(a_chaotic_solution_is_trusted_to_a_horizon) {
  const Result result = solve(lorenz(40.0), {.tolerance = 1e-6});
  BOOST_TEST(!result.solved());
  BOOST_TEST(result.trusted_until > 10.0);
  BOOST_TEST(result.trusted_until < 40.0);
  BOOST_TEST(result.reason.find("up to t = ") != std::string::npos);
  // A solve to a tighter tolerance, of the part alone, agrees so far.
  const Result part = solve(lorenz(result.trusted_until), {.tolerance = 1e-8});
  for (int j = 0; j <= 100; ++j) {
    const double t = result.trusted_until * j / 100;
    for (std::size_t i = 0; i < 3; ++i)
      BOOST_TEST(std::abs(result.solution(i, t) - part.solution(i, t))
                 <= 1e-6 * result.magnitude[i] + part.error_estimate[i]);
  }
}

BOOST_AUTO_TEST_CASE(an_absolute_tolerance_excuses_what_is_small) {
  // y = e^-t
  const auto problem = initial_value_problem(
      {{.name = "y", .initial = {1.0}}, {.name = "z", .initial = {1.0}}}, {.start = 0, .end = 10},
      [](auto /*t*/, auto y, auto z) { return std::array{y[1] + y[0], z[1] - cos(3.0 * z[0])}; });
  const Result tight = solve(problem, {.tolerance = 1e-10});
  const Result loose = solve(problem, {.tolerance = 1e-10, .absolute_tolerance = {1e-3, 1e-3}});
  BOOST_TEST(tight.solved());
  BOOST_TEST(loose.solved());
  BOOST_TEST(loose.error_estimate[0] <= 1e-3);
  BOOST_TEST(loose.statistics.segments_accepted <= tight.statistics.segments_accepted);
  BOOST_TEST(std::abs(loose.solution(0, 2.0) - std::exp(-2.0)) <= 1e-3);
  BOOST_CHECK_THROW((void)solve(problem, {.absolute_tolerance = {1e-3}}), std::invalid_argument);
  BOOST_CHECK_THROW((void)solve(problem, {.absolute_tolerance = {1e-3, -1.0}}),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
