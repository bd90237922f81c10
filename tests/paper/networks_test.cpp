// The paper's networks: δ and gradients against a tape's, the two networks against each other, and misuse.
#include "autodiff/tape.hpp"
#include "paper/networks/matrix_network.hpp"
#include "tests/paper/networks.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace jetwork::autodiff {
JETWORK_UNARY_RULE(leaky_relu, select(x > 0, x, x / 10), select(x > 0, T(1), T(0.1)))
} // namespace jetwork::autodiff

namespace {

using namespace jetwork::autodiff;
using namespace jetwork::nn;
using namespace paper_networks;

const double not_a_number = std::numeric_limits<double>::quiet_NaN();
const double infinity = std::numeric_limits<double>::infinity();

/// Agreement relative to the number, or to the largest of its layer: a sum that cancels is as exact as its
/// terms.
void check_close(double value, double expected, double scale, const std::string& what) {
  BOOST_TEST(std::abs(value - expected) <= 1e-13 * std::max(std::abs(expected), scale),
             what << ": " << value << " is not " << expected);
}

/// ∂L/∂z, ∂L/∂w and ∂L/∂b of one pair, from one reverse sweep over the loss.
struct TapeDerivatives {
  Parameters<double> gradient;
  std::vector<std::vector<double>> delta;
  double loss = 0;

  template <class F>
  TapeDerivatives(const NeuronNetwork& network, const TrainingPair& pair, const F& f) {
    Tape tape;
    const auto p = parameters_of<Variable>(network, [&](double x) { return tape.variable(x); });
    std::vector<Variable> x;
    for (const double number : pair.input) x.push_back(tape.variable(number));
    const auto z = inputs_of_neurons(p, x, f, network.options().activate_input);
    Variable L = 0;
    for (std::size_t k = 0; k < pair.target.size(); ++k) {
      const Variable difference = f(z.back()[k]) - pair.target[k];
      L += 0.5 * difference * difference;
    }
    loss = L.value();
    tape.reverse(L);
    for (std::size_t l = 0; l < z.size(); ++l) {
      auto& deltas = delta.emplace_back();
      for (const Variable& of_neuron : z[l]) deltas.push_back(tape.adjoint(of_neuron));
      gradient.b.push_back(tape_adjoints(tape, p.b[l]));
      auto& w = gradient.w.emplace_back();
      for (const auto& of_neuron : p.w[l]) w.push_back(tape_adjoints(tape, of_neuron));
    }
  }
  static auto tape_adjoints(const Tape& tape, const std::vector<Variable>& x)
      -> std::vector<double> {
    std::vector<double> all;
    for (const Variable& variable : x) all.push_back(tape.adjoint(variable));
    return all;
  }
};

auto largest(const std::vector<double>& numbers) -> double {
  double size = 0;
  for (const double x : numbers) size = std::max(size, std::abs(x));
  return size;
}

auto has_biases(const NetworkOptions& options, std::size_t layer) -> bool {
  return options.biases == Biases::everywhere
         || (options.biases == Biases::behind_input && layer > 0);
}

auto column(const std::vector<double>& x) -> Eigen::VectorXd {
  return Eigen::Map<const Eigen::VectorXd>(x.data(), static_cast<Eigen::Index>(x.size()));
}

template <class F>
void check_against_tape(NeuronNetwork& network, MatrixNetwork& matrices, const TrainingPair& pair,
                        const F& f, const std::string& name) {
  const TapeDerivatives expected(network, pair, f);
  network.forward(pair.input);
  network.compute_deltas(pair.target);
  const NeuronCorrections corrections = network.corrections({.eta = 1, .eta_b = 0.5});
  matrices.forward(column(pair.input));
  matrices.compute_deltas(column(pair.target));
  const auto of_matrices = matrices.corrections({.eta = 1, .eta_b = 0.5});

  check_close(network.loss(pair.target), expected.loss, 0, name + ", loss");
  check_close(matrices.loss(column(pair.target)), expected.loss, 0, name + ", loss of matrices");
  for (std::size_t l = 0; l < network.layers().size(); ++l) {
    const std::string layer = name + ", layer " + std::to_string(l);
    const double scale = largest(expected.delta[l]);
    double largest_activation = 0;
    for (const Neuron& neuron : network.layers()[l])
      largest_activation = std::max(largest_activation, std::abs(neuron.a));
    for (std::size_t i = 0; i < network.layers()[l].size(); ++i) {
      const auto row = static_cast<Eigen::Index>(i);
      const Neuron& neuron = network.layers()[l][i];
      const double delta = expected.delta[l][i];
      check_close(neuron.delta, delta, scale, layer + ", δ");
      check_close(matrices.delta(l)(row, 0), delta, scale, layer + ", δ of matrices");
      if (has_biases(network.options(), l)) {
        check_close(corrections[l][i].b, -0.5 * expected.gradient.b[l][i], scale, layer + ", b");
        check_close(of_matrices.biases[l][row], -0.5 * expected.gradient.b[l][i], scale,
                    layer + ", b of matrices");
      } else {
        BOOST_TEST(corrections[l][i].b == 0);
        BOOST_TEST(of_matrices.biases[l].size() == 0);
      }
      for (std::size_t k = 0; k < neuron.w.size(); ++k) {
        const double slope = expected.gradient.w[l][i][k];
        const double size = largest(expected.delta[l + 1]) * largest_activation;
        check_close(corrections[l][i].w[k], -slope, size, layer + ", w");
        check_close(of_matrices.weights[l](static_cast<Eigen::Index>(k), row), -slope, size,
                    layer + ", w of matrices");
      }
    }
  }
}

/// That both networks have the same weights and biases, to some ulps of the largest.
void check_equal(const NeuronNetwork& network, MatrixNetwork& matrices, const std::string& name) {
  for (std::size_t l = 0; l < network.layers().size(); ++l)
    for (std::size_t i = 0; i < network.layers()[l].size(); ++i) {
      const auto row = static_cast<Eigen::Index>(i);
      const Neuron& neuron = network.layers()[l][i];
      if (has_biases(network.options(), l))
        BOOST_TEST(std::abs(matrices.biases(l)[row] - neuron.b) <= 4e-15, name);
      for (std::size_t k = 0; k < neuron.w.size(); ++k)
        BOOST_TEST(std::abs(matrices.weights(l)(static_cast<Eigen::Index>(k), row) - neuron.w[k])
                       <= 4e-15,
                   name);
    }
}

const std::vector<TrainingPair> exclusive_or{
    {{0, 0}, {0}}, {{0, 1}, {1}}, {{1, 0}, {1}}, {{1, 1}, {0}}};

} // namespace

