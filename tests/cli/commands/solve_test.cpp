// The command as its users meet it: the built binary on good and on bad input. Exit status, what is
// on standard output and on standard error, which files are there afterwards.
#include "tests/cli/command.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>

using jetwork::cli::tests::Folder;
using jetwork::cli::tests::Outcome;
using Json = nlohmann::json;

namespace {

const std::string spring = R"(title = "Mass on a spring"
domain = [0.0, 10.0]
equations = ["m*r'' = -k*r"]
conditions = ["r(0) = 1", "r'(0) = 0"]
[parameters]
m = 1.0
k = 4.0
)";

/// The spring with one piece of its text replaced.
auto spring_with(const std::string& what, const std::string& by) -> std::string {
  std::string text = spring;
  const auto place = text.find(what);
  BOOST_TEST_REQUIRE(place != std::string::npos);
  return text.replace(place, what.size(), by);
}

/// Exit status 1, nothing on standard output, no new file, and a message that holds `words`.
void check_refused(Folder& folder, const std::string& arguments, const std::string& words) {
  BOOST_TEST_CONTEXT("jetwork " << arguments) {
    const auto before = folder.files();
    const Outcome outcome = folder.jetwork(arguments);
    BOOST_TEST_CONTEXT(outcome.errors) {
      BOOST_TEST(outcome.status == 1);
      BOOST_TEST(outcome.output == "");
      BOOST_TEST(outcome.errors.find(words) != std::string::npos, "expected: " << words);
      BOOST_TEST(folder.files() == before);
    }
  }
}

void check_file_refused(const std::string& text, const std::string& words) {
  Folder folder;
  folder.write("p.toml", text);
  check_refused(folder, "solve p.toml --json --save s.json --table t.csv --plot p.svg", words);
}

} // namespace

BOOST_AUTO_TEST_SUITE(solve_command)

BOOST_AUTO_TEST_CASE(json_is_as_promised) {
  Folder folder;
  folder.write("spring.toml", spring);
  const Outcome outcome = folder.jetwork("solve spring.toml --json --at 0,0.5,1,pi");
  BOOST_TEST(outcome.status == 0);
  BOOST_TEST(outcome.errors == "");
  const Json report = Json::parse(outcome.output);
  BOOST_TEST(report["status"] == "solved");
  BOOST_TEST(report["tolerance"] == 1e-8);
  BOOST_TEST((report["unknowns"] == Json{"r"}));
  BOOST_TEST(report["error_estimate"]["r"].get<double>() <= 1e-8);
  BOOST_TEST_REQUIRE(report["t"].size() == 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    const double t = report["t"][i];
    BOOST_TEST(std::abs(report["values"]["r"][i].get<double>() - std::cos(2 * t)) < 1e-8);
    BOOST_TEST(std::abs(report["derivatives"]["r'"][i].get<double>() + 2 * std::sin(2 * t)) < 1e-7);
  }
  BOOST_TEST((report["values"]["r"][0] == 1.0));
  BOOST_TEST(report["segments"].get<int>() >= 1);
  BOOST_TEST(report["weights"].get<int>() >= 1);
  BOOST_TEST(report["seconds"].get<double>() >= 0.0);
  BOOST_TEST(Json::parse(folder.jetwork("solve spring.toml --json").output)["t"].size() == 201u);
}

BOOST_AUTO_TEST_CASE(without_a_file) {
  Folder folder;
  const Outcome outcome = folder.jetwork("solve --equation \"m*r'' = -k*r\" --condition \"r(0)=1\" "
                                         "--condition \"r'(0)=0\" --parameter m=1 "
                                         "--parameter k=4 --domain 0,2*pi --json --points 3");
  BOOST_TEST(outcome.status == 0);
  const Json report = Json::parse(outcome.output);
  BOOST_TEST(std::abs(report["values"]["r"][2].get<double>() - 1) < 1e-8);
  const Outcome other = folder.jetwork("solve --equation \"u' = -u\" --condition \"u(0)=1\" "
                                       "--domain 0,1 --independent x --json --at 1");
  BOOST_TEST(Json::parse(other.output).contains("x"));
}

BOOST_AUTO_TEST_CASE(a_parameter_overrides_that_of_the_file) {
  Folder folder;
  folder.write("spring.toml", spring);
  const Outcome outcome = folder.jetwork("solve spring.toml --parameter k=9 --json --at 1");
  BOOST_TEST(std::abs(Json::parse(outcome.output)["values"]["r"][0].get<double>() - std::cos(3.0))
             < 1e-8);
  check_refused(folder, "solve spring.toml --parameter k",
                "--parameter k: expected a name and a value");
  check_refused(folder, "solve spring.toml --parameter k=q",
                "--parameter: parameter k, column 1: unknown name 'q'");
  check_refused(folder, "solve spring.toml --parameter K=4",
                "--parameter K=4: nothing in the problem uses 'K'; did you mean 'k'?");
}

