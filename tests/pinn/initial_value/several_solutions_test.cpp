// Equations that allow several solutions: which is meant is asked for, and kept; where others join it or branch off, the march
// ends and says where.
#include "pinn/initial_value/branch_start.hpp"
#include "pinn/solve.hpp"
#include "pinn/text_problem.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numbers>
#include <ostream>
#include <string>
#include <vector>

namespace jetwork::pinn {

namespace {

using Texts = std::vector<std::string>;

auto problem(const Texts& equations, const Texts& conditions, const std::string& end) -> Problem {
  return read_problem({.domain = {"0", end}, .equations = equations, .conditions = conditions});
}

/// The problem is refused with a message that holds these words.
void check_refused(const Problem& problem, const std::string& words) {
  try {
    (void)solve(problem);
    BOOST_ERROR("accepted, though it should be refused: " + words);
  } catch (const BranchError& error) {
    BOOST_TEST(std::string(error.what()).find(words) != std::string::npos,
               error.what() << " does not say: " << words);
  }
}

struct Several {
  Texts equations, conditions;
  std::string listed;
};
auto operator<<(std::ostream& out, const Several& s) -> std::ostream& {
  return out << s.equations[0];
}
const Several several[] = {
    {{"(y'-1)*(y'-t) = 0"}, {"y(0) = 0"}, "y'(0) = 0 or 1;"},
    {{"y'^2 - 3*y' + 2 = 0"}, {"y(0) = 0"}, "y'(0) = 1 or 2;"},
    {{"cos(y'') = 0.5 + y"}, {"y(0) = 0", "y'(0) = 0"}, "-1.0472, 1.0472"},
    {{"sin(y') = 0"}, {"y(0) = 0"}, "-3.14159, 0, 3.14159"},
    {{"y''^2 = y''"}, {"y(0) = 0", "y'(0) = 0"}, "y''(0) = 0 or 1;"},
    {{"abs(y') = 1"}, {"y(0) = 0"}, "y'(0) = -1 or 1;"},
    {{"y'^2 + y^2 = 1"}, {"y(0) = 0"}, "y'(0) = -1 or 1;"},
    {{"1e-3*y'^2 + y' = -y"}, {"y(0) = 0.1"}, "y'(0) = -999.9 or -0.10001;"},
    {{"x' + y' = 1", "x'*y' = -2"}, {"x(0) = 0", "y(0) = 0"}, "x'(0) = 2 and y'(0) = -1"},
    {{"y'^2 = 1e24"}, {"y(0) = 0"}, "y'(0) = -1e+12 or 1e+12;"},
    {{"max(y', 0) = 0"}, {"y(0) = 0"}, "leave y'(0) open"},
    {{"x'^2 = 1", "y'^2 = 4"}, {"x(0) = 0", "y(0) = 0", "x'(0) = 1"}, "y'(0) = -2 or 2;"}};

struct Kept {
  Texts equations, conditions;
  std::string end;
  double at_end;
};
auto operator<<(std::ostream& out, const Kept& k) -> std::ostream& {
  return out << k.equations[0] << ", " << k.conditions.back();
}
const Kept kept[] = {
    {{"(y'-1)*(y'-t) = 0"}, {"y(0) = 0", "y'(0) = 0"}, "0.9", 0.405},
    {{"(y'-1)*(y'-t) = 0"}, {"y(0) = 0", "y'(0) = 1"}, "0.9", 0.9},
    {{"y'^2 - 3*y' + 2 = 0"}, {"y(0) = 0", "y'(0) = 2"}, "3", 6.0},
    {{"sin(y') = 0"}, {"y(0) = 0", "6.2 = y'(0)"}, "1", 2 * std::numbers::pi}, // the nearest
    {{"y'^2 + y^2 = 1"}, {"y(0) = 0", "y'(0) = -1"}, "1.5", -0.99749498660405445},
    {{"(y' - 3)*(y' - 3.2 - sin(5*t)/9) = 0"}, {"y(0) = 1", "y'(0) = 3"}, "40", 121.0},
    {{"x' + y' = 1", "x'*y' = -2"}, {"x(0) = 0", "y(0) = 0", "y'(0) = 2"}, "2", -2.0},
    {{"sin(y') = 0"}, {"y(0) = 0", "y'(0) = 9*pi"}, "1", 9 * std::numbers::pi},
    {{"cos(y') = 0.5"}, {"y(0) = 0", "y'(0) = 1000"}, "1", 1000.0736613927509},
    {{"y'^2*y = 1"},
     {"y(0) = 1e-8", "y'(0) = 1e4"},
     "1",
     1.3103706971050306}, // (1e-12 + 3/2)^(2/3)
    // These have a single value.
    {{"y'^3 + y' = 2"}, {"y(0) = 1"}, "2", 3.0},
    {{"exp(y') = 1"}, {"y(0) = 1"}, "2", 1.0},
    {{"1/y' = 2"}, {"y(0) = 0"}, "2", 1.0}};

struct Meeting {
  Texts equations, conditions;
  std::string end;
  double place;
};
auto operator<<(std::ostream& out, const Meeting& m) -> std::ostream& {
  return out << m.equations[0] << ", " << m.conditions.back();
}
const Meeting meetings[] = {
    {{"(y'-1)*(y'-t) = 0"}, {"y(0) = 0", "y'(0) = 1"}, "2", 1.0},
    {{"(y'-1)*(y'-t) = 0"}, {"y(0) = 0", "y'(0) = 0"}, "2", 1.0},
    {{"(y'-1)*(y'-1-(t-1)^2) = 0"}, {"y(0) = 0", "y'(0) = 1"}, "2", 1.0},
    {{"y'^2 + y^2 = 1"}, {"y(0) = 0", "y'(0) = 1"}, "2", std::numbers::pi / 2},
    {{"y'^2 + y^2 = 1"}, {"y(0) = 1"}, "2", 0.0},
    {{"y = t*y' - exp(y')"}, {"y(0) = -1"}, "2", 1.0},
    {{"y'^2 = 4*y"}, {"y(0) = 1", "y'(0) = -2"}, "3", 1.0},
    {{"y'^2 = t"}, {"y(0) = 0"}, "2", 0.0},
    // At corners: either branch may have turned into the other.
    {{"y'^2 = cos(t)^2"}, {"y(0) = 0", "y'(0) = 1"}, "4", std::numbers::pi / 2},
    {{"y''^2 = y^2"}, {"y(0) = 1", "y'(0) = 0", "y''(0) = -1"}, "5", std::numbers::pi / 2},
    {{"y'^2 = (t - 0.37)^2"}, {"y(0) = 1", "y'(0) = -0.37"}, "1", 0.37},
    {{"y'^2 = (t - 0.55)^2"}, {"y(0) = 1", "y'(0) = 0.55"}, "1", 0.55},
    {{"x'^2 = (y + 2)^2", "y' = -1"}, {"x(0) = 0", "y(0) = 0", "x'(0) = 2"}, "4", 2.0}};

/// Two branches that come near to each other, or stay so, and do not meet.
const Kept beside[] = {
    {{"y'^2 = (t - 1)^2 + 1e-6"}, {"y(0) = 0", "y'(0) = -1.0000005"}, "2", -1.0000081009025845},
    {{"(y' - 100)*(y' - 100.5) = 0"}, {"y(0) = 1", "y'(0) = 100"}, "2", 201.0},
    {{"(y' - t)*(y' - t - 0.01) = 0"}, {"y(0) = 0", "y'(0) = 0"}, "2", 2.0},
    {{"y'^2 = y^2"}, {"y(0) = 1", "y'(0) = -1"}, "16", 1.1253517471925912e-07}};

const char* const left_at_any_time[] = {"y' = sqrt(abs(y))", "y' = abs(y)^(2/3)", "y' = sign(y)"};
const char* const unique[] = {"y' = 1 + sqrt(abs(y))", "y' = -sign(y)*sqrt(abs(y))",
                              "y' = sqrt(abs(y) + 1e-4)", "y' = y*sqrt(abs(y))"};

} // namespace

BOOST_AUTO_TEST_SUITE(several_solutions)

BOOST_DATA_TEST_CASE(which_is_meant_is_asked_for, boost::unit_test::data::make(several), s) {
  check_refused(problem(s.equations, s.conditions, "1"), s.listed);
}

BOOST_DATA_TEST_CASE(what_was_chosen_is_kept, boost::unit_test::data::make(kept), k) {
  const Result result = solve(problem(k.equations, k.conditions, k.end));
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST(std::abs(result.solution(0, result.solution.end()) - k.at_end)
             <= result.error_estimate[0] + 1e-15 * std::abs(k.at_end));
}

BOOST_DATA_TEST_CASE(branches_beside_each_other_do_not_meet, boost::unit_test::data::make(beside),
                     k) {
  const Result result = solve(problem(k.equations, k.conditions, k.end));
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST(std::abs(result.solution(0, result.solution.end()) - k.at_end)
             <= result.error_estimate[0] + 1e-15 * std::abs(k.at_end));
}

BOOST_DATA_TEST_CASE(where_branches_meet_the_march_ends, boost::unit_test::data::make(meetings),
                     m) {
  const Result result = solve(problem(m.equations, m.conditions, m.end));
  BOOST_TEST((result.ending.outcome == Outcome::branches_meet), result.reason);
  BOOST_TEST(std::abs(result.ending.t - m.place)
             < 0.06); // where they only touch, they are near from further off
  BOOST_TEST(result.trusted_until <= m.place + 1e-4); // a corner may be passed by a little
  BOOST_TEST(result.trusted_until >= m.place - 0.12);
}

BOOST_DATA_TEST_CASE(a_solution_that_may_be_left_at_any_time,
                     boost::unit_test::data::make(left_at_any_time), equation) {
  const Result result = solve(problem({equation}, {"y(0) = 0"}, "1"));
  BOOST_TEST((result.ending.outcome == Outcome::not_unique), result.reason);
  BOOST_TEST(result.ending.t == 0.0);
}

BOOST_AUTO_TEST_CASE(a_difference_that_stays_zero_but_for_rounding_is_not_called_solved) {
  const Result result = solve(problem({"y' = 1 + sqrt(abs(y - t))"}, {"y(0) = 0"}, "1"));
  BOOST_TEST(!result.solved());
  BOOST_TEST(result.ending.t == 0.0);
  BOOST_TEST(result.reason.find("several solutions") != std::string::npos, result.reason);
}

BOOST_DATA_TEST_CASE(an_infinite_slope_that_leaves_no_choice, boost::unit_test::data::make(unique),
                     equation) {
  const Result result = solve(problem({equation}, {"y(0) = 0"}, "1"), {.tolerance = 1e-6});
  BOOST_TEST(result.solved(), result.reason);
}

BOOST_AUTO_TEST_CASE(no_value_is_chosen_that_the_equations_determine) {
  check_refused(problem({"y'' = -y"}, {"y(0) = 1", "y'(0) = 0", "y''(0) = 5"}, "1"),
                "these determine y''(0) by themselves");
  check_refused(problem({"y'^3 + y' = 2"}, {"y(0) = 1", "y'(0) = 5"}, "1"), "y'(0) = 1 alone");
  // Halfway between two, neither is nearer.
  check_refused(problem({"(y'-1)*(y'-t) = 0"}, {"y(0) = 0", "y'(0) = 0.5"}, "1"), "0 or 1;");
}

BOOST_AUTO_TEST_CASE(branches_of_a_problem_in_cpp) {
  Problem squares =
      initial_value_problem({{.name = "y", .initial = {0.0}}}, {.start = 0.0, .end = 1.0},
                            [](auto, auto y) { return y[1] * y[1] - 4.0; });
  check_refused(squares, "y'(0) = -2 or 2");
  squares.branches = {{.unknown = 0, .highest_derivative = -2.0}};
  const Result result = solve(squares);
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST(std::abs(result.solution(0, 1.0) + 2.0) <= result.error_estimate[0]);
  squares.branches = {{.unknown = 1, .highest_derivative = -2.0}};
  BOOST_CHECK_THROW((void)solve(squares), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