BOOST_AUTO_TEST_SUITE(paper_networks)

BOOST_AUTO_TEST_CASE(deltas_and_gradients_are_the_tapes) {
  UniformGenerator uniform(1);
  for (const Case& c : all_cases()) {
    NeuronNetwork network(c.widths, activation(c.activation), c.options);
    MatrixNetwork matrices(c.widths, activation(c.activation), c.options);
    for (int repeat = 0; repeat < 3; ++repeat)
      check_against_tape(network, matrices, random_pair(c.widths, uniform),
                         activation(c.activation), c.name());
  }
}

BOOST_AUTO_TEST_CASE(a_users_own_rule_is_an_activation) {
  const auto leaky = activation<leaky_relu_rule>();
  const NetworkOptions options{.largest_weight = 1.5};
  NeuronNetwork network({3, 4, 2}, leaky, options);
  MatrixNetwork matrices({3, 4, 2}, leaky, options);
  BOOST_TEST(network.activation().name() == "leaky_relu");
  UniformGenerator uniform(2);
  for (int repeat = 0; repeat < 10; ++repeat)
    check_against_tape(network, matrices, random_pair({3, 4, 2}, uniform), leaky, "leaky ReLU");
}

BOOST_AUTO_TEST_CASE(an_activation_has_its_rules_derivatives) {
  for (const double z : {-1.3, 0.0, 0.7}) {
    const ScalarActivation f = activation("tanh"), g = activation<sigmoid_rule>();
    const double t = std::tanh(z), s = 1 / (1 + std::exp(-z));
    BOOST_TEST(std::abs(f(z) - t) < 1e-15);
    BOOST_TEST(std::abs(f.slope(z) - (1 - t * t)) < 1e-15);
    BOOST_TEST(std::abs(f.curvature(z) + 2 * t * (1 - t * t)) < 1e-15);
    BOOST_TEST(std::abs(g(z) - s) < 1e-16);
    BOOST_TEST(std::abs(g.slope(z) - s * (1 - s)) < 1e-15);
    BOOST_TEST(std::abs(g.curvature(z) - s * (1 - s) * (1 - 2 * s)) < 1e-15);
  }
}

