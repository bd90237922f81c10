// Events as users of the command meet them: a bouncing ball and doses, whose closed forms say when and how much.
#include "tests/cli/command.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <string>
#include <utility>

using jetwork::cli::tests::Folder;
using jetwork::cli::tests::Outcome;
using Json = nlohmann::json;

namespace {

const std::string ball = R"toml(domain = [0.0, 2.0]
equations = ["h'' = -g"]
conditions = ["h(0) = 1", "h'(0) = 0"]
[parameters]
g = 9.81
c = 0.9
[events.bounce]
when = "h, falling"
then = "h' = -c*h'"
)toml";

// x decays, and is one more from t = 1 and t = 2 on.
const std::string doses = R"toml(domain = [0.0, 3.0]
equations = ["x' = -x"]
conditions = ["x(0) = 1"]
[parameters]
amount = 1.0
apart = 1.0
[events.dose]
times = ["2*apart", 1]
then = ["x = x + amount"]
)toml";

const std::string falling = R"toml(domain = [0.0, 2.0]
equations = ["h'' = -9.81"]
conditions = ["h(0) = 1", "h'(0) = 0"]
)toml";

auto json_of(const Folder& folder, const std::string& arguments) -> Json {
  const Outcome outcome = folder.jetwork("solve " + arguments + " --json");
  BOOST_REQUIRE_MESSAGE(outcome.status == 0, arguments << "\n" << outcome.output << outcome.errors);
  return Json::parse(outcome.output);
}

void check_refused(const std::string& file, const std::string& arguments,
                   const std::string& words) {
  Folder folder;
  folder.write("p.toml", file);
  const Outcome outcome = folder.jetwork("solve p.toml " + arguments);
  BOOST_TEST_CONTEXT(arguments << ": " << outcome.errors) {
    BOOST_TEST(outcome.status == 1);
    BOOST_TEST(outcome.output == "");
    BOOST_TEST(outcome.errors.find(words) != std::string::npos, "expected: " << words);
    BOOST_TEST(folder.files() == "p.toml ");
  }
}

auto number(const Json& json) -> double { return json.get<double>(); }

} // namespace

BOOST_AUTO_TEST_SUITE(events_of_the_command)

BOOST_AUTO_TEST_CASE(each_bounce_is_reported_with_the_values_before_and_after) {
  Folder folder;
  folder.write("p.toml", ball);
  const Json report = json_of(folder, "p.toml --at 1,2");
  const double g = 9.81, c = 0.9, first = std::sqrt(2 / g);
  double t = first, speed = g * first;
  BOOST_TEST_REQUIRE(report["events"].size() == 3U);
  for (const Json& event : report["events"]) {
    BOOST_TEST(event["name"] == "bounce");
    BOOST_TEST(std::abs(number(event["t"]) - t) < 1e-8);
    BOOST_TEST(std::abs(number(event["t"]) - t) <= number(event["error_estimate"]));
    BOOST_TEST(std::abs(number(event["before"]["h"])) < 1e-7);
    BOOST_TEST(std::abs(number(event["before"]["h'"]) + speed) < 1e-7);
    BOOST_TEST(std::abs(number(event["after"]["h'"]) - c * speed) < 1e-7);
    speed *= c;
    t += 2 * speed / g;
  }
  BOOST_TEST(!report.contains("stopped_at"));
  const double since = 1 - first, up = c * g * first;
  BOOST_TEST(std::abs(number(report["values"]["h"][0]) - (up * since - g * since * since / 2))
             < 1e-7);

  const Outcome summary = folder.jetwork("solve p.toml");
  BOOST_TEST(summary.output.find("  bounce     3 times, at t = 0.4515") != std::string::npos,
             summary.output);
}

