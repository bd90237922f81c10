// How deep a TOML text goes, told without parsing it.
#include "cli/options/toml_nesting.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using jetwork::cli::find_too_deep;

namespace {

auto line_of(const std::string& toml, int most) -> std::size_t {
  return find_too_deep(toml, most).value_or(0);
}

} // namespace

BOOST_AUTO_TEST_SUITE(toml_nesting)

BOOST_AUTO_TEST_CASE(parts_of_a_key_count) {
  BOOST_TEST(line_of("a.b.c = 1", 3) == 0U);
  BOOST_TEST(line_of("x = 0\na.b.c = 1", 2) == 2U);
  BOOST_TEST(line_of("[a.b.c]", 2) == 1U);
  BOOST_TEST(line_of("[[a . 'b' . \"c.d\"]]", 3) == 0U);
  BOOST_TEST(line_of("[[a . 'b' . \"c.d\"]]", 2) == 1U);
  BOOST_TEST(line_of("a.\"*\".\"=\".'#'.\"\\\"\".b = 1", 5) == 1U);
  BOOST_TEST(line_of("k = 0.5\nm = 1.5\nd = [0.0, 1.0, 2.0]\nw = 2021-01-01T00:00:00.5Z", 2) == 0U);
}

BOOST_AUTO_TEST_CASE(lists_and_tables_count) {
  BOOST_TEST(line_of("a = [[[1]]]", 3) == 0U);
  BOOST_TEST(line_of("a = [\n[\n[1]]]", 2) == 3U);
  BOOST_TEST(line_of("a = {b = {c = 1}}", 1) == 1U);
  BOOST_TEST(line_of("a = [1]\nb = [[1]]\nc = [[1]]\n[d]\n[e]\n[f]", 2) == 0U);
}

BOOST_AUTO_TEST_CASE(strings_and_comments_do_not_count) {
  BOOST_TEST(line_of("# ......... [[[[[\ntitle = \"a. b. c. [[[ d. e.\"", 2) == 0U);
  BOOST_TEST(line_of("t = '[[[ \\'\na.b.c = 1", 2) == 2U);
  BOOST_TEST(line_of("t = \"\\\"[[[.....\"\na.b.c = 1", 2) == 2U);
  BOOST_TEST(line_of("t = \"\"\"\n[[[ .... \\\"\"\" \"\"\n\"\"\"\"\"\na.b.c = 1", 2) == 4U);
  BOOST_TEST(line_of("t = '''\n[[[ '' \\'''''\na.b.c = 1", 2) == 3U);
  BOOST_TEST(line_of("t = \"\"\na.b.c = 1", 2) == 2U);
  BOOST_TEST(line_of("t = \"never closed\na.b.c = 1", 2) == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
