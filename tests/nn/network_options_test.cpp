// Residual layers and Fourier features: against networks written out by hand, and multiprecision differences.
#include "autodiff/dual.hpp"
#include "nn/dense_network.hpp"
#include "nn/initialise.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>

namespace {

using namespace jetwork::autodiff;
using namespace jetwork::nn;
using Precise = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>,
                                              boost::multiprecision::et_off>;

void check_close(double value, double expected, double tolerance) {
  BOOST_TEST(std::abs(value - expected) <= tolerance * std::max(1.0, std::abs(expected)),
             value << " is not " << expected << " but off by " << value - expected);
}

const Eigen::MatrixXd frequencies{{1.5, -0.5}, {0.3, 2.0}, {-1.0, 0.7}};

/// Two inputs, six Fourier features, two residual layers among four.
auto deep_network() -> DenseNetwork<RuleActivation<tanh_rule>> {
  DenseNetwork network({2, 6, 6, 4, 1}, activation<tanh_rule>(),
                       {.residual = true, .fourier_frequencies = frequencies});
  glorot_uniform(network, 21);
  UniformGenerator uniform(22);
  for (double& p : network.parameters()) p += uniform(-0.2, 0.2);
  return network;
}

} // namespace

BOOST_AUTO_TEST_SUITE(network_options)

BOOST_AUTO_TEST_CASE(the_network_is_what_its_options_say) {
  DenseNetwork network = deep_network();
  BOOST_TEST(network.layers()[0].inputs == 6);
  const Eigen::Vector2d x(0.4, -1.1);
  Eigen::VectorXd a(6);
  a << (frequencies * x).array().sin(), (frequencies * x).array().cos();
  for (const std::size_t l : {0U, 1U, 2U}) {
    const Eigen::VectorXd f = (network.weights(l) * a + network.biases(l)).array().tanh();
    a = l < 2 ? Eigen::VectorXd(a + f) : f; // the third layer is narrower than the one before
  }
  const double expected = (network.weights(3) * a + network.biases(3)).value();
  check_close(network(std::span<const double>(x.data(), 2))[0], expected, 1e-14);
}

BOOST_AUTO_TEST_CASE(an_output_as_wide_as_the_layer_before_stays_linear) {
  DenseNetwork network({1, 1, 1}, activation<sin_rule>(), {.residual = true});
  network.parameters() << 2, 0.5, 3, 0.25;
  check_close(network(0.7), 3 * (0.7 + std::sin(2 * 0.7 + 0.5)) + 0.25, 1e-15);
}

BOOST_AUTO_TEST_CASE(jets_over_the_batch_agree_with_scalar_jets) {
  const DenseNetwork network = deep_network();
  BatchTape tape;
  const BatchVariable x = tape.input(2);
  const BatchVariable direction = tape.input(2);
  const auto recorded = network.record(tape);
  const auto u = recorded(Jet<BatchVariable, 3>::variable(x, direction));
  const BatchVariable value = recorded(x);
  BatchReplay replay(tape, 9);
  Eigen::MatrixXd points(2, 9), directions(2, 9);
  UniformGenerator uniform(4);
  for (double& number : points.reshaped()) number = uniform(-2, 2);
  for (double& number : directions.reshaped()) number = uniform(-1, 1);
  replay.set(x, points);
  replay.set(direction, directions);
  recorded.set(replay, network.parameters());
  replay.forward();
  for (Eigen::Index n = 0; n < 9; ++n) {
    std::array<Jet<double, 3>, 2> at;
    for (Eigen::Index i = 0; i < 2; ++i)
      at[static_cast<std::size_t>(i)] = Jet<double, 3>::variable(points(i, n), directions(i, n));
    const auto expected = network(std::span<const Jet<double, 3>>(at))[0];
    for (int k = 0; k <= 3; ++k) check_close(replay.value(u[k])(0, n), expected[k], 1e-13);
    check_close(replay.value(value)(0, n), expected[0], 1e-14);
  }
}

BOOST_AUTO_TEST_CASE(a_jet_along_one_axis_moves_the_features_alone) {
  DenseNetwork network({1, 4, 2, 1}, activation<sigmoid_rule>(),
                       {.residual = true, .fourier_frequencies = Eigen::Vector2d(1, 3)});
  glorot_uniform(network, 2);
  BatchTape tape;
  const BatchVariable t = tape.input();
  const auto recorded = network.record(tape);
  const auto u = recorded(Jet<BatchVariable, 2>::variable(t)); // with constants 1 and 0
  const auto v = recorded(Jet<BatchVariable, 5>::variable(t)); // coefficient by coefficient
  BatchReplay replay(tape, 3);
  replay.set(t, 0.4);
  recorded.set(replay, network.parameters());
  replay.forward();
  const auto expected = network(Jet<double, 5>::variable(0.4));
  for (int k = 0; k <= 2; ++k) check_close(replay.value(u[k])(0, 1), expected[k], 1e-14);
  for (int k = 0; k <= 5; ++k) check_close(replay.value(v[k])(0, 1), expected[k], 1e-13);
}

BOOST_AUTO_TEST_CASE(gradients_agree_with_precise_differences) {
  const DenseNetwork network = deep_network();
  BatchTape tape;
  const BatchVariable x = tape.input(2);
  const auto recorded = network.record(tape);
  const BatchVariable u = recorded(x), loss = u * u;
  BatchReplay replay(tape, 5);
  Eigen::MatrixXd points(2, 5);
  points << -1, -0.3, 0.2, 0.9, 1.4, 0.5, 0.1, -0.8, 1.2, -1.5;
  replay.set(x, points);
  recorded.set(replay, network.parameters());
  replay.forward();
  replay.reverse(loss);
  Eigen::VectorXd gradient(network.parameters().size());
  recorded.gradient(replay, gradient);

  const auto precise_loss = [&](const std::vector<Precise>& parameters) {
    Precise sum = 0;
    for (Eigen::Index n = 0; n < 5; ++n) {
      const std::array<Precise, 2> at{points(0, n), points(1, n)};
      const Precise y = network.evaluate<Precise, Precise>(at, parameters)[0];
      sum += y * y;
    }
    return sum;
  };
  const Precise step("1e-15");
  for (Eigen::Index p = 0; p < gradient.size(); ++p) {
    std::vector<Precise> above(network.parameters().begin(), network.parameters().end()),
        below = above;
    above[static_cast<std::size_t>(p)] += step;
    below[static_cast<std::size_t>(p)] -= step;
    check_close(gradient[p],
                static_cast<double>((precise_loss(above) - precise_loss(below)) / (2 * step)),
                1e-12);
  }
}

BOOST_AUTO_TEST_CASE(frequencies_that_do_not_fit_are_an_error) {
  const auto with = [](DenseNetworkOptions options) {
    return DenseNetwork({2, 3, 1}, activation<tanh_rule>(), std::move(options));
  };
  BOOST_CHECK_THROW(with({.fourier_frequencies = Eigen::MatrixXd::Ones(4, 3)}),
                    std::invalid_argument);
  BOOST_CHECK_THROW(with({.activate_input = true, .fourier_frequencies = frequencies}),
                    std::invalid_argument);
  Eigen::MatrixXd broken = frequencies;
  broken(1, 1) = std::numeric_limits<double>::quiet_NaN();
  BOOST_CHECK_THROW(with({.fourier_frequencies = broken}), std::invalid_argument);
  BOOST_CHECK_NO_THROW(with({.fourier_frequencies = frequencies}));
}

BOOST_AUTO_TEST_SUITE_END()
