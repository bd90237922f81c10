// Branches of solutions and their folds, against closed forms and quadratures.
#include "pinn/branch.hpp"
#include "pinn/text_problem.hpp"

#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/tools/minima.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::pinn {

namespace {

auto text(std::string equation, std::vector<std::string> conditions,
          std::vector<std::pair<std::string, std::string>> parameters = {{"lambda", "1"}})
    -> TextProblem {
  return {.independent = "x",
          .domain = {"0", "1"},
          .equations = {std::move(equation)},
          .conditions = std::move(conditions),
          .parameters = std::move(parameters)};
}

auto dirichlet(std::string equation) -> Problem {
  return read_problem(text(std::move(equation), {"u(0) = 0", "u(1) = 0"}));
}

auto bratu() -> Problem { return dirichlet("u'' = -lambda*exp(u)"); }

void check_fold(const SolutionBranch& branch, std::size_t k, double exact, double reference_error) {
  BOOST_TEST_REQUIRE(branch.folds.size() > k);
  const Fold& fold = branch.folds[k];
  BOOST_TEST_CONTEXT("fold " << k << " at " << fold.parameter << ", and " << exact) {
    BOOST_TEST(std::abs(fold.parameter - exact) <= fold.error_estimate + reference_error);
    BOOST_TEST(fold.error_estimate < 1e-12);
    BOOST_TEST(branch.solutions[fold.solution].parameter == fold.parameter);
  }
}

constexpr double bratu_fold = 3.513830719125162; // of θ·tanh(θ/4) = 4

} // namespace

BOOST_AUTO_TEST_SUITE(folds)

BOOST_AUTO_TEST_CASE(bratu_fold_and_both_branches_have_a_closed_form) {
  for (const double tolerance : {1e-4, 1e-8, 1e-11}) {
    const BifurcationDiagram diagram = follow_branch(
        bratu(), {.parameter = "lambda", .from = 0, .to = 4}, {.tolerance = tolerance});
    BOOST_TEST_REQUIRE(diagram.solved(), diagram.reason);
    BOOST_TEST_REQUIRE(diagram.branches.size() == 1U);
    const SolutionBranch& branch = diagram.branches.front();
    BOOST_TEST(branch.folds.size() == 1U);
    check_fold(branch, 0, bratu_fold, 1e-15);
    BOOST_TEST(branch.branch_points.empty());
    double highest = 0.0;
    for (const BranchSolution& each : branch.solutions) {
      // u(1/2) = 2·log(cosh(θ/4)), λ = θ²/(2·cosh²(θ/4))
      const Solution& u = each.result.solution;
      const double error = each.result.error_estimate.front();
      const double middle = u("u", 0.5), quarter = std::acosh(std::exp(middle / 2));
      const double exact = 8 * quarter * quarter / std::exp(middle);
      const double slope = // by u(1/2)
          quarter == 0 ? 8.0
                       : std::abs(8 * quarter / std::exp(middle) / std::tanh(quarter) - exact);
      highest = std::max(highest, middle);
      BOOST_TEST_CONTEXT("lambda = " << each.parameter << ", u(1/2) = " << middle) {
        BOOST_TEST(std::abs(each.parameter - exact)
                   <= each.parameter_error + slope * error + 1e-14);
        const double at = u("u", 0.2),
                     there = 2 * std::log(std::cosh(quarter) / std::cosh(0.6 * quarter));
        BOOST_TEST(std::abs(at - there) <= 2 * error + 1e-13);
        BOOST_TEST(error <= tolerance * each.result.magnitude.front());
      }
    }
    BOOST_TEST(highest > 10);
    BOOST_TEST((branch.end == BranchEnd::unbounded));
  }
}

BOOST_AUTO_TEST_CASE(stability_changes_at_the_fold) {
  const auto diagram = follow_branch(bratu(), {.parameter = "lambda", .from = 0, .to = 4});
  const SolutionBranch& branch = diagram.branches.front();
  for (std::size_t k = 0; k < branch.solutions.size(); ++k) {
    const auto modes = branch.solutions[k].unstable_modes;
    if (k == branch.folds.front().solution) BOOST_TEST(!modes.has_value());
    else BOOST_TEST(modes.value_or(-1) == (k < branch.folds.front().solution ? 0 : 1));
  }
}

