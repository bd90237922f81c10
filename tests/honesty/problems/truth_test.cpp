// The truths solve their problems: in fifty digits they satisfy the equations, as the solver reads them, and the
// conditions.
#include "tests/honesty/problems/differences.hpp"
#include "tests/honesty/problems/draw_problem.hpp"
#include "tests/honesty/problems/exact_residual.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <limits>
#include <set>

using namespace jetwork;
using namespace jetwork::honesty;
namespace data = boost::unit_test::data;

namespace {

/// JETWORK_TRUTHS=1000 looks longer.
auto problems_of_a_kind() -> std::uint64_t {
  const char* const wanted = std::getenv("JETWORK_TRUTHS");
  return wanted == nullptr ? 40 : std::strtoull(wanted, nullptr, 10);
}

auto highest_order(const ChosenProblem& problem) -> int {
  std::size_t order = 0;
  for (const UnknownAtStart& unknown : problem.unknowns)
    order = std::max(order, unknown.initial.size());
  return static_cast<int>(order);
}

/// A domain's length over which the solution changes at most so much is not known, so all are tried.
auto derivatives(const ChosenProblem& problem, const Truth& truth, double t, Side side) {
  return derivatives_of(truth, Real(t), Real(problem.domain.end) - problem.domain.start,
                        highest_order(problem), side);
}

/// As close as differences in fifty digits come, and far below the rounding of a double.
const Real accuracy("1e-18");

void check_equations(const ChosenProblem& problem, const Truth& truth, Draw& draw) {
  const auto [start, end] = problem.domain;
  for (int i = 0; i < 2; ++i) {
    const double t = start + (end - start) * draw.uniform(0.02, 0.98);
    const auto values = derivatives(problem, truth, t, Side::both);
    if (abs(values[0][0]) > std::numeric_limits<double>::max()) continue; // behind a pole
    for (const std::string& equation : problem.equations) {
      const auto [residual, size] = exact_residual(equation, problem.unknowns, t, values);
      BOOST_TEST(abs(residual) <= accuracy * size,
                 equation << " at t = " << t << " misses by " << residual << " of " << size);
    }
  }
}

void check_start(const ChosenProblem& problem, const Truth& truth) {
  const double start = problem.domain.start;
  const Reals values = truth(Real(start));
  const auto differences = derivatives(problem, truth, start, Side::right);
  for (std::size_t i = 0; i < problem.unknowns.size(); ++i) {
    const auto& [name, initial] = problem.unknowns[i];
    BOOST_TEST(abs(values[i] - initial[0])
               <= Real("1e-40") * (std::abs(initial[0]) + (initial[0] == 0 ? 1 : 0)));
    for (std::size_t n = 1; n < initial.size(); ++n)
      BOOST_TEST(abs(differences[n][i] - initial[n]) <= Real("1e-12") * (1 + std::abs(initial[n])),
                 name << " has the derivative " << differences[n][i] << " of order " << n
                      << ", not " << initial[n]);
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(truth)

// A rounding error in the equations is none in fifty digits, but makes their size large; what is rounded is tested here
// without it.
BOOST_DATA_TEST_CASE(truths_satisfy_equations_and_conditions,
                     data::xrange(static_cast<int>(Kind::rounding)), kind) {
  for (std::uint64_t seed = 1; seed <= problems_of_a_kind(); ++seed) {
    const ChosenProblem problem = draw_problem(seed, static_cast<Kind>(kind));
    BOOST_TEST_CONTEXT(name_of(problem.kind) << "/" << problem.family << ", seed " << seed << ": "
                                             << command_line(problem)) {
      Draw draw(seed);
      for (const Truth& truth : problem.truths) {
        check_equations(problem, truth, draw);
        check_start(problem, truth);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_same_seed_is_the_same_problem) {
  BOOST_TEST(command_line(draw_problem(17)) == command_line(draw_problem(17)));
  BOOST_TEST(command_line(draw_problem(17)) != command_line(draw_problem(18)));
}

BOOST_AUTO_TEST_CASE(every_family_is_drawn) {
  std::set<std::pair<Kind, std::string>> drawn;
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    const ChosenProblem problem = draw_problem(seed);
    drawn.emplace(problem.kind, problem.family);
  }
  for (int kind = 0; kind < static_cast<int>(kind_names.size()); ++kind)
    for (const Family& family : families_of(static_cast<Kind>(kind)))
      BOOST_TEST(drawn.contains({static_cast<Kind>(kind), std::string(family.name)}), family.name);
}

BOOST_AUTO_TEST_SUITE_END()
