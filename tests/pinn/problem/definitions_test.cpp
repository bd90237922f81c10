// Named expressions in text problems, and names that shadow functions.
#include "pinn/problem/condition_solver.hpp"
#include "pinn/problem/recorded_quantities.hpp"
#include "pinn/problem/text/quantity.hpp"
#include "pinn/problem/text/text_problem.hpp"
#include "pinn/solve.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

using namespace jetwork::pinn;
using Part = TextProblemError::Part;

namespace {

using Named = std::vector<std::pair<std::string, std::string>>;

/// u' = growth, with growth = rate*u defined, and rate = 2*k; u = exp(2*k*t).
auto growth() -> TextProblem {
  return {.domain = {"0", "1"},
          .equations = {"u' = growth"},
          .conditions = {"u(0) = 1"},
          .parameters = {{"k", "0.5"}},
          .definitions = {{"growth", "rate*u"}, {"rate", "2*k"}}};
}

auto value_at(const TextProblem& text, double t, std::size_t unknown = 0) -> double {
  const Result result = solve(read_problem(text));
  BOOST_REQUIRE(result.solved());
  return result.solution(unknown, t);
}

void check_refused(const TextProblem& text, Part part, std::size_t index,
                   const std::string& words) {
  try {
    (void)read_problem(text);
    BOOST_ERROR("accepted, though it should be refused: " + words);
  } catch (const TextProblemError& error) {
    BOOST_TEST_CONTEXT(error.what()) {
      BOOST_TEST((error.part() == part));
      BOOST_TEST(error.index() == index);
      BOOST_TEST(std::string(error.what()).find(words) != std::string::npos, "expected: " << words);
    }
  }
}

auto with_definitions(Named definitions) -> TextProblem {
  TextProblem text = growth();
  text.definitions.insert(text.definitions.end(), definitions.begin(), definitions.end());
  return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(definitions)

BOOST_AUTO_TEST_CASE(a_definition_stands_for_its_expression) {
  BOOST_TEST(std::abs(value_at(growth(), 1) - std::numbers::e) < 1e-7);
  TextProblem text = growth();
  text.equations = {"u' = growth(t)"};
  BOOST_TEST(std::abs(value_at(text, 1) - std::numbers::e) < 1e-7);
}

BOOST_AUTO_TEST_CASE(unknowns_and_orders_are_found_in_definitions) {
  // r'' = -4 r, of which r occurs in definitions alone.
  const TextProblem text{.domain = {"0", "1"},
                         .equations = {"balance = 0"},
                         .conditions = {"r(0) = 1", "velocity(0) = 0"},
                         .definitions = {{"balance", "acceleration + 4*r"},
                                         {"acceleration", "r''"},
                                         {"velocity", "r'"},
                                         {"unused", "r*t"}}};
  const Problem problem = read_problem(text);
  BOOST_REQUIRE(problem.unknowns.size() == 1);
  BOOST_TEST(problem.unknowns[0].name == "r");
  BOOST_TEST(problem.unknowns[0].order == 2);
  BOOST_TEST(std::abs(value_at(text, 1) - std::cos(2.0)) < 1e-7);
}

BOOST_AUTO_TEST_CASE(conditions_take_definitions_at_points) {
  // u'' = 0 with u(0) = 1 and (1 - x)*u + u' = 1/2 at 1: u = 1 + x/2.
  const TextProblem text{.independent = "x",
                         .domain = {"0", "1"},
                         .equations = {"u'' = 0"},
                         .conditions = {"u(0) = one", "flux(1) = one/2"},
                         .parameters = {{"p", "1"}},
                         .definitions = {{"flux", "(1 - x)*u + u'"}, {"one", "p^2"}}};
  BOOST_TEST(std::abs(value_at(text, 1) - 1.5) < 1e-7);
  TextProblem equal = text; // u(1) + 1 + u(0) = 5, a relation between both ends
  equal.conditions = {"u(0) = 1", "sum(1) + sum(0) = 5"};
  equal.definitions = {{"sum", "u + x"}};
  BOOST_TEST(std::abs(value_at(equal, 1) - 3.0) < 1e-7);
}

BOOST_AUTO_TEST_CASE(a_free_end_moves_a_definition_that_holds_the_independent_variable) {
  // u' = 1, u(0) = 0, and u + t = 6 at the end T: T = 3.
  const TextProblem text{.domain = {"0", "T"},
                         .equations = {"u' = 1"},
                         .conditions = {"u(0) = 0", "sum(T) = 6"},
                         .parameters = {{"T", "1"}},
                         .definitions = {{"sum", "u + t"}},
                         .searched = {{"T", {0.1, 100}}}};
  const Result result = solve(read_problem(text));
  BOOST_REQUIRE(result.solved());
  BOOST_TEST(std::abs(result.solution.end() - 3) < 1e-6);
}

BOOST_AUTO_TEST_CASE(integrals_guesses_and_quantities_know_definitions) {
  // u'' = 0, u(0) = 0, the integral of u² is 1/3: u = x or -x.
  TextProblem text{.independent = "x",
                   .domain = {"0", "1"},
                   .equations = {"u'' = 0"},
                   .conditions = {"u(0) = 0", "integral(square, 0, 1) = 1/3"},
                   .definitions = {{"square", "u^2"}, {"start", "2*x"}},
                   .guesses = {{"u", "start"}}};
  BOOST_TEST(std::abs(value_at(text, 1) - 1) < 1e-6);
  const Problem problem = read_problem(text);
  const Quantity quantity = read_quantity(text, problem, "square + start");
  RecordedQuantities recorded(std::vector<int>{2}, {}, std::vector{quantity});
  recorded.set(std::vector{0.5}, {{{3.0}, {0.0}, {0.0}}});
  BOOST_TEST(recorded.value(0)[0] == 10);
  text.guesses = {{"u", "square"}};
  check_refused(text, Part::guess, 0, "unknown name 'square'");
}

BOOST_AUTO_TEST_CASE(unknown_numbers_may_stand_in_definitions) {
  // u' = 2*c*u with u(0) = 1 and u(1) = 4: c = log(2).
  const TextProblem text{.domain = {"0", "1"},
                         .equations = {"u' = rate*u"},
                         .conditions = {"u(0) = 1", "u(1) = 4"},
                         .parameters = {{"c", "1"}},
                         .definitions = {{"rate", "2*c"}},
                         .searched = {{"c", {0, 10}}}};
  BOOST_TEST(std::abs(value_at(text, 0.5) - 2) < 1e-6);
}

BOOST_AUTO_TEST_CASE(a_long_chain_of_definitions_is_not_written_out) {
  // g_60 = 2^60*k of k = 2^-60, each named twice in the next.
  TextProblem text = growth();
  text.equations = {"u' = g60*u"};
  text.parameters = {{"k", "2^(-60)"}};
  text.definitions = {{"g0", "k + 0*u"}};
  for (int i = 1; i <= 60; ++i) {
    const std::string before = "g" + std::to_string(i - 1);
    text.definitions.insert(text.definitions.begin(),
                            {"g" + std::to_string(i), before + " + " + before});
  }
  BOOST_TEST(std::abs(value_at(text, 1) - std::numbers::e) < 1e-7);
}

BOOST_AUTO_TEST_CASE(a_definition_may_choose) {
  TextProblem text = growth(); // up to t = 1/2, then down
  text.definitions = {{"growth", "if(t < 0.5, 1, -1)"}};
  BOOST_TEST(std::abs(value_at(text, 0.25) - 1.25) < 1e-6);
  BOOST_TEST(std::abs(value_at(text, 1) - 1) < 1e-6);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused) {
  const auto refused = [](const Named& definitions, std::size_t index, const std::string& words) {
    check_refused(with_definitions(definitions), Part::definition, index, words);
  };
  refused({{"a", "b + 1"}, {"b", "2*c"}, {"c", "u*a"}}, 4,
          "the definitions define each other in a circle: a -> b -> c -> a");
  refused({{"a", "a + 1"}}, 2, "in a circle: a -> a");
  refused({{"k", "1"}}, 2, "this is the name of a parameter");
  refused({{"t", "1"}}, 2, "this is the name of the independent variable");
  refused({{"rate", "1"}}, 2, "given twice");
  refused({{"2a", "1"}}, 2, "'2a' is no name");
  refused({{"not", "1"}}, 2, "'not' is no name");
  refused({{"a", "growth'"}}, 2, "'growth' is a definition, of which no derivatives are taken");
  refused({{"a", "u + v"}}, 2, "unknown name 'v'");
  refused({{"a", "u'''"}}, 2, "unknown name u'''");
  refused({{"a", "2*("}}, 2, "column 4: expected an operand");
  refused({{"a", "u(0)"}}, 2, "values at other points belong in conditions");
  TextProblem text = growth();
  text.equations = {"u' = growth'"};
  check_refused(text, Part::equation, 0, "'growth' is a definition");
  text = growth();
  text.conditions = {"growth(0) = 1", "growth'(0) = 0"};
  check_refused(text, Part::condition, 1, "'growth' is a definition");
  text.conditions = {"growth = 1"};
  check_refused(text, Part::condition, 0, "growth at which point? write growth(0)");
  text = with_definitions({{"slope", "u' + 1"}});
  text.conditions = {"slope(0) = 1"};
  check_refused(text, Part::condition, 0, "'slope' holds u'");
}

BOOST_AUTO_TEST_CASE(parameters_unknowns_and_definitions_shadow_functions) {
  // step' = if*max with if = 2 and max = step: step = exp(2 t).
  const TextProblem text{.domain = {"0", "1"},
                         .equations = {"step' = if*max"},
                         .conditions = {"step(0) = e"},
                         .parameters = {{"if", "2"}, {"e", "1"}},
                         .definitions = {{"max", "step"}}};
  BOOST_TEST(std::abs(value_at(text, 1) - std::exp(2)) < 1e-6);
  TextProblem called = text;
  called.equations = {"step' = max(1, 2)"};
  check_refused(called, Part::equation, 0, "'max' is no function here");
  called.equations = {"u' = sin'(u)"};
  called.conditions = {"u(0) = 1"};
  check_refused(called, Part::equation, 0, "'sin' is a function");
}

BOOST_AUTO_TEST_CASE(signs_from_papers_end_names) {
  TextProblem text = growth();
  text.equations = {"u'=if(u≤k+5,growth,−growth)"};
  BOOST_TEST(std::abs(value_at(text, 1) - std::numbers::e) < 1e-7);
}

BOOST_AUTO_TEST_SUITE_END()
