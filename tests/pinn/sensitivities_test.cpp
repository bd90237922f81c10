// Derivatives of solutions by parameters and initial values, against closed forms and against differences of solves.
#include "pinn/solve.hpp"
#include "pinn/text_problem.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace jetwork::pinn {

namespace {

/// The largest difference from the truth over many points, which must not exceed the estimate.
template <class Truth>
auto largest_error(const Sensitivity& sensitivity, std::size_t unknown, Truth truth) -> double {
  const double start = sensitivity.derivative.start(), end = sensitivity.derivative.end();
  double worst = 0;
  for (int j = 0; j <= 200; ++j) {
    const double t = start + (end - start) * j / 200;
    worst = std::max(worst, std::abs(sensitivity.derivative(unknown, t) - truth(t)));
  }
  BOOST_TEST(worst <= sensitivity.error_estimate[unknown]);
  return worst;
}

} // namespace

BOOST_AUTO_TEST_SUITE(sensitivities)

BOOST_AUTO_TEST_CASE(an_oscillator_by_its_frequency_and_its_initial_values) {
  // r = a·cos(w·t) + (b/w)·sin(w·t) with a = r(0), b = r'(0).
  const double w = 2, a = 1.5, b = -0.5;
  const auto problem = initial_value_problem(
      {{.name = "r", .initial = {a, b}}}, {.start = 0, .end = 10},
      [](auto, auto r, auto p) { return r[2] + p[0] * p[0] * r[0]; }, {{.name = "w", .value = w}});
  for (const double tolerance : {1e-6, 1e-10}) {
    const Result result =
        solve(problem, {.tolerance = tolerance, .sensitivities = {"w", "r", "r'"}});
    BOOST_REQUIRE_MESSAGE(result.solved(), result.reason);
    BOOST_TEST_REQUIRE(result.sensitivities.size() == 3U);
    const auto by_w = [&](double t) {
      return -a * t * std::sin(w * t) + b * t * std::cos(w * t) / w - b * std::sin(w * t) / (w * w);
    };
    BOOST_TEST(largest_error(result.sensitivities[0], 0, by_w) < 20 * tolerance);
    BOOST_TEST(largest_error(result.sensitivities[1], 0, [&](double t) { return std::cos(w * t); })
               < tolerance);
    BOOST_TEST(
        largest_error(result.sensitivities[2], 0, [&](double t) { return std::sin(w * t) / w; })
        < tolerance);
    BOOST_TEST(result.sensitivities[0].by == "w");
    BOOST_TEST(result.sensitivities[2].derivative("r", 0.0, 1) == 1.0);
  }
}

BOOST_AUTO_TEST_CASE(logistic_growth_by_its_rate_its_capacity_and_its_start) {
  // y = K/(1 + (K/y0 - 1)·exp(-r·t))
  const TextProblem text{.domain = {"0", "12"},
                         .equations = {"y' = r*y*(1 - y/K)"},
                         .conditions = {"y(0) = y0"},
                         .parameters = {{"r", "0.7"}, {"K", "3"}, {"y0", "0.2"}}};
  const Result result =
      solve(read_problem(text), {.tolerance = 1e-9, .sensitivities = {"r", "K", "y0"}});
  BOOST_REQUIRE_MESSAGE(result.solved(), result.reason);
  const double r = 0.7, K = 3, y0 = 0.2;
  const auto decay = [&](double t) { return std::exp(-r * t); };
  const auto below = [&](double t) { return 1 + (K / y0 - 1) * decay(t); };
  const auto by_r = [&](double t) {
    return K * (K / y0 - 1) * t * decay(t) / std::pow(below(t), 2);
  };
  const auto by_capacity = [&](double t) {
    return 1 / below(t) - K * decay(t) / y0 / std::pow(below(t), 2);
  };
  const auto by_start = [&](double t) {
    return K * K / (y0 * y0) * decay(t) / std::pow(below(t), 2);
  };
  BOOST_TEST(largest_error(result.sensitivities[0], 0, by_r) < 1e-8);
  BOOST_TEST(largest_error(result.sensitivities[1], 0, by_capacity) < 1e-8);
  BOOST_TEST(largest_error(result.sensitivities[2], 0, by_start) < 1e-7);
}

