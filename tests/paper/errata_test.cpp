// The paper's misprints, computed as printed: that they fail, how, and what is right. The table is in
// paper/README.md; Eq. 139, 163, 166 and 170 are in tests/paper/forward_derivative_test.cpp.
#include "autodiff/tape.hpp"
#include "paper/networks/cubic_fit.hpp"
#include "paper/networks/matrix_network.hpp"
#include "tests/paper/networks.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>

namespace {

using namespace jetwork::autodiff;
using namespace jetwork::nn;
using namespace paper_networks;

const std::vector<double> input{0.7, -1.1, 0.4};
const std::vector<double> target{0.2, -0.6, 0.9, 0.1};

/// 3-2-4 as in Fig. 4, with a bias of its own for each neuron.
auto figure_4(Biases biases) -> NeuronNetwork {
  NeuronNetwork network({3, 2, 4}, activation("tanh"),
                        {.biases = biases, .seed = 11, .largest_weight = 1.5});
  for (std::size_t l = biases == Biases::everywhere ? 0 : 1; l < 3 && biases != Biases::none; ++l)
    for (std::size_t i = 0; i < network.layers()[l].size(); ++i)
      network.bias(l, i) = 0.1 + 0.2 * static_cast<double>(l) + 0.05 * static_cast<double>(i);
  return network;
}

/// ½ Σ (a_k - y_k)² of a network, by Eq. 1.
auto loss_of(const NeuronNetwork& network) -> double {
  const auto f = activation(network.activation().name());
  const auto p = parameters_of<double>(network, [](double x) { return x; });
  double sum = 0;
  const auto z = inputs_of_neurons(p, input, f, network.options().activate_input);
  for (std::size_t k = 0; k < target.size(); ++k)
    sum += std::pow(f(z.back()[k]) - target[k], 2) / 2;
  return sum;
}

/// δ of every neuron, by a tape.
auto deltas_of(const NeuronNetwork& network) -> std::vector<std::vector<double>> {
  const auto f = activation(network.activation().name());
  Tape tape;
  const auto p = parameters_of<Variable>(network, [&](double x) { return tape.variable(x); });
  std::vector<Variable> x;
  for (const double number : input) x.push_back(tape.variable(number));
  const auto z = inputs_of_neurons(p, x, f, network.options().activate_input);
  Variable L = 0;
  for (std::size_t k = 0; k < target.size(); ++k) {
    const Variable difference = f(z.back()[k]) - target[k];
    L += 0.5 * difference * difference;
  }
  tape.reverse(L);
  std::vector<std::vector<double>> deltas;
  for (const auto& layer : z) {
    auto& of_layer = deltas.emplace_back();
    for (const Variable& of_neuron : layer) of_layer.push_back(tape.adjoint(of_neuron));
  }
  return deltas;
}

/// A network that has been sent forward and has its δ.
auto passed(NeuronNetwork network) -> NeuronNetwork {
  network.forward(input);
  network.compute_deltas(target);
  return network;
}

/// 2.3.1 as printed, but for the loops' bounds.
auto forward_as_printed(const NeuronNetwork& network) -> std::vector<double> {
  std::vector<Layer> layers = network.layers();
  const ScalarActivation& f = network.activation();
  for (std::size_t i = 0; i < input.size(); ++i) layers[0][i].a = f(input[i]);
  for (std::size_t l = 0; l + 1 < layers.size(); ++l)
    for (std::size_t j = 0; j < layers[l + 1].size(); ++j) {
      double z = 0;
      for (const Neuron& neuron : layers[l]) z = z + neuron.w[j] * neuron.a + neuron.b;
      layers[l + 1][j].a = f(z);
    }
  std::vector<double> output;
  for (const Neuron& neuron : layers.back()) output.push_back(neuron.a);
  return output;
}

auto distance(const std::vector<double>& a, const std::vector<double>& b) -> double {
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(a[i] - b[i]));
  return most;
}

} // namespace

