// Pulses much shorter than the distance of a segment's points: where they are looked for, and what is solved, against their
// places and integrals.
#include "pinn/collocation/landmarks.hpp"
#include "pinn/solve.hpp"
#include "pinn/text_problem.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <ostream>
#include <string>
#include <vector>

namespace jetwork::pinn {

namespace {

auto forced(const std::string& right_side) -> Problem {
  return read_problem(
      {.domain = {"0", "10"}, .equations = {"y' = " + right_side}, .conditions = {"y(0) = 0"}});
}

auto landmarks_of(const Problem& problem) -> std::vector<double> {
  const RecordedResidual recorded(problem);
  return RecordedResidual::Landmarks(recorded).find(problem.domain);
}

struct Pulse {
  std::string right_side;
  double place, integral; ///< from 0 to 10
};
auto operator<<(std::ostream& out, const Pulse& pulse) -> std::ostream& {
  return out << pulse.right_side;
}
const Pulse pulses[] = {
    {"exp(-((t - 3.3)/1e-6)^2)", 3.3, 1e-6 * std::sqrt(std::numbers::pi)},
    {"1e7*exp(-((t - 3.3)/1e-7)^2)", 3.3, std::sqrt(std::numbers::pi)},
    {"1/cosh((t - 7)/1e-7)^2", 7.0, 2e-7},
    {"1/(1 + ((t - 7)/1e-5)^2)", 7.0, 1e-5 * (std::atan(3e5) + std::atan(7e5))},
    {"max(0, 1 - abs(t - 3)/1e-6)", 3.0, 1e-6},
    {"1/cosh((t - 0.01)/1e-6)^2", 0.01, 2e-6},
    {"1/cosh((t - 1e-4)/1e-6)^2", 1e-4, 2e-6},
    {"exp(-t/1e-6)", 0.0, 1e-6},
    {"exp(-(t/1e-6)^2)", 0.0, 0.5e-6 * std::sqrt(std::numbers::pi)},
    {"exp(-((t - 10)/1e-6)^2)", 10.0, 0.5e-6 * std::sqrt(std::numbers::pi)},
    {"((t - 3)/1e-6)^2*exp(-((t - 3)/1e-6)^2)", 3.0, 0.5e-6 * std::sqrt(std::numbers::pi)}};

/// Jumps too near to each other to be seen by points.
const Pulse jumps[] = {{"if(t >= 5 and t < 5.001, 1000, 0)", 5.0, 1.0},
                       {"if((t - 5)*(t - 5.001) < 0, 1000, 0)", 5.0, 1.0},
                       {"piecewise(0, t < 7, 1e4, t < 7.0001, 0)", 7.0001, 1.0},
                       {"500*(sign(t - 3) - sign(t - 3.001))", 3.001, 1.0},
                       {"500*(step(t - 3) - step(t - 3.001))", 3.0, 0.5}};

} // namespace

BOOST_AUTO_TEST_SUITE(landmarks)

BOOST_DATA_TEST_CASE(a_pulse_is_found, boost::unit_test::data::make(pulses), pulse) {
  const auto places = landmarks_of(forced(pulse.right_side));
  BOOST_TEST(std::ranges::any_of(places, [&](double t) {
    return std::abs(t - pulse.place) <= 1e-11 * std::max(1.0, pulse.place);
  }));
}

BOOST_DATA_TEST_CASE(jumps_are_found_and_solved, boost::unit_test::data::make(jumps), pulse) {
  const auto places = landmarks_of(forced(pulse.right_side));
  BOOST_TEST(std::ranges::any_of(
      places, [&](double t) { return std::abs(t - pulse.place) <= 1e-11 * pulse.place; }));
  const Result result = solve(forced(pulse.right_side), {.tolerance = 1e-7});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  BOOST_TEST(std::abs(result.solution(0, 10.0) - pulse.integral) <= result.error_estimate[0]);
}

BOOST_DATA_TEST_CASE(and_solved, boost::unit_test::data::make(pulses), pulse) {
  const Result result = solve(forced(pulse.right_side), {.tolerance = 1e-7});
  BOOST_TEST_REQUIRE(result.solved(), result.reason);
  const double error = std::abs(result.solution(0, 10.0) - pulse.integral);
  BOOST_TEST(error <= result.error_estimate[0]);
  BOOST_TEST(error <= 1e-7 * pulse.integral);
}

BOOST_AUTO_TEST_CASE(each_of_a_train_of_pulses_is_found) {
  // exp(-1e8·sin²(9t)) peaks at kπ/9: 28 times between 0 and 10.
  const auto places = landmarks_of(forced("exp(-1e8*sin(9*t)^2)"));
  for (int k = 1; k <= 28; ++k)
    BOOST_TEST(std::ranges::any_of(
        places, [&](double t) { return std::abs(t - k * std::numbers::pi / 9) <= 1e-8; }));
}

BOOST_AUTO_TEST_CASE(what_points_resolve_has_none) {
  BOOST_TEST(landmarks_of(forced("cos(3*t) + exp(-(t - 5)^2) - y")).empty());
  BOOST_TEST(landmarks_of(forced("-1e6*y + tanh(y/1e-9)")).empty()); // not of time alone
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
