// jetwork solve --continue: the report, its JSON, its table and picture, and bad input.
#include "tests/cli/command.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

using jetwork::cli::tests::Folder;
using jetwork::cli::tests::Outcome;
using Json = nlohmann::json;
using std::numbers::pi;

namespace {

const std::string bratu = R"toml(independent = "x"
domain = [0.0, 1.0]
equations = ["u'' = -lambda*exp(u)"]
conditions = ["u(0) = 0", "u(1) = 0"]
[parameters]
lambda = 1.0
)toml";
const std::string rod = R"toml(title = "A rod"
independent = "s"
domain = [0.0, 1.0]
equations = ["theta'' = -P*sin(theta)"]
conditions = ["theta(0) = 0", "theta(1) = 0"]
[parameters]
P = 1.0
)toml";

auto solve(const Folder& folder, const std::string& text, const std::string& arguments) -> Outcome {
  folder.write("p.toml", text);
  return folder.jetwork("solve p.toml " + arguments);
}

void check_refused(const std::string& text, const std::string& arguments,
                   const std::string& message) {
  const Folder folder;
  const Outcome outcome = solve(folder, text, arguments);
  BOOST_TEST(outcome.status == 1, arguments);
  BOOST_TEST(outcome.errors.find(message) != std::string::npos, outcome.errors);
}

