// Learning-rate schedules, against their formulas.
#include "nn/optimise/schedule.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace jetwork::nn;

BOOST_AUTO_TEST_SUITE(schedules)

BOOST_AUTO_TEST_CASE(schedules_are_their_formulas) {
  const CosineSchedule cosine{.epochs = 10, .warm_up = 2, .lowest = 0.1};
  BOOST_TEST(cosine(0) == 0.0);
  BOOST_TEST(cosine(1) == 0.5);
  BOOST_TEST(cosine(2) == 1.0);
  BOOST_TEST(std::abs(cosine(4) - (0.1 + 0.45 * (1 + std::sqrt(0.5)))) < 1e-15);
  BOOST_TEST(std::abs(cosine(6) - 0.55) < 1e-15);
  BOOST_TEST(cosine(10) == 0.1);
  BOOST_TEST(cosine(12) == 0.1);
  const StepSchedule steps{.every = 3, .factor = 0.5};
  BOOST_TEST(steps(2.9) == 1.0);
  BOOST_TEST(steps(3) == 0.5);
  BOOST_TEST(steps(6.5) == 0.25);
  BOOST_TEST(std::abs(ExponentialSchedule{0.9}(5) - 0.59049) < 1e-15);
  PlateauSchedule plateau{.factor = 0.1, .patience = 2, .improvement = 0.01};
  for (const double loss : {1.0, 0.5, 0.499, 0.498}) plateau.after_epoch(loss); // too little, twice
  BOOST_TEST(plateau(0) == 0.1);
  plateau.after_epoch(0.3);
  plateau.after_epoch(0.3);
  BOOST_TEST(plateau(0) == 0.1);
  plateau.after_epoch(0.3);
  BOOST_TEST(std::abs(plateau(0) - 0.01) < 1e-17);
}

BOOST_AUTO_TEST_SUITE_END()
