// Several solutions of one problem: all of them, none twice, each within its estimate of a reference. Values without a closed form
// are from Taylor series of degree 30 with 34 digits, shot from both ends to the middle; how many there are, from a scan of all slopes.
#include "pinn/several_solutions.hpp"
#include "pinn/text_problem.hpp"

#include <boost/math/special_functions/ellint_1.hpp>
#include <boost/math/special_functions/jacobi_elliptic.hpp>
#include <boost/math/tools/roots.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <ostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::pinn {

namespace {

using std::numbers::pi;
constexpr double infinity = std::numeric_limits<double>::infinity();

auto text(std::string equation, std::vector<std::string> conditions, std::string start,
          std::string end) -> TextProblem {
  return {.independent = "x",
          .domain = {std::move(start), std::move(end)},
          .equations = {std::move(equation)},
          .conditions = std::move(conditions)};
}

/// One solution: what it is at some places, and its slopes at both ends, where these tell it from others that are exponentially near.
struct Reference {
  std::vector<std::pair<double, double>> values;
  std::array<double, 2> slopes = {};
  [[nodiscard]] auto has_slopes() const -> bool { return slopes[0] != 0 || slopes[1] != 0; }
};

auto is_met(const Result& result, const Reference& reference) -> bool {
  constexpr double reference_error = 1e-14, slope_error = 1e-6;
  for (const auto& [x, u] : reference.values)
    if (std::abs(result.solution(0, x) - u)
        > result.error_estimate[0] + reference_error * std::abs(u))
      return false;
  const Solution& solution = result.solution;
  return !reference.has_slopes()
         || (std::abs(solution(0, solution.start(), 1) - reference.slopes[0]) < slope_error
             && std::abs(solution(0, solution.end(), 1) - reference.slopes[1]) < slope_error);
}

void check_are_met(const SolutionSet& set, const std::vector<Reference>& references) {
  BOOST_TEST_REQUIRE(set.solved(), set.reason);
  BOOST_TEST(set.found.size() == references.size());
  for (const Reference& reference : references)
    BOOST_TEST(std::ranges::count_if(
                   set.found, [&](const Result& result) { return is_met(result, reference); })
               == 1);
  for (const Result& result : set.found) {
    BOOST_TEST(result.solved());
    BOOST_TEST(result.error_estimate[0] <= result.tolerance * result.magnitude[0]);
  }
}

const TextProblem carrier =
    text("0.01*u'' + 2*(1 - x^2)*u + u^2 = 1", {"u(-1) = 0", "u(1) = 0"}, "-1", "1");
const TextProblem pendulum = text("u'' = -sin(u)", {"u(0) = 2", "u(10) = 2"}, "0", "10");

auto carriers() -> std::vector<Reference> {
  const std::vector<std::array<double, 4>> rows = {
      // u'(-1), u'(1), u(0), u(-1/2)
      {-13.6821202227413477, 13.6821202227413477, -2.40210471808563757, -1.98880018702624531},
      {-13.6821202226326406, -14.4972330164093196, -2.40209027195915196, -1.98880018292617491},
      {-13.6819920140739379, 13.6819920140739379, 1.78619747750918774, -1.98396792795149497},
      {-13.6819912583017629, -14.4901176639853423, 1.78604286314160355, -1.98393946228869548},
      {-13.6765705305862739, 13.6765705305862739, -1.53965204436320524, -1.78561724828106652},
      {-13.6758662737507329, -14.2203682658835680, -1.52030755880510697, -1.76068837862276261},
      {-13.5414299375959375, 13.5414299375959375, 1.52405024844485136, 0.806246738182250703},
      {-13.3009205349667853, -11.4834167562809162, 0.683762202614312485, 1.55559599511883613},
      {-11.1690599875721212, 11.1690599875721212, -0.745311128765780188, -0.0328021124767726522},
      {11.4834167562809162, 13.3009205349667853, 0.683762202614312485, -0.612279670582762506},
      {14.1848519899324642, -14.1848519899324642, -1.50865114741077508, -1.72513629354012822},
      {14.2203682658835680, 13.6758662737507329, -1.52030755880510697, -1.74783315804980365},
      {14.4900756766859444, -14.4900756766859444, 1.78595805410992732, -1.92994593291585280},
      {14.4901176639853423, 13.6819912583017629, 1.78604286314160355, -1.92997568230148402},
      {14.4972330103470780, -14.4972330103470780, -2.40207582568298320, -1.93502366762603991},
      {14.4972330164093196, 13.6821202226326406, -2.40209027195915196, -1.93502367193243412}};
  std::vector<Reference> references;
  for (const auto& [left, right, middle, quarter] : rows)
    references.push_back({.values = {{0.0, middle}, {-0.5, quarter}}, .slopes = {left, right}});
  return references;
}

/// u'' = -μ²·(u - u³), u(0) = u(1) = 0: with n half waves u = a·sn(μ·x/√(1 + k²), k), a² = 2·k²/(1 + k²).
auto half_waves(double mu, int n) -> std::function<double(double)> {
  const auto excess = [&](double k) {
    return 2 * n * boost::math::ellint_1(k) * std::sqrt(1 + k * k) - mu;
  };
  const auto bracket = boost::math::tools::bisect(excess, 0.0, 1 - 1e-15,
                                                  boost::math::tools::eps_tolerance<double>(52));
  const double k = (bracket.first + bracket.second) / 2;
  return [=](double x) {
    return std::sqrt(2 * k * k / (1 + k * k))
           * boost::math::jacobi_sn(k, mu * x / std::sqrt(1 + k * k));
  };
}

} // namespace

