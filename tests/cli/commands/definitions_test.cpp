// Definitions and choices as users of the command meet them.
#include "tests/cli/command.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <string>

using jetwork::cli::tests::Folder;
using jetwork::cli::tests::Outcome;
using Json = nlohmann::json;

namespace {

// u = exp(t) up to t = 1/2, then it stays.
const std::string stopping = R"toml(domain = [0.0, 1.0]
equations = ["u' = growth"]
conditions = ["u(0) = 1"]
[definitions]
growth = "if(t < 0.5, rate*u, 0)"
rate = 1
[invariants]
both = "rate + 0*growth"
)toml";

const std::string spring = R"toml(domain = [0.0, 3.0]
equations = ["balance = 0"]
conditions = ["r(0) = 1", "speed(0) = 0"]
[definitions]
balance = "r'' + 4*r"
speed = "r'"
)toml";

auto solved(const Folder& folder, const std::string& arguments) -> Json {
  const Outcome outcome = folder.jetwork("solve " + arguments + " --json");
  BOOST_TEST_CONTEXT(arguments << "\n" << outcome.output << outcome.errors) {
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST_REQUIRE(Json::accept(outcome.output));
  }
  return Json::parse(outcome.output);
}

void check_refused(const std::string& file, const std::string& words) {
  Folder folder;
  folder.write("problem.toml", file);
  const Outcome outcome = folder.jetwork("solve problem.toml");
  BOOST_TEST_CONTEXT(outcome.errors) {
    BOOST_TEST(outcome.status == 1);
    BOOST_TEST(outcome.errors.find(words) != std::string::npos, "expected: " << words);
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(definitions_of_the_command)

BOOST_AUTO_TEST_CASE(a_file_has_definitions) {
  Folder folder;
  folder.write("problem.toml", stopping);
  const Json report = solved(folder, "problem.toml --at 0.25,1");
  BOOST_TEST(std::abs(report["values"]["u"][0].get<double>() - std::exp(0.25)) < 1e-6);
  BOOST_TEST(std::abs(report["values"]["u"][1].get<double>() - std::exp(0.5)) < 1e-6);
}

BOOST_AUTO_TEST_CASE(the_command_line_has_them_too) {
  Folder folder;
  const Json alone = solved(folder, "--equation \"u' = g\" --condition 'u(0) = 1' --domain 0,1 "
                                    "--definition 'g = h*u' --definition h=2 --at 1");
  BOOST_TEST(std::abs(alone["values"]["u"][0].get<double>() - std::exp(2)) < 1e-6);
  folder.write("problem.toml", stopping);
  const Json replaced = solved(folder, "problem.toml --definition rate=k --parameter k=2 --at 1");
  BOOST_TEST(std::abs(replaced["values"]["u"][0].get<double>() - std::exp(1)) < 1e-6);
}

BOOST_AUTO_TEST_CASE(long_names_and_equations_reach_the_report) {
  const std::string name(138, 'n');
  std::string sum;
  while (sum.size() < 16'500) sum += " + 0*" + name;
  Folder folder;
  folder.write("problem.toml", "domain = [0.0, 1.0]\nequations = [\"" + name + "' = " + name + sum
                                   + "\"]\nconditions = [\"" + name + "(0) = 1\"]\n");
  const Json report = solved(folder, "problem.toml --at 1");
  BOOST_TEST(std::abs(report["values"][name][0].get<double>() - std::exp(1)) < 1e-6);
}

BOOST_AUTO_TEST_CASE(verify_knows_definitions) {
  Folder folder;
  folder.write("spring.toml", spring);
  const std::string verify = "verify --problem spring.toml --json --solution ";
  const Outcome holds = folder.jetwork(verify + "'r = cos(2*t)'");
  BOOST_TEST(holds.status == 0, holds.output << holds.errors);
  const Outcome wrong_equation = folder.jetwork(verify + "'r = cos(3*t)'");
  BOOST_TEST(wrong_equation.status == 2, wrong_equation.output << wrong_equation.errors);
  const Outcome wrong_condition = folder.jetwork(verify + "'r = cos(2*t) + sin(2*t)'");
  BOOST_TEST(wrong_condition.status == 2, wrong_condition.output << wrong_condition.errors);
}

BOOST_AUTO_TEST_CASE(a_slip_is_shown_at_its_place) {
  std::string file = stopping;
  file.replace(file.find("rate*u"), 6, "rate*v");
  check_refused(file, "problem.toml:5: definition growth, column 18: unknown name 'v'");
  file = stopping;
  file.replace(file.find("rate = 1"), 8, "rate = \"growth\"");
  check_refused(file, "the definitions define each other in a circle: growth -> rate -> growth");
  file = stopping;
  file.replace(file.find("t < 0.5"), 7, "0 < t < 1");
  check_refused(file, "relations make no chain; write 0 < t and t < …");
}

BOOST_AUTO_TEST_SUITE_END()
