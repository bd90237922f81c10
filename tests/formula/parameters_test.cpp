// Parameters that refer to each other: their values, their order, and what is refused.
#include "formula/parameters.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::formula {
namespace {

auto definitions(const std::vector<std::pair<std::string, std::string>>& texts)
    -> std::vector<ParameterDefinition> {
  std::vector<ParameterDefinition> result;
  for (const auto& [name, text] : texts) result.push_back({name, parse(text)});
  return result;
}

struct Refusal {
  std::size_t parameter, column;
  std::string message;
};
auto refusal_of(const std::vector<std::pair<std::string, std::string>>& texts) -> Refusal {
  try {
    (void)resolve_parameters(definitions(texts));
  } catch (const ParameterError& error) {
    return {error.parameter(), error.column(), error.what()};
  }
  return {0, 0, "no error"};
}

BOOST_AUTO_TEST_SUITE(parameters)

BOOST_AUTO_TEST_CASE(may_be_defined_in_any_order) {
  const auto known = resolve_parameters(
      definitions({{"omega", "sqrt(k/m)"}, {"k", "4*m"}, {"m", "2"}, {"period", "2*pi/omega"}}));
  BOOST_TEST(known.values.at("omega") == 2.0);
  BOOST_TEST(known.values.at("k") == 8.0);
  BOOST_TEST(known.values.at("period") == std::acos(-1.0));
  const auto place = [&](std::size_t definition) {
    return std::ranges::find(known.order, definition) - known.order.begin();
  };
  BOOST_TEST(known.order.size() == 4U);
  BOOST_TEST(place(2) < place(1));
  BOOST_TEST(place(1) < place(0));
  BOOST_TEST(place(0) < place(3));
}

BOOST_AUTO_TEST_CASE(a_chain_of_any_length_is_followed) {
  constexpr int length = 20000;
  std::vector<std::pair<std::string, std::string>> texts;
  for (int i = 0; i < length; ++i)
    texts.emplace_back("a" + std::to_string(i), "a" + std::to_string(i + 1) + " + 1");
  texts.emplace_back("a" + std::to_string(length), "0");
  BOOST_TEST(resolve_parameters(definitions(texts)).values.at("a0") == length);
}

BOOST_AUTO_TEST_CASE(what_has_no_value_is_refused_with_its_place) {
  const Refusal circle = refusal_of({{"a", "1 + b"}, {"b", "2*c"}, {"c", "a"}});
  BOOST_TEST(circle.parameter == 2U);
  BOOST_TEST(circle.column == 1U);
  BOOST_TEST(circle.message == "the parameters define each other in a circle: a -> b -> c -> a");

  const Refusal unknown = refusal_of({{"rate", "1"}, {"a", "2*rat"}});
  BOOST_TEST(unknown.parameter == 1U);
  BOOST_TEST(unknown.column == 3U);
  BOOST_TEST(unknown.message.starts_with("unknown name 'rat'"));
  BOOST_TEST((unknown.message.find("rate") != std::string::npos));

  const Refusal infinite = refusal_of({{"a", "1/b"}, {"b", "0"}});
  BOOST_TEST(infinite.parameter == 0U);
  BOOST_TEST(infinite.column == 0U);
  BOOST_TEST(infinite.message == "its value is inf; expected a finite number");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace jetwork::formula
