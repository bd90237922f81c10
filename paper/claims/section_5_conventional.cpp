// Section 5.4: derivatives passed forward layer by layer, Eq. 129 to 156.
#include "paper/claims/claim.hpp"
#include "paper/claims/single_input.hpp"

namespace jetwork::paper {

namespace {

// For each pair of neurons of two layers: sided(n, x, y, sides).
template <class Sided>
auto for_i_and_j(Sided sided) -> Statement {
  return over(several_inputs, [sided](const Network& n, Sides& sides) {
    for (int i : n.i())
      for (int j : n.j()) {
        sides.at("i", i, "j", j);
        sided(n, i, j, sides);
      }
  });
}
template <class Sided>
auto for_j_and_k(Sided sided) -> Statement {
  return over(several_inputs, [sided](const Network& n, Sides& sides) {
    for (int j : n.j())
      for (int k : n.k()) {
        sides.at("j", j, "k", k);
        sided(n, j, k, sides);
      }
  });
}
/// With the one input that Eq. 142-156 speak of.
template <class Sided>
auto single_for_j(Sided sided) -> Statement {
  return for_each_j(single_input, sided);
}

/// Eq. 142: one input, b_j added or not.
auto equation_142_of(const NetworkFamily& family, bool with_bias) -> Statement {
  return for_each_j(family, [with_bias](const Network& n, int j, Sides& sides) {
    sides.equal(n(z_j(j)), fed_by_input(n, j, with_bias));
  });
}

} // namespace

auto section_5_conventional() -> std::vector<Claim> {
  std::vector<Claim> claims;
  const auto add = [&](Claim claim) { claims.push_back(std::move(claim)); };
  add({.equation = "129", .words = "a_i = f(z_i)"});
  add({.equation = "130",
       .words = "da_i/dz_i = f'(z_i)·dz_i/dz_i",
       .printed = over(several_inputs, [](const Network& n, Sides& sides) {
         for (int i : n.i()) sides.equal(n.d(a_i(i), z_i(i)), n.df(z_i(i)) * n.d(z_i(i), z_i(i)));
       })});
  add(bias_left_out({.equation = "131",
                     .words = "z_j = Σ_i w_ij·a_i",
                     .correction = "z_j = Σ_i w_ij·a_i + b_j, by Eq. 1"},
                    several_inputs, z_j_fed_by_inputs));
  add({.equation = "132", .words = "a_j = f(z_j)"});
  add({.equation = "133",
       .words = "da_j/dz_i = f'(z_j)·dz_j/dz_i",
       .printed = for_i_and_j([](const Network& n, int i, int j, Sides& sides) {
         sides.equal(n.d(a_j(j), z_i(i)), n.df(z_j(j)) * n.d(z_j(j), z_i(i)));
       })});
  const auto own_derivatives = [](const Network& n, int j) {
    return sum(n.i(), [&](int i) { return n(w_ij(i, j)) * n.d(a_i(i), z_i(i)); });
  };
  const auto derivatives_by = [](const Network& n, int m, int j) {
    return sum(n.i(), [&](int i) { return n(w_ij(i, j)) * n.d(a_i(i), z_i(m)); });
  };
  const std::string another_index = "the sum is over i, the derivative by the z_m of one input: ";
  add({.equation = "134",
       .words = "dz_j/dz_i = Σ_i w_ij·da_i/dz_i, summed over all inputs i",
       .printed = for_i_and_j([=](const Network& n, int i, int j, Sides& sides) {
         sides.equal(n.d(z_j(j), z_i(i)), own_derivatives(n, j));
       }),
       .correction = "dz_j/dz_m = Σ_i w_ij·da_i/dz_m, which is w_mj·f'(z_m)",
       .corrected = for_i_and_j([=](const Network& n, int m, int j, Sides& sides) {
         sides.equal(n.d(z_j(j), z_i(m)), derivatives_by(n, m, j));
         sides.equal(n.d(z_j(j), z_i(m)), n(w_ij(m, j)) * n.df(z_i(m)));
       }),
       .readings = {{another_index + "Σ_i w_ij·da_i/dz_m",
                     for_i_and_j([=](const Network& n, int m, int j, Sides& sides) {
                       sides.equal(n.d(z_j(j), z_i(m)), derivatives_by(n, m, j));
                     })}}});
  add({.equation = "135",
       .words = "da_j/dz_i = f'(z_j)·Σ_i w_ij·da_i/dz_i, summed over all inputs i",
       .printed = for_i_and_j([=](const Network& n, int i, int j, Sides& sides) {
         sides.equal(n.d(a_j(j), z_i(i)), n.df(z_j(j)) * own_derivatives(n, j));
       }),
       .correction = "da_j/dz_m = f'(z_j)·Σ_i w_ij·da_i/dz_m",
       .corrected = for_i_and_j([=](const Network& n, int m, int j, Sides& sides) {
         sides.equal(n.d(a_j(j), z_i(m)), n.df(z_j(j)) * derivatives_by(n, m, j));
       }),
       .readings = {{another_index + "f'(z_j)·Σ_i w_ij·da_i/dz_m",
                     for_i_and_j([=](const Network& n, int m, int j, Sides& sides) {
                       sides.equal(n.d(a_j(j), z_i(m)), n.df(z_j(j)) * derivatives_by(n, m, j));
                     })}}});
  add(bias_left_out({.equation = "136",
                     .words = "z_k = Σ_j w_jk·a_j",
                     .correction = "z_k = Σ_j w_jk·a_j + b_k, by Eq. 1"},
                    several_inputs, z_k_fed_by_hidden));
  add({.equation = "137", .words = "a_k = f(z_k)"});
  add({.equation = "138",
       .words = "da_k/dz_j = f'(z_k)·dz_k/dz_j",
       .printed = for_j_and_k([](const Network& n, int j, int k, Sides& sides) {
         sides.equal(n.d(a_k(k), z_j(j)), n.df(z_k(k)) * n.d(z_k(k), z_j(j)));
       })});
  const auto own_hidden = [](const Network& n, int k) {
    return sum(n.j(), [&](int j) { return n(w_jk(j, k)) * n.d(a_j(j), z_j(j)); });
  };
  const auto by_hidden = for_j_and_k([=](const Network& n, int j, int k, Sides& sides) {
    sides.equal(n.d(a_k(k), z_j(j)), n.df(z_k(k)) * own_hidden(n, k));
  });
  const auto by_hidden_corrected = for_j_and_k([](const Network& n, int j, int k, Sides& sides) {
    sides.equal(n.d(a_k(k), z_j(j)), n.df(z_k(k)) * n(w_jk(j, k)) * n.d(a_j(j), z_j(j)));
  });
  const auto by_input = for_each_k(several_inputs, [](const Network& n, int k, Sides& sides) {
    for (int m : n.i())
      sides.equal(n.d(a_k(k), z_i(m)), n.df(z_k(k)) * sum(n.j(), [&](int j) {
                                         return n(w_jk(j, k)) * n.d(a_j(j), z_i(m));
                                       }));
  });
  const Reading of_the_network{"z_j stands for the z_m of an input, as \"the derivatives of the "
                               "network\" says: da_k/dz_m = f'(z_k)·Σ_j w_jk·da_j/dz_m",
                               by_input};
  const std::string without_sum = "da_k/dz_j = f'(z_k)·w_jk·da_j/dz_j, without the sum";
  add({.equation = "139",
       .words = "da_k/dz_j = f'(z_k)·Σ_j w_jk·da_j/dz_j, summed over all hidden neurons j",
       .printed = by_hidden,
       .correction = without_sum,
       .corrected = by_hidden_corrected,
       .readings = {of_the_network}});
  add({.equation = "140",
       .words = "da_k/dz_j = f'(z_k)·Σ_j w_jk·da_j/dz_j, stated again",
       .printed = by_hidden,
       .correction = without_sum,
       .corrected = by_hidden_corrected,
       .readings = {of_the_network}});
  add({.equation = "141",
       .words = "da_j/dz_j = f'(z_j)·dz_j/dz_j",
       .printed = over(several_inputs, [](const Network& n, Sides& sides) {
         for (int j : n.j()) sides.equal(n.d(a_j(j), z_j(j)), n.df(z_j(j)) * n.d(z_j(j), z_j(j)));
       })});

  add(bias_left_out(
      {.equation = "142",
       .words = "with one input, z_j = w_1j·a_1",
       .correction = "z_j = w_1j·a_1 + b_j, by Eq. 1",
       .readings = {{"with several inputs, or biases", equation_142_of(any_network, false)}}},
      single_input, equation_142_of));
  add({.equation = "143", .words = "a_j = f(z_j)"});
  const auto eq_144 = [](const Network& n, int j, Sides& sides) {
    sides.equal(n.d(a_j(j), z_i(0)), n.df(z_j(j)) * n.d(z_j(j), z_i(0)));
  };
  add({.equation = "144",
       .words = "da_j/dz_1 = f'(z_j)·dz_j/dz_1",
       .printed = single_for_j(eq_144),
       .readings = {{"with several inputs, or biases", for_each_j(any_network, eq_144)}}});
  add({.equation = "145",
       .words = "dz_j/dz_1 = w_1j·da_1/dz_1",
       .printed = single_for_j([](const Network& n, int j, Sides& sides) {
         sides.equal(n.d(z_j(j), z_i(0)), n(w_ij(0, j)) * n.d(a_i(0), z_i(0)));
       })});
  add({.equation = "146", .words = "a_1 = f(z_1)"});
  add({.equation = "147",
       .words = "da_1/dz_1 = f'(z_1)·dz_1/dz_1",
       .printed = over(single_input, [](const Network& n, Sides& sides) {
         sides.equal(n.d(a_i(0), z_i(0)), n.df(z_i(0)) * n.d(z_i(0), z_i(0)));
       })});
  const auto eq_148 = single_for_j([](const Network& n, int j, Sides& sides) {
    sides.equal(n.d(z_j(j), z_i(0)), n(w_ij(0, j)) * (n.df(z_i(0)) * n.d(z_i(0), z_i(0))));
  });
  add({.equation = "148", .words = "dz_j/dz_1 = w_1j·f'(z_1)·dz_1/dz_1", .printed = eq_148});
  add({.equation = "149", .words = "dz_j/dz_1 = w_1j·[f'(z_1)·dz_1/dz_1]", .printed = eq_148});
  add(bias_left_out({.equation = "150",
                     .words = "z_k = Σ_j w_jk·a_j",
                     .correction = "z_k = Σ_j w_jk·a_j + b_k, by Eq. 1"},
                    single_input, z_k_fed_by_hidden));
  add({.equation = "151",
       .words = "dz_k/dz_1 = Σ_j w_jk·da_j/dz_1",
       .printed = for_each_k(single_input, [](const Network& n, int k, Sides& sides) {
         sides.equal(n.d(z_k(k), z_i(0)),
                     sum(n.j(), [&](int j) { return n(w_jk(j, k)) * n.d(a_j(j), z_i(0)); }));
       })});
  const auto eq_152 = for_each_k(single_input, [](const Network& n, int k, Sides& sides) {
    sides.equal(n.d(z_k(k), z_i(0)), sum(n.j(), [&](int j) {
                  return n(w_jk(j, k)) * (n.df(z_j(j)) * n.d(z_j(j), z_i(0)));
                }));
  });
  add({.equation = "152", .words = "dz_k/dz_1 = Σ_j w_jk·f'(z_j)·dz_j/dz_1", .printed = eq_152});
  add({.equation = "153", .words = "dz_k/dz_1 = Σ_j w_jk·[f'(z_j)·dz_j/dz_1]", .printed = eq_152});
  add({.equation = "154",
       .words = "dz_k/dz_1 = Σ_j w_jk·f'(z_j)·w_1j·da_1/dz_1",
       .printed = for_each_k(single_input, [](const Network& n, int k, Sides& sides) {
         sides.equal(n.d(z_k(k), z_i(0)), sum(n.j(), [&](int j) {
                       return n(w_jk(j, k)) * n.df(z_j(j)) * n(w_ij(0, j)) * n.d(a_i(0), z_i(0));
                     }));
       })});
  add({.equation = "155",
       .words = "dz_k/dz_1 = Σ_j w_jk·f'(z_j)·w_1j·f'(z_1)·dz_1/dz_1",
       .printed = for_each_k(single_input, [](const Network& n, int k, Sides& sides) {
         sides.equal(n.d(z_k(k), z_i(0)), sum(n.j(), [&](int j) {
                       return n(w_jk(j, k)) * n.df(z_j(j)) * n(w_ij(0, j)) * n.df(z_i(0))
                              * n.d(z_i(0), z_i(0));
                     }));
       })});
  add(bias_left_out(
      {.equation = "156",
       .words = "dz_k/dz_1 = f'(z_1)·Σ_j w_1j·w_jk·f'(w_1j·f(z_1)), as Eq. 118",
       .correction = "dz_k/dz_1 = f'(z_1)·Σ_j w_1j·w_jk·f'(w_1j·f(z_1) + b_j)",
       .readings = {{"with several inputs, with biases, or with inputs that are not activated",
                     equation_118_of(any_network, false)}}},
      single_input, equation_118_of));
  return claims;
}

} // namespace jetwork::paper
