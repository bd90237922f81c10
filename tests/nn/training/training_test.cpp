// Training against closed forms and plain loops; what stops it, and what it refuses.
#include "nn/initialise.hpp"
#include "nn/output_layer.hpp"
#include "nn/training.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/test/unit_test.hpp>
#include <malloc.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

using namespace jetwork::nn;
using Tanh = RuleActivation<jetwork::autodiff::tanh_rule>;
using Network = DenseNetwork<Tanh>;
using Precise = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>,
                                              boost::multiprecision::et_off>;

/// Whether an exception's message holds all of the words.
auto says(std::initializer_list<const char*> words) {
  return [words](const std::exception& error) {
    const std::string message = error.what();
    BOOST_TEST_MESSAGE(message);
    return std::all_of(words.begin(), words.end(),
                       [&](const char* word) { return message.find(word) != std::string::npos; });
  };
}

auto sine(Eigen::Index count) -> Samples {
  const Eigen::RowVectorXd x = Eigen::RowVectorXd::LinSpaced(count, -2, 2);
  return {x, x.array().sin().matrix()};
}

auto start(std::vector<int> widths, std::uint64_t seed = 7) -> Network {
  Network network(std::move(widths), Tanh());
  glorot_uniform(network, seed);
  return network;
}

/// Five points for a straight line w x + b: a network without hidden layers.
const Samples line{Eigen::RowVectorXd{{-1, 0, 1, 2, 4}}, Eigen::RowVectorXd{{2, 1, -1, 0.5, 3}}};

} // namespace

BOOST_AUTO_TEST_SUITE(training)

BOOST_AUTO_TEST_CASE(full_batches_have_the_closed_form_of_gradient_descent) {
  // E = 1/N Σ ½ (w x + b - t)²: H = 1/N Σ (x, 1)(x, 1)ᵀ, and coef_T = c + (I - R H)^T (coef_0 - c).
  Eigen::MatrixXd A(5, 2);
  A << line.inputs.transpose(), Eigen::VectorXd::Ones(5);
  const Eigen::Matrix2d H = A.transpose() * A / 5;
  const Eigen::Vector2d c = H.ldlt().solve(A.transpose() * line.targets.transpose() / 5);
  const Eigen::Matrix2d once =
      Eigen::Matrix2d::Identity() - Eigen::Vector2d(0.1, 0.03).asDiagonal() * H;
  Eigen::Vector2d expected = Eigen::Vector2d(0.4, -0.2) - c;
  for (int i = 0; i < 60; ++i) expected = once * expected;

  Network network({1, 1}, Tanh());
  network.parameters() << 0.4, -0.2;
  const auto history =
      train(network, line,
            {.optimiser = GradientDescent({.learning_rate = 0.1, .bias_learning_rate = 0.03}),
             .epochs = 60,
             .batch_size = 5});
  BOOST_TEST((network.parameters() - expected - c).norm() < 1e-13);
  BOOST_TEST(history.epochs.size() == 60u);
  BOOST_TEST((history.reason == StopReason::all_epochs));
  const Eigen::VectorXd errors = A * network.parameters() - line.targets.transpose();
  BOOST_TEST(std::abs(history.epochs.back().training_loss - errors.squaredNorm() / 10) < 1e-14);
}

BOOST_AUTO_TEST_CASE(batches_are_those_of_a_plain_loop_and_the_last_one_is_smaller) {
  Eigen::Vector2d plain(0.4, -0.2);
  for (std::uint64_t epoch = 1; epoch <= 7; ++epoch) {
    const auto order = shuffled(5, 11, epoch);
    for (std::size_t first = 0; first < 5; first += 2) { // batches of 2, 2 and 1
      const std::size_t end = std::min<std::size_t>(first + 2, 5);
      Eigen::Vector2d gradient(0, 0);
      for (std::size_t j = first; j < end; ++j) {
        const double x = line.inputs(0, order[j]), t = line.targets(0, order[j]);
        gradient += (plain[0] * x + plain[1] - t) * Eigen::Vector2d(x, 1);
      }
      plain -= 0.05 * gradient / static_cast<double>(end - first);
    }
  }
  Network network({1, 1}, Tanh());
  network.parameters() << 0.4, -0.2;
  train(network, line,
        {.optimiser = GradientDescent({.learning_rate = 0.05}),
         .epochs = 7,
         .batch_size = 2,
         .seed = 11});
  BOOST_TEST((network.parameters() - plain).norm() < 1e-14);
}

