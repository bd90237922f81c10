// Derivatives passed forward through a network: against jets, nested duals, and what the paper prints.
#include "autodiff/dual.hpp"
#include "autodiff/jet.hpp"
#include "paper/networks/forward_derivative.hpp"
#include "tests/paper/networks.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>

namespace {

using namespace jetwork::autodiff;
using namespace jetwork::nn;
using namespace paper_networks;

void check_close(double value, double expected, const std::string& what) {
  BOOST_TEST(std::abs(value - expected) <= 1e-13 * std::max(1.0, std::abs(expected)),
             what << ": " << value << " is not " << expected);
}

auto random_input(const Case& c, UniformGenerator& uniform) -> std::vector<double> {
  return random_pair(c.widths, uniform).input;
}

} // namespace

BOOST_AUTO_TEST_SUITE(paper_forward_derivative)

BOOST_AUTO_TEST_CASE(gradients_and_hessians_are_those_of_nested_duals) {
  using Second = Dual<Dual<double>>;
  UniformGenerator uniform(5);
  for (const Case& c : all_cases()) {
    const NeuronNetwork network(c.widths, activation(c.activation), c.options);
    const auto f = activation(c.activation);
    const auto p = parameters_of<Second>(network, [](double x) { return Second(x); });
    const std::vector<double> input = random_input(c, uniform);
    const auto derivatives = pass_derivatives_forward(network, input);
    for (std::size_t m = 0; m < input.size(); ++m)
      for (std::size_t n = 0; n < input.size(); ++n) {
        std::vector<Second> x(input.begin(), input.end());
        x[m] = Second(Dual<double>(input[m], m == n ? 1.0 : 0.0), Dual<double>(1.0));
        if (n != m) x[n] = Second(Dual<double>(input[n], 1.0), Dual<double>(0.0));
        const auto z = inputs_of_neurons(p, x, f, c.options.activate_input);
        const auto i = static_cast<Eigen::Index>(m), k = static_cast<Eigen::Index>(n);
        for (std::size_t l = 0; l < z.size(); ++l)
          for (std::size_t j = 0; j < z[l].size(); ++j) {
            const Second a = l > 0 || c.options.activate_input ? Second(f(z[l][j])) : z[l][j];
            const NeuronDerivatives& of_neuron = derivatives[l][j];
            check_close(of_neuron.dz[i], z[l][j].tangent().value(), c.name() + ", dz");
            check_close(of_neuron.da[i], a.tangent().value(), c.name() + ", da");
            check_close(of_neuron.d2z(i, k), z[l][j].tangent().tangent(), c.name() + ", d²z");
            check_close(of_neuron.d2a(i, k), a.tangent().tangent(), c.name() + ", d²a");
          }
      }
  }
}

BOOST_AUTO_TEST_CASE(along_a_line_they_are_a_jets) {
  using Series = Jet<double, 2>;
  UniformGenerator uniform(6);
  for (const Case& c : all_cases()) {
    const NeuronNetwork network(c.widths, activation(c.activation), c.options);
    const auto f = activation(c.activation);
    const auto p = parameters_of<Series>(network, [](double x) { return Series(x); });
    const std::vector<double> input = random_input(c, uniform);
    std::vector<Series> x;
    Eigen::VectorXd direction(static_cast<Eigen::Index>(input.size()));
    for (double& v : direction) v = uniform(-1, 1);
    for (std::size_t m = 0; m < input.size(); ++m)
      x.push_back(Series::variable(input[m], direction[static_cast<Eigen::Index>(m)]));
    const auto z = inputs_of_neurons(p, x, f, c.options.activate_input);
    const auto derivatives = pass_derivatives_forward(network, input);
    for (std::size_t k = 0; k < z.back().size(); ++k) {
      const Series output = f(z.back()[k]);
      const NeuronDerivatives& of_output = derivatives.back()[k];
      check_close(of_output.da.dot(direction), output.derivative(1), c.name() + ", first");
      check_close(direction.dot(of_output.d2a * direction), output.derivative(2),
                  c.name() + ", second");
    }
  }
}

