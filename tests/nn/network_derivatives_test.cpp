// Derivatives of networks by their inputs: against closed forms, HyperDual, nested jets and multiprecision differences.
#include "autodiff/hyper_dual.hpp"
#include "nn/initialise.hpp"
#include "nn/network_derivatives.hpp"

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

auto network_of(std::vector<int> widths) -> DenseNetwork<RuleActivation<tanh_rule>> {
  DenseNetwork network(std::move(widths), activation<tanh_rule>());
  glorot_uniform(network, 12);
  UniformGenerator uniform(13);
  for (double& p : network.parameters()) p += uniform(-0.3, 0.3);
  return network;
}
auto points_of(int inputs, int count) -> Eigen::MatrixXd {
  Eigen::MatrixXd points(inputs, count);
  UniformGenerator uniform(14);
  for (double& x : points.reshaped()) x = uniform(-1.5, 1.5);
  return points;
}

} // namespace

BOOST_AUTO_TEST_SUITE(derivatives_of_networks)

BOOST_AUTO_TEST_CASE(polarisation_gives_the_textbook_formulas) {
  const auto factors = [](std::vector<int> orders) {
    return jetwork::autodiff::polarisation(orders);
  };
  BOOST_TEST((factors({3}) == DirectionFactors{{{1}, 6}})); // d! times the coefficient
  BOOST_TEST((factors({0, 2}) == DirectionFactors{{{0, 1}, 2}}));
  BOOST_TEST((factors({1, 1}) == DirectionFactors{{{1, 1}, 1}, {{1, 0}, -1}, {{0, 1}, -1}}));
  // On every monomial x^a y^b of degree 5, the coefficient along (p, q) is p^a q^b.
  for (int i = 0; i <= 5; ++i)
    for (int a = 0; a <= 5; ++a) {
      double sum = 0;
      for (const auto& [direction, factor] : factors({i, 5 - i}))
        sum += factor * std::pow(direction[0], a) * std::pow(direction[1], 5 - a);
      BOOST_TEST(sum == (a == i ? std::tgamma(i + 1) * std::tgamma(6 - i) : 0));
    }
}

BOOST_AUTO_TEST_CASE(one_sine_has_known_derivatives_of_every_order) {
  // u = sin(a·x + c), so ∂^i u = a^i·sin(a·x + c + |i| π/2).
  DenseNetwork network({3, 1, 1}, activation<sin_rule>());
  network.parameters() << 0.7, -1.2, 0.9, 0.3, 1, 0;
  const Eigen::Vector3d a(0.7, -1.2, 0.9);
  const Eigen::MatrixXd points = points_of(3, 11);
  const auto u = network_derivatives<5>(network, points);
  for (int i = 0; i <= 5; ++i)
    for (int j = 0; i + j <= 5; ++j)
      for (int k = 0; i + j + k <= 5; ++k) {
        const Eigen::MatrixXd all = u.derivative({i, j, k});
        for (Eigen::Index n = 0; n < 11; ++n)
          check_close(all(0, n),
                      std::pow(a[0], i) * std::pow(a[1], j) * std::pow(a[2], k)
                          * std::sin(a.dot(points.col(n)) + 0.3 + (i + j + k) * std::acos(0.0)),
                      1e-12);
      }
  const Eigen::MatrixXd expected = -a.squaredNorm() * u.value(), laplacian = u.laplacian();
  BOOST_TEST((laplacian - expected).cwiseAbs().maxCoeff() < 1e-13);
}

BOOST_AUTO_TEST_CASE(jacobians_and_hessians_agree_with_hyper_duals) {
  const auto network = network_of({3, 7, 5, 2});
  const Eigen::MatrixXd points = points_of(3, 6);
  const auto u = network_derivatives<2>(network, points);
  for (Eigen::Index n = 0; n < 6; ++n) {
    const auto x = HyperDual<double, 3>::variables(points(0, n), points(1, n), points(2, n));
    const std::array<HyperDual<double, 3>, 3> at{x[0], x[1], x[2]};
    const auto expected = network(std::span<const HyperDual<double, 3>>(at));
    const Eigen::MatrixXd J = u.jacobian(n);
    for (int output = 0; output < 2; ++output) {
      const auto& y = expected[static_cast<std::size_t>(output)];
      const Eigen::MatrixXd H = u.hessian(n, output);
      check_close(u.value()(output, n), y.value(), 1e-14);
      double trace = 0;
      for (int i = 0; i < 3; ++i) {
        check_close(J(output, i), y.gradient(i), 1e-13);
        trace += y.hessian(i, i);
        for (int j = 0; j < 3; ++j) check_close(H(i, j), y.hessian(i, j), 1e-13);
      }
      check_close(u.laplacian()(output, n), trace, 1e-13);
    }
  }
}

