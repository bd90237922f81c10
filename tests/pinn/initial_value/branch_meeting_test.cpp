// Where a distance vanishes, of curves whose zeros are known.
#include "pinn/initial_value/branch_meeting.hpp"
#include "pinn/network/segment_points.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

namespace jetwork::pinn {

namespace {

auto meeting_of(double (*curve)(double), Eigen::Index first = 0) -> std::optional<BranchMeeting> {
  const Eigen::VectorXd& theta = check_points().point;
  return first_meeting(theta, theta.unaryExpr(curve), first, 1.0);
}

} // namespace

BOOST_AUTO_TEST_SUITE(branch_meeting)

BOOST_AUTO_TEST_CASE(a_change_of_sign_is_found) {
  const auto meeting = meeting_of([](double x) { return 0.53 - x; });
  BOOST_TEST_REQUIRE(meeting.has_value());
  BOOST_TEST(std::abs(meeting->place - 0.53) < 1e-12);
  BOOST_TEST(std::abs(check_points().point[meeting->point] - 0.53) < 0.05);
}

BOOST_AUTO_TEST_CASE(a_corner_is_found_that_no_point_comes_near) {
  const auto meeting = meeting_of([](double x) { return 5 * std::abs(x - 0.53); });
  BOOST_TEST_REQUIRE(meeting.has_value());
  BOOST_TEST(std::abs(meeting->place - 0.53) < 1e-12);
}

BOOST_AUTO_TEST_CASE(a_corner_behind_which_all_was_looked_at_is_placed_at_the_first_new_point) {
  const auto meeting = meeting_of([](double x) { return 5 * std::abs(x - 0.3); }, 20);
  BOOST_TEST_REQUIRE(meeting.has_value());
  BOOST_TEST(meeting->point == 20);
}

BOOST_AUTO_TEST_CASE(what_stays_away_from_zero_is_no_meeting) {
  BOOST_TEST(!meeting_of([](double x) { return 0.5 + (x - 0.5) * (x - 0.5); }));
  BOOST_TEST(!meeting_of([](double x) { return 1.0 + std::abs(x - 0.5); }));
  BOOST_TEST(!meeting_of([](double) { return std::numeric_limits<double>::infinity(); }));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
