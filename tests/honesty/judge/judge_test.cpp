// The judge accepts good solutions, and sees through spoilt ones.
#include "pinn/solve.hpp"
#include "pinn/text_problem.hpp"
#include "tests/honesty/judge/judge.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace jetwork;
using namespace jetwork::honesty;

namespace {

auto decay() -> ChosenProblem {
  ChosenProblem problem =
      chosen_scalar("y' = -y", 1, {0, 5}, [](const Real& t) -> Real { return exp(-t); });
  problem.tolerance = 1e-8;
  return problem;
}

auto solved(const ChosenProblem& problem) -> pinn::Result {
  return pinn::solve(pinn::read_problem(text_problem(problem)), {.tolerance = problem.tolerance});
}

/// The result with one of its segments multiplied by a factor, or with all of them.
auto spoilt(pinn::Result result, double factor, std::optional<std::size_t> which = {})
    -> pinn::Result {
  auto segments = result.solution.segments();
  for (std::size_t s = 0; s < segments.size(); ++s)
    if (!which || *which == s) {
      segments[s].initial *= factor;
      segments[s].output_weights *= factor;
    }
  result.solution =
      pinn::Solution("t", result.solution.names(), result.solution.orders(), segments);
  return result;
}

} // namespace

BOOST_AUTO_TEST_SUITE(judge_test)

BOOST_AUTO_TEST_CASE(a_good_solution_is_not_bad) {
  const ChosenProblem problem = decay();
  const Judgement judgement = judge(problem, solved(problem), Draw(1));
  BOOST_TEST(judgement.solved);
  BOOST_TEST(!judgement.is_bad());
  BOOST_TEST(judgement.magnitude == 1.0);
}

BOOST_AUTO_TEST_CASE(a_spoilt_solution_is_wrong) {
  const ChosenProblem problem = decay();
  const pinn::Result result = solved(problem);
  for (const Judgement& judgement : {judge(problem, spoilt(result, 1 + 3e-8), Draw(1)),
                                     judge(problem, spoilt(result, 1 + 3e-8, 0), Draw(1)),
                                     judge(problem, spoilt(result, std::nan(""), 3), Draw(1))}) {
    BOOST_TEST(judgement.wrong());
    BOOST_TEST(judgement.estimate_too_low());
    BOOST_TEST(judgement.trusted_too_far());
  }
  BOOST_TEST(judge(problem, spoilt(result, 1 + 3e-8), Draw(1)).error_by_tolerance == 3.0,
             boost::test_tools::tolerance(1e-3));
}

BOOST_AUTO_TEST_CASE(a_spoilt_estimate_is_too_low_though_the_solution_is_right) {
  const ChosenProblem problem = decay();
  pinn::Result result = spoilt(solved(problem), 1 + 5e-9);
  result.error_estimate[0] = 2.5e-9;
  const Judgement judgement = judge(problem, result, Draw(1));
  BOOST_TEST(!judgement.wrong());
  BOOST_TEST(judgement.estimate_too_low());
  BOOST_TEST(judgement.error_by_estimate == 2.0, boost::test_tools::tolerance(1e-3));
  result.error_estimate[0] = std::nan("");
  BOOST_TEST(judge(problem, result, Draw(1)).estimate_too_low());
}

BOOST_AUTO_TEST_CASE(what_is_not_called_solved_is_not_wrong_but_may_be_trusted_too_far) {
  const ChosenProblem problem = decay();
  pinn::Result result = spoilt(solved(problem), 1 + 1e-6, 8);
  result.ending.outcome = pinn::Outcome::estimate_above_tolerance;
  result.trusted_until = result.solution.segments()[8].start * 0.999;
  BOOST_TEST(!judge(problem, result, Draw(1)).wrong());
  BOOST_TEST(!judge(problem, result, Draw(1)).trusted_too_far());
  result.trusted_until = problem.domain.end;
  BOOST_TEST(judge(problem, result, Draw(1)).trusted_too_far());
}

BOOST_AUTO_TEST_CASE(an_unknown_that_is_zero_has_to_be_zero) {
  ChosenProblem problem = chosen({"y' = -y", "z' = -z"}, {{"y", {1}}, {"z", {0}}}, {0, 5},
                                 [](const Real& t) -> Reals { return {exp(-t), 0}; });
  problem.tolerance = 1e-8;
  BOOST_TEST(!judge(problem, solved(problem), Draw(1)).is_bad());
  problem.truths[0] = [](const Real& t) -> Reals { return {exp(-t), Real("1e-400") * t}; };
  BOOST_TEST(judge(problem, solved(problem), Draw(1)).wrong());
}

BOOST_AUTO_TEST_CASE(of_several_truths_the_nearest_counts) {
  ChosenProblem problem = decay();
  problem.truths.insert(problem.truths.begin(), [](const Real& t) -> Reals { return {exp(t)}; });
  BOOST_TEST(!judge(problem, solved(problem), Draw(1)).is_bad());
}

BOOST_AUTO_TEST_SUITE_END()