BOOST_AUTO_TEST_CASE(conditions_inside_the_domain_carry_parameters_both_ways) {
  // y' = -k·y with y(1) = k²: y = k²·exp(-k(t-1)).
  const TextProblem text{.domain = {"0", "3"},
                         .equations = {"y' = -k*y"},
                         .conditions = {"y(1) = k^2"},
                         .parameters = {{"k", "1.3"}}};
  const Result result = solve(read_problem(text), {.tolerance = 1e-9, .sensitivities = {"k"}});
  BOOST_REQUIRE_MESSAGE(result.solved(), result.reason);
  const double k = 1.3;
  const auto by_k = [&](double t) { return (2 * k - k * k * (t - 1)) * std::exp(-k * (t - 1)); };
  BOOST_TEST(largest_error(result.sensitivities[0], 0, by_k) < 1e-8);
}

struct Case {
  const char* name;
  TextProblem text;
  std::vector<std::string> by;
};
auto operator<<(std::ostream& stream, const Case& c) -> std::ostream& { return stream << c.name; }
// clang-format off
const std::vector<Case> cases{
    {"pendulum", {.domain = {"0", "5"}, .equations = {"th'' = -g*sin(th) - c*th'"}, .conditions = {"th(0) = a", "th'(0) = 0"},
                  .parameters = {{"g", "9.81"}, {"c", "0.2"}, {"a", "1.2"}}}, {"g", "c", "a"}},
    {"lotka", {.domain = {"0", "10"}, .equations = {"x' = a*x - b*x*y", "y' = c*x*y - d*y"}, .conditions = {"x(0) = 1", "y(0) = 1"},
               .parameters = {{"a", "1.5"}, {"b", "1"}, {"c", "1"}, {"d", "3"}}}, {"a", "b", "c", "d"}},
    {"van_der_pol", {.domain = {"0", "8"}, .equations = {"x'' = mu*(1 - x^2)*x' - x"}, .conditions = {"x(0) = x0", "x'(0) = 0"},
                     .parameters = {{"mu", "1"}, {"x0", "2"}}}, {"mu", "x0"}},
    {"power", {.domain = {"0", "2"}, .equations = {"y' = -k*y^n"}, .conditions = {"y(0) = 1"},
               .parameters = {{"k", "1.5"}, {"n", "2"}}, .varied = {"n"}}, {"k", "n"}},
    {"stiff", {.domain = {"0", "10"}, .equations = {"x' = -k1*x + k3*y*z", "y' = k1*x - k3*y*z - k2*y^2", "z' = k2*y^2"},
               .conditions = {"x(0) = 1", "y(0) = 0", "z(0) = 0"},
               .parameters = {{"k1", "0.04"}, {"k2", "3e7"}, {"k3", "1e4"}}}, {"k1", "k2", "k3"}},
    {"implicit", {.domain = {"0", "3"}, .equations = {"m*r''*(1 + e*r^2) = -k*r"}, .conditions = {"r(0) = 1", "r'(0) = 0"},
                  .parameters = {{"m", "2"}, {"e", "0.3"}, {"k", "5"}}}, {"m", "e", "k"}},
    {"forced", {.domain = {"0", "6"}, .equations = {"r'' = -r + F*cos(w*t)"}, .conditions = {"r(0) = 0", "r'(0) = 1"},
                .parameters = {{"F", "0.5"}, {"w", "sqrt(s)"}, {"s", "2"}}}, {"F", "s"}},
    {"coupled", {.domain = {"0", "4"}, .equations = {"x'' = -x + q*y", "y' = -y + x'"}, .conditions = {"x(0)^2 + x'(0)^2 = q", "x'(0) = x(0)", "y(0) = 1"},
                 .parameters = {{"q", "2"}}}, {"q"}},
    {"decay", {.domain = {"0", "5"}, .equations = {"y' = -k*y"}, .conditions = {"y(5) = e0"}, .parameters = {{"k", "0.3"}, {"e0", "2"}}}, {"k", "e0"}},
    {"kepler", {.domain = {"0", "6"}, .equations = {"x'' = -x/(x^2 + y^2)^1.5", "y'' = -y/(x^2 + y^2)^1.5"},
                .conditions = {"x(0) = 1 - e", "x'(0) = 0", "y(0) = 0", "y'(0) = sqrt((1 + e)/(1 - e))"},
                .parameters = {{"e", "0.3"}}}, {"e"}},
};
// clang-format on

