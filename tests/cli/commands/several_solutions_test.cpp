// jetwork solve --solutions: the report, its JSON, its files, and bad input.
#include "tests/cli/command.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <string>

using jetwork::cli::tests::Folder;
using jetwork::cli::tests::Outcome;
using Json = nlohmann::json;

namespace {

const std::string bratu = R"toml(independent = "x"
domain = [0.0, 1.0]
equations = ["u'' = -exp(u)"]
conditions = ["u(0) = 0", "u(1) = 0"]
)toml";
const double lower = 0.140539214400472, upper = 4.09146724618926; // at 1/2

void check_refused(const std::string& text, const std::string& arguments,
                   const std::string& message) {
  Folder folder;
  folder.write("p.toml", text);
  const Outcome outcome = folder.jetwork("solve p.toml " + arguments);
  BOOST_TEST(outcome.status == 1);
  BOOST_TEST(outcome.errors.find(message) != std::string::npos, outcome.errors);
  BOOST_TEST(folder.files() == "p.toml ");
}

auto contains(const std::string& text, const std::string& part) -> bool {
  return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(several_solutions_command)

BOOST_AUTO_TEST_CASE(json_has_each_with_values_and_estimate) {
  Folder folder;
  folder.write("p.toml", bratu);
  const Outcome outcome = folder.jetwork("solve p.toml --solutions 3 --json --at 0,0.5");
  BOOST_TEST_REQUIRE(outcome.status == 0, outcome.errors);
  const Json report = Json::parse(outcome.output);
  BOOST_TEST(report["status"] == "solved");
  BOOST_TEST(report["solutions_known"] == 2);
  BOOST_TEST(report["remark"] == "3 were asked for; there may be more");
  BOOST_TEST_REQUIRE(report["solutions"].size() == 2U);
  for (const auto& [k, exact] : {std::pair{0U, lower}, {1U, upper}}) {
    const Json& one = report["solutions"][k];
    BOOST_TEST(one["status"] == "solved");
    BOOST_TEST(std::abs(one["values"]["u"][1].get<double>() - exact)
               <= one["error_estimate"]["u"].get<double>() + 1e-14);
    BOOST_TEST(one["derivatives"]["u'"].size() == 2U);
  }
  BOOST_TEST(report["values"] == report["solutions"][0]["values"]);
}

BOOST_AUTO_TEST_CASE(the_report_says_how_many_and_files_hold_each) {
  Folder folder;
  folder.write("p.toml", bratu);
  const Outcome outcome =
      folder.jetwork("solve p.toml --solutions 2 --table t.csv --save s.json --plot p.svg");
  BOOST_TEST_REQUIRE(outcome.status == 0, outcome.errors);
  BOOST_TEST(contains(outcome.output, "\n2 solutions found\n"), outcome.output);
  BOOST_TEST(folder.read("t.csv").starts_with("x,u_0,u_1,u_0_error_estimate,u_1_error_estimate\n"));
  BOOST_TEST(folder.files() == "p.svg p.toml s_0.json s_1.json t.csv ");
  BOOST_TEST(contains(folder.read("p.svg"), "u_1"));
  const Outcome second = folder.jetwork("eval s_1.json --at 0.5 --json");
  BOOST_TEST_REQUIRE(second.status == 0, second.errors);
  BOOST_TEST(std::abs(Json::parse(second.output)["values"]["u"][0].get<double>() - upper) < 1e-7);
}

BOOST_AUTO_TEST_CASE(one_alone_is_said_to_be_one) {
  Folder folder;
  folder.write("p.toml", "independent = \"x\"\ndomain = [0.0, 1.0]\nequations = [\"u'' = -u\"]\n"
                         "conditions = [\"u(0) = 0\", \"u(1) = 1\"]\n");
  const Outcome outcome = folder.jetwork("solve p.toml --solutions 5");
  BOOST_TEST(outcome.status == 0);
  BOOST_TEST(contains(outcome.output, "1 solution found (the problem is linear, and has no other)"),
             outcome.output);
}

BOOST_AUTO_TEST_CASE(where_there_is_none_it_is_not_solved) {
  Folder folder;
  std::string text = bratu;
  folder.write("p.toml", text.replace(text.find("-exp"), 1, "-4*"));
  const Outcome outcome = folder.jetwork("solve p.toml --solutions 2 --json");
  BOOST_TEST(outcome.status == 2);
  const Json report = Json::parse(outcome.output);
  BOOST_TEST(report["status"] == "not solved");
  BOOST_TEST(report["solutions"].empty());
  BOOST_TEST(!report["reason"].get<std::string>().empty());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_asked_for_is_refused) {
  check_refused(bratu, "--solutions 0", "--solutions 0: expected a whole number");
  check_refused(bratu, "--solutions -3", "expected a whole number");
  check_refused(bratu, "--solutions 1e9", "expected a whole number");
  check_refused(bratu, "--solutions 2 --eigenvalues 2", "not with --eigenvalues");
  check_refused(bratu, "--solutions 2 --method single", "not with --method single");
  check_refused(bratu, "--solutions 2 --stop u", "not with --stop");
  check_refused(bratu, "--solutions 2 --merge m.json", "not with --solutions");
  check_refused(bratu, "--solutions 2 --save .", "directory");
  check_refused("domain = [0.0, 1.0]\nequations = [\"r'' = -r^3\"]\n"
                "conditions = [\"r(0) = 0\", \"r'(0) = 1\"]\n",
                "--solutions 2", "initial-value problem");
}

BOOST_AUTO_TEST_SUITE_END()