auto has(const std::string& text, const std::string& part) -> bool {
  return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(branches_command)

BOOST_AUTO_TEST_CASE(json_has_each_solution_and_the_folds) {
  const Folder folder;
  const Outcome outcome = solve(folder, bratu, "--continue lambda=0,4 --json --at 0.5");
  BOOST_TEST_REQUIRE(outcome.status == 0, outcome.errors);
  const Json report = Json::parse(outcome.output);
  BOOST_TEST(report["status"] == "solved");
  BOOST_TEST_REQUIRE(report["folds"].size() == 1U);
  const Json& fold = report["folds"][0];
  BOOST_TEST(std::abs(fold["parameter"].get<double>() - 3.513830719125162)
             <= fold["error_estimate"].get<double>());
  BOOST_TEST(fold["branch"] == 0);
  BOOST_TEST(report["branch_points"].empty());
  BOOST_TEST(report["branch_end"] == "unbounded");
  BOOST_TEST_REQUIRE(report["branch"].size() > 20U);
  for (const Json& each : report["branch"]) {
    const double middle = each["values"]["u"][0].get<double>();
    const double quarter = std::acosh(std::exp(middle / 2)); // as u = 2·log(cosh(θ/4)) there
    BOOST_TEST(std::abs(each["parameter"].get<double>() - 8 * quarter * quarter / std::exp(middle))
               < 1e-7);
    BOOST_TEST(each["norm"]["u"].get<double>() >= 0);
    BOOST_TEST(each["error_estimate"]["u"].get<double>() < 1e-7 * std::max(1.0, middle));
  }
  BOOST_TEST(report["branch"][0]["stable"] == true);
  BOOST_TEST(report["branch"].back()["unstable_modes"] == 1);
  BOOST_TEST(report["values"]["u"][0] == report["branch"].back()["values"]["u"][0]);
}

BOOST_AUTO_TEST_CASE(json_has_the_branches_through_branch_points) {
  const Folder folder;
  const Outcome outcome = solve(folder, rod, "--continue P=1,50 --switch-branches --json");
  BOOST_TEST_REQUIRE(outcome.status == 0, outcome.errors);
  const Json report = Json::parse(outcome.output);
  BOOST_TEST_REQUIRE(report["branch_points"].size() == 2U);
  for (std::size_t k = 0; k < 2; ++k) {
    const double arcs = static_cast<double>(k + 1);
    const Json& point = report["branch_points"][k];
    BOOST_TEST(std::abs(point["parameter"].get<double>() - arcs * arcs * pi * pi)
               <= point["error_estimate"].get<double>());
  }
  BOOST_TEST_REQUIRE(report["other_branches"].size() == 4U);
  BOOST_TEST(report["other_branches"][3]["begins_at"] == 1);
  BOOST_TEST(report["other_branches"][3]["ends_at"].is_null());
  BOOST_TEST(report["other_branches"][3]["branch_end"] == "left_interval");
  BOOST_TEST(report["branches_not_followed"] == 0);
  const Outcome few = folder.jetwork(
      "solve p.toml --continue P=1,50 --switch-branches --maximum-branches 2 --json");
  BOOST_TEST(Json::parse(few.output)["other_branches"].size() == 1U);
  BOOST_TEST(Json::parse(few.output)["branches_not_followed"] == 3);
}

BOOST_AUTO_TEST_CASE(the_report_names_ends_folds_and_branch_points) {
  const Folder folder;
  const Outcome one = solve(folder, bratu, "--continue lambda=0,4 --maximum-points 30");
  BOOST_TEST(one.status == 0);
  BOOST_TEST(has(one.output, "fold            lambda = 3.51383071912516"), one.output);
  BOOST_TEST(has(one.output, "unstable modes  0, then 1"), one.output);
  BOOST_TEST(has(one.output, "30 points were found"), one.output);
  const Outcome other = solve(folder, rod, "--continue P=1,20");
  BOOST_TEST(has(other.output, "branch point 0  P = 9.869604401"), other.output);
  BOOST_TEST(has(other.output, "it leaves the interval at P = 20"), other.output);
}

BOOST_AUTO_TEST_CASE(the_table_has_a_row_for_each_solution) {
  const Folder folder;
  const Outcome outcome =
      solve(folder, bratu, "--continue lambda=0,4 --maximum-points 30 --at 0.25,0.5 --table t.csv");
  BOOST_TEST_REQUIRE(outcome.status == 0, outcome.errors);
  const std::string table = folder.read("t.csv");
  BOOST_TEST(table.substr(0, table.find('\n'))
             == "lambda,norm_u,u(0.25),u(0.5),error_u,error_lambda,unstable_modes,branch");
  BOOST_TEST(std::ranges::count(table, '\n') == 31);
}

BOOST_AUTO_TEST_CASE(the_picture_is_drawn) {
  const Folder folder;
  const Outcome outcome = solve(folder, rod, "--continue P=1,50 --switch-branches --plot p.svg");
  BOOST_TEST_REQUIRE(outcome.status == 0, outcome.errors);
  const std::string picture = folder.read("p.svg");
  for (const char* part :
       {"A rod", "norm of theta", "branch point", "unstable", "stroke-dasharray"})
    BOOST_TEST(has(picture, part), part);
}

BOOST_AUTO_TEST_CASE(what_was_reached_is_reported_where_it_could_not_go_on) {
  const Folder folder;
  std::string plate = bratu;
  plate.replace(plate.find("-lambda*exp(u)"), 14, "lambda/(1 + u)^2");
  const Outcome outcome = solve(folder, plate, "--continue lambda=0,2 --json --table t.csv");
  BOOST_TEST(outcome.status == 2);
  const Json report = Json::parse(outcome.output);
  BOOST_TEST(report["status"] == "not solved");
  BOOST_TEST(report["branch_end"] == "cannot_go_on");
  BOOST_TEST(report["folds"].size() == 1U);
  BOOST_TEST(has(outcome.errors, "could not be followed beyond lambda"), outcome.errors);
  BOOST_TEST(folder.read("t.csv").starts_with("# not solved: "));
  const Outcome limited = solve(folder, bratu, "--continue lambda=0,4 --json --time-limit 1e-9");
  BOOST_TEST(limited.status == 2);
  BOOST_TEST(has(limited.errors, "time limit"), limited.errors);
  const Json nothing = Json::parse(limited.output);
  BOOST_TEST(nothing["branch"].empty());
  BOOST_TEST(nothing["values"]["u"][0].is_null());
  BOOST_TEST(nothing["error_estimate"]["u"].get<double>() > 1e308);
}

BOOST_AUTO_TEST_CASE(bad_input_is_refused) {
  check_refused(bratu, "--continue lamda=0,4", "did you mean 'lambda'?");
  check_refused(bratu, "--continue lambda", "--continue lambda: expected a parameter");
  check_refused(bratu, "--continue lambda=0", "expected two numbers behind '=', found 1");
  check_refused(bratu, "--continue lambda=0,1,2", "found 3");
  check_refused(bratu, "--continue lambda=2,2", "the same number");
  check_refused(bratu, "--continue lambda=0,inf", "--continue");
  check_refused(bratu, "--continue =0,4", "expected a parameter");
  check_refused(bratu, "--continue lambda=0,4 --eigenvalues 2",
                "--continue: not with --eigenvalues");
  check_refused(bratu, "--continue lambda=0,4 --method single", "not with --method single");
  check_refused(bratu, "--continue lambda=0,4 --save s.json", "--save: not with --continue");
  check_refused(bratu, "--continue lambda=0,4 --maximum-points 1", "--maximum-points 1");
  check_refused(bratu, "--continue lambda=0,4 --maximum-branches 3",
                "belongs to --switch-branches");
  check_refused(bratu, "--maximum-points 10", "belongs to --continue");
  check_refused(bratu, "--switch-branches", "belongs to --continue");
  std::string initial = bratu;
  initial.replace(initial.find("u(1) = 0"), 8, "u'(0) = 0");
  check_refused(initial, "--continue lambda=0,4", "initial-value problem");
  std::string in_domain = bratu;
  in_domain.replace(in_domain.find("[0.0, 1.0]"), 10, "[0.0, \"L\"]");
  check_refused(in_domain + "L = 1.0\n", "--continue L=1,2", "L cannot vary");
}

BOOST_AUTO_TEST_SUITE_END()