/// The problem with one parameter changed.
auto with(const TextProblem& text, const std::string& name, double value) -> TextProblem {
  TextProblem changed = text;
  for (auto& [its_name, its_value] : changed.parameters)
    if (its_name == name) {
      its_value.resize(40);
      its_value.resize(static_cast<std::size_t>(
          std::snprintf(its_value.data(), its_value.size(), "%.17g", value)));
    }
  return changed;
}

auto value_of(const TextProblem& text, const std::string& name) -> double {
  for (const auto& [its_name, value] : text.parameters)
    if (its_name == name) return std::stod(value);
  return 0;
}

BOOST_DATA_TEST_CASE(sensitivities_are_what_differences_of_solves_tend_to,
                     boost::unit_test::data::make(cases), c) {
  const Result result = solve(read_problem(c.text), {.tolerance = 1e-8, .sensitivities = c.by});
  BOOST_REQUIRE_MESSAGE(result.solved(), result.reason);
  const double start = result.solution.start(), end = result.solution.end();
  for (const Sensitivity& sensitivity : result.sensitivities) {
    const double value = value_of(c.text, sensitivity.by);
    const auto at = [&](double relative) {
      return solve(read_problem(with(c.text, sensitivity.by, value * (1 + relative))),
                   {.tolerance = 1e-13})
          .solution;
    };
    // Differences of fourth order. Of Lotka and Volterra's cycles, whose period depends on a, a larger h would leave 6e-7.
    constexpr double h = 5e-4;
    const Solution a = at(-2 * h), b = at(-h), d = at(h), e = at(2 * h);
    for (std::size_t i = 0; i < result.solution.names().size(); ++i) {
      double size = 0, worst = 0;
      for (int j = 0; j <= 20; ++j) {
        const double t = start + (end - start) * j / 20;
        const double difference =
            (a(i, t) - 8 * b(i, t) + 8 * d(i, t) - e(i, t)) / (12 * h * value);
        size = std::max(size, std::abs(difference));
        worst = std::max(worst, std::abs(sensitivity.derivative(i, t) - difference));
      }
      BOOST_TEST_CONTEXT("d" << result.solution.names()[i] << "/d" << sensitivity.by << ", of size "
                             << size) {
        BOOST_TEST(worst <= sensitivity.error_estimate[i] + 1e-7 * size + 1e-16);
        BOOST_TEST(sensitivity.error_estimate[i] <= 1e-5 * size + 1e-14);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(are_resolved_where_the_solution_itself_is_nothing) {
  // x' = c·x from 0: ∂x/∂x(0) = exp(c·t), a factor of 1e130 over the domain.
  const double c = 30;
  const auto problem = initial_value_problem(
      {{.name = "x", .initial = {0.0}}, {.name = "y", .initial = {1.0}}}, {.start = 0, .end = 10},
      [=](auto, auto x, auto y) { return std::array{x[1] - c * x[0], y[1] + y[0]}; });
  const Result result = solve(problem, {.sensitivities = {"x"}});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  const Sensitivity& by_x = result.sensitivities[0];
  (void)largest_error(by_x, 0, [&](double t) { return std::exp(c * t); });
  BOOST_TEST(std::abs(by_x.derivative(0, 10.0) / std::exp(10 * c) - 1) < 1e-9);
}

BOOST_DATA_TEST_CASE(kinks_that_the_solution_does_not_have_are_resolved,
                     boost::unit_test::data::make({1U, 2U, 3U, 4U}), seed) {
  // z' = -z + (k - 1)·sign(t - c) at k = 1: ∂z/∂k by variation of constants, with a kink at c.
  const double c = 3.21;
  const TextProblem text{.domain = {"0", "10"},
                         .equations = {"z' = -z + (k - 1)*sign(t - 3.21)"},
                         .conditions = {"z(0) = 1"},
                         .parameters = {{"k", "1"}}};
  const Result result =
      solve(read_problem(text), {.tolerance = 1e-12, .seed = seed, .sensitivities = {"k"}});
  const auto by_k = [&](double t) {
    return t < c ? std::exp(-t) - 1 : std::exp(-t) * (1 - std::exp(c)) + 1 - std::exp(c - t);
  };
  BOOST_TEST(largest_error(result.sensitivities[0], 0, by_k) < 1e-10);
}

BOOST_AUTO_TEST_CASE(a_step_that_moves_moves_what_is_behind_it) {
  const auto at_end = [](const std::string& equation, const std::string& by) {
    const TextProblem text{.domain = {"0", "3"},
                           .equations = {equation},
                           .conditions = {"y(0) = 0"},
                           .parameters = {{"c", "1.3"}, {"k", "2"}}};
    const Result result = solve(read_problem(text), {.tolerance = 1e-6, .sensitivities = {by}});
    BOOST_TEST(result.sensitivities[0].error_estimate[0] < 1e-4);
    return result.sensitivities[0].derivative(0, 3.0);
  };
  constexpr double small = 1e-10;
  BOOST_TEST(std::abs(at_end("y' = k*sign(t - c)", "c") + 4) < small);   // y = k·(t - 2c)
  BOOST_TEST(std::abs(at_end("y' = k*sign(t - c)", "k") - 0.4) < small); // t - 2c
  BOOST_TEST(std::abs(at_end("y' = k + sign(y - c)", "y") - 3) < small); // slope 1, and then 3
  BOOST_TEST(std::abs(at_end("y' = floor(t/c)", "c") + 3) < small);      // (t - c) + (t - 2c)
  BOOST_TEST(std::abs(at_end("y' = k + sign(y + c)", "y") - 1) < small); // is not passed
}

BOOST_AUTO_TEST_CASE(where_a_derivative_is_infinite_its_error_is) {
  const TextProblem text{.domain = {"0", "3"},
                         .equations = {"y' = sqrt(k - 2)"},
                         .conditions = {"y(0) = 0"},
                         .parameters = {{"k", "2"}}};
  const Result result = solve(read_problem(text), {.tolerance = 1e-6, .sensitivities = {"k"}});
  BOOST_TEST(std::isinf(result.sensitivities[0].error_estimate[0]));
}

BOOST_AUTO_TEST_CASE(an_event_cuts_them_and_unknown_names_are_refused) {
  auto problem = initial_value_problem({{.name = "y", .initial = {1.0}}}, {.start = 0, .end = 5},
                                       [](auto, auto y, auto p) { return y[1] + p[0] * y[0]; },
                                       {{.name = "k", .value = 1.0}});
  problem.events = {
      {.name = "half", .value = quantity<1>([](auto, auto y) { return y[0] - 0.5; })}};
  const Result result = solve(problem, {.sensitivities = {"k"}});
  BOOST_TEST_REQUIRE((result.ended_by() != nullptr));
  BOOST_TEST(result.sensitivities[0].derivative.end() == result.solution.end());
  BOOST_TEST(std::abs(result.sensitivities[0].derivative("y", 0.5) + 0.5 * std::exp(-0.5)) < 1e-8);
  BOOST_CHECK_THROW((void)solve(problem, {.sensitivities = {"q"}}), std::invalid_argument);
  BOOST_CHECK_THROW((void)solve(problem, {.sensitivities = {"k", "k"}}), std::invalid_argument);
  BOOST_CHECK_THROW((void)solve(problem, {.sensitivities = {"y'"}}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_derivative_that_is_zero_along_the_solution_carries_the_solutions_error) {
  // y = cos(t) for every s; off it, the equation for dy/ds is driven by 7.4·(y - cos(t)), which grows.
  for (const std::vector<std::string>& others :
       {std::vector<std::string>{}, {"u' = -s*3e4*(u - sin(t)) + cos(t)"}}) {
    TextProblem text{.domain = {"0", "1.5"},
                     .equations = {"y' = s*7.4*(y - cos(t)) - sin(t)"},
                     .conditions = {"y(0) = 1"},
                     .parameters = {{"s", "1"}}};
    for (const std::string& equation : others) {
      text.equations.push_back(equation);
      text.conditions.push_back("u(0) = 1");
    }
    const Result result = solve(read_problem(text), {.sensitivities = {"s"}});
    BOOST_TEST_REQUIRE(result.solved(), result.reason);
    (void)largest_error(result.sensitivities[0], 0, [](double) { return 0.0; });
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
