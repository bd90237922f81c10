// Three neurons in a row (section 2.5 of the paper): a forward pass, the δ's by hand and by a tape, and training.
//
//   three_neurons [three_neurons.svg]
#include "autodiff/tape.hpp"
#include "examples/picture.hpp"
#include "paper/networks/neuron_network.hpp"

#include <fmt/format.h>

#include <cmath>

using namespace jetwork;

namespace {

auto train_three_neurons(const std::filesystem::path& picture) -> bool {
  using nn::activation;
  paper::networks::NeuronNetwork network({1, 1, 1}, activation("sigmoid"),
                                         {.biases = paper::networks::Biases::everywhere});
  const double input = 0.5, target = 0.8;

  const double output = network.forward({input})[0];
  network.compute_deltas({target});
  const paper::networks::Neuron i = network.layers()[0][0];
  const paper::networks::Neuron j = network.layers()[1][0];
  const paper::networks::Neuron k = network.layers()[2][0];

  // Eq. 11 with all three biases; the paper's lacks b_j and b_k.
  autodiff::Tape tape;
  const autodiff::Variable b_i = tape.variable(i.b), b_j = tape.variable(j.b),
                           b_k = tape.variable(k.b), w_ij = tape.variable(i.w[0]),
                           w_jk = tape.variable(j.w[0]);
  const auto f = activation("sigmoid");
  const autodiff::Variable a_i = f(autodiff::Variable(input + b_i));
  const autodiff::Variable a_j = f(autodiff::Variable(w_ij * a_i + b_j));
  const autodiff::Variable a_k = f(autodiff::Variable(w_jk * a_j + b_k));
  const autodiff::Variable loss = 0.5 * (a_k - target) * (a_k - target);
  tape.reverse(loss);

  fmt::print("output {:.15f}, by Eq. 11 {:.15f}\n\n", output, a_k.value());
  const auto print = [&](const char* name, double by_hand, const autodiff::Variable& x) {
    fmt::print("{:<18} {:18.15f} {:18.15f}\n", name, by_hand, tape.adjoint(x));
  };
  fmt::print("                              by hand        by the tape\n");
  print("δ_i = ∂L/∂b_i", i.delta, b_i);
  print("δ_j = ∂L/∂b_j", j.delta, b_j);
  print("δ_k = ∂L/∂b_k", k.delta, b_k);
  print("δ_j·a_i = ∂L/∂w_ij", j.delta * i.a, w_ij);
  print("δ_k·a_j = ∂L/∂w_jk", k.delta * j.a, w_jk);
  fmt::print("\n");

  examples::Curve losses{"½ (a_k - y_k)²", {}, {}};
  for (int step = 0; step <= 200; ++step) {
    const double before = network.train({{{input}, {target}}}, {.eta = 2, .eta_b = 1});
    losses.x.push_back(step);
    losses.y.push_back(before);
    if (step % 40 == 0) fmt::print("step {:3}   loss {:.3e}\n", step, before);
  }
  const double reached = network.forward({input})[0];
  fmt::print("output {:.6f}, wanted {}\n", reached, target);
  examples::draw(
      picture, examples::curves("Three neurons learn", "step", "loss", {losses}, "set logscale y"));
  return std::abs(reached - target) < 1e-3;
}

} // namespace

int main(int argc, char** argv) {
  return examples::run(
      argc, argv, "three_neurons.svg",
      "Sends a number through three neurons in a row, compares δ with a tape's, and "
      "trains.",
      train_three_neurons);
}