BOOST_AUTO_TEST_CASE(files_are_written) {
  Folder folder;
  folder.write("spring.toml", spring);
  const Outcome outcome =
      folder.jetwork("solve spring.toml --points 11 --save s.json --table t.csv --plot p.svg");
  BOOST_TEST(outcome.status == 0, outcome.errors);
  BOOST_TEST(outcome.output.find("Mass on a spring") != std::string::npos);
  BOOST_TEST(outcome.output.find("error estimate") != std::string::npos);
  BOOST_TEST(folder.files() == "p.svg s.json spring.toml t.csv ");
  BOOST_TEST(folder.read("t.csv").starts_with("t,r,r',r_error_estimate\n0,1,0,"));
  BOOST_TEST(folder.read("p.svg").find("</svg>") != std::string::npos);

  const Outcome eval = folder.jetwork("eval s.json --at 0,0.5 --json");
  BOOST_TEST(eval.status == 0);
  const Json direct = Json::parse(folder.jetwork("solve spring.toml --at 0,0.5 --json").output);
  BOOST_TEST((Json::parse(eval.output)["values"] == direct["values"]));
  BOOST_TEST((Json::parse(eval.output)["derivatives"] == direct["derivatives"]));
  check_refused(folder, "eval s.json --at 11", "covers [0, 10]");
  check_refused(folder, "eval spring.toml --at 1", "spring.toml: this is not a solution file");
  check_refused(folder, "eval nosuch.json --at 1", "no such file");
  check_refused(folder, "eval s.json", "--at");
}

BOOST_AUTO_TEST_CASE(a_parameter_may_be_used_anywhere) {
  Folder folder;
  const Outcome outcome = folder.jetwork(
      "solve --equation \"r' = -r\" --condition \"r(start) = 2*size\" --domain \"start,start + 1\" "
      "--parameter size=half/2 --parameter half=1 --parameter start=3 --quiet");
  BOOST_TEST(outcome.status == 0, outcome.errors);
}

BOOST_AUTO_TEST_CASE(the_independent_variable_has_no_name_of_the_json_object) {
  Folder folder;
  for (const std::string name : {"values", "outcome", "sensitivities"}) {
    folder.write("p.toml", "independent = \"" + name + "\"\n" + spring);
    check_refused(folder, "solve p.toml --json", "cannot be called '" + name + "'");
  }
}

BOOST_AUTO_TEST_CASE(no_file_that_is_read_is_written) {
  Folder folder;
  folder.write("p.toml", spring);
  for (const char* option : {"--table p.toml", "--save ./p.toml", "--save ../work/p.toml"})
    check_refused(folder, std::string("solve p.toml ") + option, "this is the file that is read");
  BOOST_TEST(folder.read("p.toml") == spring);
  BOOST_TEST(folder.jetwork("solve p.toml --save s.json --quiet").status == 0);
  const std::string solution = folder.read("s.json");
  check_refused(folder, "eval s.json --at 1 --table s.json", "this is the file that is read");
  check_refused(folder, "eval s.json --at 1 --table ''", "--table: expected a value");
  check_refused(folder, "eval s.json --at '' --points 3", "--at: expected a value");
  BOOST_TEST(folder.read("s.json") == solution);
}

BOOST_AUTO_TEST_CASE(quiet_is_quiet) {
  Folder folder;
  folder.write("spring.toml", spring);
  const Outcome outcome = folder.jetwork("solve spring.toml --quiet");
  BOOST_TEST(outcome.status == 0);
  BOOST_TEST(outcome.output + outcome.errors == "");
  BOOST_TEST(Json::accept(folder.jetwork("solve spring.toml --quiet --json").output));
}

