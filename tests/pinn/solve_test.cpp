// The solver against references that it did not make: high-precision solutions of problems from the literature
// (tests/data/mechanics_and_classics.json, vouched for to about 1e-15), and closed forms.
#include "pinn/problem/text/text_problem.hpp"
#include "pinn/solve.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <numbers>

using namespace jetwork;
using namespace jetwork::pinn;
namespace data = boost::unit_test::data;

namespace {

auto published(const std::string& id) -> nlohmann::json {
  static const auto file = nlohmann::json::parse(
      std::ifstream(std::string(JETWORK_SOURCE_DIR) + "/tests/data/mechanics_and_classics.json"));
  for (const auto& problem : file["problems"])
    if (problem["id"] == id) return problem;
  throw std::runtime_error("there is no problem " + id);
}

auto text_of(const nlohmann::json& value) -> std::string {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

auto problem_of(const nlohmann::json& published) -> Problem {
  TextProblem text;
  text.independent = published["independent"];
  text.domain = {text_of(published["domain"][0]), text_of(published["domain"][1])};
  text.equations = published["equations"];
  text.conditions = published["conditions"];
  for (const auto& [name, value] : published["parameters"].items())
    text.parameters.emplace_back(name, text_of(value));
  return read_problem(text);
}

/// y' = f(y), y(0) = 1.
template <class Function>
auto scalar_problem(Function f, double end) -> Problem {
  return initial_value_problem({{.name = "y", .initial = {1.0}}}, {.start = 0.0, .end = end},
                               [=](auto /*t*/, auto y) { return y[1] - f(y[0]); });
}

auto spring(double end) -> Problem {
  return initial_value_problem({{.name = "r", .initial = {1.0, 0.0}}}, {.start = 0.0, .end = end},
                               [](auto /*t*/, auto r) { return r[2] + 4.0 * r[0]; });
}

const char* const problems[] = {"D-harmonic",    "D-damped20", "D-pendulum", "D-kepler5",
                                "D-lotka",       "D-vdp1",     "D-lorenz1",  "D-nlosc20",
                                "D-henonheiles", "D-drag",     "D-lagaris3", "D-curtiss",
                                "D-rober40",     "D-lane1",    "D-magnetic"};
const double tolerances[] = {1e-3, 1e-8, 1e-11};

} // namespace

BOOST_AUTO_TEST_SUITE(solve_test)

BOOST_DATA_TEST_CASE(published_problems_are_solved_to_the_tolerance_asked_for,
                     data::make(problems) * data::make(tolerances), id, tolerance) {
  const auto reference = published(id);
  const Result result = solve(problem_of(reference), {.tolerance = tolerance});
  BOOST_REQUIRE_MESSAGE(result.solved(), result.reason);
  const std::vector<double> times = reference["reference"]["t"];
  for (std::size_t i = 0; i < result.solution.names().size(); ++i) {
    const std::vector<double> values = reference["reference"]["y"][result.solution.names()[i]];
    double largest = 0.0, error = 0.0;
    for (std::size_t j = 0; j < times.size(); ++j) {
      largest = std::max(largest, std::abs(values[j]));
      error = std::max(error, std::abs(result.solution(i, times[j]) - values[j]));
    }
    const double vouched = reference["reference"]["vouched_abs_error"];
    BOOST_TEST(error <= tolerance * largest + 2 * vouched);
    BOOST_TEST(error <= result.error_estimate[i] + 2 * vouched,
               "error " << error << " is above its estimate");
    BOOST_TEST(result.error_estimate[i] <= tolerance * result.magnitude[i]);
  }
}

BOOST_AUTO_TEST_CASE(derivatives_of_the_solution_are_those_of_the_closed_form) {
  const Result result = solve(spring(10.0), {.tolerance = 1e-11});
  BOOST_REQUIRE(result.solved());
  for (int j = 0; j <= 50; ++j) {
    const double t = 0.2 * j;
    BOOST_TEST(std::abs(result.solution(0, t) - std::cos(2 * t)) < 1e-11);
    BOOST_TEST(std::abs(result.solution(0, t, 1) + 2 * std::sin(2 * t)) < 1e-9);
    BOOST_TEST(std::abs(result.solution(0, t, 2) + 4 * std::cos(2 * t)) < 1e-7);
  }
  BOOST_TEST(std::abs(result.solution(0, std::nextafter(10.0, 11.0)) - std::cos(20.0)) < 1e-11);
  BOOST_CHECK_THROW((void)result.solution(0, 10.1), std::out_of_range);
  BOOST_CHECK_THROW((void)result.solution(0, -0.1), std::out_of_range);
  BOOST_CHECK_THROW((void)result.solution(1, 1.0), std::out_of_range);
  BOOST_CHECK_THROW((void)result.solution(0, std::nan("")), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(the_conditions_hold_exactly) {
  const Result result = solve(spring(10.0));
  BOOST_TEST(result.solution(0, 0.0) == 1.0);
  BOOST_TEST(std::abs(result.solution(0, 0.0, 1)) < 1e-15);
}

BOOST_AUTO_TEST_CASE(equations_of_high_order) {
  // y'''' = y with the initial values of e^-t
  const auto fourth =
      initial_value_problem({{.name = "y", .initial = {1, -1, 1, -1}}}, {.start = 0, .end = 3},
                            [](auto, auto y) { return y[4] - y[0]; });
  const Result result = solve(fourth, {.tolerance = 1e-10});
  BOOST_REQUIRE(result.solved());
  for (const double t : {0.3, 1.7, 3.0})
    BOOST_TEST(std::abs(result.solution(0, t) - std::exp(-t)) < 1e-10);
}

BOOST_AUTO_TEST_CASE(unknowns_of_different_orders_and_an_implicit_highest_derivative) {
  // x = sin t, y = t² with x''·(1 + x'²) = -x·(1 + y'') + x·(1 - x'²) and y' = 2t
  const auto mixed = initial_value_problem(
      {{.name = "x", .initial = {0.0, 1.0}}, {.name = "y", .initial = {0.0}}},
      {.start = 0, .end = 5}, [](auto t, auto x, auto y) {
        return std::array{x[2] * (1.0 + x[1] * x[1]) + x[0] * (1.0 + x[1] * x[1]), y[1] - 2.0 * t};
      });
  const Result result = solve(mixed, {.tolerance = 1e-10});
  BOOST_REQUIRE(result.solved());
  BOOST_TEST(std::abs(result.solution(0, 4.0) - std::sin(4.0)) < 1e-10);
  BOOST_TEST(std::abs(result.solution(1, 4.0) - 16.0) < 25e-10);
}

BOOST_AUTO_TEST_CASE(a_solution_is_continued_backwards) {
  const auto problem = initial_value_problem(
      {{.name = "r", .initial = {std::cos(6.0), -2 * std::sin(6.0)}}}, {.start = 3.0, .end = -2.0},
      [](auto /*t*/, auto r) { return r[2] + 4.0 * r[0]; });
  const Result result = solve(problem, {.tolerance = 1e-10});
  BOOST_REQUIRE(result.solved());
  for (const double t : {-2.0, -1.3, 0.0, 2.9, 3.0})
    BOOST_TEST(std::abs(result.solution(0, t) - std::cos(2 * t)) < 1e-10);
}

BOOST_AUTO_TEST_CASE(another_seed_is_another_network_and_the_same_solution) {
  const Result one = solve(spring(10.0), {.tolerance = 1e-9, .seed = 1});
  const Result again = solve(spring(10.0), {.tolerance = 1e-9, .seed = 1});
  const Result other = solve(spring(10.0), {.tolerance = 1e-9, .seed = 2});
  BOOST_TEST(one.solution(0, 7.1) == again.solution(0, 7.1));
  BOOST_TEST(one.solution.segments()[0].hidden->weight[0]
             != other.solution.segments()[0].hidden->weight[0]);
  BOOST_TEST(std::abs(other.solution(0, 7.1) - std::cos(14.2)) < 1e-9);
}

BOOST_AUTO_TEST_CASE(a_pole_is_not_crossed) {
  const Result result = solve(scalar_problem([](auto y) { return y * y; }, 2.0)); // y = 1/(1 - t)
  BOOST_TEST(!result.solved());
  BOOST_TEST(!result.reason.empty());
  BOOST_TEST(result.solution.end() < 1.0 + 1e-8); // the pole, shifted by the error
  BOOST_TEST(result.solution.end() > 0.99);
  BOOST_TEST(std::abs(result.solution(0, 0.5) - 2.0) < 1e-7);
}

BOOST_AUTO_TEST_CASE(an_argument_outside_of_a_function_is_not_crossed) {
  // y' = -1/(2y): y = sqrt(1 - t) ends at t = 1.
  const Result result = solve(scalar_problem([](auto y) { return -0.5 / y; }, 1.5));
  BOOST_TEST(!result.solved());
  BOOST_TEST(result.solution.end() <= 1.0 + 1e-9);
}

BOOST_AUTO_TEST_CASE(a_kink_costs_segments_and_no_accuracy) {
  const auto kinked =
      initial_value_problem({{.name = "y", .initial = {0.0}}}, {.start = 0, .end = 2},
                            [](auto t, auto y) { return y[1] - abs(t - 0.7); });
  const Result result = solve(kinked, {.tolerance = 1e-9});
  BOOST_REQUIRE(result.solved());
  BOOST_TEST(std::abs(result.solution(0, 2.0) - (0.7 * 0.7 + 1.3 * 1.3) / 2) < 1e-9);
  BOOST_TEST(std::abs(result.solution(0, 0.8) - (0.7 * 0.7 + 0.1 * 0.1) / 2) < 1e-9);
}

namespace {

/// Jumps at places that no segment's points are likely to meet, tolerances that move the segments' ends about them.
const std::vector<double> jumps{std::numbers::e, std::numbers::pi, std::numbers::sqrt2,
                                1.2345678,       7.0 / 3,          8.12345};

} // namespace

BOOST_DATA_TEST_CASE(a_jump_is_not_lost_between_two_segments, data::make(jumps), place) {
  const auto jumping =
      initial_value_problem({{.name = "y", .initial = {-1.0}}}, {.start = 0, .end = 10},
                            [place](auto t, auto y) { return y[1] - sign(t - place); });
  for (const double tolerance : {1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11}) {
    const Result result = solve(jumping, {.tolerance = tolerance});
    double error = 0.0;
    for (int j = 0; j <= 400; ++j) {
      const double t = j / 40.0;
      error = std::max(error, std::abs(result.solution(0, t) - (std::abs(t - place) - place - 1)));
    }
    BOOST_TEST((!result.solved() || error <= result.error_estimate[0] + 1e-15),
               "at " << tolerance << ": error " << error << ", estimate "
                     << result.error_estimate[0]);
  }
}

BOOST_DATA_TEST_CASE(far_from_zero_a_solution_keeps_time,
                     data::make({1000.0, 10000.0}) * data::make({1e-11, 3e-12}), end, tolerance) {
  // Each segment begins where the one before ends, to the last bit: else its oscillation comes late, in each anew.
  const auto rotation = initial_value_problem(
      {{.name = "x", .initial = {1.0}}, {.name = "y", .initial = {0.0}}}, {.start = 0, .end = end},
      [](auto, auto x, auto y) { return std::array{x[1] + y[0], y[1] - x[0]}; });
  const Result result = solve(rotation, {.tolerance = tolerance});
  double error = 0.0;
  for (int j = 0; j <= 400; ++j) {
    const double t = end * j / 400;
    error = std::max(error, std::abs(result.solution(0, t) - std::cos(t)));
  }
  BOOST_TEST(error <= result.error_estimate[0]);
}

BOOST_AUTO_TEST_CASE(what_has_grown_from_errors_is_not_trusted) {
  // y = cos(t), and errors grow as e^50t: the solution's size is 1, whatever is computed later.
  const auto unstable =
      initial_value_problem({{.name = "y", .initial = {1.0}}}, {.start = 0, .end = 1},
                            [](auto t, auto y) { return y[1] - 50.0 * (y[0] - cos(t)) + sin(t); });
  const Result result = solve(unstable, {.tolerance = 1e-6});
  BOOST_TEST(!result.solved());
  BOOST_TEST(result.trusted_until > 0.1);
  for (int j = 0; j <= 100; ++j) {
    const double t = result.trusted_until * j / 100;
    BOOST_TEST(std::abs(result.solution(0, t) - std::cos(t)) <= 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(growing_errors_are_not_called_solved) {
  // Lorenz to t = 40: rounding alone grows beyond the tolerance.
  const auto lorenz = initial_value_problem(
      {{.name = "x", .initial = {1}}, {.name = "y", .initial = {1}}, {.name = "z", .initial = {1}}},
      {.start = 0, .end = 40}, [](auto, auto x, auto y, auto z) {
        return std::array{x[1] - 10.0 * (y[0] - x[0]), y[1] - x[0] * (28.0 - z[0]) + y[0],
                          z[1] - x[0] * y[0] + 8.0 / 3 * z[0]};
      });
  const Result result = solve(lorenz, {.tolerance = 1e-6});
  BOOST_TEST(!result.solved());
  BOOST_TEST(result.error_estimate[0] > 1e-6 * result.magnitude[0]);
}

BOOST_AUTO_TEST_CASE(a_narrow_pulse_is_seen) {
  // A triangle of height 100 and half-width 1/1000 far from every collocation point: y(10) = 0.1.
  const auto pulse = initial_value_problem(
      {{.name = "y", .initial = {0.0}}}, {.start = 0, .end = 10},
      [](auto t, auto y) { return y[1] - 100.0 * max(1.0 - 1000.0 * abs(t - 6.0), 0.0); });
  const Result result = solve(pulse, {.tolerance = 1e-8});
  BOOST_REQUIRE_MESSAGE(result.solved(), result.reason);
  BOOST_TEST(std::abs(result.solution(0, 10.0) - 0.1) < 1e-9);
}

BOOST_AUTO_TEST_CASE(errors_that_add_up_along_an_orbit_are_in_the_estimate) {
  for (const double end : {20.0, 50.0, 100.0})
    for (const double tolerance : {1e-6, 1e-8, 1e-10}) {
      const auto orbit = initial_value_problem(
          {{.name = "x", .initial = {1.0, 0.0}}, {.name = "y", .initial = {0.0, 1.0}}},
          {.start = 0, .end = end}, [](auto /*t*/, auto x, auto y) {
            const auto r = hypot(x[0], y[0]);
            return std::array{x[2] + x[0] / (r * r * r), y[2] + y[0] / (r * r * r)};
          });
      const Result result = solve(orbit, {.tolerance = tolerance});
      double error = 0.0;
      for (int j = 0; j <= 400; ++j) {
        const double t = end * j / 400;
        error = std::max(error, std::abs(result.solution(0, t) - std::cos(t)));
      }
      BOOST_TEST(error <= result.error_estimate[0], "to " << end << " at " << tolerance
                                                          << ": error " << error << ", estimate "
                                                          << result.error_estimate[0]);
    }
}

BOOST_AUTO_TEST_CASE(an_unknown_may_start_from_nothing) {
  const auto kinked =
      initial_value_problem({{.name = "y", .initial = {0.0}}}, {.start = 0, .end = 3},
                            [](auto t, auto y) { return y[1] - max(t - 1.234, 0.0); });
  const Result result = solve(kinked);
  BOOST_REQUIRE_MESSAGE(result.solved(), result.reason);
  BOOST_TEST(std::abs(result.solution(0, 3.0) - 1.766 * 1.766 / 2) < 1e-8);
}

BOOST_AUTO_TEST_CASE(limits_stop_the_march_cleanly) {
  const Result few = solve(spring(1000.0), {.limits = {.segments = 5}});
  BOOST_TEST(!few.solved());
  BOOST_TEST(few.reason.find("segments") != std::string::npos);
  BOOST_TEST(few.solution.segments().size() <= 5U);
  const Result hasty = solve(spring(1e5), {.limits = {.seconds = 0.05}});
  BOOST_TEST(!hasty.solved());
  BOOST_TEST(hasty.reason.find("time limit") != std::string::npos);
  BOOST_TEST(std::abs(hasty.solution(0, 1.0) - std::cos(2.0)) < 1e-8);
}

BOOST_AUTO_TEST_CASE(problems_that_make_no_sense_are_refused) {
  Problem problem = spring(10.0);
  BOOST_CHECK_THROW((void)solve(problem, {.tolerance = 0.0}), std::invalid_argument);
  BOOST_CHECK_THROW((void)solve(problem, {.tolerance = std::nan("")}), std::invalid_argument);
  problem.domain.end = problem.domain.start;
  BOOST_CHECK_THROW((void)solve(problem), std::invalid_argument);
  problem = spring(10.0);
  problem.conditions[0] = value_condition(0, 0, 0.0, std::nan(""));
  BOOST_CHECK_THROW((void)solve(problem), std::invalid_argument);
  problem = spring(10.0);
  problem.unknowns.clear();
  BOOST_CHECK_THROW((void)solve(problem), std::invalid_argument);
  const auto two_equations =
      initial_value_problem({{.name = "y", .initial = {1.0}}}, {.start = 0, .end = 1},
                            [](auto, auto y) { return std::array{y[1] - y[0], y[1] + y[0]}; });
  BOOST_CHECK_THROW((void)solve(two_equations), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(one_network_over_the_whole_domain) {
  const Result result = solve(spring(4.0), {.tolerance = 1e-5, .method = Method::single_network});
  BOOST_REQUIRE_MESSAGE(result.solved(), result.reason);
  BOOST_TEST(result.solution.segments().size() == 1U);
  for (int j = 0; j <= 40; ++j) {
    const double error = std::abs(result.solution(0, 0.1 * j) - std::cos(0.2 * j));
    BOOST_TEST(error <= 1e-5);
    BOOST_TEST(error <= result.error_estimate[0]);
  }
}

BOOST_AUTO_TEST_CASE(a_network_is_trained_as_the_user_says) {
  for (const auto optimiser : {Optimiser::levenberg_marquardt, Optimiser::adam_then_lbfgs})
    for (const auto conditions : {Conditions::exact, Conditions::soft}) {
      const Options options{.tolerance = 1e-3,
                            .method = Method::single_network,
                            .single = {.neurons = 20,
                                       .training = {.optimiser = optimiser,
                                                    .iterations = 1000,
                                                    .adam_steps = 300,
                                                    .conditions = conditions}}};
      const Result result = solve(spring(2.0), options);
      BOOST_REQUIRE_MESSAGE(result.solved(), result.reason);
      for (int j = 0; j <= 40; ++j)
        BOOST_TEST(std::abs(result.solution(0, 0.05 * j) - std::cos(0.1 * j))
                   <= result.error_estimate[0]);
      // A soft condition is part of the loss, and missed a little; an exact one holds to the bit.
      BOOST_TEST((result.solution(0, 0.0) == 1.0) == (conditions == Conditions::exact));
      const auto& steps = result.training.epochs;
      BOOST_TEST_REQUIRE(steps.size() > 5U);
      BOOST_TEST(steps.back().training_loss < 1e-3 * steps.front().training_loss);
      if (optimiser == Optimiser::adam_then_lbfgs) BOOST_TEST(steps.size() > 300U);
    }
}

BOOST_AUTO_TEST_CASE(an_unknown_that_stays_zero_may_have_a_soft_condition) {
  const auto problem = initial_value_problem(
      {{.name = "x", .initial = {1.0}}, {.name = "y", .initial = {0.0}}}, {.start = 0, .end = 1},
      [](auto, auto x, auto y) { return std::array{x[1] + x[0], y[1] + y[0]}; });
  const Result result = solve(problem, {.tolerance = 1e-4,
                                        .method = Method::single_network,
                                        .single = {.training = {.conditions = Conditions::soft}}});
  BOOST_REQUIRE_MESSAGE(!result.training.epochs.empty(), result.reason);
  BOOST_TEST(std::abs(result.solution(0, 1.0) - std::exp(-1.0)) < 1e-4);
  BOOST_TEST(std::abs(result.solution(1, 1.0)) < 1e-4);
}

BOOST_AUTO_TEST_CASE(a_training_can_be_cancelled) {
  int asked = 0;
  const Result result =
      solve(spring(2.0), {.method = Method::single_network,
                          .single = {.training = {.optimiser = Optimiser::adam_then_lbfgs}},
                          .limits = {.cancelled = [&] { return ++asked > 500; }}});
  BOOST_TEST(!result.solved());
  BOOST_TEST(result.reason.find("cancelled") != std::string::npos);
  BOOST_TEST(result.training.epochs.size() > 100U);
  BOOST_TEST(result.training.epochs.size() <= 500U);
}

BOOST_AUTO_TEST_CASE(a_training_that_makes_no_sense_is_refused) {
  const auto single = [](SingleNetwork network) {
    return solve(spring(2.0), {.method = Method::single_network, .single = network});
  };
  BOOST_CHECK_THROW((void)single({.neurons = 0}), std::invalid_argument);
  BOOST_CHECK_THROW((void)single({.training = {.iterations = -1}}), std::invalid_argument);
  BOOST_CHECK_THROW((void)single({.training = {.condition_weight = 0}}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(the_residual_is_what_is_left_of_the_equation) {
  const Problem problem = spring(5.0);
  const Result result = solve(problem, {.tolerance = 1e-9});
  const std::vector<double> times = {0.1, 1.0, 4.9};
  const auto left = residual(problem, result.solution, times);
  for (Eigen::Index j = 0; j < 3; ++j) {
    const double t = times[static_cast<std::size_t>(j)];
    // The networks' large weights are rounded differently one point at a time.
    BOOST_TEST(std::abs(left(0, j) - (result.solution(0, t, 2) + 4 * result.solution(0, t)))
               < 1e-11);
  }
}

BOOST_AUTO_TEST_SUITE_END()
