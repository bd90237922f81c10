// jetwork solve --eigenvalues: the report, its JSON, and bad input.
#include "tests/cli/command.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <numbers>
#include <string>

using jetwork::cli::tests::Folder;
using jetwork::cli::tests::Outcome;
using Json = nlohmann::json;
using std::numbers::pi;

namespace {

const std::string string_under_tension = R"toml(independent = "x"
domain = [0.0, 1.0]
equations = ["u'' + lambda*u = 0"]
conditions = ["u(0) = 0", "u(1) = 0"]
[unknown]
lambda = 1.0
)toml";

void check_refused(const std::string& text, const std::string& arguments,
                   const std::string& message) {
  Folder folder;
  folder.write("p.toml", text);
  const Outcome outcome = folder.jetwork("solve p.toml " + arguments);
  BOOST_TEST(outcome.status == 1);
  BOOST_TEST(outcome.errors.find(message) != std::string::npos, outcome.errors);
}

} // namespace

BOOST_AUTO_TEST_SUITE(eigenvalues_command)

BOOST_AUTO_TEST_CASE(json_has_each_with_its_index_and_its_function) {
  Folder folder;
  folder.write("p.toml", string_under_tension);
  const Outcome outcome = folder.jetwork("solve p.toml --eigenvalues 3 --json --at 0.25,0.5");
  BOOST_TEST_REQUIRE(outcome.status == 0, outcome.errors);
  const Json report = Json::parse(outcome.output);
  BOOST_TEST(report["status"] == "solved");
  BOOST_TEST_REQUIRE(report["solutions"].size() == 3U);
  for (int k = 0; k < 3; ++k) {
    const Json& one = report["solutions"][static_cast<std::size_t>(k)];
    BOOST_TEST(one["index"] == k);
    const Json& lambda = one["parameters"]["lambda"];
    const double exact = (k + 1) * (k + 1) * pi * pi;
    BOOST_TEST(std::abs(lambda["value"].get<double>() - exact)
               <= lambda["error_estimate"].get<double>());
    const double u = one["values"]["u"][0].get<double>();
    BOOST_TEST(std::abs(u - std::sin((k + 1) * pi * 0.25)) < 1e-8);
  }
}

BOOST_AUTO_TEST_CASE(the_report_has_a_line_for_each) {
  Folder folder;
  folder.write("p.toml", string_under_tension);
  const Outcome outcome = folder.jetwork("solve p.toml --eigenvalues 2 --table t.csv");
  BOOST_TEST_REQUIRE(outcome.status == 0, outcome.errors);
  BOOST_TEST(outcome.output.find("9.869604401089") != std::string::npos, outcome.output);
  BOOST_TEST(outcome.output.find("39.47841760435") != std::string::npos, outcome.output);
  BOOST_TEST(folder.read("t.csv").starts_with("x,u_0,u_1,u_0_error_estimate,u_1_error_estimate\n"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_asked_for_is_refused) {
  check_refused(string_under_tension, "", "ask for eigenvalues (--eigenvalues 5");
  check_refused(string_under_tension, "--eigenvalues 0", "--eigenvalues");
  check_refused(string_under_tension, "--eigenvalues 2 --stop u", "not with --stop");
  check_refused(string_under_tension, "--eigenvalues 2 --method single",
                "not with --method single");
  check_refused("independent = \"x\"\ndomain = [0.0, 1.0]\nequations = [\"u'' = -u\"]\n"
                "conditions = [\"u(0) = 0\", \"u(1) = 1\"]\n",
                "--eigenvalues 2", "declare it under [unknown]");
}

BOOST_AUTO_TEST_CASE(each_function_is_saved_by_itself_and_all_are_drawn_over_the_potential) {
  Folder folder;
  folder.write("p.toml", R"toml(independent = "x"
domain = ["-inf", "inf"]
equations = ["-u'' + x^2*u = E*u"]
conditions = ["u(-inf) = 0", "u(inf) = 0"]
[unknown]
E = {}
)toml");
  const Outcome outcome = folder.jetwork("solve p.toml --eigenvalues 2 --save u.json --plot u.svg");
  BOOST_TEST_REQUIRE(outcome.status == 0, outcome.errors);
  const Outcome second = folder.jetwork("eval u_1.json --at 0,1 --json");
  BOOST_TEST_REQUIRE(second.status == 0, second.errors);
  // u = x·exp(-x²/2), its largest magnitude, at 1, made one, and its first extremum positive
  const Json values = Json::parse(second.output)["values"]["u"];
  BOOST_TEST(std::abs(values[0].get<double>()) < 1e-8);
  BOOST_TEST(std::abs(values[1].get<double>() + 1.0) < 1e-8);
  const std::string picture = folder.read("u.svg");
  for (const char* label : {"potential", "u_0", "u_1"})
    BOOST_TEST(picture.find(label) != std::string::npos, label);
}

BOOST_AUTO_TEST_SUITE_END()
