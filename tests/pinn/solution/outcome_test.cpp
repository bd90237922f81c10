// Every outcome has a name that leads back to it, and an explanation that is a sentence of its own.
#include "pinn/solution/outcome.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

namespace jetwork::pinn {

BOOST_AUTO_TEST_SUITE(outcome)

BOOST_AUTO_TEST_CASE(names_and_explanations_are_distinct) {
  std::set<std::string> names, explanations;
  for (int k = 0; k <= static_cast<int>(Outcome::not_recorded); ++k) {
    const auto each = static_cast<Outcome>(k);
    const std::string name(name_of(each));
    BOOST_TEST(!name.empty());
    BOOST_TEST(names.insert(name).second, name << " names two outcomes");
    BOOST_TEST((outcome_named(name) == each));
    const std::string words = explain({.outcome = each, .t = 0.5, .limit = 7}, "s");
    BOOST_TEST(words.empty() == (each == Outcome::solved));
    BOOST_TEST(explanations.insert(words).second, name << " is explained as another is");
    BOOST_TEST(words.find("{}") == std::string::npos);
  }
  BOOST_TEST(!outcome_named("solve").has_value());
}

BOOST_AUTO_TEST_CASE(explanations_name_the_place_and_the_cure) {
  const Ending late{.outcome = Outcome::time_limit, .t = 0.25, .limit = 5, .trusted_until = 0.125};
  BOOST_TEST(explain(late, "s")
             == "the time limit of 5 s was reached at s = 0.25; up to s = 0.125 the estimate meets "
                "the tolerance");
  const Ending interrupted{.outcome = Outcome::estimate_above_tolerance,
                           .ratio = 1e-6,
                           .tolerance = 1e-8,
                           .interrupted = {{.outcome = Outcome::cancelled, .t = 2}}};
  const std::string words = explain(interrupted, "t");
  BOOST_TEST(words.find("1.0e-06") != std::string::npos);
  BOOST_TEST(words.find("cancelled at t = 2") != std::string::npos);
  BOOST_TEST(
      explain({.outcome = Outcome::estimate_above_tolerance, .ratio = 1e-6, .reachable = 3e-6}, "t")
          .find("ask for 3e-06, which is met")
      != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace jetwork::pinn