BOOST_AUTO_TEST_SUITE(paper_errata)

BOOST_AUTO_TEST_CASE(listing_231_line_14_adds_the_sources_biases_once_a_summand) {
  NeuronNetwork none = figure_4(Biases::none);
  BOOST_TEST(distance(forward_as_printed(none), none.forward(input)) < 1e-15);
  NeuronNetwork network = figure_4(Biases::behind_input);
  BOOST_TEST(distance(forward_as_printed(network), network.forward(input)) > 0.1);
  const std::vector<double> before = forward_as_printed(network);
  network.bias(2, 0) += 1; // an output neuron's bias does nothing
  BOOST_TEST(distance(forward_as_printed(network), before) == 0);
}

BOOST_AUTO_TEST_CASE(steps_3_and_4_of_24_send_deltas_through_weights_already_corrected) {
  const NeuronNetwork network = passed(figure_4(Biases::behind_input));
  const auto& layers = network.layers();
  const double eta = 0.5;
  const auto expected = deltas_of(network);
  for (std::size_t j = 0; j < 2; ++j) {
    double as_told = 0, squares = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const double corrected = layers[1][j].w[k] - eta * layers[2][k].delta * layers[1][j].a;
      as_told += layers[2][k].delta * corrected;
      squares += layers[2][k].delta * layers[2][k].delta;
    }
    const double slope = network.activation().slope(layers[1][j].z);
    const double error = slope * as_told - expected[1][j];
    BOOST_TEST(std::abs(error) > 1e-3);
    BOOST_TEST(std::abs(error + eta * slope * layers[1][j].a * squares) < 1e-15); // grows with η
  }
}

BOOST_AUTO_TEST_CASE(listing_241_lines_28_to_30_repeat_what_the_last_time_makes_right) {
  const NeuronNetwork network = passed(figure_4(Biases::behind_input));
  const auto& layers = network.layers();
  int slopes = 0;
  for (std::size_t j = 0; j < 2; ++j) {
    double dsum = 0, delta = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      dsum += layers[2][k].delta * layers[1][j].w[k];
      delta = network.activation().slope(layers[1][j].z) * dsum;
      ++slopes;
    }
    BOOST_TEST(delta == layers[1][j].delta, boost::test_tools::tolerance(1e-14));
  }
  BOOST_TEST(slopes == 8); // of two neurons
}

BOOST_AUTO_TEST_CASE(listing_241_line_25_names_a_weight_that_is_not_there) {
  const NeuronNetwork network = figure_4(Biases::behind_input);
  for (const Neuron& neuron :
       network.layers()[1]) // weights lead to the four of layer 2, none to layer 1
    BOOST_TEST(neuron.w.size() == network.layers()[2].size());
}

BOOST_AUTO_TEST_CASE(listing_241_line_37_climbs) {
  NeuronNetwork network = figure_4(Biases::behind_input);
  const double before = loss_of(network);
  const auto deltas = deltas_of(network);
  for (const double sign : {1.0, -1.0}) {
    NeuronNetwork moved = network;
    for (std::size_t j = 0; j < 2; ++j) moved.bias(1, j) += sign * 0.01 * deltas[1][j];
    BOOST_TEST((sign > 0 ? loss_of(moved) > before : loss_of(moved) < before));
  }
}

BOOST_AUTO_TEST_CASE(
    listing_241_lines_35_to_37_correct_input_biases_that_do_nothing_without_equation_6) {
  NeuronNetwork with = figure_4(Biases::everywhere);
  const double before = loss_of(with);
  with.bias(0, 0) += 0.1;
  BOOST_TEST(std::abs(loss_of(with) - before) > 1e-4);
  NeuronNetwork without = figure_4(Biases::behind_input);
  without.train({{input, target}}, {.eta = 0, .eta_b = 1});
  BOOST_TEST(without.layers()[0][0].b == 0);
}

