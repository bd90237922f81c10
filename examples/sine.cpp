// The sine on [-π, π], learned from 50 points by four optimisers from the same start: how the loss sinks with each.
//
//   sine [sine.svg]
#include "examples/picture.hpp"
#include "nn/initialise.hpp"
#include "nn/training.hpp"

#include <chrono>
#include <cmath>
#include <numbers>

using namespace jetwork::nn;
using jetwork::autodiff::tanh_rule;

namespace {

using Network = DenseNetwork<RuleActivation<tanh_rule>>;

/// The largest error between the points that were learned.
auto largest_error(const Network& network) -> double {
  double largest = 0;
  for (int i = 0; i <= 1000; ++i) {
    const double x = std::numbers::pi * (i / 500.0 - 1);
    largest = std::max(largest, std::abs(network(x) - std::sin(x)));
  }
  return largest;
}

auto learn_sine(const std::filesystem::path& picture) -> bool {
  const Eigen::RowVectorXd x =
      Eigen::RowVectorXd::LinSpaced(50, -std::numbers::pi, std::numbers::pi);
  const Samples samples{.inputs = x, .targets = x.array().sin().matrix()};
  Network start({1, 12, 1}, activation<tanh_rule>());
  glorot_uniform(start, 7);

  const std::vector<std::pair<std::string, Optimiser>> optimisers{
      {"gradient descent", GradientDescent({.learning_rate = 0.1, .momentum = 0.9})},
      {"Adam", Adam({.learning_rate = 1e-2})},
      {"L-BFGS", Lbfgs()},
      {"Levenberg-Marquardt", LeastSquares()}};
  std::vector<examples::Curve> losses;
  double best = 1;
  for (const auto& [name, optimiser] : optimisers) {
    Network network = start;
    const auto begin = std::chrono::steady_clock::now();
    const TrainingHistory history =
        train(network, samples, {.optimiser = optimiser, .epochs = 400});
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const double error = largest_error(network);
    best = std::min(best, error);
    fmt::print("{:20} loss {:8.1e}, largest error {:8.1e}, {:4} epochs in {:.3f} s: {}\n", name,
               history.epochs.back().training_loss, error, history.epochs.size(), seconds,
               history.message);
    examples::Curve& loss = losses.emplace_back();
    loss.title = name;
    for (const EpochRecord& record : history.epochs) {
      loss.x.push_back(record.epoch);
      loss.y.push_back(record.training_loss);
    }
  }
  examples::draw(picture, examples::curves("Learning a sine", "epoch", "loss", losses,
                                           "set logscale xy\nset format y '1e%T'"));
  return best < 1e-3;
}

} // namespace

int main(int argc, char** argv) {
  return examples::run(
      argc, argv, "sine.svg",
      "Learns a sine by four optimisers from the same start, and draws how the loss "
      "sinks with each.",
      learn_sine);
}
