// Branch points and the branches through them, against closed forms.
#include "pinn/branch.hpp"
#include "pinn/text_problem.hpp"

#include <boost/math/special_functions/ellint_1.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::pinn {

namespace {

using std::numbers::pi;

auto square(double x) -> double { return x * x; }

auto problem(std::vector<std::string> equations, std::vector<std::string> conditions,
             std::string parameter, std::string end = "1") -> Problem {
  return read_problem({.independent = "x",
                       .domain = {"0", std::move(end)},
                       .equations = std::move(equations),
                       .conditions = std::move(conditions),
                       .parameters = {{std::move(parameter), "1"}}});
}

void check_points(const SolutionBranch& branch, const std::vector<double>& exact) {
  BOOST_TEST_REQUIRE(branch.branch_points.size() == exact.size());
  for (std::size_t k = 0; k < exact.size(); ++k) {
    const BranchPoint& point = branch.branch_points[k];
    BOOST_TEST_CONTEXT(point.parameter << " and " << exact[k]) {
      BOOST_TEST(std::abs(point.parameter - exact[k]) <= point.error_estimate);
      BOOST_TEST(point.error_estimate < 1e-9 * std::max(1.0, exact[k]));
    }
  }
}

const Continuation of_rod{.parameter = "P", .from = 1, .to = 100, .switches_branches = true};

} // namespace

BOOST_AUTO_TEST_SUITE(branch_points)

BOOST_AUTO_TEST_CASE(a_rod_buckles_in_one_arc_in_two_and_in_three) {
  const auto diagram = follow_branch(
      problem({"theta'' = -P*sin(theta)"}, {"theta(0) = 0", "theta(1) = 0"}, "P"), of_rod);
  BOOST_TEST_REQUIRE(diagram.solved(), diagram.reason);
  BOOST_TEST_REQUIRE(diagram.branches.size() == 7U);
  check_points(diagram.branches.front(), {square(pi), square(2 * pi), square(3 * pi)});
  for (std::size_t b = 0; b < diagram.branches.size(); ++b) {
    const SolutionBranch& branch = diagram.branches[b];
    BOOST_TEST((branch.end == BranchEnd::left_interval));
    BOOST_TEST(branch.folds.empty());
    BOOST_TEST(branch.solutions.back().parameter == 100.0);
    for (const BranchSolution& each : branch.solutions) {
      if (b == 0) { // straight
        BOOST_TEST(each.norms.front() == 0.0);
        BOOST_TEST(each.unstable_modes.value_or(-1)
                   == static_cast<int>(std::floor(std::sqrt(each.parameter) / pi)));
        continue;
      }
      const int arcs = static_cast<int>(b + 1) / 2;
      BOOST_TEST(each.unstable_modes.value_or(-1) == arcs - 1);
      BOOST_TEST(branch.origin->branch_point == static_cast<std::size_t>(arcs - 1));
      const double angle = std::abs(each.result.solution("theta", 0.5 / arcs));
      const double load = square(2 * arcs * boost::math::ellint_1(std::sin(angle / 2)));
      const double further = square(
          2 * arcs * boost::math::ellint_1(std::sin((angle + each.result.error_estimate[0]) / 2)));
      BOOST_TEST_CONTEXT("branch " << b << ", P = " << each.parameter << " and " << load)
      BOOST_TEST(std::abs(each.parameter - load)
                 <= each.parameter_error + (further - load) + 1e-13 * load);
    }
  }
  // Both sides of a pitchfork are mirror images.
  for (const std::size_t b : {1U, 3U, 5U})
    BOOST_TEST(diagram.branches[b].solutions.back().result.solution("theta", 0.1)
                   * diagram.branches[b + 1].solutions.back().result.solution("theta", 0.1)
               < 0);
}

BOOST_AUTO_TEST_CASE(ends_that_turn_freely) {
  const auto diagram = follow_branch(
      problem({"theta'' = -P*sin(theta)"}, {"theta'(0) = 0", "theta'(1) = 0"}, "P"), of_rod);
  check_points(diagram.branches.front(), {square(pi), square(2 * pi), square(3 * pi)});
  BOOST_TEST(diagram.branches.front().solutions.back().unstable_modes.value_or(-1) == 4);
}

BOOST_AUTO_TEST_CASE(branches_that_cross_aslant) {
  // u'' = -λ·u + u²: solutions of one sign below π², of the other above
  const auto diagram =
      follow_branch(problem({"u'' = -lambda*u + u^2"}, {"u(0) = 0", "u(1) = 0"}, "lambda"),
                    {.parameter = "lambda", .from = 1, .to = 30, .switches_branches = true});
  BOOST_TEST_REQUIRE(diagram.solved(), diagram.reason);
  BOOST_TEST_REQUIRE(diagram.branches.size() == 3U);
  check_points(diagram.branches.front(), {square(pi)});
  std::vector<double> ends;
  for (const std::size_t b : {1U, 2U}) {
    const BranchSolution& last = diagram.branches[b].solutions.back();
    ends.push_back(last.parameter);
    BOOST_TEST(last.unstable_modes.value_or(-1) == (last.parameter > 10 ? 0 : 1));
    BOOST_TEST((last.result.solution("u", 0.5) > 0) == (last.parameter > 10));
  }
  std::ranges::sort(ends);
  BOOST_TEST(ends == (std::vector{1.0, 30.0}));
}

