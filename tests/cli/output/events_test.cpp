// Events in reports and pictures, of a result that is put together by hand.
#include "cli/output/event_marks.hpp"
#include "cli/output/event_report.hpp"
#include "cli/output/picture.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

using namespace jetwork;

namespace {

/// x = 1 up to t = 1, and 2 from there on, forwards or backwards in t; u is 0 all over.
auto step_solution(double direction) -> pinn::Solution {
  auto hidden = std::make_shared<pinn::HiddenLayer>();
  hidden->weight = Eigen::VectorXd::Zero(1);
  hidden->bias = Eigen::VectorXd::Zero(1);
  std::vector<pinn::Segment> segments;
  for (const double x : {1.0, 2.0}) {
    pinn::Segment segment{direction * (x - 1), direction, hidden, Eigen::MatrixXd::Zero(1, 2),
                          Eigen::MatrixXd::Zero(1, 2)};
    segment.initial(0, 0) = x;
    segments.push_back(std::move(segment));
  }
  return {"t", {"x", "u"}, {1, 1}, std::move(segments)};
}

auto step_at(double t) -> pinn::EventOccurrence {
  return {.index = 1,
          .t = t,
          .error_estimate = 3e-6,
          .before = {{1.0}, {0.0}},
          .after = {{2.0}, {0.0}}};
}

auto problem() -> pinn::Problem {
  return {.unknowns = {{.name = "x"}, {.name = "u"}},
          .events = {{.name = "end"}, {.name = "step"}, {.name = "never"}}};
}

auto text() -> pinn::TextProblem {
  pinn::TextProblem result;
  result.events = {{.name = "end"}, {.name = "step"}, {.name = "never"}};
  return result;
}

} // namespace

BOOST_AUTO_TEST_SUITE(events_in_reports)

BOOST_AUTO_TEST_CASE(a_curve_is_interrupted_where_its_value_jumps) {
  for (const double direction : {1.0, -1.0}) {
    const pinn::Solution solution = step_solution(direction);
    const std::vector<pinn::EventOccurrence> events = {step_at(direction)};
    const auto points = cli::with_both_sides(cli::points_to_draw(solution), events, solution);
    cli::Curve x{"x", solution.evaluate(0, points)}, u{"u", solution.evaluate(1, points)};
    cli::interrupt(x, {.unknown = 0}, points, events, solution);
    cli::interrupt(u, {.unknown = 1}, points, events, solution);
    std::size_t gaps = 0;
    for (std::size_t k = 0; k < points.size(); ++k) {
      BOOST_TEST(u.values[k] == 0.0);
      if (std::isnan(x.values[k])) {
        ++gaps;
        BOOST_TEST_REQUIRE((k > 0 && k + 1 < points.size()));
        const double left = x.values[k - 1], right = x.values[k + 1];
        BOOST_TEST((direction > 0 ? left : right) == 1.0);
        BOOST_TEST((direction > 0 ? right : left) == 2.0);
        BOOST_TEST((direction > 0 ? points[k + 1] : points[k - 1]) == direction);
      } else {
        BOOST_TEST(x.values[k] == (points[k] * direction < 1 ? 1.0 : 2.0));
      }
    }
    BOOST_TEST(gaps == 1U);
  }
}

BOOST_AUTO_TEST_CASE(marks_are_of_those_that_did_not_end_it) {
  pinn::EventOccurrence last = step_at(1.5);
  last.ends_solution = true;
  const auto marks = cli::event_marks(problem(), {step_at(1.0), last});
  BOOST_TEST_REQUIRE(marks.size() == 1U);
  BOOST_TEST(marks[0].at == 1.0);
  BOOST_TEST(marks[0].name == "step");
  BOOST_TEST(!cli::makes_jump(last, {.unknown = 0}));
}

BOOST_AUTO_TEST_CASE(the_summary_has_the_first_times_and_the_last) {
  pinn::Result result;
  result.ending.outcome = pinn::Outcome::solved;
  for (const double t : {1.25, 2.5, 3.75, 5.0, 6.25}) result.events.push_back(step_at(t));
  BOOST_TEST(cli::events_summary(text(), problem(), result)
             == "  end        did not happen\n"
                "  step       5 times, at t = 1.25000, 2.50000, 3.75000, … 6.25000\n"
                "  never      did not happen\n");
  result.events = {step_at(1.25)};
  result.events.push_back({.index = 0, .t = 2.0, .ends_solution = true});
  BOOST_TEST(cli::events_summary(text(), problem(), result)
             == "  step       once, at t = 1.25000\n"
                "  never      did not happen\n"
                "  stopped at t = 2, by end\n");
  result.ending.outcome = pinn::Outcome::time_limit;
  result.events.clear();
  BOOST_TEST(cli::events_summary(text(), problem(), result)
             == "  end        did not happen so far\n"
                "  step       did not happen so far\n"
                "  never      did not happen so far\n");
}

BOOST_AUTO_TEST_CASE(json_has_every_one) {
  pinn::Result result;
  result.events = {step_at(1.25)};
  result.events.push_back({.index = 0,
                           .t = 2.0,
                           .error_estimate = std::numeric_limits<double>::infinity(),
                           .before = {{2.0}, {0.0}},
                           .after = {{2.0}, {0.0}},
                           .ends_solution = true});
  BOOST_TEST(cli::events_json(problem(), result).dump()
             == R"([{"name":"step","t":1.25,"error_estimate":3e-06,"before":{"x":1.0,"u":0.0},)"
                R"("after":{"x":2.0,"u":0.0}},{"name":"end","t":2.0,)"
                R"("error_estimate":1.7976931348623157e+308,"before":{"x":2.0,"u":0.0},)"
                R"("after":{"x":2.0,"u":0.0}}])");
  BOOST_TEST(cli::stopped_at_json(problem(), result).dump() == R"({"event":"end","t":2.0})");
  BOOST_TEST(cli::is_event_key("before"));
  BOOST_TEST(!cli::is_event_key("t"));
}

BOOST_AUTO_TEST_SUITE_END()
