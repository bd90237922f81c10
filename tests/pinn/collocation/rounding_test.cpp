// What rounding inside of equations makes of them, against sums done by hand.
#include "pinn/collocation/point_set.hpp"
#include "pinn/problem/text/text_problem.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace jetwork::pinn {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

auto problem_of(const std::vector<std::string>& equations,
                const std::vector<std::string>& conditions) -> Problem {
  return read_problem({.domain = {"0", "1"}, .equations = equations, .conditions = conditions});
}

/// With all unknowns and derivatives of one value, at the segment from 0 to 1.
auto rounding_of(const RecordedResidual& recorded, double value, bool by_parameters = false)
    -> Eigen::VectorXd {
  DifferentiablePointSet points(recorded, check_points());
  points.follow_rounding({check_count / 5, check_count - 1});
  if (by_parameters) points.differentiate_by_parameters();
  for (auto& values : points.values) values.setConstant(value);
  BOOST_TEST_REQUIRE(points.differentiate(0.0, 1.0, Deadline::never()));
  return points.rounding;
}

} // namespace

BOOST_AUTO_TEST_SUITE(rounding)

BOOST_AUTO_TEST_CASE(of_terms_is_that_of_their_sizes) {
  // F = y' - 3·y: 6 and -4 are rounded.
  const RecordedResidual recorded(problem_of({"y' = 3*y"}, {"y(0) = 1"}));
  BOOST_TEST(std::abs(rounding_of(recorded, 2.0)[0] / epsilon - 10) < 1e-9);
}

BOOST_AUTO_TEST_CASE(of_a_large_sum_is_seen_though_it_moves_with_no_unknown) {
  const RecordedResidual recorded(problem_of({"y' = y + ((1e15 + t) - 1e15)"}, {"y(0) = 1"}));
  BOOST_TEST(std::abs(rounding_of(recorded, 1.0)[0] / (epsilon * 1e15) - 1) < 1e-9);
  BOOST_TEST(std::abs(rounding_of(recorded, 1.0, true)[0] / (epsilon * 1e15) - 1) < 1e-9);
}

BOOST_AUTO_TEST_CASE(of_the_root_of_an_exact_zero_is_none) {
  // F = y' - (cos(t) + sqrt(max(0, t - 100))) at t < 1: the cosine, the sum and the difference, 1 + 1 + 1 at most.
  const RecordedResidual recorded(
      problem_of({"y' = cos(t) + sqrt(max(0, t - 100))"}, {"y(0) = 0"}));
  BOOST_TEST(rounding_of(recorded, 0.0)[0] <= 4 * epsilon);
}

BOOST_AUTO_TEST_CASE(of_one_equation_among_many_is_its_own) {
  std::vector<std::string> equations, conditions;
  for (int k = 0; k < 7; ++k) { // more than are swept together
    const std::string u = "u" + std::to_string(k);
    equations.push_back(u + "' = " + (k == 5 ? "(1e12 + " + u + ") - 1e12" : "3*" + u));
    conditions.push_back(u + "(0) = 1");
  }
  const RecordedResidual recorded(problem_of(equations, conditions));
  const Eigen::VectorXd rounding = rounding_of(recorded, 2.0) / epsilon;
  for (int k = 0; k < 7; ++k) BOOST_TEST(std::abs(rounding[k] / (k == 5 ? 1e12 : 10.0) - 1) < 1e-9);
}

BOOST_AUTO_TEST_CASE(of_what_uncoupled_equations_share_does_not_cancel_between_them) {
  const RecordedResidual recorded(
      problem_of({"y' = y + ((1e12 + t) - 1e12)", "z' = z - ((1e12 + t) - 1e12)", "x' = 3*x"},
                 {"y(0) = 1", "z(0) = 1", "x(0) = 1"}));
  BOOST_TEST_REQUIRE(recorded.groups().count() == 3);
  const Eigen::VectorXd rounding = rounding_of(recorded, 2.0) / epsilon;
  for (int e = 0; e < 2; ++e) BOOST_TEST(std::abs(rounding[e] / 1e12 - 1) < 1e-9);
  BOOST_TEST(std::abs(rounding[2] - 10) < 1e-9);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
