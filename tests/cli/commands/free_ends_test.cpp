// jetwork solve with a domain that ends at an unknown number: the report, its JSON, and bad input.
#include "tests/cli/command.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <complex>
#include <string>

using jetwork::cli::tests::Folder;
using jetwork::cli::tests::Outcome;
using Json = nlohmann::json;

namespace {

const std::string van_der_pol = R"toml(domain = [0.0, "T"]
equations = ["x'' - mu*(1 - x^2)*x' + x = 0"]
conditions = ["periodic", "x'(0) = 0"]
[parameters]
mu = 1
[unknown]
T = {}
)toml";

} // namespace

BOOST_AUTO_TEST_SUITE(free_ends_command)

BOOST_AUTO_TEST_CASE(json_has_the_period_and_the_multipliers) {
  Folder folder;
  folder.write("p.toml", van_der_pol);
  const Outcome outcome = folder.jetwork("solve p.toml --json --points 3");
  BOOST_TEST_REQUIRE(outcome.status == 0, outcome.errors);
  const Json report = Json::parse(outcome.output);
  BOOST_TEST(report["status"] == "solved");
  const double period = report["parameters"]["T"]["value"];
  BOOST_TEST(std::abs(period - 6.6632868593231302) < 1e-12);
  BOOST_TEST(report["t"][2].get<double>() == period);
  BOOST_TEST(
      std::abs(report["values"]["x"][0].get<double>() - report["values"]["x"][2].get<double>())
      < 1e-8);
  BOOST_TEST(report["stability"] == "stable");
  BOOST_TEST(report["multipliers"].size() == 2U);
  BOOST_TEST(std::abs(report["multipliers"][0][0].get<double>() - 1.0) < 1e-8);
}

BOOST_AUTO_TEST_CASE(the_report_says_whether_the_cycle_is_stable) {
  Folder folder;
  folder.write("p.toml", van_der_pol);
  const Outcome outcome = folder.jetwork("solve p.toml --table cycle.csv --save cycle.json");
  BOOST_TEST(outcome.status == 0, outcome.errors);
  BOOST_TEST(outcome.output.find("T = 6.663286859323") != std::string::npos, outcome.output);
  BOOST_TEST(outcome.output.find("stable: once around, disturbances are multiplied by 1, ")
                 != std::string::npos,
             outcome.output);
  BOOST_TEST(outcome.output.find("on the way") == std::string::npos, outcome.output);
  const Outcome evaluated = folder.jetwork("eval cycle.json --at 6.6");
  BOOST_TEST(evaluated.status == 0, evaluated.errors);
}

BOOST_AUTO_TEST_CASE(points_may_lie_wherever_the_end_may_be) {
  Folder folder;
  folder.write("p.toml", van_der_pol);
  const Outcome outcome = folder.jetwork("solve p.toml --json --at 0,6,7");
  BOOST_TEST_REQUIRE(outcome.status == 0, outcome.errors);
  const Json report = Json::parse(outcome.output);
  BOOST_TEST(report["values"]["x"][1].is_number());
  BOOST_TEST(report["values"]["x"][2].is_null());
  BOOST_TEST(folder.jetwork("solve p.toml --at -1").status == 1);
}

BOOST_AUTO_TEST_CASE(what_does_not_go_with_a_free_end_is_refused_by_name) {
  Folder folder;
  folder.write("p.toml", van_der_pol);
  for (const auto& [arguments, message] :
       {std::pair{"--method single", "free end"}, {"--stop x", "events"}}) {
    const Outcome outcome = folder.jetwork(std::string("solve p.toml ") + arguments);
    BOOST_TEST(outcome.status == 1);
    BOOST_TEST(outcome.errors.find(message) != std::string::npos, outcome.errors);
  }
  folder.write("end.toml", "domain = [0.0, \"2*T\"]\nequations = [\"x' = -x\"]\n"
                           "conditions = [\"x(0) = 1\", \"x(2*T) = 0.5\"]\n[unknown]\nT = 1\n");
  const Outcome outcome = folder.jetwork("solve end.toml");
  BOOST_TEST(outcome.status == 1);
  BOOST_TEST(outcome.errors.find("end.toml:1") != std::string::npos, outcome.errors);
}

BOOST_AUTO_TEST_CASE(a_cycle_is_drawn_in_its_phase_plane) {
  Folder folder;
  folder.write("p.toml", van_der_pol);
  const Outcome outcome = folder.jetwork("solve p.toml --phase x,x\\' --plot cycle.svg");
  BOOST_TEST_REQUIRE(outcome.status == 0, outcome.errors);
  BOOST_TEST(folder.read("cycle.svg").find("<svg") != std::string::npos);
  for (const auto& [arguments, message] :
       {std::pair{"--phase x,y --plot cycle.svg", "'y' is none of x, x'"},
        {"--phase x --plot cycle.svg", "two of x, x'"},
        {"--phase x,x\\'", "--plot"},
        {"--phase x,x\\' --plot cycle.svg --eigenvalues 2", "one solution"}}) {
    const Outcome refused = folder.jetwork(std::string("solve p.toml ") + arguments);
    BOOST_TEST(refused.status == 1);
    BOOST_TEST(refused.errors.find(message) != std::string::npos, refused.errors);
  }
}

BOOST_AUTO_TEST_SUITE_END()