BOOST_AUTO_TEST_CASE(equations_6_to_15_leave_out_biases_and_signs) {
  const ScalarActivation f = activation("tanh");
  NeuronNetwork network({1, 1, 1}, activation("tanh"),
                        {.biases = Biases::everywhere, .largest_weight = 1.5});
  network.bias(0, 0) = 0.3;
  network.bias(1, 0) = -0.4;
  network.bias(2, 0) = 0.5;
  const double x = 0.6, y = -0.2;
  const double output = network.forward({x})[0];
  network.compute_deltas({y});
  const Neuron i = network.layers()[0][0], j = network.layers()[1][0], k = network.layers()[2][0];

  // Eq. 11 lacks b_j and b_k, which Eq. 8 and 10 have.
  BOOST_TEST(std::abs(f(j.w[0] * f(i.w[0] * f(x + i.b) + j.b) + k.b) - output) < 1e-15);
  BOOST_TEST(std::abs(f(j.w[0] * f(i.w[0] * f(x + i.b))) - output) > 0.1);

  // Eq. 7 and 9 have z without the bias, and then f'(z) of Eq. 12 and 13 is taken at the wrong place.
  const auto loss = [&](double in_k, double in_j) { // what is added to z_k and to z_j
    const double a_j = f(i.w[0] * i.a + j.b + in_j);
    return std::pow(f(j.w[0] * a_j + k.b + in_k) - y, 2) / 2;
  };
  const double h = 1e-5;
  const double by_k = (loss(h, 0) - loss(-h, 0)) / (2 * h);
  const double by_j = (loss(0, h) - loss(0, -h)) / (2 * h);
  BOOST_TEST(std::abs(k.delta - by_k) < 1e-9);
  BOOST_TEST(std::abs(j.delta - by_j) < 1e-9);
  const double z_k = j.w[0] * j.a, z_j = i.w[0] * i.a; // (9), (7)
  const double delta_k = f.slope(z_k) * (output - y);
  BOOST_TEST(std::abs(delta_k - by_k) > 1e-2);
  BOOST_TEST(std::abs(f.slope(z_j) * delta_k * j.w[0] - by_j) > 1e-3);

  // Eq. 14 and 15 lack the minus of Eq. 39.
  for (const double sign : {1.0, -1.0}) {
    NeuronNetwork moved = network;
    moved.weight(1, 0, 0) += sign * 0.01 * k.delta * j.a;
    moved.weight(0, 0, 0) += sign * 0.01 * j.delta * i.a;
    moved.forward({x});
    BOOST_TEST((sign > 0 ? moved.loss({y}) > loss(0, 0) : moved.loss({y}) < loss(0, 0)));
  }
}

BOOST_AUTO_TEST_CASE(a_sum_of_errors_is_no_loss) {
  // Section 3 calls "(target - output) summed" the loss. Errors of both signs cancel there.
  const double outputs[] = {0, 1}, targets[] = {1, 0};
  double sum = 0, loss = 0;
  for (int k = 0; k < 2; ++k) {
    sum += targets[k] - outputs[k];
    loss += std::pow(targets[k] - outputs[k], 2) / 2;
  }
  BOOST_TEST(sum == 0);
  BOOST_TEST(loss == 1);
}

BOOST_AUTO_TEST_CASE(equations_37_and_38_are_of_columns_that_are_not_there) {
  MatrixNetwork matrices({3, 2, 4}, activation("tanh"));
  BOOST_TEST(matrices.weights(1).rows() == 4); // Eq. 33
  BOOST_TEST(matrices.weights(1).cols() == 2);
}

