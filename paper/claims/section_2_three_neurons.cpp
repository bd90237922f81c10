// Section 2.5: the network of three neurons, Eq. 6 to 15.
#include "paper/claims/claim.hpp"
#include "paper/claims/network_family.hpp"

namespace jetwork::paper {

namespace {

constexpr double eta = 0.5;

const NetworkFamily three_neurons{.inputs = {1},
                                  .hidden = {1},
                                  .outputs = {1},
                                  .input_biases = {false, true},
                                  .bias_beside_z = true};
/// The same three neurons with z as Eq. 1 has it: the bias is part of z.
const NetworkFamily three_neurons_of_equation_1{.inputs = {1}, .hidden = {1}, .outputs = {1}};
const NetworkFamily with_input_biases{
    .inputs = {1}, .hidden = {1}, .outputs = {1}, .input_biases = {false, true}};

} // namespace

auto section_2_three_neurons() -> std::vector<Claim> {
  std::vector<Claim> claims;
  const auto add = [&](Claim claim) { claims.push_back(std::move(claim)); };

  // Section 2.2 has a_x = f(z_x), and the bias in z (Eq. 1). Eq. 7 and 9 take it out of z, Eq. 8 and 10 put it back.
  const auto eq_7_and_8 = over(three_neurons_of_equation_1, [](const Network& n, Sides& sides) {
    sides.equal(n(a_j(0)), n.f(n(w_ij(0, 0)) * n(a_i(0)) + n(b_j(0))));
  });
  const auto eq_9_and_10 = over(three_neurons_of_equation_1, [](const Network& n, Sides& sides) {
    sides.equal(n(a_k(0)), n.f(n(w_jk(0, 0)) * n(a_j(0)) + n(b_k(0))));
  });
  add({.equation = "6",
       .words = "a_i = f(z_i + b_i), where a_x = f(z_x) (2.2) and z_i is the input (2.3.1, line 3)",
       .printed = over(three_neurons,
                       [](const Network& n, Sides& sides) {
                         sides.equal(n.f(n(z_i(0))), n.f(n(z_i(0)) + n(b_i(0))));
                       }),
       .correction = "a_i = f(z_i)",
       .corrected =
           over(three_neurons_of_equation_1,
                [](const Network& n, Sides& sides) { sides.equal(n(a_i(0)), n.f(n.inputs[0])); }),
       .readings = {{"z_i is the bare input of a neuron that has a bias, as in 3.1.2, line 7",
                     over(with_input_biases, [](const Network& n, Sides& sides) {
                       sides.equal(n(a_i(0)), n.f(n.inputs[0] + n(b_i(0))));
                     })}}});
  add({.equation = "7",
       .words = "z_j = w_ij·a_i, where Eq. 1 has z_j",
       .printed = over(three_neurons_of_equation_1,
                       [](const Network& n, Sides& sides) {
                         sides.equal(n(z_j(0)), n(w_ij(0, 0)) * n(a_i(0)));
                       }),
       .correction = "z_j = w_ij·a_i + b_j, with a_j = f(z_j)",
       .corrected = over(three_neurons_of_equation_1,
                         [](const Network& n, Sides& sides) {
                           sides.equal(n(z_j(0)), n(w_ij(0, 0)) * n(a_i(0)) + n(b_j(0)));
                           sides.equal(n(a_j(0)), n.f(n(z_j(0))));
                         }),
       .readings = {{"z_j is named anew, without the bias that Eq. 8 adds: a_j of the two together",
                     eq_7_and_8}}});
  add({.equation = "8",
       .words = "a_j = f(z_j + b_j), with z_j of Eq. 7",
       .printed = eq_7_and_8,
       .correction = "with z_j of Eq. 1, a_j = f(z_j)",
       .corrected =
           over(three_neurons_of_equation_1,
                [](const Network& n, Sides& sides) { sides.equal(n(a_j(0)), n.f(n(z_j(0)))); }),
       .readings = {{"with z_j of Eq. 1: the bias twice",
                     over(three_neurons_of_equation_1, [](const Network& n, Sides& sides) {
                       sides.equal(n(a_j(0)), n.f(n(z_j(0)) + n(b_j(0))));
                     })}}});
  add({.equation = "9",
       .words = "z_k = w_jk·a_j, where Eq. 1 has z_k",
       .printed = over(three_neurons_of_equation_1,
                       [](const Network& n, Sides& sides) {
                         sides.equal(n(z_k(0)), n(w_jk(0, 0)) * n(a_j(0)));
                       }),
       .correction = "z_k = w_jk·a_j + b_k, with a_k = f(z_k)",
       .corrected = over(three_neurons_of_equation_1,
                         [](const Network& n, Sides& sides) {
                           sides.equal(n(z_k(0)), n(w_jk(0, 0)) * n(a_j(0)) + n(b_k(0)));
                           sides.equal(n(a_k(0)), n.f(n(z_k(0))));
                         }),
       .readings = {
           {"z_k is named anew, without the bias that Eq. 10 adds: a_k of the two together",
            eq_9_and_10}}});
  add({.equation = "10",
       .words = "a_k = f(z_k + b_k), with z_k of Eq. 9",
       .printed = eq_9_and_10,
       .correction = "with z_k of Eq. 1, a_k = f(z_k)",
       .corrected =
           over(three_neurons_of_equation_1,
                [](const Network& n, Sides& sides) { sides.equal(n(a_k(0)), n.f(n(z_k(0)))); }),
       .readings = {{"with z_k of Eq. 1: the bias twice",
                     over(three_neurons_of_equation_1, [](const Network& n, Sides& sides) {
                       sides.equal(n(a_k(0)), n.f(n(z_k(0)) + n(b_k(0))));
                     })}}});
  add({.equation = "11",
       .words = "a_k = f(w_jk·f(w_ij·f(z_i + b_i)))",
       .printed = over(three_neurons,
                       [](const Network& n, Sides& sides) {
                         sides.equal(
                             n(a_k(0)),
                             n.f(n(w_jk(0, 0)) * n.f(n(w_ij(0, 0)) * n.f(n(z_i(0)) + n(b_i(0))))));
                       }),
       .correction = "a_k = f(w_jk·f(w_ij·f(z_i + b_i) + b_j) + b_k)",
       .corrected = over(three_neurons, [](const Network& n, Sides& sides) {
         sides.equal(n(a_k(0)),
                     n.f(n(w_jk(0, 0)) * n.f(n(w_ij(0, 0)) * n.f(n(z_i(0)) + n(b_i(0))) + n(b_j(0)))
                         + n(b_k(0))));
       })});
  add({.equation = "12",
       .words = "δ_k = f'(z_k)(a_k - y_k) is ∂L_T/∂z_k, with z_k of Eq. 9",
       .printed = over(three_neurons,
                       [](const Network& n, Sides& sides) {
                         sides.equal(n.d(loss(), z_k(0)), n.df(z_k(0)) * (n(a_k(0)) - n.y(0)));
                       }),
       .correction = "δ_k = f'(z_k + b_k)(a_k - y_k)",
       .corrected = over(three_neurons,
                         [](const Network& n, Sides& sides) {
                           sides.equal(n.d(loss(), z_k(0)),
                                       n.df(n(z_k(0)) + n(b_k(0))) * (n(a_k(0)) - n.y(0)));
                         }),
       .readings = {{"with z_k of Eq. 1",
                     over(three_neurons_of_equation_1, [](const Network& n, Sides& sides) {
                       sides.equal(n.d(loss(), z_k(0)), n.delta_k(0));
                     })}}});
  add({.equation = "13",
       .words = "δ_j = f'(z_j)·δ_k·w_jk is ∂L_T/∂z_j, with z_j of Eq. 7 and δ_k = ∂L_T/∂z_k",
       .printed = over(three_neurons,
                       [](const Network& n, Sides& sides) {
                         sides.equal(n.d(loss(), z_j(0)),
                                     n.df(z_j(0)) * n.d(loss(), z_k(0)) * n(w_jk(0, 0)));
                       }),
       .correction = "δ_j = f'(z_j + b_j)·δ_k·w_jk",
       .corrected = over(three_neurons,
                         [](const Network& n, Sides& sides) {
                           sides.equal(n.d(loss(), z_j(0)), n.df(n(z_j(0)) + n(b_j(0)))
                                                                * n.d(loss(), z_k(0))
                                                                * n(w_jk(0, 0)));
                         }),
       .readings = {{"with δ_k of Eq. 12", over(three_neurons,
                                                [](const Network& n, Sides& sides) {
                                                  sides.equal(n.d(loss(), z_j(0)), n.delta_j(0));
                                                })},
                    {"with z_j of Eq. 1",
                     over(three_neurons_of_equation_1, [](const Network& n, Sides& sides) {
                       sides.equal(n.d(loss(), z_j(0)), n.delta_j(0));
                     })}}});
  add({.equation = "2.5 text before (14)",
       .words = "Δw from the right layer to the left one is η·δ of the left layer times a of the "
                "right layer, a step -η·∂L_T/∂w",
       .printed = over(three_neurons,
                       [](const Network& n, Sides& sides) {
                         sides.given("eta", eta);
                         sides.equal(-eta * n.d(loss(), w_jk(0, 0)),
                                     eta * n.d(loss(), z_j(0)) * n(a_k(0)));
                       }),
       .correction = "from the left layer to the right one, Δw = -η·δ_right·a_left",
       .corrected = over(three_neurons, [](const Network& n, Sides& sides) {
         sides.given("eta", eta);
         sides.equal(-eta * n.d(loss(), w_jk(0, 0)), -eta * n.d(loss(), z_k(0)) * n(a_j(0)));
       })});
  add({.equation = "14",
       .words = "Δw_jk = η·δ_k·a_j is the step -η·∂L_T/∂w_jk of Eq. 2",
       .printed = over(three_neurons,
                       [](const Network& n, Sides& sides) {
                         sides.given("eta", eta);
                         sides.equal(-eta * n.d(loss(), w_jk(0, 0)),
                                     eta * n.d(loss(), z_k(0)) * n(a_j(0)));
                       }),
       .correction = "Δw_jk = -η·δ_k·a_j",
       .corrected = over(three_neurons,
                         [](const Network& n, Sides& sides) {
                           sides.given("eta", eta);
                           sides.equal(-eta * n.d(loss(), w_jk(0, 0)),
                                       -eta * n.d(loss(), z_k(0)) * n(a_j(0)));
                         }),
       .readings = {{"Δw_jk = w_old - w_new, the amount to take away",
                     over(three_neurons, [](const Network& n, Sides& sides) {
                       sides.given("eta", eta);
                       sides.equal(eta * n.d(loss(), w_jk(0, 0)),
                                   eta * n.d(loss(), z_k(0)) * n(a_j(0)));
                     })}}});
  add({.equation = "15",
       .words = "Δw_ij = η·δ_j·a_i is the step -η·∂L_T/∂w_ij of Eq. 3",
       .printed = over(three_neurons,
                       [](const Network& n, Sides& sides) {
                         sides.given("eta", eta);
                         sides.equal(-eta * n.d(loss(), w_ij(0, 0)),
                                     eta * n.d(loss(), z_j(0)) * n(a_i(0)));
                       }),
       .correction = "Δw_ij = -η·δ_j·a_i",
       .corrected = over(three_neurons,
                         [](const Network& n, Sides& sides) {
                           sides.given("eta", eta);
                           sides.equal(-eta * n.d(loss(), w_ij(0, 0)),
                                       -eta * n.d(loss(), z_j(0)) * n(a_i(0)));
                         }),
       .readings = {{"Δw_ij = w_old - w_new, the amount to take away",
                     over(three_neurons, [](const Network& n, Sides& sides) {
                       sides.given("eta", eta);
                       sides.equal(eta * n.d(loss(), w_ij(0, 0)),
                                   eta * n.d(loss(), z_j(0)) * n(a_i(0)));
                     })}}});
  return claims;
}

} // namespace jetwork::paper