BOOST_AUTO_TEST_CASE(every_optimiser_learns_a_sine_and_repeats_itself) {
  const std::vector<std::pair<TrainingOptions, double>> trainings{
      {{.optimiser = GradientDescent({.learning_rate = 0.1, .momentum = 0.9}), .epochs = 300},
       1e-3},
      {{.optimiser = Adam({.learning_rate = 1e-2}),
        .schedule = CosineSchedule{.epochs = 300},
        .epochs = 300},
       1e-3},
      {{.optimiser = AdamW({.learning_rate = 1e-2}), .epochs = 300}, 1e-3},
      {{.optimiser = Lbfgs(), .epochs = 300}, 1e-5}, // how fast depends on rounding
      {{.optimiser = LeastSquares(), .epochs = 100}, 1e-6}};
  for (const auto& [options, enough] : trainings) {
    Network network = start({1, 8, 1}), again = network;
    const auto history = train(network, sine(60), options);
    BOOST_TEST_MESSAGE(history.message << ": " << history.epochs.back().training_loss);
    BOOST_TEST(history.epochs.back().training_loss < enough);
    train(again, sine(60), options);
    BOOST_TEST(network.parameters() == again.parameters());
  }
}

BOOST_AUTO_TEST_CASE(early_stopping_gives_back_the_best_weights) {
  // The network learns the noise of the training data by heart, so the validation loss, of other noise, grows.
  UniformGenerator noise(3);
  Samples few = sine(12), others = sine(15);
  for (double& t : few.targets.reshaped()) t += noise(-0.5, 0.5);
  for (double& t : others.targets.reshaped()) t += noise(-0.5, 0.5);
  Network network = start({1, 30, 1});
  std::vector<Eigen::VectorXd> weights;
  const auto history = train(network, few,
                             {.optimiser = Adam({.learning_rate = 0.02}),
                              .epochs = 3000,
                              .validation = others,
                              .patience = 40,
                              .callback = [&](const EpochRecord&) {
                                weights.emplace_back(network.parameters());
                                return AfterEpoch::go_on;
                              }});
  BOOST_TEST((history.reason == StopReason::early_stopping), history.message);
  BOOST_TEST(history.epochs.back().epoch == history.best_epoch + 40);
  BOOST_TEST(network.parameters() == weights.at(static_cast<std::size_t>(history.best_epoch) - 1));
  double lowest = 1e9;
  for (const EpochRecord& record : history.epochs)
    lowest = std::min(lowest, record.validation_loss);
  BOOST_TEST(lowest == history.best_loss);
  double loss = 0; // the validation loss in a plain loop
  for (Eigen::Index j = 0; j < others.count(); ++j)
    loss += std::pow(network(others.inputs(0, j)) - others.targets(0, j), 2) / 2;
  BOOST_TEST(std::abs(loss / 15 - lowest) < 1e-14);
}

BOOST_AUTO_TEST_CASE(a_callback_stops_and_a_plateau_lowers_the_rate) {
  Network network = start({1, 4, 1});
  const auto stopped = train(network, sine(20), {.callback = [](const EpochRecord& record) {
                               return record.epoch == 3 ? AfterEpoch::stop : AfterEpoch::go_on;
                             }});
  BOOST_TEST((stopped.reason == StopReason::callback));
  BOOST_TEST(stopped.epochs.size() == 3u);

  // A rate that makes the loss leap up and down: it must be lowered before it can sink.
  const auto lowered = train(network, sine(20),
                             {.optimiser = GradientDescent({.learning_rate = 3}),
                              .schedule = PlateauSchedule{.factor = 0.5, .patience = 2},
                              .epochs = 60,
                              .batch_size = 20});
  BOOST_TEST(lowered.epochs.back().learning_rate < 3);
  BOOST_TEST(lowered.epochs.front().learning_rate == 3);
}

