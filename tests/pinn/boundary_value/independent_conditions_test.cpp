// Conditions that follow from others, or contradict them, are the user's mistakes.
#include "pinn/solve.hpp"
#include "pinn/text_problem.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace jetwork::pinn {

namespace {

struct Pair {
  std::string first, second, message; // a part of the message; nothing, if they are fine
};
auto operator<<(std::ostream& stream, const Pair& pair) -> std::ostream& {
  return stream << pair.first << ", " << pair.second;
}

const std::vector<Pair> pairs = {
    {"u(0) = u(1)", "u(1) - u(0) = 1", "condition 2, 'u(1) - u(0) = 1' contradicts condition 1"},
    {"u(0) + u(1) = 1", "2*u(0) + 2*u(1) = 3", "contradicts condition 1, 'u(0) + u(1) = 1'"},
    {"u(0) + u(1) = 1", "2*u(0) + 2*u(1) = 2", "says nothing new beside condition 1"},
    {"u(0) - u(0) = 1", "u(1) = 1", "condition 1, 'u(0) - u(0) = 1' cannot hold"},
    {"u(0) - u(0) = 0", "u(1) = 1", "condition 1, 'u(0) - u(0) = 0' holds whatever"},
    {"0*u(0) = 0", "u(1) = 1", "condition 1 depends on no value"},
    {"u(0)^2 = 1", "2*u(0)^2 + u(1) = 2", ""},
    {"u(0) = 1", "u(0) + u(1) = 1", ""},
};

} // namespace

BOOST_AUTO_TEST_SUITE(independent_conditions)

BOOST_DATA_TEST_CASE(are_told_from_those_that_are_not, boost::unit_test::data::make(pairs), pair) {
  const Problem problem = read_problem({.independent = "x",
                                        .domain = {"0", "1"},
                                        .equations = {"u'' = -u"},
                                        .conditions = {pair.first, pair.second}});
  if (pair.message.empty()) {
    BOOST_TEST(solve(problem).solved());
    return;
  }
  const auto names_it = [&](const std::invalid_argument& error) {
    const bool found = std::string(error.what()).find(pair.message) != std::string::npos;
    BOOST_TEST(found, error.what());
    return found;
  };
  BOOST_CHECK_EXCEPTION((void)solve(problem), std::invalid_argument, names_it);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