BOOST_AUTO_TEST_CASE(a_step_over_pairs_is_the_mean_of_their_gradients) {
  UniformGenerator uniform(3);
  for (const Case& c : all_cases()) {
    NeuronNetwork network(c.widths, activation(c.activation), c.options);
    const NeuronNetwork before = network;
    std::vector<TrainingPair> pairs;
    for (int n = 0; n < 3; ++n) pairs.push_back(random_pair(c.widths, uniform));
    std::vector<TapeDerivatives> of_pairs;
    double mean_loss = 0;
    for (const TrainingPair& pair : pairs) {
      of_pairs.emplace_back(before, pair, activation(c.activation));
      mean_loss += of_pairs.back().loss / 3;
    }
    const LearningRates rates{.eta = 0.25, .eta_b = 0.0625};
    check_close(network.train(pairs, rates), mean_loss, 0, c.name());
    for (std::size_t l = 0; l < c.widths.size(); ++l)
      for (std::size_t i = 0; i < before.layers()[l].size(); ++i) {
        double b = before.layers()[l][i].b;
        for (const auto& d : of_pairs)
          if (has_biases(c.options, l)) b -= rates.eta_b * d.gradient.b[l][i] / 3;
        check_close(network.layers()[l][i].b, b, 1, c.name() + ", b");
        for (std::size_t k = 0; k < before.layers()[l][i].w.size(); ++k) {
          double w = before.layers()[l][i].w[k];
          for (const auto& d : of_pairs) w -= rates.eta * d.gradient.w[l][i][k] / 3;
          check_close(network.layers()[l][i].w[k], w, 1, c.name() + ", w");
        }
      }
  }
}

BOOST_AUTO_TEST_CASE(both_networks_step_identically) {
  UniformGenerator uniform(4);
  const LearningRates rates{.eta = 0.1, .eta_b = 0.03};
  for (const Case& c : all_cases()) {
    if (std::string(c.activation) == "relu") continue; // at its kink an ulp may decide
    NeuronNetwork network(c.widths, activation(c.activation), c.options);
    MatrixNetwork matrices(c.widths, activation(c.activation), c.options);
    check_equal(network, matrices, c.name() + ", at the start");
    for (int step = 0; step < 5; ++step) {
      std::vector<TrainingPair> pairs;
      const int samples = 1 + step; // of a batch; the first is one pair alone
      Eigen::MatrixXd inputs(c.widths.front(), samples), targets(c.widths.back(), samples);
      for (int n = 0; n < samples; ++n) {
        pairs.push_back(random_pair(c.widths, uniform));
        inputs.col(n) = column(pairs.back().input);
        targets.col(n) = column(pairs.back().target);
      }
      const double loss = network.train(pairs, rates);
      check_close(matrices.train(inputs, targets, rates), loss, 0, c.name() + ", loss");
      check_equal(network, matrices, c.name() + ", step " + std::to_string(step));
    }
  }
}

BOOST_AUTO_TEST_CASE(training_learns_exclusive_or) {
  const NetworkOptions options{.activate_input = false, .seed = 3, .largest_weight = 2};
  NeuronNetwork network({2, 3, 1}, activation("sigmoid"), options);
  double loss = 1;
  for (int step = 0; step < 5000; ++step)
    loss = network.train(exclusive_or, {.eta = 5, .eta_b = 5});
  BOOST_TEST(loss < 0.01);
  for (const TrainingPair& pair : exclusive_or)
    BOOST_TEST(std::abs(network.forward(pair.input)[0] - pair.target[0]) < 0.2);
}

BOOST_AUTO_TEST_CASE(neurons_are_as_the_paper_describes_them) {
  const NeuronNetwork network({3, 2, 4}, activation("tanh"), {.largest_weight = 0.3});
  BOOST_TEST(network.layers()[0][2].description == "input neuron 2 of layer 0");
  BOOST_TEST(network.layers()[1][0].description == "hidden neuron 0 of layer 1");
  BOOST_TEST(network.layers()[2][3].description == "output neuron 3 of layer 2");
  BOOST_TEST(network.layers()[0][0].b == 0.0);
  BOOST_TEST(network.layers()[1][0].b == 0.01);
  BOOST_TEST(network.layers()[1][1].w.size() == 4U);
  BOOST_TEST(network.layers()[2][1].w.empty());
  for (const Layer& layer : network.layers())
    for (const Neuron& neuron : layer) BOOST_TEST(largest(neuron.w) < 0.3);
}