BOOST_AUTO_TEST_CASE(a_loss_that_is_not_finite_stops_and_leaves_the_best_weights) {
  Network network({1, 1}, Tanh());
  network.parameters() << 0.4, -0.2;
  const auto history = train(
      network, line, {.optimiser = GradientDescent({.learning_rate = 1e200}), .batch_size = 5});
  BOOST_TEST((history.reason == StopReason::not_finite));
  BOOST_TEST(history.message.find("epoch 1") != std::string::npos, history.message);
  BOOST_TEST(network.parameters() == Eigen::Vector2d(0.4, -0.2));

  Samples far = line;
  far.targets *= 1e200; // whose squares overflow
  const auto from_the_start = train(network, far, {});
  BOOST_TEST((from_the_start.reason == StopReason::not_finite));
  BOOST_TEST(from_the_start.message.starts_with("the loss before the first epoch is infinite"),
             from_the_start.message);
  BOOST_TEST(network.parameters() == Eigen::Vector2d(0.4, -0.2));

  // A sample whose loss alone is NaN is named.
  Samples negative = line;
  const Loss logarithm{.name = "logarithm", .of_sample = [](const auto& y, const auto& t) {
                         return log(t + 1.5) + 0.0 * y * y + (y - t) * (y - t);
                       }};
  negative.targets(0, 3) = -2;
  const auto named =
      train(network, negative, {.loss = logarithm, .validation = line, .patience = 3});
  BOOST_TEST((named.reason == StopReason::not_finite));
  BOOST_TEST(named.message.find("sample 3") != std::string::npos, named.message);
}

BOOST_AUTO_TEST_CASE(wrong_data_and_options_are_named) {
  Network network = start({1, 3, 1});
  const Eigen::VectorXd before = network.parameters();
  const auto refused = [&](const Samples& samples, const TrainingOptions& options,
                           std::initializer_list<const char*> words) {
    BOOST_CHECK_EXCEPTION(train(network, samples, options), std::invalid_argument, says(words));
  };
  Samples nan = sine(9), infinite = sine(9);
  nan.inputs(0, 5) = std::nan("");
  infinite.targets(0, 2) = INFINITY;
  refused(nan, {}, {"training data", "input 0 of sample 5", "nan"});
  refused(infinite, {}, {"target 0 of sample 2", "inf"});
  refused(sine(9), {.validation = nan}, {"validation data", "sample 5"});
  refused({Eigen::MatrixXd(1, 0), Eigen::MatrixXd(1, 0)}, {}, {"not one sample"});
  refused({}, {}, {"not one sample"});
  refused({Eigen::MatrixXd::Zero(1, 3), Eigen::MatrixXd::Zero(1, 4)}, {},
          {"3 inputs", "4 targets"});
  refused({Eigen::MatrixXd::Zero(2, 3), Eigen::MatrixXd::Zero(1, 3)}, {},
          {"2 inputs", "network 1"});
  refused({Eigen::MatrixXd::Zero(1, 3), Eigen::MatrixXd::Zero(2, 3)}, {},
          {"2 targets", "1 outputs"});
  refused(sine(9), {.batch_size = 0}, {"batch of 0"});
  refused(sine(9), {.epochs = -1}, {"epochs"});
  refused(sine(9), {.patience = -1}, {"patience"});
  refused(sine(9), {.schedule = CosineSchedule{.epochs = 2, .warm_up = 3}}, {"warm_up"});
  refused(sine(9), {.schedule = PlateauSchedule{.improvement = std::nan("")}}, {"improvement"});
  refused(sine(9), {.schedule = PlateauSchedule{.lowest = -1}}, {"lowest"});
  refused(sine(9), {.optimiser = Lbfgs(), .batch_size = 4}, {"all samples", "batch_size"});
  refused(sine(9), {.loss = Loss::huber(), .optimiser = LeastSquares()},
          {"least squares", "huber"});
  refused(sine(9), {.loss = Loss::cross_entropy()}, {"class"});
  const Loss constant{
      .name = "one", .of_sample = [](auto, auto) { return jetwork::autodiff::BatchVariable(1.0); }};
  refused(sine(9), {.loss = constant}, {"\"one\"", "whatever the network gives"});
  BOOST_TEST(network.parameters() == before);

  Network classes = start({1, 3, 4});
  const auto refused_class = [&](double number) {
    const Samples samples{Eigen::RowVector2d(0, 1), Eigen::RowVector2d(1, number)};
    BOOST_CHECK_EXCEPTION(train(classes, samples, {.loss = Loss::cross_entropy()}),
                          std::invalid_argument, says({"class of sample 1", "0 to 3"}));
  };
  refused_class(4);
  refused_class(-1);
  refused_class(1.5);
  network.parameters()[0] = std::nan("");
  refused(sine(9), {}, {"weight"});
}

