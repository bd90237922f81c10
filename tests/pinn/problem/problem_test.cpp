// Problems as functions: conditions of every form at one point, kinds, and parameters that are inputs.
#include "pinn/problem/condition_solver.hpp"
#include "pinn/problem/kind.hpp"
#include "pinn/problem/text/text_problem.hpp"
#include "pinn/solve.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>
#include <vector>

namespace jetwork::pinn {

namespace {

/// r'' + k·r = 0 on [0, 5] with these conditions.
auto oscillator(std::vector<Condition> conditions, double k = 4.0) -> Problem {
  return {.domain = {.start = 0.0, .end = 5.0},
          .unknowns = {{.name = "r", .order = 2}},
          .parameters = {{.name = "k", .value = k}},
          .residual = equations<1>([](auto, auto r, auto p) { return r[2] + p[0] * r[0]; }),
          .conditions = std::move(conditions)};
}

auto says(std::vector<std::string> words) {
  return [words = std::move(words)](const std::exception& error) {
    const std::string message = error.what();
    for (const std::string& word : words)
      if (message.find(word) == std::string::npos) {
        BOOST_TEST_MESSAGE("without '" << word << "': " << message);
        return false;
      }
    return true;
  };
}

} // namespace

BOOST_AUTO_TEST_SUITE(problem)

BOOST_AUTO_TEST_CASE(values_inside_the_domain_are_marched_both_ways) {
  // r(1) = 2 and r'(1) + r(1) = 0: r = 2·cos(2(t-1)) - sin(2(t-1)).
  const auto problem = oscillator({condition<1>(1.0, [](auto r) { return r[0] - 2.0; }),
                                   condition<1>(1.0, [](auto r) { return r[1] + r[0]; })});
  BOOST_TEST((kind(problem) == Kind::initial_value));
  const Result result = solve(problem, {.tolerance = 1e-10});
  BOOST_REQUIRE_MESSAGE(result.solved(), result.reason);
  BOOST_TEST(result.solution.start() == 0.0);
  BOOST_TEST(result.solution.end() == 5.0);
  std::vector<double> points;
  for (int j = 0; j <= 100; ++j) points.push_back(0.05 * j);
  const auto values = result.solution.evaluate(0, points);
  const auto slopes = result.solution.evaluate(0, points, 1);
  for (std::size_t j = 0; j < points.size(); ++j) {
    const double x = 2 * (points[j] - 1);
    BOOST_TEST(std::abs(values[j] - (2 * std::cos(x) - std::sin(x))) <= result.error_estimate[0]);
    BOOST_TEST(std::abs(slopes[j] - (-4 * std::sin(x) - 2 * std::cos(x))) < 1e-9);
    BOOST_TEST(result.solution("r", points[j]) == result.solution(0, points[j]));
  }
  BOOST_TEST(result.solution(0, 1.0) == 2.0);
  Problem with_event = problem;
  with_event.events = {{.name = "r", .value = quantity<1>([](auto, auto r) { return r[0]; })}};
  BOOST_CHECK_EXCEPTION((void)solve(with_event), std::invalid_argument,
                        says({"end of the domain", "1"}));
}

BOOST_AUTO_TEST_CASE(conditions_may_be_coupled_and_nonlinear) {
  // r(0)² + r'(0)² = 5 with r'(0) = 2·r(0) and r > 0: r(0) = 1, r'(0) = 2.
  const auto problem =
      oscillator({condition<1>(0.0, [](auto r) { return r[0] * r[0] + r[1] * r[1] - 5.0; }),
                  condition<1>(0.0, [](auto r) { return r[1] - 2.0 * r[0]; })});
  const auto initial = initial_values(problem);
  BOOST_TEST_REQUIRE(initial.size() == 1U);
  BOOST_TEST(std::abs(initial[0][0] - 1) < 1e-14);
  BOOST_TEST(std::abs(initial[0][1] - 2) < 1e-14);
  // A value that is given by itself is found to the bit, and another that follows from it.
  const auto exact = initial_values(
      oscillator({condition<1>(0.0, [](auto r, auto p) { return r[1] - p[0] * r[0]; }),
                  condition<1>(0.0, [](auto r) { return r[0] - 0.1; })}));
  BOOST_TEST(exact[0][0] == 0.1);
  BOOST_TEST(exact[0][1] == 4.0 * 0.1);
}

BOOST_AUTO_TEST_CASE(conditions_that_do_not_determine_the_values_are_refused) {
  const auto at_zero = [](auto residual) { return condition<1>(0.0, residual); };
  BOOST_CHECK_EXCEPTION((void)initial_values(oscillator(
                            {value_condition(0, 0, 0.0, 1.0), value_condition(0, 0, 0.0, 1.0)})),
                        ConditionError, says({"r(0)", "condition 1", "already"}));
  BOOST_CHECK_EXCEPTION((void)initial_values(oscillator(
                            {value_condition(0, 0, 0.0, 1.0), value_condition(0, 0, 0.0, 2.0)})),
                        ConditionError, says({"contradict"}));
  BOOST_CHECK_EXCEPTION(
      (void)initial_values(oscillator({at_zero([](auto r) { return r[0] + r[1] - 1.0; }),
                                       at_zero([](auto r) { return 2.0 * (r[0] + r[1]) - 2.0; })})),
      ConditionError, says({"not independent", "r(0), r'(0)"}));
  BOOST_CHECK_EXCEPTION(
      (void)initial_values(oscillator({at_zero([](auto r) { return r[0] * r[0] + 1.0; }),
                                       at_zero([](auto r) { return r[1]; })})),
      ConditionError, says({"no values of r(0)"}));
  BOOST_CHECK_EXCEPTION((void)initial_values(oscillator({at_zero([](auto r) { return r[2]; }),
                                                         at_zero([](auto r) { return r[0]; })})),
                        ConditionError, says({"condition 1", "below its order"}));
}

BOOST_AUTO_TEST_CASE(values_are_found_from_curved_conditions_and_not_where_there_are_none) {
  const auto decay_from = [](auto residual) {
    return Problem{.domain = {.start = 0.0, .end = 1.0},
                   .unknowns = {{.name = "y", .order = 1}},
                   .residual = equations<1>([](auto, auto y) { return y[1] + y[0]; }),
                   .conditions = {condition<1>(0.0, residual)}};
  };
  const auto value = [&](auto residual) { return initial_values(decay_from(residual))[0][0]; };
  BOOST_TEST(std::abs(value([](auto y) { return 1 / y[0] - 7.0; }) - 1.0 / 7) < 1e-16);
  BOOST_TEST(std::abs(value([](auto y) { return log(y[0]) + 3.0; }) - std::exp(-3.0)) < 1e-16);
  BOOST_TEST(std::abs(value([](auto y) { return sinh(y[0]) - 1e6; }) - std::asinh(1e6)) < 1e-13);
  // Newton's steps become small beside the value, but the condition is never met.
  BOOST_CHECK_THROW((void)value([](auto y) { return atan(y[0]) + 1.6; }), ConditionError);
  BOOST_CHECK_THROW((void)value([](auto y) { return y[0] / (1 + y[0] * y[0]) - 0.51; }),
                    ConditionError);
  BOOST_CHECK_EXCEPTION((void)value([](auto y) { return sqrt(y[0] - 1e5); }), ConditionError,
                        says({"no finite value"}));

  // Where the conditions are flat, the values are uncertain, and the estimate says so.
  const auto holds = [&](auto residual, double truth) {
    const Result result = solve(decay_from(residual));
    BOOST_TEST(std::abs(result.solution(0, 0.0) - truth) <= result.error_estimate[0]);
  };
  holds([](auto y) { return (y[0] * y[0] - 6.0 * y[0]) + 9.0; }, 3.0);
  holds([](auto y) { return ((y[0] * y[0] * y[0] - 9.0 * y[0] * y[0]) + 27.0 * y[0]) - 27.0; },
        3.0);
  holds([](auto y) { return cos(y[0]) - 1.0; }, 0.0);
  holds([](auto y) { return atan(y[0]) - 1.5707963; }, 37320539.63438);
  BOOST_TEST(solve(decay_from([](auto y) { return y[0] - 0.3; })).error_estimate[0] < 1e-14);
}

BOOST_AUTO_TEST_CASE(indices_beyond_the_problem_and_unclear_names_are_refused) {
  const std::vector<Condition> at_rest = {value_condition(0, 0, 0.0, 0.0),
                                          value_condition(0, 1, 0.0, 0.0)};
  auto problem = oscillator(at_rest);
  problem.residual = equations<1>([](auto, auto r) { return r[9]; });
  BOOST_CHECK_EXCEPTION((void)solve(problem), std::out_of_range, says({"derivative number 9"}));
  problem.residual = equations<1>([](auto, auto r) { return r[2] + r[-1]; });
  BOOST_CHECK_THROW((void)solve(problem), std::out_of_range);
  problem.residual = equations<1>([](auto, auto r, auto p) { return r[2] + p[1]; });
  BOOST_CHECK_EXCEPTION((void)solve(problem), std::out_of_range, says({"parameter number 1"}));
  BOOST_CHECK_THROW((void)solve(oscillator({at_rest[0], value_condition(7, 0, 0.0, 2.0)})),
                    std::out_of_range);
  Condition nowhere = condition<1>(0.0, [](auto r) { return r[0]; });
  nowhere.points.clear();
  BOOST_CHECK_THROW((void)solve(oscillator({at_rest[0], nowhere})), std::out_of_range);

  for (const std::string name : {"", "r", "t"}) {
    auto unclear = oscillator(at_rest);
    unclear.parameters.front().name = name;
    BOOST_CHECK_THROW((void)solve(unclear), std::invalid_argument);
  }
}

BOOST_AUTO_TEST_CASE(a_solver_keeps_its_values_where_new_ones_are_refused) {
  Solver solver(oscillator({value_condition(0, 0, 0.0, 1.0), value_condition(0, 1, 0.0, 0.0)}));
  BOOST_CHECK_THROW(solver.set_parameters(std::array{std::nan("")}), std::invalid_argument);
  BOOST_TEST(solver.problem().parameters[0].value == 4.0);
  BOOST_TEST(std::abs(solver.solve().solution(0, 1.0) - std::cos(2.0)) < 1e-8);
  Solver other = std::move(solver);
  BOOST_TEST(std::abs(other.solve().solution(0, 1.0) - std::cos(2.0)) < 1e-8);
  BOOST_CHECK_THROW((void)solver.solve(), std::logic_error); // NOLINT(bugprone-use-after-move)
}

BOOST_AUTO_TEST_CASE(the_kind_follows_from_the_conditions) {
  const std::vector<Condition> at_one_point = {value_condition(0, 0, 0.0, 0.0),
                                               value_condition(0, 1, 0.0, 1.0)};
  BOOST_TEST((kind(oscillator(at_one_point)) == Kind::initial_value));
  BOOST_TEST((kind(oscillator({value_condition(0, 0, 0.0, 0.0), value_condition(0, 0, 5.0, 1.0)}))
              == Kind::boundary_value));
  const Condition integral{
      .points = {0.0},
      .integrals = {{.integrand = [](const Value&, Values u, ParameterValues) { return u[0][0]; }}},
      .residual = [](const ConditionArguments& given) { return given.integrals[0] - 1.0; }};
  BOOST_TEST(
      (kind(oscillator({value_condition(0, 0, 0.0, 0.0), integral})) == Kind::boundary_value));
  Problem jumping = oscillator(at_one_point);
  jumping.jumps = {{.at = 2.0, .amount = 1.0}};
  BOOST_TEST((kind(jumping) == Kind::boundary_value));
  auto searched = oscillator({value_condition(0, 0, 0.0, 0.0), value_condition(0, 1, 0.0, 1.0),
                              value_condition(0, 0, 5.0, 0.0)});
  searched.parameters[0].searched = Bounds{1.0, 9.0};
  BOOST_TEST((kind(searched) == Kind::free_parameters));
  auto algebraic = oscillator(at_one_point);
  algebraic.unknowns.push_back({.name = "z", .order = 0});
  BOOST_TEST((kind(algebraic) == Kind::differential_algebraic));
  BOOST_CHECK_EXCEPTION((void)solve(algebraic), std::invalid_argument,
                        says({"differential-algebraic"}));
  BOOST_CHECK_EXCEPTION((void)kind(oscillator({value_condition(0, 0, 0.0, 0.0)})),
                        std::invalid_argument, says({"needs 2 conditions", "has 1"}));
  BOOST_CHECK_EXCEPTION(
      (void)solve(oscillator({value_condition(0, 0, 7.0, 0.0), value_condition(0, 1, 7.0, 1.0)})),
      std::invalid_argument, says({"condition 1", "7", "outside"}));
}

BOOST_AUTO_TEST_CASE(a_sweep_records_once) {
  int equations_recorded = 0, conditions_recorded = 0;
  Problem problem = oscillator({});
  problem.residual = [&](const Value&, Values u, ParameterValues p) {
    ++equations_recorded;
    return std::vector<Value>{u[0][2] + p[0] * u[0][0]};
  };
  problem.conditions = {condition<1>(1.0,
                                     [&](auto r) {
                                       ++conditions_recorded;
                                       return r[0] - 2.0;
                                     }),
                        condition<1>(1.0, [](auto r, auto p) { return r[1] + sqrt(p[0]); })};
  Solver solver(problem);
  for (int i = 0; i < 1000; ++i) {
    const double w = 1 + 0.001 * i;
    solver.set_parameters(std::array{w * w});
    const Result result = solver.solve();
    BOOST_TEST_REQUIRE(result.solved());
    const double x = w * (3.0 - 1.0);
    BOOST_TEST(std::abs(result.solution(0, 3.0) - (2 * std::cos(x) - std::sin(x))) < 1e-7);
  }
  BOOST_TEST(equations_recorded == 1);
  BOOST_TEST(conditions_recorded == 1);
  BOOST_CHECK_EXCEPTION(solver.set_parameters(std::array{1.0, 2.0}), std::invalid_argument,
                        says({"1 parameters", "2 values"}));
  BOOST_CHECK_EXCEPTION(solver.set_parameters(std::array{std::nan("")}), std::invalid_argument,
                        says({"k", "finite"}));
}

BOOST_AUTO_TEST_CASE(parameters_of_a_text_are_inputs_and_what_is_derived_follows) {
  const TextProblem text{
      .domain = {"0", "T"},
      .equations = {"r'' = -w^2*r + 0*r^n"},
      .conditions = {"r(0) = a", "r'(0) = 2*a*w"},
      .parameters = {
          {"w", "sqrt(k/m)"}, {"k", "4"}, {"m", "1"}, {"a", "1.5"}, {"n", "2"}, {"T", "3"}}};
  Problem problem = read_problem(text);
  std::vector<std::string> names;
  for (const Parameter& parameter : problem.parameters) names.push_back(parameter.name);
  // n is an exponent and T an end of the domain; w follows from k and m.
  BOOST_TEST(names == (std::vector<std::string>{"k", "m", "a"}), boost::test_tools::per_element());
  Solver solver(problem);
  for (const double k : {4.0, 9.0, 2.0}) {
    solver.set_parameters(std::array{k, 2.0, 0.7});
    const Result result = solver.solve({.tolerance = 1e-10});
    BOOST_TEST_REQUIRE(result.solved());
    const double w = std::sqrt(k / 2);
    BOOST_TEST(
        std::abs(result.solution("r", 2.5) - 0.7 * (std::cos(w * 2.5) + 2 * std::sin(w * 2.5)))
        < 1e-9);
  }
}

BOOST_AUTO_TEST_CASE(text_conditions_may_sit_inside_the_domain) {
  const Problem problem =
      read_problem({.domain = {"0", "2"}, .equations = {"y' = -y"}, .conditions = {"y(0.5) = 3"}});
  const Result result = solve(problem, {.tolerance = 1e-10});
  BOOST_REQUIRE_MESSAGE(result.solved(), result.reason);
  for (const double t : {0.0, 0.25, 0.5, 1.0, 2.0})
    BOOST_TEST(std::abs(result.solution("y", t) - 3 * std::exp(0.5 - t)) < 1e-9);
  BOOST_CHECK_THROW((void)result.solution("z", 1.0), std::out_of_range);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