BOOST_AUTO_TEST_SUITE(several_solutions_of_one_problem)

BOOST_AUTO_TEST_CASE(carriers_equation_has_sixteen) {
  const SolutionSet set = several_solutions(read_problem(carrier), 30);
  check_are_met(set, carriers());
  BOOST_TEST(set.remark == "30 were asked for; there may be more");
}

BOOST_AUTO_TEST_CASE(the_pendulum_has_five) {
  check_are_met(
      several_solutions(read_problem(pendulum), 10),
      {{.values = {{5.0, -2.95481569697730375}}},
       {.values = {{5.0, -2.0}}, .slopes = {-0.833796520086390174, -0.833796520086390174}},
       {.values = {{5.0, -2.1508880780317321}}},
       {.values = {{5.0, -2.0}}, .slopes = {0.833796520086390174, 0.833796520086390174}},
       {.values = {{5.0, 3.12577647241489349}}}});
}

BOOST_AUTO_TEST_CASE(bratus_problem_has_two_below_the_fold_and_none_above) {
  std::vector<Reference> references;
  for (const auto& [low, high] : {std::pair{1.0, 2.0}, {10.0, 12.0}}) { // θ = √2·cosh(θ/4)
    const auto [below, above] = boost::math::tools::bisect(
        [](double theta) { return theta - std::numbers::sqrt2 * std::cosh(theta / 4); }, low, high,
        boost::math::tools::eps_tolerance<double>(52));
    const double theta = (below + above) / 2;
    references.push_back(
        {.values = {{0.5, 2 * std::log(std::cosh(theta / 4))},
                    {0.2, -2 * std::log(std::cosh(0.15 * theta) / std::cosh(theta / 4))}}});
  }
  check_are_met(
      several_solutions(read_problem(text("u'' = -exp(u)", {"u(0) = 0", "u(1) = 0"}, "0", "1")), 5),
      references);
  const SolutionSet none = several_solutions(
      read_problem(text("u'' = -4*exp(u)", {"u(0) = 0", "u(1) = 0"}, "0", "1")), 5);
  BOOST_TEST(none.found.empty());
  BOOST_TEST(!none.reason.empty());
}

