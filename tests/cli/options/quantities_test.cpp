// Absolute tolerances, limits, events and invariants on the command line: a spring whose closed form is cos 2t.
#include "tests/cli/command.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <numbers>

using jetwork::cli::tests::Folder;
using jetwork::cli::tests::Outcome;
using Json = nlohmann::json;

namespace {

const std::string spring = R"(domain = [0.0, 10.0]
equations = ["m*r'' = -k*r"]
conditions = ["r(0) = 1", "r'(0) = 0"]
[parameters]
m = 1.0
k = 4.0
[invariants]
energy = "0.5*m*r'^2 + 0.5*k*r^2"
)";

auto json_of(const Folder& folder, const std::string& arguments, int status = 0) -> Json {
  const Outcome outcome = folder.jetwork("solve spring.toml --json " + arguments);
  BOOST_REQUIRE_MESSAGE(outcome.status == status, outcome.errors);
  return Json::parse(outcome.output);
}

} // namespace

BOOST_AUTO_TEST_SUITE(solve_quantities)

BOOST_AUTO_TEST_CASE(invariants_of_the_file_and_of_the_command_line) {
  Folder folder;
  folder.write("spring.toml", spring);
  const Json report = json_of(folder, "--tolerance 1e-10 --invariant \"position=r\"");
  const Json& energy = report["invariants"]["energy"];
  BOOST_TEST(energy["start"] == 2.0);
  BOOST_TEST(energy["drift"].get<double>() < 1e-9);
  BOOST_TEST(std::abs(energy["relative_drift"].get<double>() * 2 - energy["drift"].get<double>())
             < 1e-20);
  BOOST_TEST(std::abs(report["invariants"]["position"]["drift"].get<double>() - 2) < 1e-2);

  const Outcome summary = folder.jetwork("solve spring.toml");
  BOOST_TEST(summary.output.find("energy moved by") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_solve_stops_where_an_expression_is_zero) {
  Folder folder;
  folder.write("spring.toml", spring);
  const Json report =
      json_of(folder, "--tolerance 1e-10 --stop \"r - 0.5, rising\" --points 11 --save s.json");
  BOOST_TEST(report["status"] == "solved");
  const double where = 5 * std::numbers::pi / 6;
  BOOST_TEST(report["stopped_at"]["event"] == "r - 0.5");
  BOOST_TEST(std::abs(report["stopped_at"]["t"].get<double>() - where) < 1e-10);
  BOOST_TEST_REQUIRE(report["t"].size() == 11u);
  BOOST_TEST(std::abs(report["t"][10].get<double>() - where) < 1e-10);
  BOOST_TEST(std::abs(report["values"]["r"][10].get<double>() - 0.5) < 1e-9);
  // The saved solution is read back and ends at the event too.
  const Outcome inside = folder.jetwork("eval s.json --at 2.6 --json");
  BOOST_TEST(inside.status == 0);
  BOOST_TEST(std::abs(Json::parse(inside.output)["values"]["r"][0].get<double>() - std::cos(5.2))
             < 1e-9);
  BOOST_TEST(folder.jetwork("eval s.json --at 2.7").status == 1);
}

BOOST_AUTO_TEST_CASE(limits_are_clean_stops) {
  Folder folder;
  folder.write("spring.toml", spring);
  const Json report = json_of(folder, "--maximum-segments 3 --save s.json --at 0.1", 2);
  BOOST_TEST(report["status"] == "not solved");
  BOOST_TEST(report["segments"].get<int>() <= 3);
  BOOST_TEST(report["trusted_until"].get<double>() > 0.1);
  BOOST_TEST(std::abs(report["values"]["r"][0].get<double>() - std::cos(0.2)) < 1e-8);
  BOOST_TEST(report["statistics"]["segments_accepted"].get<int>() <= 3);
  BOOST_TEST(report["statistics"]["seconds"].get<double>() >= 0.0);
  BOOST_TEST(folder.jetwork("eval s.json --at 0.1").status == 0);
}

BOOST_AUTO_TEST_CASE(absolute_tolerances_by_name_and_for_all) {
  Folder folder;
  folder.write("spring.toml", spring);
  BOOST_TEST(json_of(folder, "--absolute-tolerance 1e-3")["status"] == "solved");
  BOOST_TEST(json_of(folder, "--absolute-tolerance r=1e-3")["status"] == "solved");
}

BOOST_AUTO_TEST_CASE(options_that_make_no_sense_are_refused) {
  Folder folder;
  folder.write("spring.toml", spring);
  const std::pair<const char*, const char*> cases[] = {
      {"--absolute-tolerance q=1", "'q' is no unknown"},
      {"--absolute-tolerance -1", "at least 0"},
      {"--absolute-tolerance r=1,2", "names and numbers"},
      {"--maximum-segments 0", "whole number"},
      {"--stop \"r - \"", "--stop r - "},
      {"--stop \"q\"", "q"},
      {"--invariant \"r^2\"", "expected a name and an expression"},
      {"--invariant \"e=r^2 +\"", "invariant e"},
      {"--time-limit 0", "above 0"},
  };
  for (const auto& [arguments, words] : cases) {
    const Outcome outcome =
        folder.jetwork(std::string("solve spring.toml --save s.json ") + arguments);
    BOOST_TEST_CONTEXT(arguments << ": " << outcome.errors) {
      BOOST_TEST(outcome.status == 1);
      BOOST_TEST(outcome.output == "");
      BOOST_TEST(outcome.errors.find(words) != std::string::npos);
      BOOST_TEST(folder.files() == "spring.toml ");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_parameter_may_be_used_by_an_invariant_alone) {
  Folder folder;
  folder.write("spring.toml", spring);
  const Json report =
      json_of(folder, "--parameter g=3 --invariant \"scaled=g*(0.5*m*r'^2 + 0.5*k*r^2)\"");
  BOOST_TEST(report["invariants"]["scaled"]["start"] == 6.0);
}

BOOST_AUTO_TEST_SUITE_END()
