// What tests of formulas as text have in common.
#pragma once

#include "formula/expression.hpp"

#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

namespace jetwork::formula {

/// A text and what is made of it; named by the text in data-driven tests.
struct Pair {
  std::string text, expected;
  friend auto operator<<(std::ostream& out, const Pair& pair) -> std::ostream& {
    return out << pair.text;
  }
};

/// What a ParseError says, which begins with its column.
inline auto message_of(auto&& read) -> std::string {
  try {
    read();
  } catch (const ParseError& error) {
    BOOST_TEST(
        std::string(error.what()).starts_with("column " + std::to_string(error.column()) + ": "));
    return error.what();
  }
  return "no error";
}

inline auto repeated(const std::string& text, int count) -> std::string {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

} // namespace jetwork::formula
