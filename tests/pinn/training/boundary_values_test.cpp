// One network for a boundary-value problem, all its weights trained: against closed forms.
#include "pinn/solve.hpp"
#include "pinn/text_problem.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>
#include <numbers>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace jetwork::pinn {

namespace {

using std::numbers::pi;

struct Case {
  std::string name;
  TextProblem text;
  std::function<double(double)> exact; // the first unknown
  double end;
  std::function<double(const Solution&)> missed; // by the conditions
};
auto operator<<(std::ostream& stream, const Case& each) -> std::ostream& {
  return stream << each.name;
}

const std::vector<Case> cases = {
    {"values at both ends",
     {.independent = "x",
      .domain = {"0", "1"},
      .equations = {"y'' = y"},
      .conditions = {"y(0) = 0", "y(1) = sinh(1)"}},
     [](double x) { return std::sinh(x); },
     1.0,
     [](const Solution& y) { return std::abs(y(0, 0.0)) + std::abs(y(0, 1.0) - std::sinh(1.0)); }},
    {"slopes at both ends, which no line satisfies",
     {.independent = "x",
      .domain = {"0", "1"},
      .equations = {"y'' = y"},
      .conditions = {"y'(0) = 0", "y'(1) = sinh(1)"}},
     [](double x) { return std::cosh(x); },
     1.0,
     [](const Solution& y) {
       return std::abs(y(0, 0.0, 1)) + std::abs(y(0, 1.0, 1) - std::sinh(1.0));
     }},
    {"a periodic solution",
     {.independent = "x",
      .domain = {"0", "2*pi"},
      .equations = {"y'' + 3*y = 2*cos(x)"},
      .conditions = {"periodic"}},
     [](double x) { return std::cos(x); },
     2 * pi,
     [](const Solution& y) {
       return std::abs(y(0, 0.0) - y(0, 2 * pi)) + std::abs(y(0, 0.0, 1) - y(0, 2 * pi, 1));
     }},
    {"a condition inside, and one of several values",
     {.independent = "x",
      .domain = {"0", "1"},
      .equations = {"y''' = 6"},
      .conditions = {"y(0) = 0", "y(0.5) = 0.125", "y(1) + 2*y'(0.3) = 1.54"}},
     [](double x) { return x * x * x; },
     1.0,
     [](const Solution& y) {
       return std::abs(y(0, 0.0)) + std::abs(y(0, 0.5) - 0.125)
              + std::abs(y(0, 1.0) + 2 * y(0, 0.3, 1) - 1.54);
     }},
    {"a nonlinear equation, and conditions between unknowns",
     {.independent = "x",
      .domain = {"0", "1"},
      .equations = {"y' = -v*y^2", "v' = 0"},
      .conditions = {"y(0) + v(1) = 2", "y(1) = 0.5"}},
     [](double x) { return 1 / (1 + x); },
     1.0,
     [](const Solution& y) {
       return std::abs(y(0, 0.0) + y(1, 1.0) - 2) + std::abs(y(0, 1.0) - 0.5);
     }},
};

void check_estimate(const Result& result, const Case& its) {
  BOOST_REQUIRE_MESSAGE(result.solved(), result.reason);
  BOOST_TEST(result.solution.segments().size() == 1U);
  BOOST_TEST(!result.training.epochs.empty());
  for (int j = 0; j <= 40; ++j) {
    const double x = its.end * j / 40;
    BOOST_TEST(std::abs(result.solution(0, x) - its.exact(x)) <= result.error_estimate[0]);
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(one_network_for_boundary_values)

BOOST_DATA_TEST_CASE(exact_conditions_hold_to_rounding, cases, its) {
  const Result result =
      solve(read_problem(its.text), {.tolerance = 1e-5, .method = Method::single_network});
  check_estimate(result, its);
  BOOST_TEST(its.missed(result.solution) < 1e-12);
}

BOOST_DATA_TEST_CASE(soft_conditions_are_a_part_of_the_loss, cases, its) {
  const Result result =
      solve(read_problem(its.text), {.tolerance = 1e-4,
                                     .method = Method::single_network,
                                     .single = {.training = {.conditions = Conditions::soft}}});
  check_estimate(result, its);
  BOOST_TEST(its.missed(result.solution) < 1e-3);
  BOOST_TEST(its.missed(result.solution) > 0);
}

BOOST_AUTO_TEST_CASE(adam_and_lbfgs_hold_conditions_too) {
  for (const auto conditions : {Conditions::exact, Conditions::soft}) {
    const Case& its = cases.front();
    const Result result = solve(read_problem(its.text),
                                {.tolerance = 1e-2,
                                 .method = Method::single_network,
                                 .single = {.neurons = 20,
                                            .training = {.optimiser = Optimiser::adam_then_lbfgs,
                                                         .iterations = 1000,
                                                         .adam_steps = 300,
                                                         .conditions = conditions}}});
    check_estimate(result, its);
    const auto& steps = result.training.epochs;
    BOOST_TEST(steps.back().training_loss < 1e-3 * steps.front().training_loss);
    if (conditions == Conditions::exact) BOOST_TEST(its.missed(result.solution) < 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(nonlinear_conditions_are_soft_or_refused) {
  // y = exp(-x): y(0)² + y'(0) = 0.
  const Case nonlinear{"",
                       {.independent = "x",
                        .domain = {"0", "1"},
                        .equations = {"y'' = y"},
                        .conditions = {"y(0)^2 + y'(0) = 0", "y(1) = exp(-1)"},
                        .guesses = {{"y", "1 - x/2"}}},
                       [](double x) { return std::exp(-x); },
                       1.0,
                       {}};
  const Problem problem = read_problem(nonlinear.text);
  check_estimate(solve(problem, {.tolerance = 1e-4,
                                 .method = Method::single_network,
                                 .single = {.training = {.conditions = Conditions::soft}}}),
                 nonlinear);
  BOOST_CHECK_EXCEPTION(
      (void)solve(problem, {.method = Method::single_network}), std::invalid_argument,
      [](const std::invalid_argument& error) {
        return std::string(error.what())
            .starts_with(
                "condition 1, 'y(0)^2 + y'(0) = 0', is not linear, and the single network");
      });
}

BOOST_AUTO_TEST_CASE(a_layer_that_the_network_misses_is_not_called_solved) {
  const Case layer{"",
                   {.independent = "x",
                    .domain = {"0", "1"},
                    .equations = {"-1e-4*y'' + y' = 1"},
                    .conditions = {"y(0) = 0", "y(1) = 0"}},
                   [](double x) { return x - std::exp((x - 1) / 1e-4); },
                   1.0,
                   {}};
  const Result result =
      solve(read_problem(layer.text), {.tolerance = 1e-6, .method = Method::single_network});
  BOOST_TEST(!result.solved());
  BOOST_TEST((result.ending.outcome == Outcome::single_network_off));
  for (int j = 0; j <= 1000; ++j) {
    const double x = 1 - 1e-3 + 1e-6 * j;
    BOOST_TEST(std::abs(result.solution(0, x) - layer.exact(x)) <= result.error_estimate[0]);
  }
}

BOOST_AUTO_TEST_CASE(what_one_network_cannot_do_is_named) {
  const auto refused = [](const TextProblem& text, const std::string& what) {
    BOOST_CHECK_EXCEPTION((void)solve(read_problem(text), {.method = Method::single_network}),
                          std::invalid_argument, [&](const std::invalid_argument& error) {
                            return std::string(error.what())
                                   == "the single network cannot be trained with " + what
                                          + "; leave --method single out";
                          });
  };
  TextProblem text{.independent = "x",
                   .domain = {"0", "1"},
                   .equations = {"u'' = 12"},
                   .conditions = {"integral(u, 0, 1) = 2", "u(0) = 0"}};
  refused(text, "conditions on integrals");
  text.conditions = {"jump(u, 0.5) = 1", "u(1) = 1", "u(0) = 0"};
  refused(text, "jumps");
  refused({.independent = "x",
           .domain = {"0", "inf"},
           .equations = {"u'' = u"},
           .conditions = {"u(0) = 1", "u(inf) = 0"}},
          "an infinite domain");
  refused({.independent = "x",
           .domain = {"0", "1"},
           .equations = {"u' = k"},
           .conditions = {"u(0) = 1", "u(1) = 0"},
           .parameters = {{"k", "1"}},
           .searched = {{"k", {-10, 10}}}},
          "unknown numbers");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