BOOST_AUTO_TEST_CASE(mixed_derivatives_agree_with_nested_jets) {
  const auto network = network_of({2, 6, 1});
  const Eigen::MatrixXd points = points_of(2, 4);
  const auto u = network_derivatives<4>(network, points);
  using Inner = Jet<double, 2>;
  using Nested = Jet<Inner, 2>;
  for (Eigen::Index n = 0; n < 4; ++n) {
    const std::array<Nested, 2> at{Nested::variable(Inner(points(0, n)), Inner(1)),
                                   Nested(Inner::variable(points(1, n)))};
    const auto y = network(std::span<const Nested>(at))[0];
    for (int i = 0; i <= 2; ++i)
      for (int j = 0; j <= 2; ++j)
        check_close(u.derivative({i, j})(0, n), y[i][j] * std::tgamma(i + 1) * std::tgamma(j + 1),
                    1e-12);
  }
}

BOOST_AUTO_TEST_CASE(the_gradient_of_a_loss_of_derivatives_agrees_with_precise_differences) {
  const auto network = network_of({2, 4, 3, 1});
  const Eigen::MatrixXd points = points_of(2, 5);
  const auto result = loss_and_gradient<2>(network, points, [](auto& u) {
    const BatchVariable r = u.laplacian() + u.second(0, 1) * u.value() - u.first(1);
    return 0.5 * r * r;
  });
  const auto precise_loss = [&](const std::vector<Precise>& parameters) {
    Precise sum = 0;
    for (Eigen::Index n = 0; n < 5; ++n) {
      using Number = HyperDual<Precise, 2>;
      const auto x = Number::variables(Precise(points(0, n)), Precise(points(1, n)));
      const std::array<Number, 2> at{x[0], x[1]};
      const Number u = network.evaluate<Number, Precise>(at, parameters)[0];
      const Precise r =
          u.hessian(0, 0) + u.hessian(1, 1) + u.hessian(0, 1) * u.value() - u.gradient(1);
      sum += r * r / 2;
    }
    return sum;
  };
  const std::vector<Precise> at(network.parameters().begin(), network.parameters().end());
  check_close(result.loss, static_cast<double>(precise_loss(at)), 1e-13);
  const Precise step("1e-15");
  for (Eigen::Index p = 0; p < result.gradient.size(); ++p) {
    std::vector<Precise> above = at, below = at;
    above[static_cast<std::size_t>(p)] += step;
    below[static_cast<std::size_t>(p)] -= step;
    check_close(result.gradient[p],
                static_cast<double>((precise_loss(above) - precise_loss(below)) / (2 * step)),
                1e-12);
  }
}

BOOST_AUTO_TEST_CASE(misuse_is_an_exception) {
  const auto network = network_of({2, 3, 1});
  const Eigen::MatrixXd points = points_of(2, 3);
  Eigen::MatrixXd broken = points;
  broken(1, 1) = std::numeric_limits<double>::quiet_NaN();
  BOOST_CHECK_THROW(network_derivatives<2>(network, points_of(3, 3)), std::invalid_argument);
  BOOST_CHECK_THROW(network_derivatives<2>(network, points_of(2, 0)), std::invalid_argument);
  BOOST_CHECK_THROW(network_derivatives<2>(network, broken), std::invalid_argument);
  const auto u = network_derivatives<2>(network, points);
  BOOST_CHECK_THROW(u.derivative({2, 1}), std::invalid_argument);
  BOOST_CHECK_THROW(u.derivative({1}), std::invalid_argument);
  BOOST_CHECK_THROW(u.derivative({-1, 2}), std::invalid_argument);
  BOOST_CHECK_THROW(u.jacobian(3), std::invalid_argument);
  BOOST_CHECK_THROW(u.hessian(0, 1), std::invalid_argument);
  const auto loss = [](auto& v) { return v.derivative({3, 0}); };
  BOOST_CHECK_THROW(loss_and_gradient<2>(network, points, loss), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
