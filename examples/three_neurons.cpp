// Three neurons in a row (section 2.5 of the paper): a forward pass, the δ's by hand and by a tape, and training.
//
//   build/release/examples/three_neurons
#include "autodiff/tape.hpp"
#include "nn/paper/neuron_network.hpp"

#include <fmt/format.h>

using namespace jetwork;

auto main() -> int {
  using nn::activation;
  nn::paper::NeuronNetwork network({1, 1, 1}, activation("sigmoid"),
                                   {.biases = nn::paper::Biases::everywhere});
  const double input = 0.5, target = 0.8;

  const double output = network.forward({input})[0];
  network.compute_deltas({target});
  const nn::paper::Neuron i = network.layers()[0][0];
  const nn::paper::Neuron j = network.layers()[1][0];
  const nn::paper::Neuron k = network.layers()[2][0];

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
  fmt::print("                      by hand              by the tape\n");
  fmt::print("δ_i  = ∂L/∂b_i  {:20.15f} {:20.15f}\n", i.delta, tape.adjoint(b_i));
  fmt::print("δ_j  = ∂L/∂b_j  {:20.15f} {:20.15f}\n", j.delta, tape.adjoint(b_j));
  fmt::print("δ_k  = ∂L/∂b_k  {:20.15f} {:20.15f}\n", k.delta, tape.adjoint(b_k));
  fmt::print("δ_j a_i = ∂L/∂w_ij {:17.15f} {:20.15f}\n", j.delta * i.a, tape.adjoint(w_ij));
  fmt::print("δ_k a_j = ∂L/∂w_jk {:17.15f} {:20.15f}\n\n", k.delta * j.a, tape.adjoint(w_jk));

  for (int step = 0; step <= 50; ++step) {
    const double before = network.train({{{input}, {target}}}, {.eta = 2, .eta_b = 1});
    if (step % 10 == 0) fmt::print("step {:2}   loss {:.3e}\n", step, before);
  }
  fmt::print("output {:.6f}, wanted {}\n", network.forward({input})[0], target);
}