/// λ of the solution of u'' = -λ·f(u), u(0) = u(1) = 0, whose largest value is m: 2·(∫ du/√(F(m) - F(u)))².
template <class F>
auto by_largest_value(const F& f, double m) -> double {
  using Gauss = boost::math::quadrature::gauss<double, 40>;
  const auto integrand = [&](double s) { // u = m·(1 - s²)
    const double u = m * (1 - s * s);
    const double mean = Gauss::integrate([&](double t) { return f(u + t * (m - u)); }, 0.0, 1.0);
    return 2 * std::sqrt(m / mean);
  };
  const double integral = Gauss::integrate(integrand, 0.0, 1.0);
  return 2 * integral * integral;
}

BOOST_AUTO_TEST_CASE(an_s_shaped_branch_has_two_folds) {
  const auto f = [](double u) { return std::exp(u / (1 + 0.2 * u)); };
  const auto diagram = follow_branch(dirichlet("u'' = -lambda*exp(u/(1 + 0.2*u))"),
                                     {.parameter = "lambda", .from = 0, .to = 8});
  BOOST_TEST_REQUIRE(diagram.solved(), diagram.reason);
  const SolutionBranch& branch = diagram.branches.front();
  BOOST_TEST(branch.folds.size() == 2U);
  const auto lowest = [&](double sign, double from, double to) {
    return sign
           * boost::math::tools::brent_find_minima(
                 [&](double m) { return sign * by_largest_value(f, m); }, from, to, 40)
                 .second;
  };
  check_fold(branch, 0, lowest(-1, 1.0, 3.5), 1e-12);
  check_fold(branch, 1, lowest(1, 3.5, 20.0), 1e-12);
  BOOST_TEST((branch.end == BranchEnd::left_interval));
  BOOST_TEST(branch.solutions.back().parameter == 8.0);
  BOOST_TEST(branch.solutions.back().unstable_modes.value_or(-1) == 0);
}

BOOST_AUTO_TEST_CASE(a_closed_branch_closes) {
  // (u - 1)² + (λ - 1.5)² = 0.04, found from the value that the problem has
  Problem problem =
      read_problem(text("u' = 0", {"(u(0) - 1)*(u(1) - 1) + (lambda - 1.5)^2 = 0.04"}));
  problem.parameters.front().value = 1.45;
  const auto diagram = follow_branch(problem, {.parameter = "lambda", .from = 0, .to = 4});
  BOOST_TEST_REQUIRE(diagram.solved(), diagram.reason);
  BOOST_TEST_REQUIRE(diagram.branches.size() == 1U);
  const SolutionBranch& branch = diagram.branches.front();
  BOOST_TEST((branch.end == BranchEnd::closed));
  BOOST_TEST(branch.folds.size() == 2U);
  check_fold(branch, 0, 1.7, 1e-15);
  check_fold(branch, 1, 1.3, 1e-15);
  for (const BranchSolution& each : branch.solutions)
    BOOST_TEST(std::abs(std::hypot(each.norms.front() - 1, each.parameter - 1.5) - 0.2)
               <= each.parameter_error + each.result.error_estimate.front());
}

BOOST_AUTO_TEST_CASE(it_goes_both_ways_where_the_interval_begins_without_a_solution) {
  // u² = λ - 1, within [0, 2] from 1.5 on: a parabola with its fold at 1
  Problem problem = read_problem(text("u' = 0", {"u(0)*u(1) = lambda - 1"}));
  problem.parameters.front().value = 1.5;
  problem.unknowns.front().guess = [](double) { return 1.0; };
  const auto diagram = follow_branch(problem, {.parameter = "lambda", .from = 0, .to = 2});
  BOOST_TEST_REQUIRE(diagram.solved(), diagram.reason);
  BOOST_TEST_REQUIRE(diagram.branches.size() == 2U);
  BOOST_TEST(diagram.branches[0].folds.empty());
  check_fold(diagram.branches[1], 0, 1.0, 1e-15);
  for (const SolutionBranch& branch : diagram.branches)
    BOOST_TEST(branch.solutions.back().parameter == 2.0);
}

