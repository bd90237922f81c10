// The depth of a JSON text, told without parsing it.
#include "io/json_nesting.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using jetwork::io::is_nested_deeper;

BOOST_AUTO_TEST_SUITE(json_nesting)

BOOST_AUTO_TEST_CASE(lists_and_objects_count) {
  const std::string text = R"({"a": [[1], {"b": []}], "c": [2]})"; // 4 deep, at b
  BOOST_TEST(is_nested_deeper(text, 3));
  BOOST_TEST(!is_nested_deeper(text, 4));
  BOOST_TEST(!is_nested_deeper("17", 0));
  BOOST_TEST(is_nested_deeper(std::string(1'000'000, '['), 16));
}

BOOST_AUTO_TEST_CASE(strings_do_not_count) {
  BOOST_TEST(!is_nested_deeper(R"(["[[[[", "\"[[[", "\\"])", 1));
  BOOST_TEST(
      is_nested_deeper(R"(["\\", [1]])", 1)); // the string ends after \\, and the list counts
  BOOST_TEST(!is_nested_deeper(R"(["ends early [[\)", 1));
}

BOOST_AUTO_TEST_SUITE_END()
