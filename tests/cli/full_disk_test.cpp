// A disk that is full, and too little memory: no success, a message that names what could not be written, no remains.
#include "tests/cli/command.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using jetwork::cli::tests::Folder;
using jetwork::cli::tests::Outcome;

namespace {

const std::string spring = R"(domain = [0.0, 10.0]
equations = ["r'' = -4*r"]
conditions = ["r(0) = 1", "r'(0) = 0"]
)";

/// Exit status 2, and a message that holds `words`.
void check_not_written(const Folder& folder, const std::string& arguments, const std::string& words,
                       const std::string& environment = "") {
  const Outcome outcome = folder.jetwork(arguments, environment);
  BOOST_TEST_CONTEXT("jetwork " << arguments << "\n" << outcome.errors) {
    BOOST_TEST(outcome.status == 2);
    BOOST_TEST(outcome.errors.find(words) != std::string::npos, "expected: " << words);
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(full_disk)

BOOST_AUTO_TEST_CASE(standard_output_that_cannot_be_written_is_no_success) {
  Folder folder;
  folder.write("p.toml", spring);
  BOOST_TEST_REQUIRE(folder.jetwork("solve p.toml --save s.json --quiet").status == 0);
  for (const std::string arguments :
       {"solve p.toml", "solve p.toml --json", "solve p.toml --at 1", "--help", "solve --help",
        "--version", "eval s.json --at 1", "eval s.json --at 1 --json",
        "verify x^2 --derivative 2*x --by x", "verify x^2 --derivative 2*x --by x --json",
        "verify --problem p.toml --solution 'r = cos(2*t)'"})
    check_not_written(folder, arguments + " >/dev/full",
                      "standard output: cannot be written: No space");
  check_not_written(folder, "solve p.toml >&-", "standard output: cannot be written: Bad file");
  BOOST_TEST(folder.jetwork("solve p.toml --quiet >/dev/full").status == 0); // it prints nothing
  BOOST_TEST(folder.jetwork("nonsense 2>/dev/full").status == 1);
}

BOOST_AUTO_TEST_CASE(files_that_cannot_be_written_are_named) {
  Folder folder;
  folder.write("p.toml", spring);
  BOOST_TEST_REQUIRE(folder.jetwork("solve p.toml --save s.json --quiet").status == 0);
  for (const std::string option : {"--table", "--save", "--merge"})
    check_not_written(folder, "solve p.toml --quiet " + option + " /dev/full",
                      "/dev/full: cannot be written: No space");
  check_not_written(folder, "solve p.toml --quiet --table /dev/stdout >/dev/full",
                    "/dev/stdout: cannot be written: No space");
  check_not_written(folder, "eval s.json --at 1 --table /dev/full",
                    "/dev/full: cannot be written: No space");
  check_not_written(folder,
                    "solve p.toml --domain 0,2 --tolerance 1e-3 --method single --neurons 20 "
                    "--quiet --loss-history /dev/full",
                    "/dev/full: cannot be written: No space");
}

BOOST_AUTO_TEST_CASE(a_picture_that_cannot_be_written_is_named) {
  Folder folder;
  folder.write("p.toml", spring);
  for (const std::string file : {"full.svg", "full.png"})
    BOOST_TEST_REQUIRE(folder.jetwork("--version; ln -s /dev/full " + file).status == 0);
  for (const std::string file : {"full.svg", "full.png"})
    check_not_written(folder, "solve p.toml --quiet --plot " + file,
                      file + ": cannot be written: No space");
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_the_old_files) {
  Folder folder;
  folder.write("p.toml", spring);
  for (const std::string name : {"s.json", "t.csv", "p.svg"}) folder.write(name, "old");
  // No file may grow beyond 2048 bytes: the disk is full, as far as the command can tell.
  for (const std::string option : {"--save s.json", "--table t.csv", "--plot p.svg"})
    check_not_written(folder, "solve p.toml --quiet " + option, "File too large", "ulimit -f 4;");
  for (const std::string name : {"s.json", "t.csv", "p.svg"})
    BOOST_TEST(folder.read(name) == "old");
  BOOST_TEST(folder.files() == "p.svg p.toml s.json t.csv ");
}

BOOST_AUTO_TEST_CASE(a_gnuplot_that_fails_leaves_the_old_picture) {
  const auto write_gnuplot = [](const Folder& folder, const std::string& does) {
    folder.write("gnuplot", "#!/bin/sh\n" + does + "\n");
    BOOST_TEST_REQUIRE(folder.jetwork("--version; chmod +x gnuplot").status == 0);
  };
  Folder folder;
  folder.write("p.toml", spring);
  folder.write("p.svg", "old");
  const auto check_fails = [&](const std::string& does, const std::string& words) {
    write_gnuplot(folder, does);
    check_not_written(folder, "solve p.toml --quiet --plot p.svg", words, "PATH=.:$PATH");
    BOOST_TEST(folder.read("p.svg") == "old");
  };
  check_fails("echo '<svg>'; echo 'no such font' >&2; exit 3", "gnuplot failed: no such font");
  check_fails("echo '<svg> and half a picture'", "before the picture was complete");
  check_fails("true", "before the picture was complete");
  check_fails("echo '<svg>'; kill -9 $$", "gnuplot failed");
  BOOST_TEST(folder.files() == "gnuplot p.svg p.toml ");
  write_gnuplot(folder, "echo '<svg>'; echo 'a warning' >&2; echo '</svg>'");
  BOOST_TEST(folder.jetwork("solve p.toml --quiet --plot p.svg", "PATH=.:$PATH").status == 0);
  BOOST_TEST(folder.read("p.svg") == "<svg>\n</svg>\n");
}

BOOST_AUTO_TEST_CASE(too_little_memory_is_said) {
#if defined(__SANITIZE_ADDRESS__)
  return; // it needs terabytes of addresses
#else
  Folder folder;
  folder.write("p.toml", spring);
  const Outcome outcome =
      folder.jetwork("solve p.toml --points 10000000 --table t.csv", "ulimit -v 200000;");
  BOOST_TEST_CONTEXT(outcome.errors) {
    BOOST_TEST(outcome.status == 2);
    BOOST_TEST(outcome.errors.find("not enough memory") != std::string::npos);
    BOOST_TEST(folder.files() == "p.toml ");
  }
#endif
}

BOOST_AUTO_TEST_SUITE_END()