BOOST_AUTO_TEST_CASE(misuse_is_an_exception) {
  const auto tanh = activation("tanh");
  BOOST_CHECK_THROW(NeuronNetwork({2}, tanh), std::invalid_argument);
  BOOST_CHECK_THROW(NeuronNetwork({2, 0, 1}, tanh), std::invalid_argument);
  BOOST_CHECK_THROW(MatrixNetwork({}, tanh), std::invalid_argument);
  BOOST_CHECK_THROW(MatrixNetwork({2, -1, 1}, tanh), std::invalid_argument);

  NeuronNetwork network({2, 3, 1}, tanh);
  BOOST_CHECK_THROW(network.compute_deltas({1}), std::logic_error);
  BOOST_CHECK_THROW(network.loss({1}), std::logic_error);
  BOOST_CHECK_THROW(network.forward({1}), std::invalid_argument);
  BOOST_CHECK_THROW(network.forward({1, not_a_number}), std::invalid_argument);
  BOOST_CHECK_THROW(network.forward({1, infinity}), std::invalid_argument);
  network.forward({1, 2});
  BOOST_CHECK_THROW(network.correct({.eta = 1}), std::logic_error);
  BOOST_CHECK_THROW(network.compute_deltas({1, 2}), std::invalid_argument);
  BOOST_CHECK_THROW(network.compute_deltas({not_a_number}), std::invalid_argument);
  network.compute_deltas({1});
  BOOST_CHECK_THROW(network.correct({.eta = not_a_number}), std::invalid_argument);
  BOOST_CHECK_THROW(network.correct({.eta = 1, .eta_b = -1}), std::invalid_argument);
  network.correct({.eta = 1});
  BOOST_CHECK_THROW(network.correct({.eta = 1}), std::logic_error); // δ of weights that are gone
  BOOST_CHECK_THROW(network.train({}, {.eta = 1}), std::invalid_argument);
  BOOST_CHECK_THROW(network.train({{{1, 2}, {1}}, {{1}, {1}}}, {.eta = 1}), std::invalid_argument);
  BOOST_CHECK_THROW(network.weight(0, 0, 3), std::out_of_range);
  BOOST_CHECK_THROW(network.weight(2, 0, 0), std::out_of_range);
  BOOST_CHECK_THROW(network.bias(0, 0), std::invalid_argument);
  network.bias(1, 0) = 2;
  BOOST_TEST(network.layers()[1][0].b == 2.0);

  MatrixNetwork matrices({2, 3, 1}, tanh);
  const Eigen::MatrixXd inputs = Eigen::MatrixXd::Ones(2, 5), targets = Eigen::MatrixXd::Ones(1, 5);
  BOOST_CHECK_THROW(matrices.compute_deltas(targets), std::logic_error);
  BOOST_CHECK_THROW(matrices.forward(targets), std::invalid_argument);
  BOOST_CHECK_THROW(matrices.forward(Eigen::MatrixXd(2, 0)), std::invalid_argument);
  BOOST_CHECK_THROW(matrices.forward(inputs * not_a_number), std::invalid_argument);
  BOOST_CHECK_THROW(matrices.train(inputs, targets.leftCols(4), {.eta = 1}), std::invalid_argument);
  BOOST_CHECK_THROW(matrices.train(inputs, targets * not_a_number, {.eta = 1}),
                    std::invalid_argument);
  BOOST_CHECK_THROW(matrices.correct({.eta = 1}), std::logic_error);
  BOOST_CHECK_THROW(matrices.train(inputs, targets, {.eta = infinity}), std::invalid_argument);
  BOOST_TEST(matrices.biases(0).size() == 0);
  BOOST_CHECK_THROW(matrices.biases(3), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(infinity_is_noticed_where_it_arises_and_corrects_nothing) {
  NeuronNetwork network({1, 1, 1}, activation("exp"), {.activate_input = false});
  MatrixNetwork matrices({1, 1, 1}, activation("exp"), {.activate_input = false});
  network.weight(0, 0, 0) = 1;
  matrices.weights(0)(0, 0) = 1;
  const auto says = [](const char* what) {
    return [=](const std::overflow_error& error) {
      return std::string(error.what()).find(what) != std::string::npos;
    };
  };
  BOOST_CHECK_EXCEPTION(network.forward({1000}), std::overflow_error,
                        says("activation of the hidden neuron 0 of layer 1"));
  BOOST_CHECK_EXCEPTION(matrices.forward(column({1000})), std::overflow_error,
                        says("activations of layer 1"));
  const double w = network.layers()[1][0].w[0];
  BOOST_CHECK_THROW(network.train({{{1}, {0}}, {{1000}, {0}}}, {.eta = 1}), std::overflow_error);
  BOOST_TEST(network.layers()[1][0].w[0] == w);
  BOOST_CHECK_EXCEPTION(network.train({{{1}, {-1000}}}, {.eta = 1e308}), std::overflow_error,
                        says("correction of a weight"));
  BOOST_TEST(network.layers()[1][0].w[0] == w);
  BOOST_CHECK_THROW(matrices.train(column({1}), column({-1000}), {.eta = 1e308}),
                    std::overflow_error);
  BOOST_TEST(matrices.weights(1)(0, 0) == w);
}

BOOST_AUTO_TEST_SUITE_END()
