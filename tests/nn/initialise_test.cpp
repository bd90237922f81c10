// Initial weights: the bits against the published generator, bounds and moments against the authors' formulas.
#include "nn/initialise.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace {

using namespace jetwork::autodiff;
using namespace jetwork::nn;
using Network = DenseNetwork<RuleActivation<tanh_rule>>;

auto make_network() -> Network {
  return Network({150, 60, 240, 90}, {}); // so large that moments are sharp
}
auto variance(const Eigen::MatrixXd& numbers) -> double {
  return numbers.squaredNorm() / static_cast<double>(numbers.size()); // about a mean of zero
}

struct Scheme {
  std::string name;
  std::function<void(Network&, std::uint64_t)> draw;
  std::function<double(double, double)> variance; // of n inputs and m outputs
  bool is_uniform;
};
auto operator<<(std::ostream& out, const Scheme& scheme) -> std::ostream& {
  return out << scheme.name;
}

// clang-format off
const std::vector<Scheme> schemes = {
    {"glorot_uniform", [](auto& net, auto seed) { glorot_uniform(net, seed); }, [](double n, double m) { return 2 / (n + m); }, true},
    {"glorot_normal",  [](auto& net, auto seed) { glorot_normal(net, seed); },  [](double n, double m) { return 2 / (n + m); }, false},
    {"he_uniform",     [](auto& net, auto seed) { he_uniform(net, seed); },     [](double n, double) { return 2 / n; }, true},
    {"he_normal",      [](auto& net, auto seed) { he_normal(net, seed); },      [](double n, double) { return 2 / n; }, false},
    {"lecun_uniform",  [](auto& net, auto seed) { lecun_uniform(net, seed); },  [](double n, double) { return 1 / n; }, true},
    {"lecun_normal",   [](auto& net, auto seed) { lecun_normal(net, seed); },   [](double n, double) { return 1 / n; }, false},
};
// clang-format on

} // namespace

BOOST_AUTO_TEST_SUITE(initialise)

BOOST_AUTO_TEST_CASE(uniform_numbers_are_made_of_the_published_bits) {
  UniformGenerator uniform(5489); // the standard gives the 10000th number of this generator
  for (int i = 1; i < 10000; ++i) uniform(0, 1);
  BOOST_TEST(uniform(0, 1) == static_cast<double>(9981545732273789042ULL >> 11) * 0x1p-53);
  // The first bits of seed 7, from the algorithm as Matsumoto and Nishimura state it, written out in another language.
  UniformGenerator seven(7);
  for (const std::uint64_t bits :
       {13915952638675311015ULL, 17511516338625233250ULL, 2165911192842364878ULL})
    BOOST_TEST(seven(-1, 1) == 2 * (static_cast<double>(bits >> 11) * 0x1p-53) - 1);
}