BOOST_AUTO_TEST_CASE(gradient_and_jacobian_agree) {
  // ∂/∂w of the mean of ½ Σ e² is Jᵀ e / N.
  Network network = start({1, 4, 2});
  Samples samples = sine(10);
  samples.targets.conservativeResize(2, 10);
  samples.targets.row(1).setConstant(0.3);
  Objective objective(network, Loss::half_squares());
  const auto order = shuffled(10, 3);
  const Eigen::Index size = network.parameters().size();
  Eigen::VectorXd gradient(size), errors(20);
  Eigen::MatrixXd jacobian(20, size);
  objective.gradient(network.parameters(), samples, order, gradient);
  objective.errors(network.parameters(), samples, order, errors);
  objective.jacobian(network.parameters(), samples, order, jacobian);
  BOOST_TEST((jacobian.transpose() * errors / 10 - gradient).norm() < 1e-14);
  const Eigen::MatrixXd predictions = objective.predictions(network.parameters(), samples.inputs);
  BOOST_TEST(errors[5]
             == predictions(1, order[2]) - 0.3); // sample after sample, all outputs of each
}

BOOST_AUTO_TEST_CASE(an_objective_says_what_does_not_fit) {
  const Network network = start({1, 3, 1});
  Objective objective(network, Loss::half_squares()),
      classes(start({1, 3, 4}), Loss::cross_entropy());
  const Samples samples = sine(4);
  const Samples uneven{samples.inputs, samples.targets.leftCols(3)};
  const Samples two_inputs{Eigen::MatrixXd::Zero(2, 4), samples.targets};
  const std::vector<Eigen::Index> all{0, 1, 2, 3}, none, below{0, -1}, above{0, 4};
  const auto& weights = network.parameters();
  for (const auto& which : {none, below, above})
    BOOST_CHECK_THROW(objective.value(weights, samples, which), std::invalid_argument);
  BOOST_CHECK_THROW(objective.value(weights, uneven, all), std::invalid_argument);
  BOOST_CHECK_THROW(objective.value(weights, two_inputs, all), std::invalid_argument);
  BOOST_CHECK_THROW(objective.value(weights.head(3), samples, all), std::invalid_argument);
  BOOST_CHECK_THROW(objective.predictions(weights, Eigen::MatrixXd(1, 0)), std::invalid_argument);
  BOOST_CHECK_THROW(objective.predictions(weights, Eigen::MatrixXd(2, 5)), std::invalid_argument);
  Eigen::VectorXd short_gradient(3), errors(3);
  Eigen::MatrixXd jacobian(4, 3);
  BOOST_CHECK_THROW(objective.gradient(weights, samples, all, short_gradient),
                    std::invalid_argument);
  BOOST_CHECK_THROW(objective.errors(weights, samples, all, errors), std::invalid_argument);
  BOOST_CHECK_THROW(objective.jacobian(weights, samples, all, jacobian), std::invalid_argument);
  BOOST_CHECK_EXCEPTION(classes.errors(start({1, 3, 4}).parameters(),
                                       {samples.inputs, Eigen::MatrixXd::Zero(4, 4)}, all, errors),
                        std::invalid_argument, says({"not of squares"}));
}

BOOST_AUTO_TEST_CASE(steps_take_no_memory) {
  Network network = start({1, 8, 1});
  Objective objective(network, Loss::half_squares());
  const Samples samples = sine(100);
  const auto order = shuffled(100, 3);
  Eigen::VectorXd gradient(network.parameters().size());
  Adam adam;
  const BiasMask is_bias = bias_mask(network);
  const auto step = [&](std::size_t first, std::size_t count) {
    objective.gradient(network.parameters(), samples, std::span(order).subspan(first, count),
                       gradient);
    adam.step(network.parameters(), gradient, is_bias);
  };
  step(0, 32);
  step(96, 4);
  const auto before = ::mallinfo2();
  for (int i = 0; i < 100; ++i) {
    step(32, 32);
    step(96, 4);
  }
  const auto after = ::mallinfo2();
  BOOST_TEST(before.uordblks == after.uordblks);
}