BOOST_AUTO_TEST_CASE(an_eigenvalue_is_a_branch_point_of_a_vertical_branch) {
  const auto diagram =
      follow_branch(problem({"u'' = -lambda*u"}, {"u(0) = 0", "u(1) = 0"}, "lambda"),
                    {.parameter = "lambda", .from = 1, .to = 30, .switches_branches = true});
  BOOST_TEST_REQUIRE(diagram.branches.size() == 3U);
  for (const std::size_t b : {1U, 2U}) {
    BOOST_TEST((diagram.branches[b].end == BranchEnd::unbounded));
    BOOST_TEST(diagram.branches[b].folds.empty());
    for (const BranchSolution& each : diagram.branches[b].solutions)
      BOOST_TEST(std::abs(each.parameter - square(pi)) < 1e-11);
  }
}

BOOST_AUTO_TEST_CASE(an_imperfect_branch_point_is_none) {
  // The branch turns away from one that comes near; it keeps its sign, and stays stable.
  for (const std::string disturbance : {"1e-2", "1e-5", "1e-8"}) {
    const auto diagram = follow_branch(
        problem({"u'' = -lambda*(u - u^3) - " + disturbance}, {"u(0) = 0", "u(1) = 0"}, "lambda"),
        {.parameter = "lambda", .from = 1, .to = 60});
    BOOST_TEST_REQUIRE(diagram.solved(), diagram.reason);
    const SolutionBranch& branch = diagram.branches.front();
    BOOST_TEST(branch.branch_points.empty());
    BOOST_TEST(branch.folds.empty());
    for (const BranchSolution& each : branch.solutions) {
      BOOST_TEST(each.result.solution("u", 0.5) > 0);
      BOOST_TEST(each.unstable_modes.value_or(-1) == 0);
    }
    BOOST_TEST(branch.solutions.back().result.solution("u", 0.5) > 0.5);
  }
}

BOOST_AUTO_TEST_CASE(solutions_of_any_size_are_found_beside_a_branch_point) {
  for (const auto& [factor, size] : {std::pair{"1e12", 1e-6}, {"1", 1.0}, {"1e-12", 1e6}}) {
    const auto diagram =
        follow_branch(problem({"u'' = -lambda*(u - " + std::string(factor) + "*u^3)"},
                              {"u(0) = 0", "u(1) = 0"}, "lambda"),
                      {.parameter = "lambda", .from = 1, .to = 20, .switches_branches = true});
    BOOST_TEST_REQUIRE(diagram.branches.size() == 3U);
    for (const std::size_t b : {1U, 2U}) {
      const SolutionBranch& branch = diagram.branches[b];
      BOOST_TEST((branch.end == BranchEnd::left_interval));
      BOOST_TEST(std::abs(std::abs(branch.solutions.back().result.solution("u", 0.5)) / size - 0.8)
                 < 0.1);
    }
  }
}

BOOST_AUTO_TEST_CASE(of_two_equations) {
  // The Brusselator's homogeneous state, X = 2, Y = 2.3: with κ = (nπ/L)²,
  // (B - 1 - Dx·κ)·(-A² - Dy·κ) + A²·B = 0.
  const auto diagram = follow_branch(
      problem({"0.0016*X'' = -L^2*(X^2*Y - 5.6*X + 2)", "0.008*Y'' = -L^2*(4.6*X - X^2*Y)"},
              {"X(0) = 2", "X(1) = 2", "Y(0) = 2.3", "Y(1) = 2.3"}, "L"),
      {.parameter = "L", .from = 0.02, .to = 0.3});
  const double a = 0.0016 * 0.008, b = 4 * 0.0016 - 3.6 * 0.008, c = 4.0;
  std::vector<double> exact;
  for (const int n : {1, 2, 3})
    for (const double sign : {-1.0, 1.0}) {
      const double kappa = (-b + sign * std::sqrt(b * b - 4 * a * c)) / (2 * a);
      if (const double length = n * pi / std::sqrt(kappa); length < 0.3) exact.push_back(length);
    }
  std::ranges::sort(exact);
  BOOST_TEST(exact.size() == 4U);
  check_points(diagram.branches.front(), exact);
  BOOST_TEST(!diagram.branches.front().solutions.front().unstable_modes.has_value());
}

BOOST_AUTO_TEST_CASE(a_branch_ends_where_one_was_before) {
  // Swift and Hohenberg's equation, whose localised states snake between two branch points of a periodic one.
  const auto diagram = follow_branch(
      problem({"u'''' = -2*u'' - u + r*u + 1.8*u^2 - u^3"},
              {"u'(0) = 0", "u'''(0) = 0", "u'(20) = 0", "u'''(20) = 0"}, "r", "20"),
      {.parameter = "r", .from = -1, .to = 0.3, .switches_branches = true, .most_branches = 9});
  BOOST_TEST_REQUIRE(diagram.branches.size() == 9U);
  BOOST_TEST(diagram.not_followed > 0U);
  // cos(nπx/20) grows at r = (1 - (nπ/20)²)², n = 6, 7, 5
  check_points(diagram.branches.front(),
               {square(1 - square(6 * pi / 20)), square(1 - square(7 * pi / 20)),
                square(1 - square(5 * pi / 20))});
  const SolutionBranch &one = diagram.branches[7], &other = diagram.branches[8];
  BOOST_TEST_REQUIRE(one.destination.has_value());
  BOOST_TEST_REQUIRE(other.destination.has_value());
  BOOST_TEST(one.destination->branch_point == other.destination->branch_point);
  BOOST_TEST_REQUIRE(one.folds.size() == other.folds.size()); // mirror images
  BOOST_TEST(one.folds.size() >= 4U);
  for (std::size_t k = 0; k < one.folds.size(); ++k)
    BOOST_TEST(std::abs(one.folds[k].parameter - other.folds[k].parameter)
               <= one.folds[k].error_estimate + other.folds[k].error_estimate);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
