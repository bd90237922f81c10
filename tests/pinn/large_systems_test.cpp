// Systems of many unknowns: those that are not coupled cost what each of them costs, and what takes too long or too much memory
// ends with what was reached.
#include "pinn/problem/groups.hpp"
#include "pinn/solve.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace jetwork::pinn {

namespace {

auto rate(std::size_t i) -> double { return 0.5 + static_cast<double>(i % 7) / 4; }

/// y_i' = -rate(i)·y_i + coupling·Σ y, y_i(0) = 1 + i, on [0, 1].
auto decays(std::size_t count, double coupling = 0.0) -> Problem {
  Problem problem{.domain = {.start = 0.0, .end = 1.0}};
  for (std::size_t i = 0; i < count; ++i) {
    problem.unknowns.push_back({.name = "y" + std::to_string(i)});
    problem.conditions.push_back(value_condition(i, 0, 0.0, 1.0 + static_cast<double>(i)));
  }
  problem.residual = [count, coupling](const Value&, Values u, ParameterValues) {
    std::vector<Value> equations;
    Value sum = u[0][0];
    for (std::size_t i = 1; i < count && coupling != 0; ++i) sum += u[i][0];
    for (std::size_t i = 0; i < count; ++i) {
      equations.push_back(u[i][1] + rate(i) * u[i][0]);
      if (coupling != 0) equations.back() -= coupling * sum;
    }
    return equations;
  };
  return problem;
}

} // namespace

BOOST_AUTO_TEST_SUITE(large_systems)

BOOST_AUTO_TEST_CASE(groups_are_what_equations_couple) {
  // Equation 0 knows unknowns 0 and 3, equation 3 unknown 3; 1 and 2 know each other's.
  const Groups groups(
      4, std::vector<Dependence>{{0, 0, 1}, {0, 3, 0}, {1, 2, 1}, {2, 1, 1}, {2, 2, 0}, {3, 3, 1}});
  BOOST_TEST_REQUIRE(groups.count() == 2);
  BOOST_TEST(groups[0].unknowns == (std::vector<int>{0, 3}), boost::test_tools::per_element());
  BOOST_TEST(groups[1].equations == (std::vector<int>{1, 2}), boost::test_tools::per_element());
  BOOST_TEST(groups.of_unknown(3).group == 0);
  BOOST_TEST(groups.of_unknown(3).place == 1);
  // Two equations for unknown 0 and none for unknown 1: one group.
  BOOST_TEST(Groups(2, std::vector<Dependence>{{0, 0, 1}, {1, 0, 1}}).count() == 1);
}

BOOST_AUTO_TEST_CASE(two_thousand_uncoupled_unknowns_are_solved) {
  const Result result = solve(decays(2000));
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  for (std::size_t i = 0; i < 2000; ++i) {
    const double expected = (1.0 + static_cast<double>(i)) * std::exp(-rate(i));
    const double error = std::abs(result.solution(i, 1.0) - expected);
    BOOST_TEST(error <= result.error_estimate[i] + 1e-15 * expected);
    BOOST_TEST(result.error_estimate[i] <= 1e-8 * result.magnitude[i]);
  }
}

BOOST_AUTO_TEST_CASE(sensitivities_of_groups_are_those_of_each_alone) {
  // r'' = -k·r and s'' = -4·k·s, with k = 1: ∂r/∂k = -t·sin(t)/2 and ∂s/∂k = -t·sin(2t).
  const Problem problem = initial_value_problem(
      {{.name = "r", .initial = {1.0, 0.0}}, {.name = "s", .initial = {1.0, 0.0}}},
      {.start = 0.0, .end = 3.0},
      [](auto, auto r, auto s, auto p) {
        return std::array{r[2] + p[0] * r[0], s[2] + 4.0 * p[0] * s[0]};
      },
      {{.name = "k", .value = 1.0}});
  const Result result = solve(problem, {.tolerance = 1e-10, .sensitivities = {"k"}});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST(std::abs(result.solution("s", 3.0) - std::cos(6.0)) < 1e-10);
  const Solution& by_k = result.sensitivities[0].derivative;
  BOOST_TEST(std::abs(by_k("r", 3.0) + 1.5 * std::sin(3.0)) < 1e-9);
  BOOST_TEST(std::abs(by_k("s", 3.0) + 3.0 * std::sin(6.0)) < 1e-9);
}

BOOST_AUTO_TEST_CASE(a_time_limit_holds_within_a_segment) {
  using Clock = std::chrono::steady_clock;
  const auto begun = Clock::now();
  const Result result = solve(decays(1000, 1e-3), {.limits = {.seconds = 1.0}});
  const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  BOOST_TEST(name_of(result.ending.outcome) == "time_limit");
  BOOST_TEST(result.solution.segments().empty());
  BOOST_TEST(std::isinf(result.error_estimate[0]));
  BOOST_TEST(seconds < 10.0); // to solve it takes minutes; much room for a busy machine
}

BOOST_AUTO_TEST_CASE(a_solve_is_cancelled_within_a_segment) {
  int asked = 0;
  const Limits limits{.cancelled = [&asked] { return ++asked > 20; }};
  const Result result = solve(decays(500, 1e-3), {.limits = limits});
  BOOST_TEST(name_of(result.ending.outcome) == "cancelled");
  BOOST_TEST(result.reason.find("cancelled at t = 0") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_takes_too_much_memory_is_refused_before_it_is_taken) {
  constexpr std::size_t mebibyte = std::size_t{1} << 20U;
  const Result refused = solve(decays(1000, 1e-3), {.limits = {.memory = 500 * mebibyte}});
  BOOST_TEST(name_of(refused.ending.outcome) == "memory_limit");
  BOOST_TEST(refused.ending.needed > 500.0 * mebibyte);
  BOOST_TEST(refused.reason.find("MiB") != std::string::npos);
  // A million blocks of 16 × 16 numbers are known to be needed once the order of elimination is.
  const Result later = solve(decays(1000, 1e-3), {.limits = {.memory = 1500 * mebibyte}});
  BOOST_TEST(later.ending.needed > 1e6 * 16 * 16 * 8);
  BOOST_TEST(later.ending.needed < 2e6 * 16 * 16 * 8);
  BOOST_CHECK_THROW(Solver(decays(1000, 1e-3), 1, mebibyte), MemoryRefused);
  BOOST_TEST(solve(decays(3), {.limits = {.memory = 8 * mebibyte}}).solved());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
