// Events in text problems: what they are read as, and every message about those that do not fit.
#include "pinn/problem/recorded_quantities.hpp"
#include "pinn/problem/text/text_problem.hpp"
#include "pinn/solution_claim.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace jetwork::pinn;
using Part = TextProblemError::Part;

namespace {

/// A ball of height h on t in [0, 10], with definitions and parameters beside it.
auto ball(std::vector<TextEvent> events) -> TextProblem {
  return {.domain = {"0", "10"},
          .equations = {"h'' = -g"},
          .conditions = {"h(0) = 1", "h'(0) = 0"},
          .parameters = {{"g", "9.81"}, {"c", "0.9"}, {"p", "2"}, {"n", "2"}},
          .definitions = {{"energy", "h'^2/2 + g*h"}},
          .events = std::move(events)};
}

auto ending(const std::string& when) -> TextProblem { return ball({{.name = "e", .when = when}}); }
auto changing(const std::string& then) -> TextProblem {
  return ball({{.name = "e", .when = "h", .then = {then}}});
}

/// The quantity at t = 3 of h = 2, h' = 5, h'' = 7.
auto value_of(const Quantity& quantity, const Problem& problem) -> double {
  const std::vector<double> parameters = parameter_values(problem);
  RecordedQuantities recorded(std::vector{2}, parameters, std::vector{quantity});
  recorded.set(std::vector{3.0}, {{{2.0}, {5.0}, {7.0}}});
  return recorded.value(0)[0];
}

void check_refused(const TextProblem& text, std::size_t column, const std::string& words,
                   std::size_t piece = 0, std::size_t event = 0) {
  try {
    (void)read_problem(text);
    BOOST_ERROR("accepted, though it should be refused: " + words);
  } catch (const TextProblemError& error) {
    BOOST_TEST_CONTEXT(error.what()) {
      BOOST_TEST((error.part() == Part::event));
      BOOST_TEST(error.index() == event);
      BOOST_TEST(error.column() == column);
      BOOST_TEST(error.piece() == piece);
      BOOST_TEST(std::string(error.what()).find(words) != std::string::npos, "expected: " << words);
    }
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(text_events)

BOOST_AUTO_TEST_CASE(when_is_a_formula_an_equation_or_a_relation) {
  struct Case {
    const char* when;
    double value; // at t = 3, h = 2, h' = 5
    Crossing crossing;
  };
  const Case cases[] = {
      {"h", 2.0, Crossing::any},
      {"h, falling", 2.0, Crossing::falling},
      {" h - 1 ,  rising ", 1.0, Crossing::rising},
      {"max(h, t), falling", 3.0, Crossing::falling},
      {"h < 0", 2.0, Crossing::falling},
      {"h <= 0.5", 1.5, Crossing::falling},
      {"h' > 2*h", 1.0, Crossing::rising},
      {"h' >= h", 3.0, Crossing::rising},
      {"(0 < h)", -2.0, Crossing::falling},
      {"t = p*2", -1.0, Crossing::any},
      {"h = 0.5, rising", 1.5, Crossing::rising},
      {"h == 0.5", 1.5, Crossing::any},
      {"if(h <= 1, 0, h(t)) = h''", -5.0, Crossing::any},
      {"energy - g*h", 12.5, Crossing::any},
  };
  for (const auto& [when, value, crossing] : cases) {
    const Problem problem = read_problem(ending(when));
    BOOST_TEST_CONTEXT(when) {
      BOOST_TEST_REQUIRE(problem.events.size() == 1U);
      BOOST_TEST((problem.events[0].crossing == crossing));
      BOOST_TEST(problem.events[0].ends_solution());
      BOOST_TEST(problem.events[0].name == "e");
      BOOST_TEST(value_of(problem.events[0].value, problem) == value,
                 boost::test_tools::tolerance(1e-14));
    }
  }
}

BOOST_AUTO_TEST_CASE(an_event_without_a_name_is_named_by_its_formula) {
  const Problem problem = read_problem(
      ball({{.when = " h - 1, falling"}, {.when = "h < 0.5"}, {.when = "h - 1, falling"}}));
  BOOST_TEST(problem.events[0].name == "h - 1");
  BOOST_TEST(problem.events[1].name == "h < 0.5");
  BOOST_TEST(problem.events[2].name == "h - 1");
}

BOOST_AUTO_TEST_CASE(times_are_numbers_or_expressions_in_parameters) {
  const Problem problem =
      read_problem(ball({{.name = "kick", .times = {"3", "p/4", "-1"}, .then = {"h' = h' + 1"}}}));
  BOOST_TEST(problem.events[0].times == (std::vector{3.0, 0.5, -1.0}),
             boost::test_tools::per_element());
  BOOST_TEST(!problem.events[0].value);
  BOOST_TEST(!problem.events[0].ends_solution());
}

BOOST_AUTO_TEST_CASE(then_has_new_values_from_those_before) {
  const Problem problem = read_problem(
      ball({{.name = "swap", .when = "h", .then = {"h' = -c*h' + h''", "h(t) = energy + t^n"}}}));
  const std::vector<Assignment>& then = problem.events[0].then;
  BOOST_TEST_REQUIRE(then.size() == 2U);
  BOOST_TEST(then[0].unknown == 0U);
  BOOST_TEST(then[0].derivative == 1);
  BOOST_TEST(value_of(then[0].value, problem) == 2.5, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(then[1].derivative == 0);
  BOOST_TEST(value_of(then[1].value, problem) == 12.5 + 19.62 + 9,
             boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(parameters_of_times_and_exponents_are_no_inputs) {
  const auto names = [](const Problem& problem) {
    std::vector<std::string> result;
    for (const Parameter& parameter : problem.parameters) result.push_back(parameter.name);
    return result;
  };
  const auto all = names(read_problem(ball({})));
  BOOST_TEST(all == (std::vector<std::string>{"g", "c", "p", "n"}),
             boost::test_tools::per_element());
  TextProblem text = ball({{.name = "kick", .times = {"p", "3"}, .then = {"h' = h' + c^n"}}});
  BOOST_TEST(names(read_problem(text)) == (std::vector<std::string>{"g", "c"}),
             boost::test_tools::per_element());
  text.varied = {"p", "n"}; // an exponent can vary, a time cannot
  BOOST_TEST(names(read_problem(text)) == (std::vector<std::string>{"g", "c", "n"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_when_is_said) {
  check_refused(ball({{.name = "e"}}), 0, "event e: it has neither when nor times");
  check_refused(ball({{.name = "e", .when = "h", .times = {"1"}}}), 0, "both when and times");
  check_refused(ending("h, up"), 2, "expected 'rising' or 'falling' behind the comma, found 'up'");
  check_refused(ending("h - "), 5, "event e, column 5: expected an operand");
  check_refused(ending("h - q"), 5, "unknown name 'q'");
  check_refused(ending("h'''"), 1, "unknown name h'''");
  check_refused(ending("h(3)"), 1, "found h(3)");
  check_refused(ending("energy'"), 1, "'energy' is a definition");
  check_refused(ending("h = 0 = 1"), 7, "event e, column 7");
  check_refused(ending("h < 0, falling"), 0, "leave ', falling' away");
  check_refused(ending("h != 0"), 0, "'!=' holds nearly everywhere");
  check_refused(ending("h < 0 and t > 1"), 0, "min(a, b) > 0");
  check_refused(ending("h < 0 or t > 1"), 0, "max(a, b) > 0");
  check_refused(ending("not h < 0"), 0, "turned round");
  check_refused(ending("5"), 0, "is a number, which never passes through zero; write times =");
  check_refused(ending("p = 2*pi"), 0, "t = …");
  check_refused(ball({{.when = "h - "}}), 5, "the event, column 5: expected an operand");
  check_refused(ball({{.name = "e", .when = "h"}, {.name = "e", .when = "t = 1"}}), 0,
                "event e: another event has this name", 0, 1);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_times_is_said) {
  const auto at = [](std::vector<std::string> times) {
    return ball({{.name = "e", .times = std::move(times)}});
  };
  check_refused(at({"1", "2 +"}), 4, "event e, entry 2 of times, column 4", 2);
  check_refused(at({"q"}), 1, "unknown name 'q'", 1);
  check_refused(at({"2*h"}), 3, "'h' is none; for an event that depends on the solution", 1);
  check_refused(at({"t + 1"}), 1, "'t' is none", 1);
  check_refused(at({"energy"}), 1, "'energy' is none", 1);
  check_refused(at({"1/0"}), 0, "its value is inf; expected a finite number", 1);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_then_is_said) {
  check_refused(changing("h' = "), 6, "event e, entry 1 of then, column 6", 1);
  check_refused(changing("h' + 1"), 7, "expected an operator or '='", 1);
  check_refused(changing("h' = q"), 6, "unknown name 'q'", 1);
  check_refused(changing("h'' = 1"), 1, "h'' follows from the equations", 1);
  check_refused(changing("2*h = 1"), 0, "as in h' = …, found 2*h; solve the equation for it", 1);
  check_refused(changing("h(0) = 1"), 0, "found h(0)", 1);
  check_refused(changing("1 = h"), 0, "found 1", 1);
  check_refused(changing("g = 1"), 1,
                "'g' is a parameter, and keeps its value; for one that changes make it an unknown, "
                "with the equation g' = 0 and the condition g(0) = …",
                1);
  check_refused(changing("t = 1"), 1, "'t' is the independent variable", 1);
  check_refused(changing("energy = 1"), 1, "give new values to the unknowns in it", 1);
  check_refused(changing("k = 1"), 1, "'k' is no unknown", 1);
  check_refused(
      ball({{.name = "e", .times = {"1", "2"}, .then = {"h' = 1", "h = 0", "h'(t) = 2"}}}), 1,
      "event e, entry 3 of then, column 1: h' has a new value by entry 1 already", 5);
}

BOOST_AUTO_TEST_CASE(only_marches_have_events) {
  TextProblem boundary = ball({{.name = "e", .when = "h"}});
  boundary.conditions = {"h(0) = 1", "h(10) = 0"};
  check_refused(boundary, 0,
                "this is another kind (boundary-value problem); leave the events away");
  BOOST_CHECK_EXCEPTION((void)claimed_solution(ending("h"), {"h = 1 - g*t^2/2"}), TextProblemError,
                        [](const TextProblemError& error) {
                          return error.part() == Part::event
                                 && std::string(error.what()).find("cannot be checked yet")
                                        != std::string::npos;
                        });
}

BOOST_AUTO_TEST_SUITE_END()
