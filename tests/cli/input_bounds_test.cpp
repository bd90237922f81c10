// Every input has a size above which it is refused: at once, by name, without taking memory.
#include "tests/cli/command.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <string>

using jetwork::cli::tests::Folder;
using jetwork::cli::tests::Outcome;

namespace {

/// `text`, so many times.
auto repeated(const std::string& text, std::size_t times) -> std::string {
  std::string all;
  all.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

/// Status 1 within a second, in 500 MB of addresses, with a short message that holds `words`.
void check_refused(const Folder& folder, const std::string& arguments, const std::string& words) {
#if defined(__SANITIZE_ADDRESS__)
  const std::string environment; // the sanitizer needs terabytes of addresses
#else
  const std::string environment = "ulimit -v 500000;";
#endif
  const auto start = std::chrono::steady_clock::now();
  const Outcome outcome = folder.jetwork(arguments, environment);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  BOOST_TEST_CONTEXT("jetwork " << arguments.substr(0, 100) << "\n" << outcome.errors) {
    BOOST_TEST(outcome.status == 1);
    BOOST_TEST(outcome.output == "");
    BOOST_TEST(outcome.errors.size() < 2000);
    BOOST_TEST(outcome.errors.find(words) != std::string::npos, "expected: " << words);
    BOOST_TEST(seconds.count() < (environment.empty() ? 10.0 : 1.0));
  }
}

void check_problem_refused(const std::string& text, const std::string& words) {
  Folder folder;
  folder.write("p.toml", text);
  check_refused(folder, "solve p.toml", words);
  check_refused(folder, "verify --problem p.toml --solution 'r = 1'", words);
}

const std::string spring = R"(domain = [0.0, 10.0]
equations = ["r'' = -4*r"]
conditions = ["r(0) = 1", "r'(0) = 0"]
)";

} // namespace

BOOST_AUTO_TEST_SUITE(input_bounds)

