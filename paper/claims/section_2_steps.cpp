// Sections 2.2 to 2.4 without the listings: corrections of weights step by step, averages over pairs.
#include "paper/claims/claim.hpp"
#include "paper/claims/network_family.hpp"

namespace jetwork::paper {

namespace {

constexpr double eta = 0.5;

const NetworkFamily networks{.before = {{2}}};
/// Another training pair for the same network.
auto another_pair(Network n) -> Network {
  for (double& x : n.inputs) x = 0.25 - 0.5 * x;
  for (double& y : n.targets) y = 0.5 - 0.75 * y;
  return n;
}

/// Eq. 5 for N = 2 and each weight; Δw of a pair is sign·η·δ·a.
void averaged_step(const Network& n, Sides& sides, double sign) {
  const Network other = another_pair(n);
  sides.given("eta", eta);
  sides.given("inputs of the second pair", other.inputs);
  sides.given("targets of the second pair", other.targets);
  const auto compare = [&](Quantity weight, const auto& delta_times_a) {
    sides.equal(-eta * (n.d(loss(), weight) + other.d(loss(), weight)) / 2,
                sign * eta * (delta_times_a(n) + delta_times_a(other)) / 2);
  };
  for (int j : n.j())
    for (int k : n.k()) {
      sides.at("j", j, "k", k);
      compare(w_jk(j, k), [=](const Network& pair) { return pair.delta_k(k) * pair(a_j(j)); });
    }
  for (int i : n.i())
    for (int j : n.j()) {
      sides.at("i", i, "j", j);
      compare(w_ij(i, j), [=](const Network& pair) { return pair.delta_j(j) * pair(a_i(i)); });
    }
  for (int h : n.h())
    for (int i : n.i()) {
      sides.at("h", h, "i", i);
      compare(w_hi(h, i), [=](const Network& pair) { return pair.delta_i(i) * pair(a_h(h)); });
    }
}

// δ of steps 4 and 6 in the order of the steps: the weights they use have been corrected by steps 3 and 5.
auto delta_j_in_order(const Network& n, int j) -> double {
  return n.df(z_j(j)) * sum(n.k(), [&](int k) {
           return n.delta_k(k) * (n(w_jk(j, k)) - eta * n.delta_k(k) * n(a_j(j)));
         });
}
auto delta_i_in_order(const Network& n, int i) -> double {
  return n.df(z_i(i)) * sum(n.j(), [&](int j) {
           const double delta = delta_j_in_order(n, j);
           return delta * (n(w_ij(i, j)) - eta * delta * n(a_i(i)));
         });
}
/// Eq. 3: each w_ij is changed by -η·delta(n, j)·a_i.
template <class Delta>
auto step_of_w_ij(Delta delta) -> Statement {
  return over(networks, [delta](const Network& n, Sides& sides) {
    sides.given("eta", eta);
    for (int i : n.i())
      for (int j : n.j()) {
        sides.at("i", i, "j", j);
        sides.equal(-eta * n.d(loss(), w_ij(i, j)), -eta * delta(n, j) * n(a_i(i)));
      }
  });
}
/// Eq. 4: each w_hi is changed by -η·delta(n, i)·a_h.
template <class Delta>
auto step_of_w_hi(Delta delta) -> Statement {
  return over(networks, [delta](const Network& n, Sides& sides) {
    sides.given("eta", eta);
    for (int h : n.h())
      for (int i : n.i()) {
        sides.at("h", h, "i", i);
        sides.equal(-eta * n.d(loss(), w_hi(h, i)), -eta * delta(n, i) * n(a_h(h)));
      }
  });
}
const auto delta_j = [](const Network& n, int j) { return n.delta_j(j); };
const auto delta_i = [](const Network& n, int i) { return n.delta_i(i); };

/// For each hidden neuron j: ∂L_T/∂z_j is claimed(n, j).
template <class Claimed>
auto loss_by_z_j(Claimed claimed) -> Statement {
  return over(networks, [claimed](const Network& n, Sides& sides) {
    sides.given("eta", eta);
    for (int j : n.j()) {
      sides.at("j", j);
      sides.equal(n.d(loss(), z_j(j)), claimed(n, j));
    }
  });
}
/// For each neuron i: ∂L_T/∂z_i is claimed(n, i).
template <class Claimed>
auto loss_by_z_i(Claimed claimed) -> Statement {
  return over(networks, [claimed](const Network& n, Sides& sides) {
    sides.given("eta", eta);
    for (int i : n.i()) {
      sides.at("i", i);
      sides.equal(n.d(loss(), z_i(i)), claimed(n, i));
    }
  });
}

} // namespace

auto section_2_steps() -> std::vector<Claim> {
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
  const std::string all_first = "all δ first, with the weights of the forward pass, then the "
                                "corrections (as listing 2.4.1 has it)";
  add({.equation = "2.4 step 4",
       .words = "after step 3 has corrected w_jk, δ_j = f'(z_j)·Σ_k δ_k·w_jk is ∂L_T/∂z_j",
       .printed = loss_by_z_j(delta_j_in_order),
       .correction = all_first,
       .corrected = loss_by_z_j(delta_j),
       .readings = {
           {"w_jk is the weight of the forward pass, not yet corrected", loss_by_z_j(delta_j)}}});
  add({.equation = "3",
       .words = "w_ij - η·δ_j·a_i is the step -η·∂L_T/∂w_ij, δ_j being ∂L_T/∂z_j",
       .printed = step_of_w_ij(delta_j),
       .correction = all_first,
       .corrected = step_of_w_ij(delta_j),
       .readings = {{"δ_j as step 4 computes it, after step 3 has corrected w_jk",
                     step_of_w_ij(delta_j_in_order)}}});
  add({.equation = "2.4 step 6",
       .words = "after step 5 has corrected w_ij, δ_i = f'(z_i)·Σ_j δ_j·w_ij is ∂L_T/∂z_i",
       .printed = loss_by_z_i(delta_i_in_order),
       .correction = all_first,
       .corrected = loss_by_z_i(delta_i),
       .readings = {{"w_ij is the weight of the forward pass, not yet corrected, as is w_jk in δ_j",
                     loss_by_z_i(delta_i)}}});
  add({.equation = "4",
       .words = "w_hi - η·δ_i·a_h is the step -η·∂L_T/∂w_hi, δ_i being ∂L_T/∂z_i",
       .printed = step_of_w_hi(delta_i),
       .correction = all_first,
       .corrected = step_of_w_hi(delta_i),
       .readings = {{"δ_i as step 6 computes it, after steps 3 and 5 have corrected w_jk and w_ij",
                     step_of_w_hi(delta_i_in_order)}}});
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
  return claims;
}

} // namespace jetwork::paper
