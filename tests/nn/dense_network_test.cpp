// Dense networks on the engine: against the paper's closed forms, each other, and multiprecision differences.
#include "autodiff/dual.hpp"
#include "nn/dense_network.hpp"
#include "nn/initialise.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>

namespace jetwork::autodiff {
// The inverse square root unit (Carlile et al. 2017).
JETWORK_UNARY_RULE(inverse_square_root_unit, x / sqrt(1 + x * x),
                   1 / ((1 + x * x) * sqrt(1 + x * x)))
} // namespace jetwork::autodiff

namespace {

using namespace jetwork::autodiff;
using namespace jetwork::nn;
using Precise = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>,
                                              boost::multiprecision::et_off>;

void check_close(double value, double expected, double tolerance) {
  BOOST_TEST(std::abs(value - expected) <= tolerance * std::max(1.0, std::abs(expected)),
             value << " is not " << expected << " but off by " << value - expected);
}

} // namespace

BOOST_AUTO_TEST_SUITE(dense_network)

BOOST_AUTO_TEST_CASE(the_papers_network_has_the_papers_derivatives) {
  // Fig. 8: a1 = f(z1), z_j = w_1j a1, z_k = Σ w_jk f(z_j), and equations 118 and 120 for f = tanh.
  DenseNetwork network({1, 6, 1}, activation("tanh"), {.activate_input = true, .biases = false});
  glorot_uniform(network, 3);
  const auto f = [](double z) { return std::tanh(z); };
  const auto f1 = [](double z) { return 1 / (std::cosh(z) * std::cosh(z)); };
  const auto f2 = [](double z) { return -2 * std::tanh(z) / (std::cosh(z) * std::cosh(z)); };
  for (const double z1 : {-1.7, -0.2, 0.0, 0.6, 2.1}) {
    const auto w1 = network.weights(0).col(0);
    const auto w2 = network.weights(1).row(0);
    double first = 0, inner = 0, outer = 0;
    for (Eigen::Index j = 0; j < 6; ++j) {
      first += w1[j] * w2[j] * f1(w1[j] * f(z1));
      inner += w1[j] * w2[j] * f2(w1[j] * f(z1)) * w1[j] * f1(z1);
      outer += w1[j] * w2[j] * f1(w1[j] * f(z1));
    }
    const auto jet = network(Jet<double, 2>::variable(z1));
    check_close(jet[1], f1(z1) * first, 1e-13);                             // (118)
    check_close(jet.derivative(2), f2(z1) * outer + f1(z1) * inner, 1e-13); // (120)
  }
}

BOOST_AUTO_TEST_CASE(jets_over_the_batch_agree_with_scalar_jets) {
  for (const char* name : {"tanh", "sin", "sigmoid", "softplus", "erf"}) {
    DenseNetwork network({1, 9, 5, 1}, activation(name));
    glorot_uniform(network, 11);
    for (double& b : network.biases(0)) b = 0.3;
    BatchTape tape;
    const BatchVariable t = tape.input();
    const auto recorded = network.record(tape);
    const auto u = recorded(Jet<BatchVariable, 3>::variable(t));
    const BatchVariable value = recorded(t);
    BatchReplay replay(tape, 10);
    const Eigen::VectorXd times = Eigen::VectorXd::LinSpaced(10, -2, 2);
    replay.set(t, times);
    recorded.set(replay, network.parameters());
    replay.forward();
    for (Eigen::Index i = 0; i < 10; ++i) {
      const auto expected = network(Jet<double, 3>::variable(times[i]));
      for (int k = 0; k <= 3; ++k) check_close(replay.value(u[k])(0, i), expected[k], 1e-13);
      check_close(replay.value(value)(0, i), network(times[i]), 1e-14);
    }
  }
}

