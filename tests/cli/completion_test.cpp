// jetwork --completion SHELL. Which options it knows, and what the shells make of it, tests/installed/command.cmake checks.
#include "tests/cli/command.hpp"

#include <boost/test/unit_test.hpp>

using jetwork::cli::tests::Folder;
using jetwork::cli::tests::Outcome;

BOOST_AUTO_TEST_SUITE(cli_completion)

BOOST_AUTO_TEST_CASE(is_printed_for_three_shells) {
  const Folder folder;
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const Outcome outcome = folder.jetwork(std::string("--completion ") + shell);
    BOOST_TEST(outcome.status == 0);
    BOOST_TEST(outcome.errors == "");
    BOOST_TEST(outcome.output.find("tolerance") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(another_shell_is_refused) {
  const Folder folder;
  const Outcome outcome = folder.jetwork("--completion tcsh");
  BOOST_TEST(outcome.status == 1);
  BOOST_TEST(outcome.output == "");
  BOOST_TEST(outcome.errors.find("'tcsh'") != std::string::npos);
  BOOST_TEST(outcome.errors.find("bash, zsh and fish") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_shell_has_to_be_named) {
  const Folder folder;
  const Outcome outcome = folder.jetwork("--completion");
  BOOST_TEST(outcome.status == 1);
  BOOST_TEST(outcome.errors.find("bash, zsh and fish") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
