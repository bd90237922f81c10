// The bound on growth within a segment, against eigenvalues known in closed form.
#include "pinn/collocation/growth.hpp"
#include "pinn/collocation/recorded_residual.hpp"
#include "pinn/problem/text/text_problem.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <string>
#include <vector>

namespace jetwork::pinn {

namespace {

/// The bound for a segment of this length, with all unknowns and derivatives of one value.
auto growth_of(const std::vector<std::string>& equations,
               const std::vector<std::string>& conditions, double length, double value = 1.0)
    -> double {
  const Problem problem =
      read_problem({.domain = {"0", "1"}, .equations = equations, .conditions = conditions});
  const RecordedResidual recorded(problem);
  const StateLayout layout(problem.unknowns, 1);
  DifferentiablePointSet points(recorded, check_points());
  for (auto& values : points.values) values.setConstant(value);
  BOOST_TEST_REQUIRE(points.differentiate(0.0, length, Deadline::never()));
  const GrowthBound growth(recorded, layout);
  return growth.largest(points, length, Eigen::VectorXd::Ones(layout.unknowns()));
}

} // namespace

BOOST_AUTO_TEST_SUITE(growth)

BOOST_AUTO_TEST_CASE(of_one_unknown_is_its_rate) {
  BOOST_TEST(std::abs(growth_of({"y' = 30*y"}, {"y(0) = 1"}, 2.0) - 60) < 1e-9);
  BOOST_TEST(std::abs(growth_of({"y' = 3*y"}, {"y(0) = 1"}, 2.0) - 6) < 1e-12);
  BOOST_TEST(growth_of({"y' = -1e6*y"}, {"y(0) = 1"}, 2.0) <= 0);
  BOOST_TEST(std::abs(growth_of({"y' = -30*y"}, {"y(0) = 1"}, -2.0) - 60) < 1e-9); // backwards
}

BOOST_AUTO_TEST_CASE(of_second_order_is_that_of_its_faster_part) {
  const std::vector<std::string> conditions = {"r(0) = 1", "r'(0) = 0"};
  BOOST_TEST(std::abs(growth_of({"r'' = 400*r"}, conditions, 2.0) - 40) < 1e-9);
  BOOST_TEST(growth_of({"r'' = -400*r"}, conditions, 2.0) < 1e-9); // turns, and does not grow
  // λ² + 100·λ - 2400 = 0 has the roots 20 and -120.
  BOOST_TEST(std::abs(growth_of({"r'' = -100*r' + 2400*r"}, conditions, 1.0) - 20) < 1e-9);
}

BOOST_AUTO_TEST_CASE(of_systems_sees_through_large_entries_and_scales) {
  // The eigenvalues of [[0, 1e9], [4e-7, 0]] are ±20.
  BOOST_TEST(std::abs(growth_of({"x' = 1e9*y", "y' = 4e-7*x"}, {"x(0) = 1", "y(0) = 1"}, 1.0) - 20)
             < 1e-6);
  // A chain of diffusion damps, however fast.
  BOOST_TEST(growth_of({"x' = 1e8*(y - x)", "y' = 1e8*(x - 2*y + z)", "z' = 1e8*(y - z)"},
                       {"x(0) = 1", "y(0) = 1", "z(0) = 1"}, 1.0)
             <= 12);
  // The highest derivatives are mixed: [1, 1; 1, -1]·(x', y') = 40·(x + y, x - y).
  BOOST_TEST(std::abs(growth_of({"x' + y' = 40*(x + y)", "x' - y' = 40*(x - y)"},
                                {"x(0) = 1", "y(0) = 1"}, 1.0)
                      - 40)
             < 1e-9);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
