// Exclusive or: the smallest task that one neuron cannot do and two hidden ones can.
//
//   xor [xor.svg]
//
// Draws the network's output over the whole square, with the four points that it learned from.
#include "examples/picture.hpp"
#include "nn/initialise.hpp"
#include "nn/training.hpp"

#include <array>
#include <cmath>
#include <span>

using namespace jetwork::nn;
using jetwork::autodiff::tanh_rule;

namespace {

auto output(const DenseNetwork<RuleActivation<tanh_rule>>& network, double x, double y) -> double {
  const std::array inputs{x, y};
  return network(std::span<const double>(inputs))[0];
}

auto surface(const DenseNetwork<RuleActivation<tanh_rule>>& network, const Samples& samples)
    -> std::string {
  std::string script = "$surface << END\n";
  for (int i = 0; i <= 60; ++i) {
    for (int j = 0; j <= 60; ++j) {
      const double x = -0.25 + i / 40.0, y = -0.25 + j / 40.0;
      script += fmt::format("{} {} {}\n", x, y, output(network, x, y));
    }
    script += '\n';
  }
  script += "END\n$points << END\n";
  for (Eigen::Index j = 0; j < samples.count(); ++j)
    script += fmt::format("{} {} {}\n", samples.inputs(0, j), samples.inputs(1, j),
                          samples.targets(0, j));
  return script
         + "END\nset title 'x xor y'\nset xlabel 'x'\nset ylabel 'y'\nset size square\n"
           "set xrange [-0.25:1.25]\nset yrange [-0.25:1.25]\nset cbrange [-0.2:1.2]\n"
           "set palette defined (0 '#1f77b4', 1 'white', 2 '#e8710a')\n"
           "plot $surface with image notitle, "
           "$points using 1:2:3 with points pointtype 7 pointsize 2 linecolor rgb 'black' notitle, "
           "$points using 1:2:(sprintf('%d', $3)) with labels offset 1.5,1 notitle\n";
}

auto learn_exclusive_or(const std::filesystem::path& picture) -> bool {
  const Samples samples{.inputs = Eigen::MatrixXd{{0, 0, 1, 1}, {0, 1, 0, 1}},
                        .targets = Eigen::MatrixXd{{0, 1, 1, 0}}};
  DenseNetwork network({2, 3, 1}, activation<tanh_rule>());
  glorot_uniform(network, 7);
  const TrainingHistory history =
      train(network, samples, {.optimiser = LeastSquares(), .epochs = 100});

  bool right = true;
  for (Eigen::Index j = 0; j < samples.count(); ++j) {
    const double x = samples.inputs(0, j), y = samples.inputs(1, j), found = output(network, x, y);
    fmt::print("{} xor {} = {:.6f}\n", x, y, std::round(1e6 * found) / 1e6 + 0.0); // no -0
    right = right && std::abs(found - samples.targets(0, j)) < 1e-6;
  }
  fmt::print("{}: loss {:.2g} after {} epochs\n", history.message,
             history.epochs.back().training_loss, history.epochs.size());
  examples::draw(picture, surface(network, samples));
  return right;
}

} // namespace

int main(int argc, char** argv) {
  return examples::run(
      argc, argv, "xor.svg",
      "Learns exclusive or by a network of 2-3-1, and draws what it gives over the "
      "square.",
      learn_exclusive_or);
}