BOOST_AUTO_TEST_CASE(a_table_has_at_an_event_what_comes_after_it) {
  Folder folder;
  folder.write("p.toml", doses);
  const Json report = json_of(folder, "p.toml --at 1,2,3");
  const double after_one = std::exp(-1) + 1, after_two = after_one * std::exp(-1) + 1;
  BOOST_TEST(std::abs(number(report["values"]["x"][0]) - after_one) < 1e-7);
  BOOST_TEST(std::abs(number(report["values"]["x"][1]) - after_two) < 1e-7);
  BOOST_TEST(std::abs(number(report["values"]["x"][2]) - after_two * std::exp(-1)) < 1e-7);
  BOOST_TEST_REQUIRE(report["events"].size() == 2U);
  BOOST_TEST(number(report["events"][0]["t"]) == 1.0);
  BOOST_TEST(number(report["events"][1]["t"]) == 2.0);
  BOOST_TEST(number(report["events"][1]["error_estimate"]) < 1e-12);
}

BOOST_AUTO_TEST_CASE(a_parameter_may_be_used_by_an_event_alone) {
  Folder folder;
  folder.write("p.toml", doses);
  const Json more = json_of(folder, "p.toml --parameter amount=2 --at 1");
  BOOST_TEST(std::abs(number(more["values"]["x"][0]) - std::exp(-1) - 2) < 1e-7);
  const Json later = json_of(folder, "p.toml --parameter apart=1.25 --at 1");
  BOOST_TEST(number(later["events"][1]["t"]) == 2.5);
  const Outcome refused = folder.jetwork("solve p.toml --sensitivities apart");
  BOOST_TEST(refused.status == 1);
  BOOST_TEST(refused.errors.find("nor the times of an event") != std::string::npos, refused.errors);
}

BOOST_AUTO_TEST_CASE(an_event_without_then_ends_the_solution) {
  Folder folder;
  folder.write("p.toml", falling + "[events.ground]\nwhen = \"h < 0\"\n");
  const double ground = std::sqrt(2 / 9.81);
  const Json report = json_of(folder, "p.toml --points 3");
  BOOST_TEST(report["stopped_at"]["event"] == "ground");
  BOOST_TEST(std::abs(number(report["stopped_at"]["t"]) - ground) < 1e-8);
  BOOST_TEST(std::abs(number(report["t"][2]) - ground) < 1e-8);
  BOOST_TEST_REQUIRE(report["events"].size() == 1U);
  BOOST_TEST(report["events"][0]["before"] == report["events"][0]["after"]);
  const Outcome summary = folder.jetwork("solve p.toml");
  BOOST_TEST(summary.output.find("  stopped at t = 0.4515") != std::string::npos, summary.output);
  BOOST_TEST(summary.output.find(", by ground") != std::string::npos, summary.output);
}

BOOST_AUTO_TEST_CASE(stop_takes_what_when_takes) {
  Folder folder;
  folder.write("p.toml", falling);
  const double half = std::sqrt(1 / 9.81);
  for (const std::string stop : {"h - 0.5", "h - 0.5, falling", "h < 0.5", "h = 0.5"}) {
    const Json report = json_of(folder, "p.toml --stop '" + stop + "'");
    BOOST_TEST(std::abs(number(report["stopped_at"]["t"]) - half) < 1e-8, stop);
  }
  const Outcome zero = folder.jetwork("solve p.toml --stop 'h - 0.5, falling'");
  BOOST_TEST(zero.output.find(", where h - 0.5 = 0\n") != std::string::npos, zero.output);
  const Outcome relation = folder.jetwork("solve p.toml --stop 'h < 0.5'");
  BOOST_TEST(relation.output.find(", where h < 0.5\n") != std::string::npos, relation.output);
  const Outcome never = folder.jetwork("solve p.toml --stop 'h - 2'");
  BOOST_TEST(never.output.find("h - 2      did not happen") != std::string::npos, never.output);
}

BOOST_AUTO_TEST_CASE(stop_ends_a_problem_that_has_events) {
  Folder folder;
  folder.write("p.toml", ball);
  const Json report = json_of(folder, "p.toml --stop 't = 1'");
  BOOST_TEST(report["events"].size() == 2U);
  BOOST_TEST(std::abs(number(report["stopped_at"]["t"]) - 1) < 1e-12);
}