BOOST_AUTO_TEST_CASE(bifurcated_ones_are_found_from_zero) {
  std::vector<Reference> references = {{.values = {{0.3, 0.0}, {0.7, 0.0}}}};
  for (int n = 1; n <= 3; ++n)
    for (const double sign : {1.0, -1.0}) {
      const auto u = half_waves(10.0, n);
      references.push_back({.values = {{0.1, sign * u(0.1)}, {0.37, sign * u(0.37)}}});
    }
  check_are_met(
      several_solutions(
          read_problem(text("u'' = -100*(u - u^3)", {"u(0) = 0", "u(1) = 0"}, "0", "1")), 10),
      references);
}

// Herceg's problem: boundary layers of both kinds at either end.
BOOST_AUTO_TEST_CASE(layers_at_both_ends_combine) {
  const SolutionSet set =
      several_solutions(read_problem(text("0.01*u'' = (u^2 + u - 0.75)*(u^2 + u - 3.75)",
                                          {"u(0) = 0", "u(1) = 0"}, "0", "1")),
                        30);
  // u'²/2 = (V(u) - V(plateau))/0.01, V' the right side, from the plateau, which is reached but for exp(-17).
  const auto slope = [](double plateau) {
    const auto v = [](double u) {
      return std::pow(u, 5) / 5 + std::pow(u, 4) / 2 - 7 * std::pow(u, 3) / 6 - 2.25 * u * u
             + 2.8125 * u;
    };
    return std::sqrt(200 * (v(0.0) - v(plateau)));
  };
  const double high = slope(1.5), low = slope(-1.5);
  for (const auto& [left, right] :
       {std::pair{high, -high}, {high, high}, {-high, high}, {-high, -high}, {-low, low}})
    BOOST_TEST(std::ranges::any_of(set.found, [&](const Result& result) {
      return std::abs(result.solution(0, 0.0, 1) - left) < 1e-5
             && std::abs(result.solution(0, 1.0, 1) - right) < 1e-5;
    }));
}

// Falkner and Skan's equation with β = -0.1: one flow is attached, one reversed (Stewartson 1954).
BOOST_AUTO_TEST_CASE(are_found_on_a_half_line) {
  const SolutionSet set =
      several_solutions(read_problem(text("f''' + f*f'' - 0.1*(1 - f'^2) = 0",
                                          {"f(0) = 0", "f'(0) = 0", "f'(inf) = 1"}, "0", "inf")),
                        5);
  BOOST_TEST_REQUIRE(set.found.size() == 2U);
  std::vector<double> shears = {set.found[0].solution(0, 0.0, 2), set.found[1].solution(0, 0.0, 2)};
  std::ranges::sort(shears);
  BOOST_TEST(std::abs(shears[0] - -0.140546) < 1e-6);
  BOOST_TEST(std::abs(shears[1] - 0.319270) < 1e-6);
}

BOOST_AUTO_TEST_CASE(unknown_numbers_tell_them_apart) {
  TextProblem string = text("u'' = -lambda*u", {"u(0) = 0", "u(1) = 0", "u'(0) = 1"}, "0", "1");
  string.parameters = {{"lambda", "9"}};
  string.searched = {{"lambda", {0.0, 500.0}}};
  const SolutionSet set = several_solutions(read_problem(string), 20);
  BOOST_TEST_REQUIRE(set.found.size() == 7U); // (7π)² < 500 < (8π)²
  for (int k = 1; k <= 7; ++k) {
    const FoundParameter& lambda = set.found[static_cast<std::size_t>(k - 1)].parameters.front();
    BOOST_TEST(std::abs(lambda.value - k * k * pi * pi)
               <= lambda.error_estimate + 1e-13 * lambda.value);
  }
}

BOOST_AUTO_TEST_CASE(bounds_are_kept) {
  Problem problem = read_problem(carrier);
  problem.unknowns.front().bounds = Bounds{-infinity, 1.7};
  const SolutionSet set = several_solutions(problem, 30);
  BOOST_TEST(!set.found.empty());
  for (const Result& result : set.found)
    for (int k = 0; k <= 200; ++k) BOOST_TEST(result.solution(0, -1 + k / 100.0) < 1.7 + 1e-6);
}

