// Sections 5.5 and 5.6: the derivative by the first of several inputs, Eq. 157 to 170.
#include "examples/paper/claim.hpp"
#include "examples/paper/single_input.hpp"

namespace jetwork::paper {

namespace {

/// No biases, as Eq. 157 and 164 have it, and any number of inputs.
const NetworkFamily networks{.hidden_biases = {false}, .output_biases = {false}};
/// The same with biases and with inputs that are not activated.
const NetworkFamily wider_networks = any_network;

template <class Sided>
auto for_k(const NetworkFamily& family, Sided sided) -> Statement {
  return over(family, [sided](const Network& n, Sides& sides) {
    for (int k : n.k()) sided(n, k, sides);
  });
}
template <class Sided>
auto for_j(const NetworkFamily& family, Sided sided) -> Statement {
  return over(family, [sided](const Network& n, Sides& sides) {
    for (int j : n.j()) sided(n, j, sides);
  });
}

/// Σ_i w_ij·a_i
auto fed(const Network& n, int j) -> double {
  return sum(n.i(), [&](int i) { return n(w_ij(i, j)) * n(a_i(i)); });
}
/// Σ_i w_ij·f'(z_i): the derivative by all inputs at once.
auto by_all_inputs(const Network& n, int j) -> double {
  return sum(n.i(), [&](int i) { return n(w_ij(i, j)) * n.df(z_i(i)); });
}

const auto printed_163 = [](const Network& n, int j, Sides& sides) {
  sides.equal(n.d(a_j(j), z_i(0)), n.df(fed(n, j)) * by_all_inputs(n, j),
              "j = " + std::to_string(j));
};
const auto corrected_163 = [](const Network& n, int j, Sides& sides) {
  sides.equal(n.d(a_j(j), z_i(0)), n.df(fed(n, j)) * n(w_ij(0, j)) * n.df(z_i(0)));
};
const auto sum_of_all_163 = [](const Network& n, int j, Sides& sides) {
  sides.equal(sum(n.i(), [&](int i) { return n.d(a_j(j), z_i(i)); }),
              n.df(fed(n, j)) * by_all_inputs(n, j));
};

} // namespace

auto section_5_several_inputs() -> std::vector<Claim> {
  std::vector<Claim> claims;
  const auto add = [&](Claim claim) { claims.push_back(std::move(claim)); };

  const auto beyond = [](const Statement& statement) {
    return Reading{"with biases, and with inputs that are not activated", statement};
  };

  const auto as_118 = [](const Network& n, int k, Sides& sides) {
    sides.equal(n.d(z_k(k), z_i(0)), equation_118(n, k));
  };
  add({.equation = "157", .words = "z_j = Σ_i w_ij·a_i"});
  add({.equation = "158", .words = "a_j = f(z_j)"});
  const auto eq_159 = [](const Network& n, int j, Sides& sides) {
    sides.equal(n(a_j(j)), n.f(fed(n, j)));
  };
  add({.equation = "159",
       .words = "a_j = f(Σ_i w_ij·a_i)",
       .printed = for_j(networks, eq_159),
       .readings = {beyond(for_j(wider_networks, eq_159))}});
  const auto eq_160 = [](const Network& n, int j, Sides& sides) {
    sides.equal(n.d(a_j(j), z_i(0)), n.df(fed(n, j)) * n.d(z_j(j), z_i(0)));
  };
  add({.equation = "160",
       .words = "da_j/dz_1 = f'(Σ_i w_ij·a_i)·d/dz_1 Σ_i w_ij·a_i",
       .printed = for_j(networks, eq_160),
       .readings = {beyond(for_j(wider_networks, eq_160))}});
  const auto eq_161 = [](const Network& n, int j, Sides& sides) {
    sides.equal(n.d(a_j(j), z_i(0)), n.df(fed(n, j)) * sum(n.i(), [&](int i) {
                                       return n(w_ij(i, j)) * n.d(a_i(i), z_i(0));
                                     }));
  };
  add({.equation = "161",
       .words = "da_j/dz_1 = f'(Σ_i w_ij·a_i)·Σ_i w_ij·da_i/dz_1",
       .printed = for_j(networks, eq_161),
       .readings = {beyond(for_j(wider_networks, eq_161))}});
  add({.equation = "162",
       .words = "da_i/dz_i = f'(z_i)",
       .printed = over(networks,
                       [](const Network& n, Sides& sides) {
                         for (int i : n.i()) sides.equal(n.d(a_i(i), z_i(i)), n.df(z_i(i)));
                       }),
       .correction = "what Eq. 161 needs is da_i/dz_1 = f'(z_1) for i = 1 and 0 otherwise",
       .corrected = over(networks,
                         [](const Network& n, Sides& sides) {
                           for (int i : n.i())
                             sides.equal(n.d(a_i(i), z_i(0)), i == 0 ? n.df(z_i(0)) : 0);
                         }),
       .readings = {{"put into Eq. 161, which needs da_i/dz_1: da_i/dz_1 = f'(z_i)",
                     over(networks, [](const Network& n, Sides& sides) {
                       for (int i : n.i()) sides.equal(n.d(a_i(i), z_i(0)), n.df(z_i(i)));
                     })}}});
  const Reading all_at_once{"it is the sum of the derivatives by all inputs, Σ_i da_j/dz_i",
                            for_j(networks, sum_of_all_163)};
  const std::string one_term =
      "da_j/dz_1 = f'(Σ_i w_ij·a_i)·w_1j·f'(z_1), since da_i/dz_1 = 0 for i ≠ 1";
  add({.equation = "163",
       .words = "da_j/dz_1 = f'(Σ_i w_ij·a_i)·Σ_i w_ij·f'(z_i)",
       .printed = for_j(networks, printed_163),
       .correction = one_term,
       .corrected = for_j(networks, corrected_163),
       .readings = {all_at_once, beyond(for_j(wider_networks, printed_163))}});
  add({.equation = "164", .words = "z_k = Σ_j w_jk·a_j"});
  add({.equation = "165",
       .words = "dz_k/dz_1 = Σ_j w_jk·da_j/dz_1",
       .printed = for_k(networks, [](const Network& n, int k, Sides& sides) {
         sides.equal(n.d(z_k(k), z_i(0)),
                     sum(n.j(), [&](int j) { return n(w_jk(j, k)) * n.d(a_j(j), z_i(0)); }));
       })});
  const auto printed_166 = [](const Network& n, int k, Sides& sides) {
    sides.equal(
        n.d(z_k(k), z_i(0)),
        sum(n.j(), [&](int j) { return n(w_jk(j, k)) * n.df(fed(n, j)) * by_all_inputs(n, j); }),
        "k = " + std::to_string(k));
  };
  add({.equation = "166",
       .words = "dz_k/dz_1 = Σ_j w_jk·f'(Σ_i w_ij·a_i)·Σ_i w_ij·f'(z_i)",
       .printed = for_k(networks, printed_166),
       .correction = "dz_k/dz_1 = Σ_j w_jk·f'(Σ_i w_ij·a_i)·w_1j·f'(z_1)",
       .corrected = for_k(networks,
                          [](const Network& n, int k, Sides& sides) {
                            sides.equal(n.d(z_k(k), z_i(0)), sum(n.j(), [&](int j) {
                                          return n(w_jk(j, k)) * n.df(fed(n, j)) * n(w_ij(0, j))
                                                 * n.df(z_i(0));
                                        }));
                          }),
       .readings = {beyond(for_k(wider_networks, printed_166))}});
  add({.equation = "167",
       .words = "with one input, dz_k/dz_1 = Σ_j w_jk·f'(w_1j·a_1)·w_1j·f'(z_1)",
       .printed = for_k(single_input, [](const Network& n, int k, Sides& sides) {
         sides.equal(n.d(z_k(k), z_i(0)), sum(n.j(), [&](int j) {
                       return n(w_jk(j, k)) * n.df(n(w_ij(0, j)) * n(a_i(0))) * n(w_ij(0, j))
                              * n.df(z_i(0));
                     }));
       })});
  add({.equation = "168",
       .words = "with one input, dz_k/dz_1 = f'(z_1)·Σ_j w_1j·w_jk·f'(w_1j·f(z_1)), as Eq. 118",
       .printed = for_k(single_input, as_118),
       .readings = {{"with several inputs, with biases, or with inputs that are not activated",
                     for_k(wider_networks, as_118)}}});
  const auto eq_169 = [](const Network& n, int j, Sides& sides) {
    sides.equal(n(z_j(j)), sum(n.i(), [&](int i) { return n(w_ij(i, j)) * n.f(n(z_i(i))); }));
  };
  add({.equation = "169",
       .words = "z_j = Σ_i w_ij·f(z_i)",
       .printed = for_j(networks, eq_169),
       .readings = {beyond(for_j(wider_networks, eq_169))}});
  add({.equation = "170",
       .words = "da_j/dz_1 = f'(Σ_i w_ij·a_i)·Σ_i w_ij·f'(z_i), stated again",
       .printed = for_j(networks, printed_163),
       .correction = one_term,
       .corrected = for_j(networks, corrected_163),
       .readings = {
           all_at_once,
           {"for any layer i, with layers before it: da_j/dz_1 of an input z_1 = f'(Σ_i "
            "w_ij·a_i)·Σ_i w_ij·da_i/dz_1",
            over(
                NetworkFamily{.before = {1, 3}, .hidden_biases = {false}, .output_biases = {false}},
                [](const Network& n, Sides& sides) {
                  for (int j : n.j())
                    sides.equal(n.d(a_j(j), z_h(0)), n.df(fed(n, j)) * sum(n.i(), [&](int i) {
                                                       return n(w_ij(i, j)) * n.d(a_i(i), z_h(0));
                                                     }));
                })}}});
  return claims;
}

} // namespace jetwork::paper