BOOST_AUTO_TEST_CASE(parameters_in_others_in_conditions_and_beside_unknown_numbers) {
  const Continuation continuation{.parameter = "lambda", .from = 0.1, .to = 2};
  const auto derived = follow_branch(read_problem(text("u'' = -k*exp(u)", {"u(0) = 0", "u(1) = 0"},
                                                       {{"k", "2*lambda"}, {"lambda", "1"}})),
                                     continuation);
  check_fold(derived.branches.front(), 0, bratu_fold / 2, 1e-15);
  // u(1) = λ - 1, the equation's number found from the middle: u = a·x, c = a/2
  TextProblem of_conditions = text("u'' = 0*c", {"u(0) = 0", "u(1) = lambda - 1", "u(0.5) = c"},
                                   {{"lambda", "1"}, {"c", "0"}});
  of_conditions.searched = {{"c", {-10, 10}}};
  const auto linear = follow_branch(read_problem(of_conditions), continuation);
  BOOST_TEST_REQUIRE(linear.solved(), linear.reason);
  for (const BranchSolution& each : linear.branches.front().solutions)
    for (const FoundParameter& number : each.result.parameters)
      if (number.name == "c")
        BOOST_TEST(std::abs(number.value - (each.parameter - 1) / 2) <= number.error_estimate);
}

BOOST_AUTO_TEST_CASE(a_branch_that_ends_at_a_singularity_says_so) {
  // The plate of a micro-electromechanical device touches down: u → -1 as λ → 0.
  const auto diagram = follow_branch(dirichlet("u'' = lambda/(1 + u)^2"),
                                     {.parameter = "lambda", .from = 0, .to = 2});
  const auto force = [](double u) { return 1 / ((1 - u) * (1 - u)); };
  const double pull_in = -boost::math::tools::brent_find_minima(
                              [&](double m) { return -by_largest_value(force, m); }, 0.2, 0.6, 40)
                              .second;
  check_fold(diagram.branches.front(), 0, pull_in, 1e-10);
  BOOST_TEST(!diagram.solved());
  BOOST_TEST((diagram.branches.front().end == BranchEnd::cannot_go_on));
  BOOST_TEST(diagram.branches.front().solutions.back().parameter < 1e-3);
  for (const BranchSolution& each : diagram.branches.front().solutions)
    BOOST_TEST(each.result.solved());
}

BOOST_AUTO_TEST_CASE(limits_end_it_with_what_was_found) {
  const Continuation continuation{.parameter = "lambda", .from = 0, .to = 4, .most_points = 7};
  const auto few = follow_branch(bratu(), continuation);
  BOOST_TEST(few.solved());
  BOOST_TEST(few.branches.front().solutions.size() == 7U);
  BOOST_TEST((few.branches.front().end == BranchEnd::point_limit));
  int calls = 0;
  const auto cancelled =
      follow_branch(bratu(), {.parameter = "lambda", .from = 0, .to = 4},
                    {.limits = {.seconds = 1e9, .cancelled = [&calls] { return ++calls > 300; }}});
  BOOST_TEST(!cancelled.solved());
  BOOST_TEST_REQUIRE(!cancelled.branches.empty());
  BOOST_TEST((cancelled.branches.front().end == BranchEnd::cancelled));
  BOOST_TEST(!cancelled.branches.front().solutions.empty());
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_refused) {
  const auto refuses = [](const Problem& problem, const Continuation& continuation,
                          const std::string& because) {
    BOOST_CHECK_EXCEPTION((void)follow_branch(problem, continuation), std::invalid_argument,
                          [&](const std::invalid_argument& error) {
                            return std::string(error.what()).find(because) != std::string::npos;
                          });
  };
  refuses(bratu(), {.parameter = "mu"}, "mu is none; there are lambda");
  refuses(bratu(), {.parameter = "lambda", .from = 1, .to = 1}, "from one finite number");
  refuses(bratu(), {.parameter = "lambda", .most_points = 1}, "two points");
  refuses(read_problem(text("u'' = -lambda*u", {"u(0) = 0", "u'(0) = 1"})), {.parameter = "lambda"},
          "initial-value problem");
  Problem unknown = dirichlet("u'' = -lambda*exp(u)");
  unknown.conditions.push_back(value_condition(0, 0, 0.5, 0.1));
  unknown.parameters.front().searched = Bounds{0, 10};
  refuses(unknown, {.parameter = "lambda"}, "unknown number");
  Problem infinite = read_problem(text("u'' = lambda*u", {"u(0) = 1", "u(1) = 0"}));
  infinite.domain.end = std::numeric_limits<double>::infinity();
  refuses(infinite, {.parameter = "lambda"}, "infinite domain");
  const auto nowhere = follow_branch(bratu(), {.parameter = "lambda", .from = 5, .to = 8});
  BOOST_TEST(!nowhere.solved());
  BOOST_TEST(nowhere.reason.find("at lambda = 5") != std::string::npos, nowhere.reason);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
