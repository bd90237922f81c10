// Boundary-value problems as files: what the report says of them, and bad input.
#include "tests/cli/command.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <numbers>
#include <string>

using jetwork::cli::tests::Folder;
using jetwork::cli::tests::Outcome;
using Json = nlohmann::json;

namespace {

const std::string eigenvalue = R"toml(independent = "x"
domain = [0.0, 1.0]
equations = ["u'' + lambda*u = 0"]
conditions = ["u(0) = 0", "u(1) = 0", "u'(0) = 1"]
[unknown]
lambda = { start = 9.0, lower = 0.0, upper = 100.0 }
)toml";
const std::string bratu = R"toml(independent = "x"
domain = [0.0, 1.0]
equations = ["u'' = -exp(u)"]
conditions = ["u(0) = 0", "u(1) = 0"]
)toml";
const std::string half_line = R"toml(independent = "x"
domain = [0.0, inf]
equations = ["u'' = 4*u"]
conditions = ["u(0) = 3", "u(inf) = 0"]
)toml";

auto solved(Folder& folder, const std::string& text, const std::string& arguments = "") -> Json {
  folder.write("p.toml", text);
  const Outcome outcome = folder.jetwork("solve p.toml --json " + arguments);
  BOOST_TEST(outcome.status == 0, outcome.errors);
  return Json::parse(outcome.output);
}

void check_refused(const std::string& text, const std::string& words) {
  Folder folder;
  folder.write("p.toml", text);
  const Outcome outcome = folder.jetwork("solve p.toml --json --save s.json");
  BOOST_TEST_CONTEXT(outcome.errors) {
    BOOST_TEST(outcome.status == 1);
    BOOST_TEST(outcome.output == "");
    BOOST_TEST(outcome.errors.find(words) != std::string::npos, "expected: " << words);
    BOOST_TEST(folder.files() == "p.toml ");
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(boundary_value_command)

BOOST_AUTO_TEST_CASE(json_has_what_belongs_to_boundary_values) {
  Folder folder;
  const Json report = solved(folder, half_line, "--at 0,0.5 --save s.json");
  BOOST_TEST(report["condition"].get<double>() < 100);
  BOOST_TEST(report["error_location"]["u"].get<double>() >= 0);
  BOOST_TEST(report["domain"][0] == 0.0);
  BOOST_TEST(report["domain"][1].get<double>() >= 8.0);
  BOOST_TEST(std::abs(report["values"]["u"][1].get<double>() - 3 * std::exp(-1.0)) < 3e-8);
  const Outcome read = folder.jetwork("eval s.json --at 0.5 --json");
  BOOST_TEST(read.status == 0, read.errors);
  BOOST_TEST((Json::parse(read.output)["values"]["u"][0] == report["values"]["u"][1]));
}

BOOST_AUTO_TEST_CASE(an_unknown_number_is_reported_with_its_error) {
  Folder folder;
  const Json report = solved(folder, eigenvalue + "[guess]\nu = \"x*(1 - x)\"\n");
  const Json& lambda = report["parameters"]["lambda"];
  const double error =
      std::abs(lambda["value"].get<double>() - std::numbers::pi * std::numbers::pi);
  BOOST_TEST(error < 1e-10);
  BOOST_TEST(error <= lambda["error_estimate"].get<double>() + 1e-14);
}

BOOST_AUTO_TEST_CASE(a_guess_is_an_expression_a_table_or_a_saved_solution) {
  Folder folder;
  const double upper = solved(folder, bratu + "[guess]\nu = \"16*x*(1 - x)\"\n",
                              "--at 0.5 --save upper.json")["values"]["u"][0];
  BOOST_TEST(upper > 4.0); // the lower branch has 0.14 there
  folder.write("table.csv", "x,v,u\n0,1,0\n0.5,1,4\n1,1,0\n");
  for (const std::string file : {"table.csv", "upper.json"}) {
    const Json other =
        solved(folder, bratu + "[guess]\nu = { file = \"" + file + "\" }\n", "--at 0.5");
    BOOST_TEST(std::abs(other["values"]["u"][0].get<double>() - upper) < 1e-7);
  }
}

BOOST_AUTO_TEST_CASE(one_network_is_trained) {
  Folder folder;
  for (const std::string soft : {"", " --soft-conditions"}) {
    const Json report = solved(folder, bratu, "--tolerance 1e-4 --at 0.5,1 --method single" + soft);
    BOOST_TEST(report["segments"] == 1);
    BOOST_TEST(report["training"]["steps"].get<int>() > 5);
    const double error = report["error_estimate"]["u"].get<double>();
    BOOST_TEST(std::abs(report["values"]["u"][0].get<double>() - 0.140539214400472) <= error);
    BOOST_TEST(std::abs(report["values"]["u"][1].get<double>()) <= (soft.empty() ? 1e-14 : error));
    BOOST_TEST(report["error_location"].contains("u"));
  }
  folder.write("p.toml", half_line);
  const Outcome refused = folder.jetwork("solve p.toml --method single");
  BOOST_TEST(refused.status == 1);
  BOOST_TEST(refused.errors.find("cannot be trained with an infinite domain") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(bad_input_is_refused_with_its_place) {
  check_refused(bratu + "[guess]\nv = 1\n", "p.toml:6: the guess of v: 'v' is no unknown");
  check_refused(bratu + "[guess]\nu = { file = \"none.csv\" }\n", "none.csv");
  check_refused(bratu + "[guess]\nu = { name = \"none.csv\" }\n", "p.toml:6:");
  check_refused(bratu + "[guess]\nu = \"x*q\"\n", "unknown name 'q'");
  check_refused(bratu + "[bounds]\nu = [1.0, 0.0]\n", "holds no interval");
  check_refused(bratu + "[bounds]\nu = 1.0\n", "expected a lower and an upper one");
  check_refused(eigenvalue + "mu = { begin = 1.0 }\n", "has no entry begin");
  check_refused(eigenvalue + "mu = 1.0\n", "need 4 conditions in all, but 3 are given");
  check_refused(eigenvalue + "mu = { start = 1.0, lower = 2.0, upper = 1.0 }\n",
                "hold no interval");
}

BOOST_AUTO_TEST_SUITE_END()
