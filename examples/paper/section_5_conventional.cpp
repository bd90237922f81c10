// Section 5.4: derivatives passed forward layer by layer, Eq. 129 to 156.
#include "examples/paper/claim.hpp"
#include "examples/paper/single_input.hpp"

namespace jetwork::paper {

namespace {

/// No biases, as Eq. 131 and 136 have it, and any number of inputs.
const NetworkFamily networks{.hidden_biases = {false}, .output_biases = {false}};
/// The same with biases and with inputs that are not activated.
const NetworkFamily wider_networks = any_network;

/// For each pair of neurons of two layers: sided(n, x, y, sides).
template <class Xs, class Ys, class Sided>
auto for_each(const NetworkFamily& family, Xs xs, Ys ys, Sided sided) -> Statement {
  return over(family, [=](const Network& n, Sides& sides) {
    for (int x : xs(n))
      for (int y : ys(n)) sided(n, x, y, sides);
  });
}
const auto all_i = [](const Network& n) { return n.i(); };
const auto all_j = [](const Network& n) { return n.j(); };
const auto all_k = [](const Network& n) { return n.k(); };

template <class Sided>
auto for_i_and_j(Sided sided) -> Statement {
  return for_each(networks, all_i, all_j, sided);
}
template <class Sided>
auto for_j_and_k(Sided sided) -> Statement {
  return for_each(networks, all_j, all_k, sided);
}
/// With the one input that Eq. 142-156 and 167-168 speak of.
template <class Sided>
auto single_for_j(Sided sided) -> Statement {
  return over(single_input, [sided](const Network& n, Sides& sides) {
    for (int j : n.j()) sided(n, j, sides);
  });
}
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

} // namespace

auto section_5_conventional() -> std::vector<Claim> {
  std::vector<Claim> claims;
  const auto add = [&](Claim claim) { claims.push_back(std::move(claim)); };
  add({.equation = "129", .words = "a_i = f(z_i)"});
  add({.equation = "130",
       .words = "da_i/dz_i = f'(z_i)·dz_i/dz_i",
       .printed = over(networks, [](const Network& n, Sides& sides) {
         for (int i : n.i()) sides.equal(n.d(a_i(i), z_i(i)), n.df(z_i(i)) * n.d(z_i(i), z_i(i)));
       })});
  add({.equation = "131", .words = "z_j = Σ_i w_ij·a_i"});
  add({.equation = "132", .words = "a_j = f(z_j)"});
  add({.equation = "133",
       .words = "da_j/dz_i = f'(z_j)·dz_j/dz_i",
       .printed = for_i_and_j([](const Network& n, int i, int j, Sides& sides) {
         sides.equal(n.d(a_j(j), z_i(i)), n.df(z_j(j)) * n.d(z_j(j), z_i(i)));
       })});
  const auto what = [](int i, int j) {
    return "i = " + std::to_string(i) + ", j = " + std::to_string(j);
  };
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
         sides.equal(n.d(z_j(j), z_i(i)), own_derivatives(n, j), what(i, j));
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
         sides.equal(n.d(a_j(j), z_i(i)), n.df(z_j(j)) * own_derivatives(n, j), what(i, j));
       }),
       .correction = "da_j/dz_m = f'(z_j)·Σ_i w_ij·da_i/dz_m",
       .corrected = for_i_and_j([=](const Network& n, int m, int j, Sides& sides) {
         sides.equal(n.d(a_j(j), z_i(m)), n.df(z_j(j)) * derivatives_by(n, m, j));
       }),
       .readings = {{another_index + "f'(z_j)·Σ_i w_ij·da_i/dz_m",
                     for_i_and_j([=](const Network& n, int m, int j, Sides& sides) {
                       sides.equal(n.d(a_j(j), z_i(m)), n.df(z_j(j)) * derivatives_by(n, m, j));
                     })}}});
  add({.equation = "136", .words = "z_k = Σ_j w_jk·a_j"});
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
    sides.equal(n.d(a_k(k), z_j(j)), n.df(z_k(k)) * own_hidden(n, k),
                "j = " + std::to_string(j) + ", k = " + std::to_string(k));
  });
  const auto by_hidden_corrected = for_j_and_k([](const Network& n, int j, int k, Sides& sides) {
    sides.equal(n.d(a_k(k), z_j(j)), n.df(z_k(k)) * n(w_jk(j, k)) * n.d(a_j(j), z_j(j)));
  });
  const auto by_input =
      for_each(networks, all_i, all_k, [](const Network& n, int m, int k, Sides& sides) {
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
       .printed = over(networks, [](const Network& n, Sides& sides) {
         for (int j : n.j()) sides.equal(n.d(a_j(j), z_j(j)), n.df(z_j(j)) * n.d(z_j(j), z_j(j)));
       })});

  const auto eq_142 = [](const Network& n, int j, Sides& sides) {
    sides.equal(n(z_j(j)), n(w_ij(0, j)) * n(a_i(0)));
  };
  add({.equation = "142",
       .words = "with one input, z_j = w_1j·a_1",
       .printed = single_for_j(eq_142),
       .readings = {{"with several inputs, or biases", for_j(wider_networks, eq_142)}}});
  add({.equation = "143", .words = "a_j = f(z_j)"});
  const auto eq_144 = [](const Network& n, int j, Sides& sides) {
    sides.equal(n.d(a_j(j), z_i(0)), n.df(z_j(j)) * n.d(z_j(j), z_i(0)));
  };
  add({.equation = "144",
       .words = "da_j/dz_1 = f'(z_j)·dz_j/dz_1",
       .printed = single_for_j(eq_144),
       .readings = {{"with several inputs, or biases", for_j(wider_networks, eq_144)}}});
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
  add({.equation = "150", .words = "z_k = Σ_j w_jk·a_j"});
  add({.equation = "151",
       .words = "dz_k/dz_1 = Σ_j w_jk·da_j/dz_1",
       .printed = for_k(single_input, [](const Network& n, int k, Sides& sides) {
         sides.equal(n.d(z_k(k), z_i(0)),
                     sum(n.j(), [&](int j) { return n(w_jk(j, k)) * n.d(a_j(j), z_i(0)); }));
       })});
  const auto eq_152 = for_k(single_input, [](const Network& n, int k, Sides& sides) {
    sides.equal(n.d(z_k(k), z_i(0)), sum(n.j(), [&](int j) {
                  return n(w_jk(j, k)) * (n.df(z_j(j)) * n.d(z_j(j), z_i(0)));
                }));
  });
  add({.equation = "152", .words = "dz_k/dz_1 = Σ_j w_jk·f'(z_j)·dz_j/dz_1", .printed = eq_152});
  add({.equation = "153", .words = "dz_k/dz_1 = Σ_j w_jk·[f'(z_j)·dz_j/dz_1]", .printed = eq_152});
  add({.equation = "154",
       .words = "dz_k/dz_1 = Σ_j w_jk·f'(z_j)·w_1j·da_1/dz_1",
       .printed = for_k(single_input, [](const Network& n, int k, Sides& sides) {
         sides.equal(n.d(z_k(k), z_i(0)), sum(n.j(), [&](int j) {
                       return n(w_jk(j, k)) * n.df(z_j(j)) * n(w_ij(0, j)) * n.d(a_i(0), z_i(0));
                     }));
       })});
  add({.equation = "155",
       .words = "dz_k/dz_1 = Σ_j w_jk·f'(z_j)·w_1j·f'(z_1)·dz_1/dz_1",
       .printed = for_k(single_input, [](const Network& n, int k, Sides& sides) {
         sides.equal(n.d(z_k(k), z_i(0)), sum(n.j(), [&](int j) {
                       return n(w_jk(j, k)) * n.df(z_j(j)) * n(w_ij(0, j)) * n.df(z_i(0))
                              * n.d(z_i(0), z_i(0));
                     }));
       })});
  const auto as_118 = [](const Network& n, int k, Sides& sides) {
    sides.equal(n.d(z_k(k), z_i(0)), equation_118(n, k));
  };
  add({.equation = "156",
       .words = "dz_k/dz_1 = f'(z_1)·Σ_j w_1j·w_jk·f'(w_1j·f(z_1)), as Eq. 118",
       .printed = for_k(single_input, as_118),
       .readings = {{"with several inputs, with biases, or with inputs that are not activated",
                     for_k(wider_networks, as_118)}}});
  return claims;
}

} // namespace jetwork::paper