BOOST_AUTO_TEST_CASE(one_input_has_the_derivatives_of_equations_118_and_120) {
  const NeuronNetwork network({1, 6, 1}, activation("tanh"),
                              {.biases = Biases::none, .largest_weight = 2});
  const auto f = [](double z) { return std::tanh(z); };
  const auto f1 = [](double z) { return 1 / (std::cosh(z) * std::cosh(z)); };
  const auto f2 = [](double z) { return -2 * std::tanh(z) / (std::cosh(z) * std::cosh(z)); };
  const auto& w1 = network.layers()[0][0].w;
  for (const double z1 : {-1.7, -0.2, 0.0, 0.6, 2.1}) {
    double slopes = 0, curvatures = 0;
    for (std::size_t j = 0; j < 6; ++j) {
      const double w2 = network.layers()[1][j].w[0];
      slopes += w1[j] * w2 * f1(w1[j] * f(z1));
      curvatures += w1[j] * w2 * f2(w1[j] * f(z1)) * w1[j] * f1(z1);
    }
    const auto derivatives = pass_derivatives_forward(network, {z1});
    const NeuronDerivatives& output = derivatives.back()[0];
    check_close(output.dz[0], f1(z1) * slopes, "(118)");
    check_close(output.d2z(0, 0), f2(z1) * slopes + f1(z1) * curvatures, "(120)");
    // Eq. 116 is said to be of the same network; but it is right for a network whose input is not activated,
    // and for a_k, not z_k.
    double printed = 0, z_k = 0;
    for (std::size_t j = 0; j < 6; ++j) {
      printed += network.layers()[1][j].w[0] * f1(w1[j] * z1) * w1[j];
      z_k += network.layers()[1][j].w[0] * f(w1[j] * z1);
    }
    NeuronNetwork plain({1, 6, 1}, activation("tanh"),
                        {.activate_input = false, .biases = Biases::none, .largest_weight = 2});
    check_close(pass_derivatives_forward(plain, {z1}).back()[0].da[0], f1(z_k) * printed, "(116)");
    if (z1 != 0) BOOST_TEST(std::abs(f1(z_k) * printed - output.da[0]) > 1e-5);
  }
}

BOOST_AUTO_TEST_CASE(equations_163_and_166_print_the_sum_over_all_inputs) {
  UniformGenerator uniform(7);
  for (const int inputs : {1, 2, 3}) {
    NeuronNetwork network({inputs, 4, 2}, activation("tanh"), {.largest_weight = 1.5});
    const TrainingPair pair = random_pair({inputs, 4, 2}, uniform);
    network.forward(pair.input);
    const auto& layers = network.layers();
    const ScalarActivation& f = network.activation();
    const auto derivatives = pass_derivatives_forward(network, pair.input);
    std::vector<double> printed_163;
    for (std::size_t j = 0; j < 4; ++j) {
      double sum = 0;
      for (const Neuron& i : layers[0]) sum += i.w[j] * f.slope(i.z);
      printed_163.push_back(f.slope(layers[1][j].z) * sum);
      check_close(printed_163[j], derivatives[1][j].da.sum(), "(163) is the sum");
      const double difference = std::abs(printed_163[j] - derivatives[1][j].da[0]);
      BOOST_TEST((inputs == 1 ? difference < 1e-15 : difference > 1e-3));
    }
    for (std::size_t k = 0; k < 2; ++k) {
      double printed_166 = 0;
      for (std::size_t j = 0; j < 4; ++j) printed_166 += layers[1][j].w[k] * printed_163[j];
      check_close(printed_166, derivatives[2][k].dz.sum(), "(166) is the sum");
      const double difference = std::abs(printed_166 - derivatives[2][k].dz[0]);
      BOOST_TEST((inputs == 1 ? difference < 1e-15 : difference > 1e-3));
    }
  }
}

BOOST_AUTO_TEST_CASE(equation_170_does_not_propagate_behind_the_first_layer) {
  NeuronNetwork network({1, 3, 3, 1}, activation("tanh"), {.largest_weight = 1.5});
  network.forward({0.4});
  const auto derivatives = pass_derivatives_forward(network, {0.4});
  const ScalarActivation& f = network.activation();
  const auto printed = [&](std::size_t layer, std::size_t j) {
    double sum = 0;
    for (const Neuron& i : network.layers()[layer - 1]) sum += i.w[j] * f.slope(i.z);
    return f.slope(network.layers()[layer][j].z) * sum;
  };
  for (std::size_t j = 0; j < 3; ++j) {
    check_close(printed(1, j), derivatives[1][j].da[0], "first layer");
    BOOST_TEST(std::abs(printed(2, j) - derivatives[2][j].da[0]) > 1e-3);
  }
  // Eq. 139 has the same fault, and with several hidden neurons also for one input: Σ_j w_jk f'(z_j) is no
  // derivative by the input, nor by one z_j, where it would be f'(z_k) w_jk f'(z_j).
  BOOST_TEST(std::abs(printed(3, 0) - derivatives[3][0].da[0]) > 1e-3);
}

BOOST_AUTO_TEST_CASE(what_is_not_finite_is_an_exception) {
  const NeuronNetwork network({1, 2, 1}, activation("sqrt"), {.biases = Biases::none});
  BOOST_CHECK_THROW(pass_derivatives_forward(network, {0.0}), std::overflow_error);
  BOOST_CHECK_THROW(pass_derivatives_forward(network, {1.0, 2.0}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