BOOST_AUTO_TEST_CASE(problem_files_that_are_too_deep_or_too_large) {
  check_problem_refused("a" + repeated(".a", 100'000) + " = 1",
                        "p.toml:1: lists and tables lie more than 32");
  check_problem_refused("\n[a" + repeated(" . \"*\"", 100'000) + "]", "p.toml:2: lists and tables");
  check_problem_refused("a = " + repeated("[", 1'000'000), "p.toml:1: lists and tables");
  check_problem_refused("a = " + repeated("{a.a.a.a = ", 1000), "p.toml:1: lists and tables");
  check_problem_refused(repeated("#", 10'000'001), "10000001 bytes; expected at most 10000000");
}

BOOST_AUTO_TEST_CASE(texts_and_names_that_are_too_long) {
  const std::string name = repeated("n", 1001);
  check_problem_refused("title = \"" + name + "\"\n" + spring,
                        "title has 1001 bytes; expected at most 1000");
  check_problem_refused("independent = \"" + name + "\"\n" + spring, "independent has 1001 bytes");
  check_problem_refused(repeated("k", 1'000'000) + " = 1\n" + spring, "unknown key 'kkk");
  check_problem_refused(spring + "[parameters]\n" + name + " = 1", "is no name");
  check_problem_refused(spring + "[invariants]\n" + name + " = 'r'",
                        "the name of an invariant has 1001 bytes");
  Folder folder;
  folder.write("p.toml", spring);
  const std::string problem = "solve --domain 0,1 --condition 'r(0) = 1' --equation ";
  check_refused(folder, problem + "\"r' = " + name + "\"",
                "the name has 1001 bytes; expected at most 1000");
  check_refused(folder, problem + "\"r" + repeated("'", 1001) + " = 1\"",
                "the name has 1002 bytes");
  check_refused(folder, problem + "\"r' = " + repeated("(", 50'000) + "\"",
                "at most 200 parentheses");
  check_refused(folder, problem + "\"r' = " + repeated("-", 50'000) + "1\"",
                "at most 200 parentheses");
  check_refused(folder, problem + "\"r' = " + repeated("2^", 50'000) + "1\"",
                "at most 200 parentheses");
  check_refused(folder, problem + "\"r' = " + repeated("sin(", 20'000) + "\"",
                "at most 200 parentheses");
  check_refused(folder, problem + "\"r' = " + repeated("r(", 20'000) + "\"",
                "at most 200 parentheses");
  folder.write("long.toml", "domain = [0, 1]\nconditions = [\"r(0) = 1\"]\nequations = [\"r' = 1"
                                + repeated("+1", 500'000) + "\"]");
  check_refused(folder, "solve long.toml",
                "the formula has 1000006 bytes; expected at most 1000000");
}

BOOST_AUTO_TEST_CASE(entries_that_are_too_many) {
  std::string parameters = spring + "[parameters]\n";
  for (int i = 0; i <= 10'000; ++i) parameters += "k" + std::to_string(i) + " = 1\n";
  check_problem_refused(parameters, "parameters has 10001 entries; expected at most 10000");
  const std::string equations = "equations = [" + repeated("\"r' = r\", ", 10'001) + "]\n";
  check_problem_refused("domain = [0, 1]\nconditions = []\n" + equations,
                        "equations has 10001 entries; expected at most 10000");
}

BOOST_AUTO_TEST_CASE(options_that_are_too_long) {
  Folder folder;
  folder.write("p.toml", spring);
  const std::string long_text = repeated("a", 100'000);
  check_refused(folder, "solve p.toml --sensitivities " + repeated("r,", 40'000) + "r",
                "r is named twice");
  for (const std::string option : {"--save", "--table", "--merge"})
    check_refused(folder, "solve p.toml " + option + " " + long_text,
                  "the name of the file is too long");
  check_refused(folder, "solve p.toml --plot " + long_text + ".svg",
                "the name of the file is too long");
  check_refused(folder, "solve " + long_text, "File name too long");
  check_refused(folder, "solve p.toml --stop r-" + repeated("1", 100'000), "double precision");
  check_refused(folder, "solve p.toml --invariant " + long_text + "=r",
                "--invariant: the name has 100000 bytes; expected at most 1000");
  check_refused(folder, "solve p.toml --" + long_text, "See jetwork --help");
  check_refused(folder, long_text, "there is no command");
  check_refused(folder,
                "verify --problem p.toml --solution 'r = " + repeated("z + ", 20'000) + "1'",
                "unknown name 'z'");
  check_refused(folder,
                "solve --domain 0,1 --condition 'r(0) = 1'" + repeated(" --equation a", 10'001),
                "--equation: is given 10001 times; expected at most 10000");
}

BOOST_AUTO_TEST_CASE(points_that_are_too_many) {
  Folder folder;
  folder.write("p.toml", spring);
  BOOST_TEST_REQUIRE(folder.jetwork("solve p.toml --save s.json --quiet").status == 0);
  std::string eighth = "domain = [0, 1]\nequations = [\"r'''''''' = r\"]\nconditions = [";
  for (std::size_t order = 0; order < 8; ++order)
    eighth += "\"r" + repeated("'", order) + "(0) = 1\", ";
  folder.write("eighth.toml", eighth + "]\n");
  check_refused(folder, "solve eighth.toml --points 10000000",
                "the table would have 9 columns, and more than 50000000 numbers; ask for at most "
                "5555555 points");
  for (const std::string command : {"solve p.toml", "eval s.json"}) {
    check_refused(folder, command + " --points 10000001", "a whole number from 2 to 10000000");
    check_refused(folder, command + " --points " + repeated("9", 100'000),
                  "a whole number from 2 to 10000000");
    check_refused(folder, command + " --at " + repeated("1,", 50'000),
                  "expected numbers between commas");
    check_refused(folder, command + " --at " + repeated("x", 100'000), "expected a number");
  }
}

BOOST_AUTO_TEST_CASE(solution_files_that_are_too_deep_or_too_large) {
  Folder folder;
  folder.write("deep.json", repeated("[", 100'000'000));
  check_refused(folder, "eval deep.json --at 1", "deep.json: this is not a solution file");
  folder.write("deep.json", "{\"segments\": " + repeated("[", 100'000'000));
  check_refused(folder, "eval deep.json --at 1", "16 deep");
  folder.write("blank.json", repeated(" ", 100'000'000));
  check_refused(folder, "eval blank.json --at 1", "blank.json: this is not a solution file");
}

BOOST_AUTO_TEST_CASE(what_is_no_file_of_text) {
  Folder folder;
  folder.write("empty", "");
  folder.write("binary", std::string("\x7f"
                                     "ELF\x02\x01\x00\x00",
                                     8));
  BOOST_TEST_REQUIRE(
      folder.jetwork("--version; truncate -s 2G sparse; truncate -s 3G larger; mkfifo pipe").status
      == 0);
  const auto check_all = [&](const std::string& file, const std::string& problem,
                             const std::string& solution) {
    check_refused(folder, "solve " + file, problem);
    check_refused(folder, "verify --solution 'r = 1' --problem " + file, problem);
    check_refused(folder, "eval --at 1 " + file, solution);
  };
  check_all("empty", "empty", "not a solution file");
  check_all("binary", "no text", "not a solution file");
  check_all("sparse", "2147483648 bytes", "not a solution file");
  check_all("larger", "3221225472 bytes", "3221225472 bytes; expected at most 2147483648");
  check_all("/dev/zero", "device", "device");
  check_all(".", "directory", "directory");
  check_all("pipe", "nothing was written into it", "nothing was written into it");
  for (const std::string command : {"solve pipe", "eval --at 1 pipe"}) {
    BOOST_TEST_REQUIRE(folder.jetwork("--version; (yes '#' >pipe 2>/dev/null &)").status == 0);
    check_refused(folder, command,
                  command.starts_with("solve") ? "or more; expected at most 10000000"
                                               : "not a solution file");
  }
}

BOOST_AUTO_TEST_SUITE_END()