BOOST_AUTO_TEST_CASE(
    gradients_and_jacobians_of_a_loss_of_derivatives_agree_with_precise_differences) {
  DenseNetwork network({1, 4, 3, 1}, activation("tanh"));
  glorot_uniform(network, 5);
  UniformGenerator uniform(6);
  for (double& p : network.parameters()) p += uniform(-0.3, 0.3);
  const Eigen::VectorXd times = Eigen::VectorXd::LinSpaced(6, -0.9, 1.1);
  const auto residual = [](const auto& u) { return 2 * u[2] + u[1] * u[0] + u[0]; };

  BatchTape tape;
  const BatchVariable t = tape.input();
  const auto recorded = network.record(tape);
  const BatchVariable r = residual(recorded(Jet<BatchVariable, 2>::variable(t)));
  const BatchVariable loss = r * r;
  BatchReplay replay(tape, 6);
  replay.set(t, times);
  recorded.set(replay, network.parameters());
  replay.forward();
  replay.reverse(loss);
  Eigen::VectorXd gradient(network.parameters().size());
  recorded.gradient(replay, gradient);
  const Eigen::MatrixXd jacobian = replay.jacobian(r, recorded.parameters());

  const auto precise_residual = [&](Eigen::Index sample, const std::vector<Precise>& parameters) {
    const std::array<Jet<Precise, 2>, 1> x{Jet<Precise, 2>::variable(Precise(times[sample]))};
    return residual(network.evaluate<Jet<Precise, 2>, Precise>(x, parameters)[0]);
  };
  const Precise step("1e-15");
  for (Eigen::Index p = 0; p < gradient.size(); ++p) {
    std::vector<Precise> above(network.parameters().begin(), network.parameters().end()),
        below = above;
    above[static_cast<std::size_t>(p)] += step;
    below[static_cast<std::size_t>(p)] -= step;
    Precise loss_difference = 0;
    for (Eigen::Index i = 0; i < 6; ++i) {
      const Precise high = precise_residual(i, above), low = precise_residual(i, below);
      check_close(jacobian(i, p), static_cast<double>((high - low) / (2 * step)), 1e-13);
      loss_difference += high * high - low * low;
    }
    check_close(gradient[p], static_cast<double>(loss_difference / (2 * step)), 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(a_users_own_rule_is_an_activation_on_every_type) {
  DenseNetwork network({1, 5, 1}, activation<inverse_square_root_unit_rule>());
  glorot_uniform(network, 2);
  const auto first = network.weights(0).col(0);
  const auto second = network.weights(1).row(0);
  const double x = 0.7;
  double value = 0, slope = 0, curvature = 0;
  for (Eigen::Index j = 0; j < 5; ++j) {
    const double z = first[j] * x, d = std::sqrt(1 + z * z);
    value += second[j] * z / d;
    slope += second[j] * first[j] / (d * d * d);
    curvature += second[j] * first[j] * first[j] * -3 * z / std::pow(d, 5);
  }
  check_close(network(x), value, 1e-14);
  check_close(network(Dual<double>(x, 1)).tangent(), slope, 1e-14);
  check_close(network(Jet<double, 2>::variable(x)).derivative(2), curvature, 1e-14);
  check_close(static_cast<double>(network(Precise(x))), value, 1e-14);

  BatchTape tape;
  const BatchVariable t = tape.input();
  const auto recorded = network.record(tape);
  const auto u = recorded(Jet<BatchVariable, 2>::variable(t));
  BatchReplay replay(tape, 3);
  replay.set(t, x);
  recorded.set(replay, network.parameters());
  replay.forward();
  check_close(2 * replay.value(u[2])(0, 2), curvature, 1e-14);
  replay.reverse(u[1]);
  check_close(replay.adjoint(t)(0, 2), curvature, 1e-14);
}

BOOST_AUTO_TEST_CASE(several_inputs_and_outputs) {
  DenseNetwork network({2, 6, 3}, activation("sin"));
  glorot_uniform(network, 8);
  BatchTape tape;
  const BatchVariable x = tape.input(2);
  const auto recorded = network.record(tape);
  const BatchVariable y = recorded(x), last = row(y, 2);
  BatchReplay replay(tape, 4);
  Eigen::MatrixXd points(2, 4);
  points << 0.1, 0.2, 0.3, 0.4, -1, 0, 1, 2;
  replay.set(x, points);
  recorded.set(replay, network.parameters());
  replay.forward();
  for (Eigen::Index n = 0; n < 4; ++n) {
    const std::array<Dual<double>, 2> at{Dual<double>(points(0, n), 1), Dual<double>(points(1, n))};
    const auto expected = network(std::span<const Dual<double>>(at));
    for (int i = 0; i < 3; ++i) {
      check_close(replay.value(y)(i, n), expected[static_cast<std::size_t>(i)].value(), 1e-14);
    }
  }
  replay.reverse(last);
  const std::array<Dual<double>, 2> at{Dual<double>(0.2, 1), Dual<double>(0.0)};
  check_close(replay.adjoint(x)(0, 1), network(std::span<const Dual<double>>(at))[2].tangent(),
              1e-14);
}

BOOST_AUTO_TEST_CASE(misuse_is_an_exception) {
  BOOST_CHECK_THROW(activation("tahn"), std::invalid_argument);
  BOOST_CHECK_THROW(DenseNetwork({1}, activation("tanh")), std::invalid_argument);
  BOOST_CHECK_THROW(DenseNetwork({1, 0, 1}, activation("tanh")), std::invalid_argument);
  DenseNetwork wide({2, 3, 1}, activation("tanh"));
  BOOST_CHECK_THROW(wide(0.5), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