BOOST_AUTO_TEST_CASE(the_history_is_a_table_and_a_picture) {
  Network network = start({1, 3, 1});
  const auto history = train(network, sine(9), {.epochs = 2, .validation = sine(4)});
  const std::string csv = history.csv();
  BOOST_TEST(csv.starts_with("epoch,training_loss,validation_loss,learning_rate,seconds\n1,"));
  BOOST_TEST(std::count(csv.begin(), csv.end(), '\n') == 3);
  BOOST_TEST(std::stod(csv.substr(csv.find("\n1,") + 3)) == history.epochs[0].training_loss);
  const auto svg = std::filesystem::temp_directory_path() / "jetwork_history_test.svg";
  history.plot(svg, "a `title` with \"quotes\"");
  std::ifstream stream(svg);
  const std::string drawn{std::istreambuf_iterator<char>(stream), {}};
  BOOST_TEST(drawn.find("validation") != std::string::npos);
  std::filesystem::remove(svg);
  BOOST_CHECK_THROW(history.plot("history.gif"), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(an_output_layer_of_no_numbers_is_not_fitted) {
  Network network = start({1, 6, 1});
  network.weights(0)(2, 0) = std::nan("");
  const Eigen::VectorXd before = network.parameters();
  BOOST_CHECK_EXCEPTION(fit_output_layer(network, sine(30)), std::invalid_argument,
                        says({"last hidden layer", "NaN"}));
  BOOST_TEST((network.parameters().tail(7) == before.tail(7)));
}

BOOST_AUTO_TEST_CASE(the_output_layer_is_the_least_squares_limit) {
  // Against normal equations in fifty digits, of features that are computed one by one.
  Network network = start({1, 6, 2});
  random_features(network, 7);
  Samples samples = sine(30);
  samples.targets.conservativeResize(2, 30);
  samples.targets.row(1) = samples.inputs.row(0).array().exp();
  const double norm = fit_output_layer(network, samples);

  const int n = 7;
  std::vector<std::vector<Precise>> rows(30, std::vector<Precise>(n, 1));
  for (int s = 0; s < 30; ++s)
    for (int j = 0; j + 1 < n; ++j)
      rows[static_cast<std::size_t>(s)][static_cast<std::size_t>(j)] =
          tanh(Precise(network.weights(0)(j, 0)) * Precise(samples.inputs(0, s))
               + Precise(network.biases(0)[j]));
  Eigen::Matrix<Precise, -1, -1> normal(n, n), right(n, 2);
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) {
      Precise sum = 0;
      for (const auto& row : rows)
        sum += row[static_cast<std::size_t>(i)] * row[static_cast<std::size_t>(j)];
      normal(i, j) = sum;
    }
    for (int k = 0; k < 2; ++k) {
      Precise sum = 0;
      for (int s = 0; s < 30; ++s)
        sum += rows[static_cast<std::size_t>(s)][static_cast<std::size_t>(i)]
               * Precise(samples.targets(k, s));
      right(i, k) = sum;
    }
  }
  for (int i = 0; i < n; ++i) // elimination without pivoting: the matrix is positive definite
    for (int r = 0; r < n; ++r) {
      if (r == i) continue;
      const Precise factor = normal(r, i) / normal(i, i);
      for (int j = 0; j < n; ++j) normal(r, j) -= factor * normal(i, j);
      for (int k = 0; k < 2; ++k) right(r, k) -= factor * right(i, k);
    }
  for (int k = 0; k < 2; ++k)
    for (int i = 0; i < n; ++i) {
      const double found = i + 1 < n ? network.weights(1)(k, i) : network.biases(1)[k];
      const auto expected = static_cast<double>(right(i, k) / normal(i, i));
      BOOST_TEST(std::abs(found - expected) < 1e-9 * (1 + std::abs(expected)),
                 found << " and " << expected);
    }
  double squares = 0;
  Objective objective(network, Loss::half_squares());
  const Eigen::MatrixXd errors =
      objective.predictions(network.parameters(), samples.inputs) - samples.targets;
  squares = errors.norm();
  BOOST_TEST(std::abs(squares - norm) < 1e-9);
}

BOOST_AUTO_TEST_SUITE_END()
