// Section 4.3: what a bias does to the loss, Eq. 86 to 104.
#include "paper/claims/claim.hpp"
#include "paper/claims/network_family.hpp"

namespace jetwork::paper {

namespace {

const NetworkFamily networks{.before = {{}, {2}}};
const NetworkFamily with_unit_weights{.before = {{}, {2}}, .unit_weights = {false, true}};

auto error(const Network& n, int k) -> double { return n(a_k(k)) - n.y(k); }

/// For each output bias: ∂L_T/∂b_k is claimed(n, k).
template <class Claimed>
auto loss_by_b_k(Claimed claimed) -> Statement {
  return over(networks, [claimed](const Network& n, Sides& sides) {
    for (int k : n.k()) {
      sides.at("k", k);
      sides.equal(n.d(loss(), b_k(k)), claimed(n, k));
    }
  });
}
/// For each hidden bias: ∂L_T/∂b_j is claimed(n, j).
template <class Claimed>
auto loss_by_b_j(Claimed claimed) -> Statement {
  return over(with_unit_weights, [claimed](const Network& n, Sides& sides) {
    for (int j : n.j()) {
      sides.at("j", j);
      sides.equal(n.d(loss(), b_j(j)), claimed(n, j));
    }
  });
}
/// For each output n and hidden bias b_j: sided(network, n, j, sides).
template <class Sided>
auto for_each_output_and_b_j(Sided sided) -> Statement {
  return over(with_unit_weights, [sided](const Network& n, Sides& sides) {
    for (int output : n.k())
      for (int j : n.j()) {
        sides.at("n", output, "j", j);
        sided(n, output, j, sides);
      }
  });
}

} // namespace

auto section_4_biases() -> std::vector<Claim> {
  std::vector<Claim> claims;
  const auto add = [&](Claim claim) { claims.push_back(std::move(claim)); };

  add({.equation = "86", .words = "L_T = ½·Σ_n (a_n - y_n)², stated again"});
  add({.equation = "87",
       .words = "∂L_T/∂b_n = Σ_n (a_n - y_n)·∂a_n/∂b_n, summed over all outputs n",
       .printed = loss_by_b_k([](const Network& n, int) {
         return sum(n.k(), [&](int m) { return error(n, m) * n.d(a_k(m), b_k(m)); });
       }),
       .correction = "∂L_T/∂b_n = (a_n - y_n)·∂a_n/∂b_n, without the sum",
       .corrected =
           loss_by_b_k([](const Network& n, int k) { return error(n, k) * n.d(a_k(k), b_k(k)); }),
       .readings = {{"the sum is over m, the bias keeps its n: Σ_m (a_m - y_m)·∂a_m/∂b_n",
                     loss_by_b_k([](const Network& n, int k) {
                       return sum(n.k(), [&](int m) { return error(n, m) * n.d(a_k(m), b_k(k)); });
                     })}}});
  add({.equation = "88",
       .words = "∂a_n/∂b_n = ∂a_n/∂z_n·∂z_n/∂b_n",
       .printed = over(networks, [](const Network& n, Sides& sides) {
         for (int k : n.k())
           sides.equal(n.d(a_k(k), b_k(k)), n.d(a_k(k), z_k(k)) * n.d(z_k(k), b_k(k)));
       })});
  const auto all_outputs = loss_by_b_k([](const Network& n, int) {
    return sum(n.k(), [&](int m) { return error(n, m) * n.df(z_k(m)); });
  });
  const auto one_output =
      loss_by_b_k([](const Network& n, int k) { return error(n, k) * n.df(z_k(k)); });
  const Reading only_the_own_term{
      "the sum, printed without an index, has the one term that b_n moves", one_output};
  add({.equation = "89",
       .words = "∂L_T/∂b_n = Σ_n (a_n - y_n)·f'(z_n), summed over all outputs n",
       .printed = all_outputs,
       .correction = "∂L_T/∂b_n = (a_n - y_n)·f'(z_n), without the sum",
       .corrected = one_output,
       .readings = {only_the_own_term}});
  add({.equation = "90",
       .words = "∂L_T/∂b_k = Σ_k (a_k - y_k)·f'(z_k), summed over all outputs k",
       .printed = all_outputs,
       .correction = "∂L_T/∂b_k = (a_k - y_k)·f'(z_k), without the sum",
       .corrected = one_output,
       .readings = {only_the_own_term}});
  add({.equation = "91",
       .words = "∂L_T/∂b_k = δ_k, with δ_k of Eq. 56",
       .printed = loss_by_b_k([](const Network& n, int k) { return n.delta_k(k); })});

  add({.equation = "92",
       .words = "∂L_T/∂b_j = Σ_n (a_n - y_n)·∂a_n/∂b_j",
       .printed = loss_by_b_j([](const Network& n, int j) {
         return sum(n.k(), [&](int m) { return error(n, m) * n.d(a_k(m), b_j(j)); });
       })});
  add({.equation = "93",
       .words = "∂a_n/∂b_j = ∂a_n/∂z_n·∂z_n/∂b_j",
       .printed = for_each_output_and_b_j([](const Network& n, int m, int j, Sides& sides) {
         sides.equal(n.d(a_k(m), b_j(j)), n.d(a_k(m), z_k(m)) * n.d(z_k(m), b_j(j)));
       })});
  add({.equation = "94",
       .words = "∂z_n/∂b_j = Σ_m (∂w_mn/∂b_j·a_m + w_mn·∂a_m/∂b_j) + ∂b_n/∂b_j",
       .printed = for_each_output_and_b_j([](const Network& n, int output, int j, Sides& sides) {
         const double w_by_b = 0, b_by_b = 0; // parameters of their own
         sides.equal(n.d(z_k(output), b_j(j)), sum(n.j(), [&](int m) {
                                                 return w_by_b * n(a_j(m))
                                                        + n(w_jk(m, output)) * n.d(a_j(m), b_j(j));
                                               }) + b_by_b);
       })});
  add({.equation = "95",
       .words = "∂z_n/∂b_j = Σ_m w_mn·∂a_m/∂b_j",
       .printed = for_each_output_and_b_j([](const Network& n, int output, int j, Sides& sides) {
         sides.equal(n.d(z_k(output), b_j(j)),
                     sum(n.j(), [&](int m) { return n(w_jk(m, output)) * n.d(a_j(m), b_j(j)); }));
       })});
  add({.equation = "4.3.1 text after (95)",
       .words = "the activation of a neuron depends on its own bias alone",
       .printed = over(networks,
                       [](const Network& n, Sides& sides) {
                         for (int k : n.k())
                           for (int j : n.j()) sides.equal(n.d(a_k(k), b_j(j)), 0, "∂a_k/∂b_j");
                       }),
       .correction =
           "it depends on no bias of its own layer but its own: ∂a_m/∂b_j = 0 for m ≠ j in layer j",
       .corrected = over(networks, [](const Network& n, Sides& sides) {
         for (int m : n.j())
           for (int j : n.j()) sides.equal(n.d(a_j(m), b_j(j)), m == j ? n.df(z_j(j)) : 0);
       })});
  add({.equation = "96",
       .words = "∂z_n/∂b_j = w_jn·∂a_j/∂b_j",
       .printed = for_each_output_and_b_j([](const Network& n, int m, int j, Sides& sides) {
         sides.equal(n.d(z_k(m), b_j(j)), n(w_jk(j, m)) * n.d(a_j(j), b_j(j)));
       })});
  add({.equation = "97",
       .words = "∂a_n/∂b_j = f'(z_n)·w_jn·∂a_j/∂b_j",
       .printed = for_each_output_and_b_j([](const Network& n, int m, int j, Sides& sides) {
         sides.equal(n.d(a_k(m), b_j(j)), n.df(z_k(m)) * n(w_jk(j, m)) * n.d(a_j(j), b_j(j)));
       })});
  add({.equation = "98",
       .words = "∂a_j/∂b_j = ∂a_j/∂z_j·∂z_j/∂b_j",
       .printed = over(networks, [](const Network& n, Sides& sides) {
         for (int j : n.j())
           sides.equal(n.d(a_j(j), b_j(j)), n.d(a_j(j), z_j(j)) * n.d(z_j(j), b_j(j)));
       })});
  add({.equation = "99",
       .words = "∂a_j/∂b_j = f'(z_j)",
       .printed = over(networks, [](const Network& n, Sides& sides) {
         for (int j : n.j()) sides.equal(n.d(a_j(j), b_j(j)), n.df(z_j(j)));
       })});
  add({.equation = "100",
       .words = "∂a_n/∂b_j = f'(z_n)·f'(z_j)",
       .printed = for_each_output_and_b_j([](const Network& n, int m, int j, Sides& sides) {
         sides.equal(n.d(a_k(m), b_j(j)), n.df(z_k(m)) * n.df(z_j(j)));
       }),
       .correction = "∂a_n/∂b_j = f'(z_n)·w_jn·f'(z_j)",
       .corrected = for_each_output_and_b_j([](const Network& n, int m, int j, Sides& sides) {
         sides.equal(n.d(a_k(m), b_j(j)), n.df(z_k(m)) * n(w_jk(j, m)) * n.df(z_j(j)));
       })});
  const auto without_weight = [](const Network& n, int j) {
    return n.df(z_j(j)) * sum(n.k(), [&](int k) { return error(n, k) * n.df(z_k(k)); });
  };
  const auto with_weight = loss_by_b_j([](const Network& n, int j) {
    return n.df(z_j(j))
           * sum(n.k(), [&](int k) { return error(n, k) * n.df(z_k(k)) * n(w_jk(j, k)); });
  });
  const auto inside = loss_by_b_j([](const Network& n, int j) {
    return sum(n.k(), [&](int k) { return error(n, k) * n.df(z_k(k)) * n.df(z_j(j)); });
  });
  add({.equation = "101",
       .words = "∂L_T/∂b_j = Σ_n (a_n - y_n)·f'(z_n)·f'(z_j)",
       .printed = inside,
       .correction = "∂L_T/∂b_j = Σ_n (a_n - y_n)·f'(z_n)·w_jn·f'(z_j)",
       .corrected = with_weight});
  add({.equation = "102",
       .words = "∂L_T/∂b_j = Σ_k (a_k - y_k)·f'(z_k)·f'(z_j)",
       .printed = inside,
       .correction = "∂L_T/∂b_j = Σ_k (a_k - y_k)·f'(z_k)·w_jk·f'(z_j)",
       .corrected = with_weight});
  add({.equation = "103",
       .words = "∂L_T/∂b_j = f'(z_j)·Σ_k (a_k - y_k)·f'(z_k)",
       .printed = loss_by_b_j(without_weight),
       .correction = "∂L_T/∂b_j = f'(z_j)·Σ_k (a_k - y_k)·f'(z_k)·w_jk",
       .corrected = with_weight});
  add({.equation = "104",
       .words = "∂L_T/∂b_j = δ_j, with δ_j of Eq. 77",
       .printed = loss_by_b_j([](const Network& n, int j) { return n.delta_j(j); }),
       .correction = "as printed; it does not follow from Eq. 103",
       .corrected = loss_by_b_j([](const Network& n, int j) { return n.delta_j(j); }),
       .readings = {{"δ_j is what Eq. 103 arrives at", loss_by_b_j(without_weight)}}});
  return claims;
}

} // namespace jetwork::paper
