// Section 2, without its listings: corrections of weights, averages over pairs, the network of three neurons.
#include "examples/paper/claim.hpp"
#include "examples/paper/network_family.hpp"

namespace jetwork::paper {

namespace {

constexpr double eta = 0.5;

const NetworkFamily networks{.before = {2}};
const NetworkFamily three_neurons{.inputs = {1},
                                  .hidden = {1},
                                  .outputs = {1},
                                  .input_biases = {false, true},
                                  .bias_beside_z = true};
/// The same three neurons with z as Eq. 1 has it: the bias is part of z.
const NetworkFamily three_neurons_of_equation_1{.inputs = {1}, .hidden = {1}, .outputs = {1}};

/// Another training pair for the same network.
auto another_pair(Network n) -> Network {
  for (double& x : n.inputs) x = 0.25 - 0.5 * x;
  for (double& y : n.targets) y = 0.5 - 0.75 * y;
  return n;
}

void averaged_step(const Network& n, Sides& sides, double sign) {
  const Network other = another_pair(n);
  for (int j : n.j())
    for (int k : n.k())
      sides.equal(-eta * (n.d(loss(), w_jk(j, k)) + other.d(loss(), w_jk(j, k))) / 2,
                  sign * eta * (n.delta_k(k) * n(a_j(j)) + other.delta_k(k) * other(a_j(j))) / 2,
                  "the change of w_jk");
}

} // namespace

auto section_2() -> std::vector<Claim> {
  std::vector<Claim> claims;
  const auto add = [&](Claim claim) { claims.push_back(std::move(claim)); };

  add({.equation = "1", .words = "z_y = Σ_x w_xy·a_x + b_y"});
  add({.equation = "2.4 step 2",
       .words = "δ_k = f'(z_k)(a_k - y_k) is ∂L_T/∂z_k",
       .printed = over(networks, [](const Network& n, Sides& sides) {
         for (int k : n.k()) sides.equal(n.d(loss(), z_k(k)), n.delta_k(k));
       })});
  add({.equation = "2",
       .words = "w_jk - η·δ_k·a_j is the step -η·∂L_T/∂w_jk",
       .printed = over(networks, [](const Network& n, Sides& sides) {
         for (int j : n.j())
           for (int k : n.k())
             sides.equal(-eta * n.d(loss(), w_jk(j, k)), -eta * n.delta_k(k) * n(a_j(j)));
       })});
  add({.equation = "2.4 step 4",
       .words = "after step 3 has corrected w_jk, δ_j = f'(z_j)·Σ_k δ_k·w_jk is ∂L_T/∂z_j",
       .printed = over(networks,
                       [](const Network& n, Sides& sides) {
                         for (int j : n.j())
                           sides.equal(n.d(loss(), z_j(j)),
                                       n.df(z_j(j)) * sum(n.k(), [&](int k) {
                                         return n.delta_k(k)
                                                * (n(w_jk(j, k)) - eta * n.delta_k(k) * n(a_j(j)));
                                       }));
                       }),
       .correction = "all δ first, with the weights of the forward pass, then the corrections (as "
                     "listing 2.4.1 has it)",
       .corrected = over(networks, [](const Network& n, Sides& sides) {
         for (int j : n.j()) sides.equal(n.d(loss(), z_j(j)), n.delta_j(j));
       })});
  add({.equation = "3",
       .words = "w_ij - η·δ_j·a_i is the step -η·∂L_T/∂w_ij",
       .printed = over(networks, [](const Network& n, Sides& sides) {
         for (int i : n.i())
           for (int j : n.j())
             sides.equal(-eta * n.d(loss(), w_ij(i, j)), -eta * n.delta_j(j) * n(a_i(i)));
       })});
  add({.equation = "4",
       .words = "w_hi - η·δ_i·a_h is the step -η·∂L_T/∂w_hi",
       .printed = over(networks, [](const Network& n, Sides& sides) {
         for (int h : n.h())
           for (int i : n.i())
             sides.equal(-eta * n.d(loss(), w_hi(h, i)), -eta * n.delta_i(i) * n(a_h(h)));
       })});
  add({.equation = "5",
       .words = "w_xy + ΣΔw_xy/N, with Δw_xy = w_new - w_old of Eq. 2, is the step -η·∂/∂w_xy of "
                "the loss averaged over N pairs",
       .printed =
           over(networks, [](const Network& n, Sides& sides) { averaged_step(n, sides, -1); }),
       .correction = "with Δw_xy = -η·δ_y·a_x",
       .corrected =
           over(networks, [](const Network& n, Sides& sides) { averaged_step(n, sides, -1); }),
       .readings = {
           {"with Δw_xy as Eq. 14 has it, +η·δ_y·a_x",
            over(networks, [](const Network& n, Sides& sides) { averaged_step(n, sides, 1); })}}});

  // The network of 2.5 keeps the bias beside z, where Eq. 1 and a_x = f(z_x) of section 2.2 have it in z.
  add({.equation = "6",
       .words = "a_i = f(z_i + b_i)",
       .readings = {{"beside a_x = f(z_x) of section 2.2",
                     over(three_neurons, [](const Network& n, Sides& sides) {
                       sides.equal(n.f(n(z_i(0))), n(a_i(0)));
                     })}}});
  add({.equation = "7",
       .words = "z_j = w_ij·a_i",
       .readings = {
           {"z_j of Eq. 1", over(three_neurons_of_equation_1, [](const Network& n, Sides& sides) {
              sides.equal(n(z_j(0)), n(w_ij(0, 0)) * n(a_i(0)));
            })}}});
  add({.equation = "8",
       .words = "a_j = f(z_j + b_j)",
       .readings = {
           {"z_j of Eq. 1", over(three_neurons_of_equation_1, [](const Network& n, Sides& sides) {
              sides.equal(n(a_j(0)), n.f(n(z_j(0)) + n(b_j(0))));
            })}}});
  add({.equation = "9",
       .words = "z_k = w_jk·a_j",
       .readings = {
           {"z_k of Eq. 1", over(three_neurons_of_equation_1, [](const Network& n, Sides& sides) {
              sides.equal(n(z_k(0)), n(w_jk(0, 0)) * n(a_j(0)));
            })}}});
  add({.equation = "10",
       .words = "a_k = f(z_k + b_k)",
       .readings = {
           {"z_k of Eq. 1", over(three_neurons_of_equation_1, [](const Network& n, Sides& sides) {
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
                         sides.equal(-eta * n.d(loss(), w_jk(0, 0)),
                                     eta * n.d(loss(), z_j(0)) * n(a_k(0)));
                       }),
       .correction = "from the left layer to the right one, Δw = -η·δ_right·a_left",
       .corrected = over(three_neurons, [](const Network& n, Sides& sides) {
         sides.equal(-eta * n.d(loss(), w_jk(0, 0)), -eta * n.d(loss(), z_k(0)) * n(a_j(0)));
       })});
  add({.equation = "14",
       .words = "Δw_jk = η·δ_k·a_j is the step -η·∂L_T/∂w_jk of Eq. 2",
       .printed = over(three_neurons,
                       [](const Network& n, Sides& sides) {
                         sides.equal(-eta * n.d(loss(), w_jk(0, 0)),
                                     eta * n.d(loss(), z_k(0)) * n(a_j(0)));
                       }),
       .correction = "Δw_jk = -η·δ_k·a_j",
       .corrected = over(three_neurons,
                         [](const Network& n, Sides& sides) {
                           sides.equal(-eta * n.d(loss(), w_jk(0, 0)),
                                       -eta * n.d(loss(), z_k(0)) * n(a_j(0)));
                         }),
       .readings = {{"Δw_jk = w_old - w_new, the amount to take away",
                     over(three_neurons, [](const Network& n, Sides& sides) {
                       sides.equal(eta * n.d(loss(), w_jk(0, 0)),
                                   eta * n.d(loss(), z_k(0)) * n(a_j(0)));
                     })}}});
  add({.equation = "15",
       .words = "Δw_ij = η·δ_j·a_i is the step -η·∂L_T/∂w_ij of Eq. 3",
       .printed = over(three_neurons,
                       [](const Network& n, Sides& sides) {
                         sides.equal(-eta * n.d(loss(), w_ij(0, 0)),
                                     eta * n.d(loss(), z_j(0)) * n(a_i(0)));
                       }),
       .correction = "Δw_ij = -η·δ_j·a_i",
       .corrected = over(three_neurons,
                         [](const Network& n, Sides& sides) {
                           sides.equal(-eta * n.d(loss(), w_ij(0, 0)),
                                       -eta * n.d(loss(), z_j(0)) * n(a_i(0)));
                         }),
       .readings = {{"Δw_ij = w_old - w_new, the amount to take away",
                     over(three_neurons, [](const Network& n, Sides& sides) {
                       sides.equal(eta * n.d(loss(), w_ij(0, 0)),
                                   eta * n.d(loss(), z_j(0)) * n(a_i(0)));
                     })}}});
  return claims;
}

} // namespace jetwork::paper
