// A solve that is interrupted or killed leaves all of a file, or nothing of it.
#include "tests/cli/command.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>
#include <string>

using jetwork::cli::tests::Folder;
using jetwork::cli::tests::Outcome;
using Json = nlohmann::json;

namespace {

/// An oscillator for far longer than any test waits.
const std::string endless = R"(domain = [0.0, 1e7]
equations = ["r'' = -4*r"]
conditions = ["r(0) = 1", "r'(0) = 0"]
)";

} // namespace

BOOST_AUTO_TEST_SUITE(interrupts)

BOOST_AUTO_TEST_CASE(an_interrupted_solve_reports_and_saves_what_was_reached) {
  for (const std::string signal : {"INT", "TERM"}) {
    Folder folder;
    folder.write("endless.toml", endless);
    // In the foreground: otherwise timeout signals the process and then its group, and the second signal ends it.
    const Outcome outcome = folder.jetwork(
        "solve endless.toml --maximum-segments 100000000 --save s.json --json --at 0.25",
        "timeout --foreground --signal=" + signal + " --preserve-status 1");
    BOOST_TEST_CONTEXT(outcome.errors) {
      BOOST_TEST(outcome.status == 2);
      const Json report = Json::parse(outcome.output);
      BOOST_TEST(report["status"] == "not solved");
      BOOST_TEST(report["reason"].get<std::string>().find("cancelled") != std::string::npos);
      BOOST_TEST(std::abs(report["values"]["r"][0].get<double>() - std::cos(0.5)) < 1e-8);
      BOOST_TEST(folder.files() == "endless.toml s.json ");
      BOOST_TEST(folder.jetwork("eval s.json --at 0.25").status == 0);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_interrupted_merge_reports_what_was_solved) {
  Folder folder;
  // Far more oscillations than one network can follow: solved in milliseconds, merged in many seconds.
  folder.write("p.toml", R"(domain = [0.0, 3000.0]
equations = ["r'' = -4*r"]
conditions = ["r(0) = 1", "r'(0) = 0"]
)");
  const Outcome outcome =
      folder.jetwork("solve p.toml --merge m.json --save s.json --json --at 0.25",
                     "timeout --foreground --signal=INT --preserve-status 1");
  BOOST_TEST_CONTEXT(outcome.errors) {
    BOOST_TEST(outcome.status == 2);
    BOOST_TEST(outcome.errors.find("--merge: it was cancelled") != std::string::npos);
    BOOST_TEST(Json::parse(outcome.output)["status"] == "solved");
    BOOST_TEST(folder.files() == "p.toml s.json ");
  }
}

BOOST_AUTO_TEST_CASE(a_killed_solve_leaves_the_old_file_or_a_whole_one) {
  // A solution large enough that writing it takes a while, killed at many moments up to its end and beyond.
  const std::string problem = R"(domain = [0.0, 5000.0]
equations = ["r'' = -4*r"]
conditions = ["r(0) = 1", "r'(0) = 0"]
)";
  const std::string command = "solve p.toml --save s.json --quiet";
  using Seconds = std::chrono::duration<double>;
  Seconds whole_run{};
  {
    Folder folder;
    folder.write("p.toml", problem);
    const auto start = std::chrono::steady_clock::now();
    BOOST_TEST_REQUIRE(folder.jetwork(command).status == 0);
    whole_run = std::chrono::steady_clock::now() - start;
  }
  const std::string old = "this was here before";
  // Between the calls that give the new file a name and that put it in the place of the old one, a killed process leaves it under
  // the former: microseconds, or a time slice where the machine is busy.
  int whole = 0, untouched = 0, remains = 0;
  for (int moment = 1; moment <= 40; ++moment) {
    const double seconds = whole_run.count() * moment / 30;
    Folder folder;
    folder.write("p.toml", problem);
    folder.write("s.json", old);
    (void)folder.jetwork(command, "timeout --signal=KILL " + std::to_string(seconds));
    if (folder.files() != "p.toml s.json ") ++remains;
    const std::string text = folder.read("s.json");
    if (text == old) {
      ++untouched;
      continue;
    }
    const Json saved = Json::parse(text, nullptr, false);
    BOOST_TEST(!saved.is_discarded(), "half a file after " << seconds << " s");
    if (!saved.is_discarded()) BOOST_TEST(saved["status"] == "solved");
    BOOST_TEST(folder.jetwork("eval s.json --at 1").status == 0);
    ++whole;
  }
  BOOST_TEST(whole + untouched == 40);
  BOOST_TEST(remains <= 2);
  BOOST_TEST(untouched > 0);
}

BOOST_AUTO_TEST_SUITE_END()