BOOST_AUTO_TEST_CASE(normal_numbers_are_those_of_box_and_muller) {
  NormalGenerator normal(7); // expected: computed from the bits above by Python's math library
  for (const double expected :
       {1.591399875646956, -0.524813235129496, 0.3889032347053571, -0.3139315209956693})
    BOOST_TEST(normal(2) == 2 * expected, boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(normal_numbers_are_normal) {
  NormalGenerator normal(11);
  constexpr int count = 100000;
  double moments[5] = {};
  int beyond_two = 0;
  for (int i = 0; i < count; ++i) {
    const double x = normal(1);
    double power = 1;
    for (double& moment : moments) moment += power / count, power *= x;
    beyond_two += std::abs(x) > 2;
  }
  // Within five standard errors of the moments 0, 1, 0, 3 and of P(|x| > 2).
  BOOST_TEST(std::abs(moments[1]) < 5 * std::sqrt(1.0 / count));
  BOOST_TEST(std::abs(moments[2] - 1) < 5 * std::sqrt(2.0 / count));
  BOOST_TEST(std::abs(moments[3]) < 5 * std::sqrt(15.0 / count));
  BOOST_TEST(std::abs(moments[4] - 3) < 5 * std::sqrt(96.0 / count));
  BOOST_TEST(std::abs(static_cast<double>(beyond_two) / count - 0.0455003)
             < 5 * std::sqrt(0.0455 / count));
}

BOOST_DATA_TEST_CASE(weights_have_the_variance_of_their_scheme,
                     boost::unit_test::data::make(schemes), scheme) {
  Network network = make_network();
  network.parameters().setOnes();
  scheme.draw(network, 3);
  for (std::size_t l = 0; l < 3; ++l) {
    const auto weights = network.weights(l);
    const auto count = static_cast<double>(weights.size());
    const double expected =
        scheme.variance(static_cast<double>(weights.cols()), static_cast<double>(weights.rows()));
    const double fourth = scheme.is_uniform ? 0.8 : 2; // (E x⁴)/(E x²)² - 1
    BOOST_TEST(std::abs(variance(weights) / expected - 1) < 5 * std::sqrt(fourth / count));
    BOOST_TEST(std::abs(weights.mean()) < 5 * std::sqrt(expected / count));
    if (scheme.is_uniform) {
      BOOST_TEST(weights.cwiseAbs().maxCoeff() <= std::sqrt(3 * expected));
      BOOST_TEST(weights.cwiseAbs().maxCoeff() > 0.99 * std::sqrt(3 * expected));
    }
    BOOST_TEST(network.biases(l).isZero(0));
  }
  Network again = make_network(), other = make_network();
  scheme.draw(again, 3);
  scheme.draw(other, 4);
  BOOST_TEST((network.parameters() == again.parameters()));
  BOOST_TEST((network.parameters() != other.parameters()));
}

BOOST_AUTO_TEST_CASE(sirens_have_their_authors_bounds) {
  Network network = make_network();
  siren(network, 5, {.frequency = 20});
  const auto largest = [&](std::size_t l) { return network.weights(l).cwiseAbs().maxCoeff(); };
  const auto largest_bias = [&](std::size_t l) { return network.biases(l).cwiseAbs().maxCoeff(); };
  const double bounds[] = {20.0 / 150, std::sqrt(6.0 / 60), std::sqrt(6.0 / 240) / 20};
  const double bias_bounds[] = {20 / std::sqrt(150.0), 20 / std::sqrt(60.0), 1 / std::sqrt(240.0)};
  for (std::size_t l = 0; l < 3; ++l) {
    BOOST_TEST(largest(l) <= bounds[l]);
    BOOST_TEST(largest(l) > 0.99 * bounds[l]);
    BOOST_TEST(largest_bias(l) <= bias_bounds[l]);
    BOOST_TEST(largest_bias(l) > 0.9 * bias_bounds[l]);
  }
}

BOOST_AUTO_TEST_CASE(sirens_keep_the_spread_of_their_signal) {
  // Sitzmann et al. 2020, section 3.2: what enters each hidden sine is close to normal with variance one; here for
  // uniform inputs in [-1, 1] and no biases.
  DenseNetwork network({1, 256, 256, 256}, activation<sin_rule>(), {.biases = false});
  siren(network, 5);
  double sum = 0;
  for (int i = 0; i < 50; ++i) {
    const std::vector<double> x{-1 + (2 * i + 1) / 50.0};
    Eigen::VectorXd a = (network.weights(0) * x[0]).array().sin();
    sum += (network.weights(1) * a).squaredNorm() / 256 / 50;
  }
  BOOST_TEST(std::abs(sum - 1) < 0.1);
}

BOOST_AUTO_TEST_CASE(random_features_are_centred_in_the_segment) {
  DenseNetwork network({1, 24, 1}, activation("tanh"));
  random_features(network, 7);
  BOOST_TEST(network.weights(0).cwiseAbs().maxCoeff() < 4);
  BOOST_TEST(network.weights(0).cwiseAbs().maxCoeff() > 3);
  for (Eigen::Index j = 0; j < 24; ++j) // each in its part of the segment
    BOOST_TEST(std::abs(-network.biases(0)[j] / network.weights(0)(j, 0)
                        - ((2 * static_cast<double>(j) + 1) / 24 - 1))
               < 1e-14);
  BOOST_TEST(network.weights(1).isZero(0));
}

BOOST_AUTO_TEST_CASE(random_features_of_several_inputs_are_steep_inside_the_box) {
  DenseNetwork network({3, 200, 1}, activation("tanh"));
  random_features(network, 7, {.steepest = 2});
  const auto W = network.weights(0);
  BOOST_TEST(W.cwiseAbs().maxCoeff() < 2);
  // The plane w·x + b = 0 meets the box where |b| is at most Σ |w|.
  for (Eigen::Index j = 0; j < 200; ++j)
    BOOST_TEST(std::abs(network.biases(0)[j]) <= W.row(j).cwiseAbs().sum());
  BOOST_TEST(network.biases(0).cwiseAbs().maxCoeff() > 1);
}

BOOST_AUTO_TEST_CASE(fourier_frequencies_are_normal_times_two_pi) {
  const Eigen::MatrixXd B = random_fourier_frequencies(500, 2, 3.0, 9);
  BOOST_TEST(B.rows() == 500);
  BOOST_TEST(B.cols() == 2);
  BOOST_TEST(std::abs(variance(B) / std::pow(2 * std::acos(-1.0) * 3, 2) - 1)
             < 5 * std::sqrt(2.0 / 1000));
  BOOST_TEST((B == random_fourier_frequencies(500, 2, 3.0, 9)));
}

BOOST_AUTO_TEST_CASE(misuse_is_an_exception) {
  DenseNetwork deep({1, 4, 4, 1}, activation("sin"));
  DenseNetwork bare({1, 4, 1}, activation("sin"), {.biases = false});
  DenseNetwork one({1, 4, 1}, activation("sin"));
  BOOST_CHECK_THROW(random_features(deep, 1), std::invalid_argument);
  BOOST_CHECK_THROW(random_features(bare, 1), std::invalid_argument);
  BOOST_CHECK_THROW(random_features(one, 1, {.steepest = 0}), std::invalid_argument);
  BOOST_CHECK_THROW(siren(deep, 1, {.frequency = -1}), std::invalid_argument);
  BOOST_CHECK_THROW(siren(deep, 1, {.frequency = std::numeric_limits<double>::infinity()}),
                    std::invalid_argument);
  BOOST_CHECK_THROW(random_fourier_frequencies(0, 2, 1, 1), std::invalid_argument);
  BOOST_CHECK_THROW(random_fourier_frequencies(2, 2, -1, 1), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