BOOST_AUTO_TEST_CASE(a_solution_that_blows_up_is_not_solved) {
  Folder folder;
  const auto start = std::chrono::steady_clock::now();
  const Outcome outcome = folder.jetwork(
      "solve --equation \"y' = y^2\" --condition \"y(0)=1\" --domain 0,2 --json --at 0,0.5,1.5 "
      "--save s.json --table t.csv");
  BOOST_TEST(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()
             < 20.0);
  BOOST_TEST(outcome.status == 2);
  const Json report = Json::parse(outcome.output);
  BOOST_TEST(report["status"] == "not solved");
  BOOST_TEST(!report["reason"].get<std::string>().empty());
  BOOST_TEST((report["values"]["y"][0] == 1.0));
  BOOST_TEST(report["values"]["y"][2].is_null());
  BOOST_TEST(folder.read("t.csv").starts_with("# not solved: "));
  BOOST_TEST(Json::parse(folder.read("s.json"))["status"] == "not solved");
  const Outcome eval = folder.jetwork("eval s.json --at 0.5");
  BOOST_TEST(eval.status == 0);
  BOOST_TEST(eval.errors.find("not solved") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(files_that_are_no_problems) {
  check_file_refused("", "p.toml: the file is empty");
  check_file_refused(std::string("\x7f"
                                 "ELF\x02\x01\x00\x00",
                                 8),
                     "p.toml: this is no text");
  check_file_refused("\xff\xfe\xfd = 3", "p.toml:1:");
  check_file_refused("domain = [0, 1", "p.toml:1:");
  check_file_refused("equations = [\"r' = -r\"]", "'domain' is missing");
  Folder folder;
  check_refused(folder, "solve nosuch.toml", "nosuch.toml: there is no such file");
  check_refused(folder, "solve .", ".: this is a directory");
  check_refused(folder, "solve", "expected a problem file");
}

BOOST_AUTO_TEST_CASE(problems_that_make_no_sense) {
  check_file_refused(spring_with(", \"r'(0) = 0\"", ""),
                     "p.toml:3: equation 1, column 3: r'' needs 2 conditions on r, but 1 is "
                     "given\n  m*r'' = -k*r\n    ^");
  check_file_refused(spring_with("r'(0) = 0", "r(0) = 2"),
                     "p.toml:4: condition 2, column 1: r(0) is given by condition 1 already");
  check_file_refused(
      spring_with("-k*r", "-k*sn(r)"),
      "unknown function 'sn'; did you mean 'sin'?\n  m*r'' = -k*sn(r)\n             ^");
  check_file_refused(spring_with("-k*r", "-k*(r"), "p.toml:3: equation 1, column 14: ");
  check_file_refused(spring_with("k = 4.0", ""),
                     "p.toml:3: equation 1, column 10: unknown name 'k'");
  check_file_refused(spring_with("k = 4.0", "k = nan"), "p.toml:7:5: parameter k is nan");
  check_file_refused(spring_with("k = 4.0", "k = inf"),
                     "p.toml:7: parameter k: its value, inf, is infinite");
  check_file_refused(spring_with("m*r'' = -k*r", "0*r'' + 0*k*m = 1"),
                     "equation 1 is the same number everywhere");
  check_file_refused(spring_with("k = 4.0", "k = true"), "true or false");
  check_file_refused(spring_with("[0.0, 10.0]", "[1, 0]"),
                     "p.toml:2: the domain's end: the domain [1, 0] ends before it starts");
  check_file_refused(spring_with("[0.0, 10.0]", "[0, 0]"), "the domain is empty");
  check_file_refused(spring_with("[0.0, 10.0]", "[0, nan]"), "is nan");
  check_file_refused(spring_with("[0.0, 10.0]", "[0, inf]"), "needs a finite end");
  check_file_refused(spring_with("[0.0, 10.0]", "[0]"), "expected two ends");
  check_file_refused(spring_with("domain", "domian"),
                     "p.toml:2:1: unknown key 'domian'; did you mean 'domain'?");
  check_file_refused(spring_with("[\"m*r'' = -k*r\"]", "\"m*r'' = -k*r\""),
                     "expected a list of strings");
  check_file_refused(spring_with("\"m*r'' = -k*r\"", "3"),
                     "p.toml:3:14: an entry of equations is a number");
}

BOOST_AUTO_TEST_CASE(one_network_is_trained_and_its_losses_written) {
  Folder folder;
  folder.write("p.toml", spring);
  const Outcome outcome = folder.jetwork(
      "solve p.toml --domain 0,2 --tolerance 1e-3 --method single --training adam-lbfgs "
      "--soft-conditions --neurons 20 --loss-history l.csv --json --at 1");
  BOOST_TEST_CONTEXT(outcome.errors) {
    BOOST_TEST_REQUIRE(outcome.status == 0);
    const Json report = Json::parse(outcome.output);
    BOOST_TEST(report["segments"] == 1);
    BOOST_TEST(std::abs(report["values"]["r"][0].get<double>() - std::cos(2.0))
               <= report["error_estimate"]["r"].get<double>());
    const auto lines = folder.read("l.csv");
    BOOST_TEST(lines.starts_with("epoch,training_loss,"));
    BOOST_TEST(static_cast<std::size_t>(std::ranges::count(lines, '\n'))
               == report["training"]["steps"].get<std::size_t>() + 1);
  }
}

BOOST_AUTO_TEST_CASE(a_time_limit_that_ends_the_training_is_named) {
  Folder folder;
  folder.write("p.toml", spring);
  const Outcome outcome = folder.jetwork(
      "solve p.toml --tolerance 1e-12 --method single --training adam-lbfgs --neurons 400 "
      "--time-limit 0.2 --json");
  BOOST_TEST_REQUIRE(outcome.status == 2);
  const Json report = Json::parse(outcome.output);
  BOOST_TEST(report["outcome"] == "time_limit_in_training");
  BOOST_TEST(report["reason"].get<std::string>().starts_with("the time limit of 0.2 s"));
}

BOOST_AUTO_TEST_CASE(where_nothing_was_reached_no_error_is_known) {
  Folder folder;
  const Outcome outcome = folder.jetwork(
      "solve --equation \"y' = 1/t\" --condition \"y(0) = 1\" --domain 0,1 --json --at 0.5");
  BOOST_TEST_REQUIRE(outcome.status == 2);
  const Json report = Json::parse(outcome.output);
  BOOST_TEST(report["error_estimate"]["y"].get<double>() > 1e300);
  BOOST_TEST(report["values"]["y"][0].is_null());
}

BOOST_AUTO_TEST_CASE(segments_are_merged_into_one_network) {
  Folder folder;
  folder.write("p.toml", spring);
  const Outcome outcome = folder.jetwork("solve p.toml --merge one.json --json --at 1");
  BOOST_TEST_REQUIRE(outcome.status == 0);
  const Json merged = Json::parse(outcome.output)["merged"];
  const Outcome values = folder.jetwork("eval one.json --at 3 --json");
  BOOST_TEST_REQUIRE(values.status == 0);
  const Json report = Json::parse(values.output);
  BOOST_TEST(report["segments"] == 1);
  BOOST_TEST(std::abs(report["values"]["r"][0].get<double>() - std::cos(6.0))
             <= merged["error_estimate"]["r"].get<double>());
  BOOST_TEST(merged["error_estimate"]["r"].get<double>() < 1e-7);
}

BOOST_AUTO_TEST_CASE(options_that_make_no_sense) {
  Folder folder;
  folder.write("p.toml", spring);
  check_refused(folder, "solve p.toml --at 0,11", "--at: t = 11 lies outside the domain [0, 10]");
  check_refused(folder, "solve p.toml --at 0,,1", "--at 0,,1");
  check_refused(folder, "solve p.toml --at 1 --points 3", "either --at or --points");
  check_refused(folder, "solve p.toml --points 1", "--points 1");
  check_refused(folder, "solve p.toml --tolerance nought", "--tolerance nought");
  check_refused(folder, "solve p.toml --tolerance 0", "--tolerance 0");
  check_refused(folder, "solve p.toml --tolerance nan", "--tolerance nan");
  check_refused(folder, "solve p.toml --seed -1", "--seed -1");
  check_refused(folder, "solve p.toml --method magic", "expected segments or single");
  check_refused(folder, "solve p.toml --neurons 20", "--neurons: belongs to --method single");
  check_refused(folder, "solve p.toml --soft-conditions", "belongs to --method single");
  check_refused(folder, "solve p.toml --method single --neurons 0", "--neurons 0");
  check_refused(folder, "solve p.toml --method single --training sgd", "levenberg-marquardt");
  check_refused(folder, "solve p.toml --merge .", "--merge .: this is a directory");
  check_refused(folder, "solve p.toml --plot p.gif", ".svg, .png or .pdf");
  check_refused(folder, "solve p.toml --plot no/p.svg", "--plot no/p.svg: there is no directory");
  check_refused(folder, "solve p.toml --save .", "this is a directory");
  check_refused(folder, "solve p.toml --save a --table a", "would write the same file");
  check_refused(folder, "solve p.toml --equation \"r' = 1\"", "not both");
  check_refused(folder, "solve p.toml --colour", "--colour");
  check_refused(folder, "solve --equation \"r' = 1\" --condition \"r(0) = 1\"",
                "--domain: missing");
  check_refused(folder, "solve --equation \"r' = 1\" --condition \"r(0) = 1\" --domain 3",
                "--domain 3: expected two ends");
  check_refused(folder, "fit p.toml --data d.csv", "later version");
  check_refused(folder, "", "subcommand");
  check_refused(folder, "bogus", "there is no command 'bogus'; the commands are solve, eval");
  for (const std::string option : {"--table", "--save", "--plot", "--at"})
    check_refused(folder, "solve p.toml " + option + " ''", option + ": expected a value");
}

BOOST_AUTO_TEST_CASE(without_gnuplot_the_result_is_still_there) {
  Folder folder;
  folder.write("p.toml", spring);
  const Outcome outcome =
      folder.jetwork("solve p.toml --json --at 1 --plot p.svg", "PATH=/nowhere");
  BOOST_TEST(outcome.status == 2);
  BOOST_TEST(Json::parse(outcome.output)["status"] == "solved");
  BOOST_TEST(outcome.errors.find("gnuplot-nox") != std::string::npos);
  BOOST_TEST(folder.files() == "p.toml ");
}

BOOST_AUTO_TEST_CASE(help_and_version) {
  Folder folder;
  BOOST_TEST(folder.jetwork("--version").status == 0);
  BOOST_TEST(folder.jetwork("--help").status == 0);
  std::string help = folder.jetwork("solve --help").output;
  BOOST_TEST(help.find("--tolerance") != std::string::npos);
  std::replace(help.begin(), help.end(), '\n', ' '); // wherever its lines break
  for (const std::string function : {" tanh ", " softplus ", " hypot "})
    BOOST_TEST(help.find(function) != std::string::npos, function);
  BOOST_TEST(help.find("negate") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(sensitivities_are_reported_and_tabulated) {
  Folder folder;
  folder.write("decay.toml", R"(domain = [0.0, 2.0]
equations = ["y' = -k*y^n"]
conditions = ["y(0) = y0"]
[parameters]
k = 0.5
y0 = 3.0
n = 1
)");
  const Outcome outcome =
      folder.jetwork("solve decay.toml --sensitivities k,y0 --at 0,1,2 --json --table t.csv");
  BOOST_TEST_REQUIRE(outcome.status == 0, outcome.errors);
  const Json report = Json::parse(outcome.output);
  for (int j = 0; j < 3; ++j) { // y = y0·exp(-k·t)
    const auto of = [&](const char* by) {
      return report["sensitivities"][by]["values"]["y"][static_cast<std::size_t>(j)].get<double>();
    };
    BOOST_TEST(std::abs(of("k") + 3.0 * j * std::exp(-0.5 * j)) < 1e-7);
    BOOST_TEST(std::abs(of("y0") - std::exp(-0.5 * j)) < 1e-8);
  }
  BOOST_TEST(report["sensitivities"]["k"]["error_estimate"]["y"].get<double>() < 1e-6);
  BOOST_TEST(
      folder.read("t.csv").starts_with("t,y,dy/dk,dy/dy0,y_error_estimate,dy/dk_error_estimate,"
                                       "dy/dy0_error_estimate\n0,3,0,1,"));
  const Outcome summary = folder.jetwork("solve decay.toml --sensitivities n");
  BOOST_TEST(summary.output.find("dy/dn") != std::string::npos);
  const Outcome wrong = folder.jetwork("solve decay.toml --sensitivities q");
  BOOST_TEST(wrong.status == 1);
  BOOST_TEST(wrong.errors.find("'q'") != std::string::npos);
  BOOST_TEST(folder.jetwork("solve decay.toml --sensitivities k,,n").status == 1);
}

BOOST_AUTO_TEST_CASE(what_takes_more_memory_than_allowed_is_refused) {
  Folder folder;
  folder.write("p.toml",
               "domain = [0.0, 1.0]\nequations = [\"y' = -y\"]\nconditions = [\"y(0) = 1\"]\n");
  const Outcome refused = folder.jetwork("solve p.toml --memory-limit 1K --json");
  BOOST_TEST(refused.status == 2);
  BOOST_TEST(refused.errors.find("of memory, and the limit is") != std::string::npos);
  const Json report = Json::parse(refused.output);
  BOOST_TEST(report["outcome"] == "memory_limit");
  BOOST_TEST(report["values"]["y"][0].is_null());
  for (const std::string enough : {"500M", "4G", "1e9", "1073741824"})
    BOOST_TEST(folder.jetwork("solve p.toml --quiet --memory-limit " + enough).status == 0);
  for (const std::string wrong : {"0", "many", "4X", "-1G", "G", "nan", "1e30"}) {
    const Outcome outcome = folder.jetwork("solve p.toml --memory-limit=" + wrong);
    BOOST_TEST(outcome.status == 1);
    BOOST_TEST(outcome.errors.find("--memory-limit") != std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()
