// Domains that end where something comes about, and what their conditions may say.
#include "pinn/solve.hpp"
#include "pinn/text_problem.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <numbers>
#include <string>

namespace jetwork::pinn {

namespace {

auto with_free_end(TextProblem text, const std::string& start) -> TextProblem {
  if (text.domain[1].empty()) text.domain = {"0", "T"};
  text.parameters.emplace_back("T", start);
  text.searched = {{"T", {0.0, 1e9}}};
  return text;
}

auto message(const TextProblem& text) -> std::string {
  try {
    (void)read_problem(text);
  } catch (const TextProblemError& error) { return error.what(); }
  return "";
}

} // namespace

BOOST_AUTO_TEST_SUITE(free_ends)

BOOST_AUTO_TEST_CASE(a_stone_falls_until_it_reaches_the_ground) {
  const Result result =
      solve(read_problem(with_free_end({.domain = {},
                                        .equations = {"h'' = -9.81"},
                                        .conditions = {"h(0) = 10", "h'(0) = 3", "h(T) = 0"}},
                                       "1")));
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  const double time = (3 + std::sqrt(9 + 2 * 9.81 * 10)) / 9.81;
  BOOST_TEST(std::abs(result.parameters[0].value - time) < 1e-13);
  BOOST_TEST(std::abs(result.solution("h", time / 2) - (10 + 3 * time / 2 - 9.81 * time * time / 8))
             < 1e-12);
  BOOST_TEST(!result.multipliers.has_value());
}

// u = A·sin(t) with u(T) = 1, u'(T) = 1/2: T = atan 2.
BOOST_AUTO_TEST_CASE(conditions_at_both_ends_find_the_end_too) {
  const Result result =
      solve(read_problem(with_free_end({.domain = {},
                                        .equations = {"u'' = -u"},
                                        .conditions = {"u(0) = 0", "u(T) = 1", "u'(T) = 0.5"}},
                                       "1")));
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST(std::abs(result.parameters[0].value - std::atan(2.0)) < 1e-12);
}

// The start need not be zero, time may stand in the equation, and so may the end: x' = 2t, x(1) = 1, x(T) = 3·T: T = 3.
BOOST_AUTO_TEST_CASE(time_and_the_end_may_stand_in_equations_and_conditions) {
  const Result result = solve(read_problem(with_free_end(
      {.domain = {"1", "T"}, .equations = {"x' = 2*t"}, .conditions = {"x(1) = 1", "x(T) = 3*T"}},
      "2.5")));
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST(std::abs(result.parameters[0].value - 3.0) < 1e-12);
  BOOST_TEST(std::abs(result.solution("x", 2.0) - 4.0) < 1e-12);
}

// sin from 0, and an integral of it: 1 - cos T = 1/2.
BOOST_AUTO_TEST_CASE(an_integral_may_go_to_the_end) {
  const Result result = solve(read_problem(
      with_free_end({.domain = {},
                     .equations = {"u'' = -u"},
                     .conditions = {"u(0) = 0", "u'(0) = 1", "integral(u, 0, T) = 0.5"}},
                    "1")));
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST(std::abs(result.parameters[0].value - std::numbers::pi / 3) < 1e-12);
}

BOOST_AUTO_TEST_CASE(a_part_of_the_domain_moves_with_its_end) {
  // u = sin(t): half of the way it is 1/2.
  const Result result =
      solve(read_problem(with_free_end({.domain = {},
                                        .equations = {"u'' = -u"},
                                        .conditions = {"u(0) = 0", "u'(0) = 1", "u(T/2) = 0.5"}},
                                       "1")));
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST(std::abs(result.parameters[0].value - std::numbers::pi / 3) < 1e-12);
}

BOOST_AUTO_TEST_CASE(messages_say_what_a_free_end_may_be) {
  const TextProblem oscillator{
      .domain = {}, .equations = {"x'' = -x"}, .conditions = {"x(0) = 1", "x'(0) = 0", "x(T) = 0"}};
  TextProblem text = oscillator;
  text.domain = {"0", "2*T"};
  BOOST_TEST(message(with_free_end(text, "1")).find("only the end of a domain may be unknown")
             != std::string::npos);
  text.domain = {"T", "9"};
  BOOST_TEST(message(with_free_end(text, "1")).find("only the end of a domain may be unknown")
             != std::string::npos);
  text = oscillator;
  text.conditions[2] = "x(1) = 0";
  BOOST_TEST(message(with_free_end(text, "1")).find("such as T or T/2; found 1")
             != std::string::npos);
  text = oscillator;
  text.conditions[1] = "x'(T/2) = 1"; // five conditions are too many
  text.conditions.insert(text.conditions.end(), {"x(0) + x(T) = 0", "x'(T) = 3"});
  BOOST_TEST(message(with_free_end(text, "1")).find("condition") != std::string::npos);
  BOOST_TEST(message(with_free_end(oscillator, "-1")) != "");
}

BOOST_AUTO_TEST_CASE(conditions_that_are_too_few_are_refused_where_nothing_is_periodic) {
  const Problem problem = read_problem(with_free_end(
      {.domain = {}, .equations = {"x'' = -x"}, .conditions = {"x(0) = 1", "x(T) = 0"}}, "1"));
  BOOST_CHECK_EXCEPTION((void)solve(problem), std::invalid_argument, [](const auto& error) {
    return std::string(error.what()).find("needs 3 conditions") != std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