BOOST_AUTO_TEST_CASE(a_linear_problem_has_one) {
  const SolutionSet set =
      several_solutions(read_problem(text("u'' + u = x", {"u(0) = 0", "u(1) = 0"}, "0", "1")), 4);
  BOOST_TEST(set.remark == "the problem is linear, and has no other");
  check_are_met(set, {{.values = {{0.3, 0.3 - std::sin(0.3) / std::sin(1.0)}}}});
}

// Of linear equations, too, where conditions are not linear: u = ±sinh(1 - x)/sinh(1).
BOOST_AUTO_TEST_CASE(conditions_that_are_not_linear_allow_several) {
  const SolutionSet set =
      several_solutions(read_problem(text("u'' = u", {"u(0)^2 = 1", "u(1) = 0"}, "0", "1")), 4);
  const double half = std::sinh(0.5) / std::sinh(1.0);
  check_are_met(set, {{.values = {{0.5, half}}}, {.values = {{0.5, -half}}}});
}

// u' = u² - 1 would be met by a shock up to exp(-4·2) alone; u'(0) = 0 leaves u = -1, and no place for a shock.
BOOST_AUTO_TEST_CASE(what_is_nearly_a_solution_is_none) {
  const SolutionSet found = several_solutions(
      read_problem(text("u'' = 2*u*u'", {"u'(0) = 0", "u(2) = -1"}, "0", "2")), 3);
  BOOST_TEST_REQUIRE(found.found.size() == 1U);
  for (const double x : {0.0, 0.7, 2.0})
    BOOST_TEST(std::abs(found.found[0].solution("u", x) + 1.0) < 1e-8);
}

BOOST_AUTO_TEST_CASE(no_more_are_looked_for_than_asked_for) {
  const SolutionSet set = several_solutions(read_problem(carrier), 3);
  BOOST_TEST(set.found.size() == 3U);
  BOOST_TEST(set.remark.empty());
}

BOOST_AUTO_TEST_CASE(a_time_limit_keeps_what_was_found) {
  const SolutionSet set =
      several_solutions(read_problem(carrier), 100, {.limits = {.seconds = 0.05}});
  BOOST_TEST(set.found.size() < 100U);
  BOOST_TEST((set.solved() ? set.remark : set.reason).find("the time limit of 0.05 s was reached")
             != std::string::npos);
}

struct Refused {
  TextProblem text;
  int count = 2;
  Options options = {};
  std::string message;
};
auto operator<<(std::ostream& stream, const Refused& each) -> std::ostream& {
  return stream << each.message;
}
const std::vector<Refused> refused = {
    {.text = pendulum, .count = 0, .message = "at least 1"},
    {.text = pendulum, .options = {.tolerance = 2.0}, .message = "the tolerance must lie"},
    {.text = pendulum,
     .options = {.absolute_tolerance = {1e-9, 1e-9}},
     .message = "give one for each"},
    {.text = pendulum,
     .options = {.method = Method::single_network},
     .message = "found by segments"},
    {.text = text("u'' = -u^3", {"u(0) = 0", "u'(0) = 1"}, "0", "1"),
     .message = "this is an initial-value problem"}};

BOOST_DATA_TEST_CASE(what_cannot_be_asked_for_is_refused, boost::unit_test::data::make(refused),
                     each) {
  const auto says_so = [&](const std::invalid_argument& error) {
    const bool found = std::string(error.what()).find(each.message) != std::string::npos;
    BOOST_TEST(found, error.what());
    return found;
  };
  const Problem problem = read_problem(each.text);
  BOOST_CHECK_EXCEPTION((void)several_solutions(problem, each.count, each.options),
                        std::invalid_argument, says_so);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
