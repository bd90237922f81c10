// The sine on [-π, π], learned from 50 points by four optimisers from the same start: how the loss sinks with each.
//
//   sine [sine.svg]
#include "examples/data.hpp"
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

} // namespace

int main(int argc, char** argv) {
  const Eigen::RowVectorXd x =
      Eigen::RowVectorXd::LinSpaced(50, -std::numbers::pi, std::numbers::pi);
  const Samples samples{.inputs = x, .targets = x.array().sin().matrix()};
  Network start({1, 12, 1}, activation<tanh_rule>());
  glorot_uniform(start, 7);

  const std::vector<std::pair<std::string, Optimiser>> optimisers{
      {"gradient descent", GradientDescent({.eta = 0.1, .momentum = 0.9})},
      {"Adam", Adam({.rate = 1e-2})},
      {"L-BFGS", Lbfgs()},
      {"Levenberg-Marquardt", LevenbergMarquardt()}};
  std::string data, plot = "plot";
  double best = 1;
  for (std::size_t i = 0; i < optimisers.size(); ++i) {
    const auto& [name, optimiser] = optimisers[i];
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
    data += fmt::format("$loss{} << END\n", i);
    for (const EpochRecord& record : history.epochs)
      data += fmt::format("{} {}\n", record.epoch, record.training_loss);
    data += "END\n";
    plot += fmt::format("{} $loss{} with lines linewidth 2 title '{}'", i == 0 ? "" : ",", i, name);
  }
  examples::draw(argc, argv, "sine.svg", [&](const std::filesystem::path& path) {
    draw_by_gnuplot(path,
                    data
                        + "set title 'Learning a sine'\nset xlabel 'epoch'\nset ylabel 'loss'\n"
                          "set logscale xy\nset format y '1e%T'\nset grid\n"
                        + plot + "\n");
  });
  return best < 1e-3 ? 0 : 1;
}
