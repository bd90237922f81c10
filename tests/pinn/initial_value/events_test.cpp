// Events that end a solution or change it, against closed forms.
#include "pinn/solve.hpp"
#include "pinn/text_problem.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

using namespace jetwork::pinn;
namespace data = boost::unit_test::data;

namespace {

constexpr double gravity = 9.81, bounciness = 0.9;

auto ball(const std::string& end) -> TextProblem {
  return {.domain = {"0", end},
          .equations = {"h'' = -g"},
          .conditions = {"h(0) = 1", "h'(0) = 0"},
          .parameters = {{"g", "9.81"}, {"e", "0.9"}},
          .events = {{.name = "bounce", .when = "h, falling", .then = {"h' = -e*h'"}}}};
}

/// The times of the first bounces.
auto bounces(int count) -> std::vector<double> {
  std::vector<double> times = {std::sqrt(2 / gravity)};
  double speed = std::sqrt(2 * gravity);
  while (static_cast<int>(times.size()) < count) {
    speed *= bounciness;
    times.push_back(times.back() + 2 * speed / gravity);
  }
  return times;
}

auto height(double t) -> double {
  double begun = std::sqrt(2 / gravity), speed = std::sqrt(2 * gravity) * bounciness;
  if (t < begun) return 1 - gravity * t * t / 2;
  for (; begun + 2 * speed / gravity < t; speed *= bounciness) begun += 2 * speed / gravity;
  return speed * (t - begun) - gravity * (t - begun) * (t - begun) / 2;
}

/// That the times are these, within what is claimed of them and within 1e-12.
void check_times(const Result& result, const std::vector<double>& truth) {
  BOOST_TEST_REQUIRE(result.events.size() == truth.size());
  for (std::size_t k = 0; k < truth.size(); ++k) {
    const double error = std::abs(result.events[k].t - truth[k]);
    BOOST_TEST(error <= 1e-12, "event " << k << " is off by " << error);
    BOOST_TEST(error <= result.events[k].error_estimate, "event " << k);
  }
}

/// That the first unknown is this function, within the estimate.
void check_values(const Result& result, const std::function<double(double)>& truth) {
  constexpr int points = 499;
  const double start = result.solution.start(), length = result.solution.end() - start;
  for (int k = 1; k < points; ++k) {
    const double t = start + length * k / points;
    const double error = std::abs(result.solution(0, t) - truth(t));
    BOOST_TEST(error <= result.error_estimate[0], "at " << t << " by " << error);
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(events)

BOOST_DATA_TEST_CASE(a_ball_bounces_as_the_closed_form_says, data::make({1e-4, 1e-8, 1e-12}),
                     tolerance) {
  const Result result = solve(read_problem(ball("8")), {.tolerance = tolerance});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  check_times(result, bounces(26));
  check_values(result, height);
  const EventOccurrence& last = result.events.back();
  BOOST_TEST(last.after[0][1] == -bounciness * last.before[0][1]);
  BOOST_TEST(last.before[0][0] == last.after[0][0]);
}

BOOST_AUTO_TEST_CASE(bounces_that_accumulate_end_the_solution_with_the_place) {
  const Result result = solve(read_problem(ball("10")));
  BOOST_TEST((result.ending.outcome == Outcome::events_accumulate));
  const double limit =
      std::sqrt(2 / gravity) * (1 + 2 * bounciness / (1 - bounciness)); // a geometric series
  BOOST_TEST(std::abs(result.ending.t - limit) < 1e-9);
  const std::vector<double> truth = bounces(static_cast<int>(result.events.size()));
  BOOST_TEST(result.events.size() > 100U);
  BOOST_TEST(std::abs(result.events.back().t - truth.back())
             <= result.events.back().error_estimate);
}

BOOST_AUTO_TEST_CASE(derivatives_pass_bounces) {
  const Result result =
      solve(read_problem(ball("1")), {.tolerance = 1e-10, .sensitivities = {"g", "e", "h"}});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  // h = v·s - g·s²/2, s = t - √(2·h0/g), v = e·√(2·g·h0), at h0 = 1
  const double t = 0.9, s = t - std::sqrt(2 / gravity), v = bounciness * std::sqrt(2 * gravity);
  const double by_s = v - gravity * s;
  const std::vector<double> truth = {bounciness * std::sqrt(2 / gravity) / 2 * s - s * s / 2
                                         + by_s * std::sqrt(2 / gravity) / (2 * gravity),
                                     std::sqrt(2 * gravity) * s,
                                     v / 2 * s - by_s * std::sqrt(2 / gravity) / 2};
  for (std::size_t k = 0; k < truth.size(); ++k) {
    const double error = std::abs(result.sensitivities[k].derivative(0, t) - truth[k]);
    BOOST_TEST(error <= result.sensitivities[k].error_estimate[0]);
    BOOST_TEST(result.sensitivities[k].error_estimate[0] < 1e-9);
  }
}

BOOST_DATA_TEST_CASE(a_neuron_spikes_in_time, data::make({1e-6, 1e-10}), tolerance) {
  const Result result =
      solve(read_problem({.domain = {"0", "20"},
                          .equations = {"v' = 2 - v"},
                          .conditions = {"v(0) = 0"},
                          .events = {{.name = "spike", .when = "v > 1", .then = {"v = 0"}}}}),
            {.tolerance = tolerance});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  const double period = std::log(2.0);
  std::vector<double> truth;
  for (int k = 1; k * period < 20; ++k) truth.push_back(k * period);
  check_times(result, truth);
  check_values(result,
               [&](double t) { return 2 - 2 * std::exp(-(t - period * std::floor(t / period))); });
}

BOOST_DATA_TEST_CASE(doses_are_given_in_time, data::make({1e-6, 1e-10}), tolerance) {
  const Result result = solve(read_problem({.domain = {"0", "30"},
                                            .equations = {"c' = -0.3*c"},
                                            .conditions = {"c(0) = 0"},
                                            .events = {{.name = "dose",
                                                        .times = {"24", "0", "6", "12", "18", "36"},
                                                        .then = {"c = c + 2"}}}}),
                              {.tolerance = tolerance});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  check_times(result, {0, 6, 12, 18, 24});
  check_values(result, [](double t) {
    double sum = 0.0;
    for (const double dose : {0.0, 6.0, 12.0, 18.0, 24.0})
      if (t >= dose) sum += 2 * std::exp(-0.3 * (t - dose));
    return sum;
  });
  BOOST_TEST(result.solution(0, 0.0) == 2.0); // values at an event are those after it
}

BOOST_AUTO_TEST_CASE(a_thermostat_keeps_between_its_thresholds) {
  const Result result =
      solve(read_problem({.domain = {"0", "50"},
                          .equations = {"T' = -0.1*(T - 10) + heat", "heat' = 0"},
                          .conditions = {"T(0) = 18", "heat(0) = 0"},
                          .events = {{.name = "on", .when = "T < 17", .then = {"heat = 2"}},
                                     {.name = "off", .when = "T > 22", .then = {"heat = 0"}}}}),
            {.tolerance = 1e-10});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  std::vector<double> truth;
  double t = 0.0, temperature = 18.0, rest = 10.0, goal = 17.0;
  for (;;) {
    t += 10 * std::log((temperature - rest) / (goal - rest));
    if (t > 50) break;
    truth.push_back(t);
    temperature = goal;
    goal = goal == 17.0 ? 22.0 : 17.0;
    rest = rest == 10.0 ? 30.0 : 10.0;
  }
  check_times(result, truth);
}

BOOST_AUTO_TEST_CASE(a_thermostat_with_one_threshold_goes_on_and_off_without_an_end) {
  const Result result =
      solve(read_problem({.domain = {"0", "30"},
                          .equations = {"T' = -(T - 10)/5 + 10*heat", "heat' = 0"},
                          .conditions = {"T(0) = 25", "heat(0) = 0"},
                          .events = {{.name = "on", .when = "T < 20", .then = {"heat = 1"}},
                                     {.name = "off", .when = "T > 20", .then = {"heat = 0"}}}}));
  BOOST_TEST((result.ending.outcome == Outcome::events_accumulate));
  BOOST_TEST(std::abs(result.ending.t - 5 * std::log(1.5)) < 1e-12);
}

BOOST_DATA_TEST_CASE(a_short_excursion_is_an_event_and_so_is_its_way_back,
                     data::make({3e-3, 3e-7, 1e-9, 3e-12}) * data::make({">", "<"}), beyond,
                     relation) {
  const Result result = solve(
      read_problem({.domain = {"0", "100"},
                    .equations = {"x'' = -x"},
                    .conditions = {"x(0) = 0", "x'(0) = 1"},
                    .parameters = {{"threshold", fmt::format("1 - {}", beyond)}},
                    .events = {{.name = "end", .when = fmt::format("x {} threshold", relation)}}}),
      {.tolerance = 1e-10});
  const double up = std::asin(1 - beyond);
  const double truth = *relation == '>' ? up : std::numbers::pi - up;
  BOOST_TEST(result.ended_by() != nullptr);
  BOOST_TEST(std::abs(result.solution.end() - truth) < 1e-12 / std::sqrt(beyond));
}

BOOST_DATA_TEST_CASE(a_zero_that_is_touched_is_no_event,
                     data::make({"abs(x - 1)", "(x - 1)^2", "max(x, 2 - x) - 1"}), when) {
  const Result result = solve(read_problem({.domain = {"0", "3"},
                                            .equations = {"x' = 1"},
                                            .conditions = {"x(0) = 0"},
                                            .events = {{.name = "touched", .when = when}}}));
  BOOST_TEST(result.solved(), result.reason);
  BOOST_TEST(result.events.empty());
}

BOOST_DATA_TEST_CASE(a_relation_happens_where_it_becomes_true,
                     data::make({"floor(x) > 3", "floor(x) >= 3", "max(x - 3, 0) > 0", "x >= 10",
                                 "x > 0", "x >= 0"})
                         ^ data::make({4.0, 3.0, 3.0, 10.0, 0.0, -1.0}),
                     when, place) {
  const Result result = solve(read_problem({.domain = {"0", "10"},
                                            .equations = {"x' = 1"},
                                            .conditions = {"x(0) = 0"},
                                            .events = {{.name = "true", .when = when}}}));
  BOOST_TEST_REQUIRE(result.events.size() == (place < 0 ? 0U : 1U));
  if (place >= 0) BOOST_TEST(std::abs(result.events[0].t - place) < 1e-12);
}

BOOST_AUTO_TEST_CASE(rounding_within_a_value_is_in_the_time) {
  const Result result =
      solve(read_problem({.domain = {"0", "7"},
                          .equations = {"x' = 0"},
                          .conditions = {"x(0) = 1"},
                          .events = {{.name = "top", .when = "sin(t) > 0.999999999"}}}));
  // asin of the threshold's double, computed with forty digits.
  check_times(result, {1.5707516054359753});
}

BOOST_AUTO_TEST_CASE(events_at_one_time_happen_in_the_problems_order) {
  // The second sees what the first has done.
  const Result result = solve(
      read_problem({.domain = {"0", "2"},
                    .equations = {"x' = 0", "y' = 1"},
                    .conditions = {"x(0) = 1", "y(0) = 0"},
                    .events = {{.name = "add", .when = "y = 1", .then = {"x = x + 1"}},
                               {.name = "double", .when = "2*y = 2", .then = {"x = 2*x", "y = x"}},
                               {.name = "later", .when = "y > 10", .then = {"y = 0"}}}}));
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST(result.events.size() == 2U);
  BOOST_TEST(std::abs(result.solution(0, 2.0) - 4.0) < 1e-12);
  BOOST_TEST(std::abs(result.solution(1, 2.0) - 3.0) < 1e-12); // from 2, for a time of 1
}

BOOST_AUTO_TEST_CASE(a_jump_of_one_event_makes_another_happen) {
  const Result result =
      solve(read_problem({.domain = {"0", "2"},
                          .equations = {"x' = 1", "y' = 0"},
                          .conditions = {"x(0) = 0", "y(0) = 0"},
                          .events = {{.name = "jump", .when = "x > 1", .then = {"x = 5"}},
                                     {.name = "high", .when = "x > 4", .then = {"y = y + 1"}}}}));
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST_REQUIRE(result.events.size() == 2U);
  BOOST_TEST(result.events[0].t == result.events[1].t);
  BOOST_TEST(std::abs(result.solution(1, 2.0) - 1.0) < 1e-14);
}

BOOST_AUTO_TEST_CASE(an_event_at_the_end_is_reported_and_not_carried_out) {
  const Result result =
      solve(read_problem({.domain = {"0", "3"},
                          .equations = {"x' = 1"},
                          .conditions = {"x(0) = 0"},
                          .events = {{.name = "end", .times = {"3"}, .then = {"x = 0"}},
                                     {.name = "too", .when = "x = 3", .then = {"x = 1"}}}}));
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST(std::abs(result.solution(0, 3.0) - 3.0) < 1e-13);
  BOOST_TEST_REQUIRE(!result.events.empty());
  BOOST_TEST((result.events[0].before == result.events[0].after));
}

BOOST_AUTO_TEST_CASE(events_happen_on_the_way_back_as_well) {
  const Result result =
      solve(read_problem({.domain = {"0", "2"},
                          .equations = {"x' = x"},
                          .conditions = {"x(2) = 1"},
                          .events = {{.name = "half", .when = "x < 0.5", .then = {"x = 1"}}}}),
            {.tolerance = 1e-11});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  check_times(result, {2 - std::log(2.0), 2 - 2 * std::log(2.0)});
  BOOST_TEST(std::abs(result.solution(0, 0.0) - 4 * std::exp(-2.0)) < 1e-11);
}

BOOST_AUTO_TEST_CASE(an_event_that_assigns_no_number_ends_the_solution) {
  const Result result = solve(
      read_problem({.domain = {"0", "2"},
                    .equations = {"x' = 1"},
                    .conditions = {"x(0) = 0"},
                    .events = {{.name = "root", .when = "x > 1", .then = {"x = sqrt(-x)"}}}}));
  BOOST_TEST((result.ending.outcome == Outcome::event_not_finite));
  BOOST_TEST(std::abs(result.ending.t - 1) < 1e-12);
}

BOOST_DATA_TEST_CASE(what_an_event_leaves_at_zero_does_not_make_it_happen_again,
                     data::make({"x", "x, rising", "x < 0", "x'", "x*x'"})
                         ^ data::make({6U, 3U, 3U, 6U, 12U}),
                     when, count) {
  const Result result =
      solve(read_problem({.domain = {"0", "20"},
                          .equations = {"x'' = -x", "n' = 0"},
                          .conditions = {"x(0) = 0", "x'(0) = 1", "n(0) = 0"},
                          .events = {{.name = "count", .when = when, .then = {"n = n + 1"}}}}));
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST(result.events.size() == count);
  BOOST_TEST(std::abs(result.solution(1, 20.0) - count) < 1e-9);
}

BOOST_DATA_TEST_CASE(an_event_at_a_kink_happens,
                     data::make({"x' = -1 - abs(x)", "x' = -1 - max(x, 0)"}), equation) {
  const Result result = solve(read_problem({.domain = {"0", "5"},
                                            .equations = {equation},
                                            .conditions = {"x(0) = 2"},
                                            .events = {{.name = "zero", .when = "x"}}}));
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  check_times(result, {std::log(3.0)});
}

BOOST_AUTO_TEST_SUITE_END()