BOOST_AUTO_TEST_CASE(saved_solutions_keep_their_events) {
  Folder folder;
  folder.write("p.toml", doses);
  BOOST_TEST_REQUIRE(folder.jetwork("solve p.toml --quiet --save s.json").status == 0);
  const Json saved = Json::parse(folder.read("s.json"));
  BOOST_TEST_REQUIRE(saved["events"].size() == 2U);
  BOOST_TEST(saved["events"][0]["at"] == 1.0);
  BOOST_TEST(std::abs(number(saved["events"][0]["before"][0][0]) - std::exp(-1)) < 1e-7);
  const Outcome outcome = folder.jetwork("eval s.json --at 1 --json");
  BOOST_TEST_REQUIRE(outcome.status == 0, outcome.errors);
  const Json values = Json::parse(outcome.output)["values"];
  BOOST_TEST(std::abs(number(values["x"][0]) - std::exp(-1) - 1) < 1e-7);
}

BOOST_AUTO_TEST_CASE(pictures_show_them) {
  Folder folder;
  folder.write("p.toml", ball);
  BOOST_TEST_REQUIRE(folder.jetwork("solve p.toml --quiet --plot ball.svg").status == 0);
  BOOST_TEST(folder.read("ball.svg").find("bounce") != std::string::npos);
  BOOST_TEST(folder.jetwork("solve p.toml --quiet --phase h,h\\' --plot phase.svg").status == 0);
}

BOOST_AUTO_TEST_CASE(what_goes_with_no_events_is_refused) {
  check_refused(ball, "--solutions 2", "--solutions: not with events");
  check_refused(ball, "--eigenvalues 2", "take event bounce out (p.toml:7)");
  check_refused(ball, "--continue c=0,1", "--continue: not with events");
  check_refused(ball, "--merge one.json", "--merge: one network has no jumps, and event bounce");
  check_refused(ball, "--method single", "--method single: one network has no jumps");
  std::string file = ball;
  file.replace(file.find("h'(0) = 0"), 9, "h(2) = 0");
  check_refused(file, "", "p.toml:8: event bounce: only initial-value problems");
  file = "independent = \"before\"\n" + falling;
  check_refused(file, "--json --stop h", "cannot be called 'before'");
}

BOOST_AUTO_TEST_CASE(claims_of_problems_with_events_are_refused) {
  Folder folder;
  folder.write("p.toml", ball);
  const Outcome outcome = folder.jetwork("verify --problem p.toml --solution 'h = 1 - g*t^2/2'");
  BOOST_TEST(outcome.status == 1);
  BOOST_TEST(outcome.errors.find("cannot be checked yet") != std::string::npos, outcome.errors);
}

BOOST_AUTO_TEST_CASE(a_slip_in_the_file_is_shown_at_its_place) {
  const auto with = [](const std::string& event) { return falling + "[events.e]\n" + event; };
  check_refused(with("when = \"h -\"\n"), "",
                "p.toml:5: event e, column 4: expected an operand after '-', found the end");
  check_refused(with("when = \"h\"\nthen = [\"h' = 1\",\n\"q = 2\"]\n"), "",
                "p.toml:7: event e, entry 2 of then, column 1: 'q' is no unknown");
  check_refused(with("times = [1,\n\"2*q\"]\n"), "",
                "p.toml:6: event e, entry 2 of times, column 3: unknown name 'q'");
  check_refused(with("wen = \"h\"\n"), "", "p.toml:5:1: unknown key 'wen'; did you mean 'when'?");
  check_refused(with("color = \"h\"\n"), "", "an event has when, times, then");
  check_refused(with("when = 5\n"), "", "when of event e is a number; expected a string");
  check_refused(with("then = \"h = 1\"\n"), "", "it has neither when nor times");
  check_refused(with("when = \"h\"\nthen = []\n"), "", "then of event e is an empty list");
  check_refused(with("times = []\n"), "", "the times of event e are an empty list");
  check_refused(with("times = [nan]\n"), "", "a time of event e is nan");
  check_refused(with("when = \"h\"\nthen = 3\n"), "", "then of event e is a number");
  check_refused("events = 3\n" + falling, "", "events is a number; expected a table: [events]");
  check_refused(falling + "[events]\nbounce = \"h\"\n", "",
                "event bounce is a string; expected a table: [events.bounce]");
  check_refused(falling, "--stop 'h, up'", "--stop h, up: the event, column 2: expected 'rising'");
}

BOOST_AUTO_TEST_SUITE_END()
