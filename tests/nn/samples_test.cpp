// Shuffled orders that are equally likely and the same everywhere, splits that lose no sample, classes as columns.
#include "nn/samples.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>

using namespace jetwork::nn;

namespace {

auto numbered(Eigen::Index count) -> Samples {
  const Eigen::RowVectorXd x = Eigen::RowVectorXd::LinSpaced(count, 1, static_cast<double>(count));
  return {x, -x};
}

} // namespace

BOOST_AUTO_TEST_SUITE(samples)

BOOST_AUTO_TEST_CASE(orders_are_fair_and_the_same_everywhere) {
  // Each of the 24 orders of four comes up as often as the others: chi-squared, 23 degrees of freedom.
  std::map<std::vector<Eigen::Index>, int> counts;
  for (std::uint64_t i = 0; i < 24000; ++i) ++counts[shuffled(4, 5, i)];
  double chi_squared = 0;
  for (const auto& [order, count] : counts) chi_squared += std::pow(count - 1000, 2) / 1000;
  BOOST_TEST(counts.size() == 24u);
  BOOST_TEST(chi_squared < 49.7); // exceeded by chance once in a thousand
  const auto [part, rest] = split(numbered(100), 0.25, 3);
  BOOST_TEST(part.count() == 25);
  std::vector<double> all;
  for (const double x : part.inputs.reshaped()) all.push_back(x);
  for (const double x : rest.inputs.reshaped()) all.push_back(x);
  std::sort(all.begin(), all.end());
  BOOST_TEST((Eigen::Map<Eigen::RowVectorXd>(all.data(), 100) - numbered(100).inputs).norm() == 0);
  BOOST_CHECK_THROW(split(numbered(3), 0.01, 1), std::invalid_argument);
  BOOST_CHECK_THROW(split(numbered(3), 1, 1), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(an_order_is_that_of_the_standards_generator) {
  // Fisher and Yates by hand, on the engine and the seeding that the standard fixes to the bit.
  std::seed_seq seeds{7, 0, 3, 0};
  std::mt19937_64 bits(seeds);
  std::vector<Eigen::Index> expected(1000);
  std::iota(expected.begin(), expected.end(), 0);
  for (std::size_t i = 1000; i > 1; --i) std::swap(expected[i - 1], expected[bits() % i]);
  BOOST_TEST(shuffled(1000, 7, 3) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(classes_become_columns) {
  const Eigen::MatrixXd columns = one_hot(Eigen::RowVector3d(2, 0, 1), 3);
  BOOST_TEST((columns == Eigen::MatrixXd{{0, 1, 0}, {0, 0, 1}, {1, 0, 0}}));
  BOOST_CHECK_THROW(one_hot(Eigen::RowVector2d(0, 3), 3), std::invalid_argument);
  BOOST_CHECK_THROW(one_hot(Eigen::RowVector2d(0, 0.5), 3), std::invalid_argument);
  BOOST_CHECK_THROW(one_hot(Eigen::RowVector2d(0, 0), 1), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