BOOST_AUTO_TEST_CASE(equation_43_needs_the_factor_of_equation_39) {
  MatrixNetwork matrices({3, 2, 4}, activation("tanh"));
  matrices.forward(Eigen::Vector3d(0.7, -1.1, 0.4));
  matrices.compute_deltas(Eigen::Vector4d(0.2, -0.6, 0.9, 0.1));
  const auto corrections = matrices.corrections({.eta = 0.5});
  for (Eigen::Index row = 0; row < 4; ++row)
    for (Eigen::Index col = 0; col < 2; ++col) {
      const double printed = matrices.delta(2)(row, 0) * matrices.a(1)(col, 0);
      BOOST_TEST(corrections.weights[1](row, col) == -0.5 * printed,
                 boost::test_tools::tolerance(1e-15));
    }
}

BOOST_AUTO_TEST_CASE(equations_89_and_90_keep_a_sum_of_which_one_term_is_left) {
  const NeuronNetwork network = passed(figure_4(Biases::behind_input));
  const auto& outputs = network.layers()[2];
  const auto expected = deltas_of(network)[2];
  double printed = 0;
  for (std::size_t k = 0; k < 4; ++k)
    printed += (outputs[k].a - target[k]) * network.activation().slope(outputs[k].z);
  for (std::size_t k = 0; k < 4; ++k) {
    const double term = (outputs[k].a - target[k]) * network.activation().slope(outputs[k].z);
    BOOST_TEST(std::abs(term - expected[k]) < 1e-15); // (91) is right
    BOOST_TEST(std::abs(printed - expected[k]) > 1e-2);
  }
}

BOOST_AUTO_TEST_CASE(equations_100_to_103_lose_the_weight_of_equation_97) {
  NeuronNetwork network = passed(figure_4(Biases::behind_input));
  const auto printed_103 = [&](std::size_t j) {
    double sum = 0;
    for (const Neuron& k : network.layers()[2]) sum += k.delta;
    return network.activation().slope(network.layers()[1][j].z) * sum;
  };
  const auto expected = deltas_of(network);
  for (std::size_t j = 0; j < 2; ++j) {
    BOOST_TEST(std::abs(printed_103(j) - expected[1][j]) > 1e-2);
    BOOST_TEST(std::abs(network.layers()[1][j].delta - expected[1][j]) < 1e-15); // (104) is right
  }
  for (std::size_t j = 0; j < 2; ++j) // where all those weights are 1, nothing is lost
    for (std::size_t k = 0; k < 4; ++k) network.weight(1, j, k) = 1;
  network = passed(network);
  for (std::size_t j = 0; j < 2; ++j)
    BOOST_TEST(std::abs(printed_103(j) - deltas_of(network)[1][j]) < 1e-14);
}

BOOST_AUTO_TEST_CASE(an_activation_depends_on_the_biases_of_layers_before_it) {
  // 4.3.1: "the activation of a neuron can only depend on its own bias"; this is true only within a layer.
  NeuronNetwork network = figure_4(Biases::behind_input);
  const std::vector<double> before = network.forward(input);
  network.bias(1, 0) += 0.1;
  BOOST_TEST(distance(network.forward(input), before) > 1e-3);
}

BOOST_AUTO_TEST_CASE(the_text_of_411_adds_what_its_code_subtracts) {
  const Samples sine = sine_samples(200);
  const Cubic start(0.5, -0.3, 0.8, 0.2);
  const Cubic step = 1e-6 * loss_gradient(start, sine);
  BOOST_TEST(loss(start + step, sine) > loss(start, sine));
  BOOST_TEST(loss(start - step, sine) < loss(start, sine));
}

BOOST_AUTO_TEST_CASE(h_out_of_532_is_a_value_and_no_derivative) {
  const double A = 1.5, B = 0.8, C = 2, x = 0.7, h_out = A * x * x;
  BOOST_TEST(C * std::sin(B * h_out) == C * std::sin(A * B * x * x)); // (125)
  BOOST_TEST(std::abs(C * std::sin(B * (2 * A * x)) - C * std::sin(A * B * x * x)) > 0.1);
}

BOOST_AUTO_TEST_SUITE_END()
