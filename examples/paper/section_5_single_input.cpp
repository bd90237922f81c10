// Sections 5.1 and 5.2: one input, no biases, the derivatives of the output by the input, Eq. 105 to 120.
#include "examples/paper/claim.hpp"
#include "examples/paper/single_input.hpp"

namespace jetwork::paper {

namespace {

/// Eq. 113-116 let z_j = w_1j·z_1, which Eq. 106 has only where the input layer does not activate.
const NetworkFamily activated_or_not{.inputs = {1},
                                     .input_activated = {true, false},
                                     .hidden_biases = {false},
                                     .output_biases = {false}};

} // namespace

auto section_5_single_input() -> std::vector<Claim> {
  std::vector<Claim> claims;
  const auto add = [&](Claim claim) { claims.push_back(std::move(claim)); };

  const auto for_each_output = [](const NetworkFamily& family, const auto& sided) {
    return over(family, [sided](const Network& n, Sides& sides) {
      for (int k : n.k()) sided(n, k, sides);
    });
  };
  // A claim that the section's network meets, tried again beyond it.
  const auto wider = [](Claim& claim, const Statement& statement) {
    claim.readings.push_back(
        {"for several inputs, with biases or with inputs that are not activated", statement});
  };

  add({.equation = "105", .words = "a_1 = f(z_1)"});
  Claim z_j_is{.equation = "106", .words = "z_j = w_1j·a_1"};
  wider(z_j_is, over(any_network, [](const Network& n, Sides& sides) {
          for (int j : n.j()) sides.equal(n(z_j(j)), n(w_ij(0, j)) * n(a_i(0)));
        }));
  add(z_j_is);
  add({.equation = "107", .words = "a_j = f(z_j)"});
  Claim z_k_is{.equation = "108", .words = "z_k = Σ_j w_jk·a_j"};
  wider(z_k_is, over(any_network, [](const Network& n, Sides& sides) {
          for (int k : n.k())
            sides.equal(n(z_k(k)), sum(n.j(), [&](int j) { return n(w_jk(j, k)) * n(a_j(j)); }));
        }));
  add(z_k_is);
  add({.equation = "109", .words = "a_k = f(z_k)"});
  add({.equation = "110",
       .words = "da_k/dz_1 = f'(z_k)·dz_k/dz_1",
       .printed = for_each_output(single_input, [](const Network& n, int k, Sides& sides) {
         sides.equal(n.d(a_k(k), z_i(0)), n.df(z_k(k)) * n.d(z_k(k), z_i(0)));
       })});
  add({.equation = "111",
       .words = "dz_k/dz_1 = Σ_j w_jk·da_j/dz_1",
       .printed = for_each_output(single_input, [](const Network& n, int k, Sides& sides) {
         sides.equal(n.d(z_k(k), z_i(0)),
                     sum(n.j(), [&](int j) { return n(w_jk(j, k)) * n.d(a_j(j), z_i(0)); }));
       })});
  add({.equation = "112", .words = "a_j = f(z_j), stated again"});

  const auto weight = [](const Network& n, int j) { return n(w_ij(0, j)); };
  const auto correct_slope = [=](const Network& n, int j) {
    return n.df(weight(n, j) * n(a_i(0))) * weight(n, j) * n.df(z_i(0));
  };
  const auto printed_slope = [=](const Network& n, int j) {
    return n.df(weight(n, j) * n(z_i(0))) * weight(n, j);
  };
  const auto for_each_hidden = [](const NetworkFamily& family, const auto& sided) {
    return over(family, [sided](const Network& n, Sides& sides) {
      for (int j : n.j()) sided(n, j, sides);
    });
  };
  add({.equation = "113",
       .words = "a_j = f(w_1j·z_1)",
       .printed = for_each_hidden(activated_or_not,
                                  [=](const Network& n, int j, Sides& sides) {
                                    sides.equal(n(a_j(j)), n.f(weight(n, j) * n(z_i(0))));
                                  }),
       .correction = "a_j = f(w_1j·a_1), by Eq. 106",
       .corrected = for_each_hidden(activated_or_not, [=](const Network& n, int j, Sides& sides) {
         sides.equal(n(a_j(j)), n.f(weight(n, j) * n(a_i(0))));
       })});
  add({.equation = "114",
       .words = "da_j/dz_1 = f'(w_1j·z_1)·w_1j",
       .printed = for_each_hidden(activated_or_not,
                                  [=](const Network& n, int j, Sides& sides) {
                                    sides.equal(n.d(a_j(j), z_i(0)), printed_slope(n, j));
                                  }),
       .correction = "da_j/dz_1 = f'(w_1j·a_1)·w_1j·f'(z_1), with a_1 = f(z_1)",
       .corrected = for_each_hidden(single_input, [=](const Network& n, int j, Sides& sides) {
         sides.equal(n.d(a_j(j), z_i(0)), correct_slope(n, j));
       })});
  const auto through_weights = [](const auto& slope) {
    return [slope](const Network& n, int k) {
      return sum(n.j(), [&](int j) { return n(w_jk(j, k)) * slope(n, j); });
    };
  };
  add({.equation = "115",
       .words = "dz_k/dz_1 = Σ_j w_jk·f'(w_1j·z_1)·w_1j",
       .printed = for_each_output(activated_or_not,
                                  [=](const Network& n, int k, Sides& sides) {
                                    sides.equal(n.d(z_k(k), z_i(0)),
                                                through_weights(printed_slope)(n, k));
                                  }),
       .correction = "dz_k/dz_1 = Σ_j w_jk·f'(w_1j·a_1)·w_1j·f'(z_1), which is Eq. 117",
       .corrected = for_each_output(single_input, [=](const Network& n, int k, Sides& sides) {
         sides.equal(n.d(z_k(k), z_i(0)), through_weights(correct_slope)(n, k));
       })});
  add({.equation = "116",
       .words = "da_k/dz_1 = f'(z_k)·Σ_j w_jk·f'(w_1j·z_1)·w_1j",
       .printed = for_each_output(
           activated_or_not,
           [=](const Network& n, int k, Sides& sides) {
             sides.equal(n.d(a_k(k), z_i(0)), n.df(z_k(k)) * through_weights(printed_slope)(n, k));
           }),
       .correction = "da_k/dz_1 = f'(z_k)·Σ_j w_jk·f'(w_1j·a_1)·w_1j·f'(z_1)",
       .corrected = for_each_output(single_input, [=](const Network& n, int k, Sides& sides) {
         sides.equal(n.d(a_k(k), z_i(0)), n.df(z_k(k)) * through_weights(correct_slope)(n, k));
       })});
  const auto sum_117 = [=](const Network& n, int k, Sides& sides) {
    sides.equal(n.d(z_k(k), z_i(0)), through_weights(correct_slope)(n, k));
  };
  Claim eq_117{.equation = "117",
               .words = "dz_k/dz_1 = Σ_j w_jk·f'(w_1j·a_1)·w_1j·f'(z_1)",
               .printed = for_each_output(single_input, sum_117)};
  wider(eq_117, for_each_output(any_network, sum_117));
  add(eq_117);
  const auto eq_118_sides = [](const Network& n, int k, Sides& sides) {
    sides.equal(n.d(z_k(k), z_i(0)), equation_118(n, k));
  };
  Claim eq_118{.equation = "118",
               .words = "dz_k/dz_1 = f'(z_1)·Σ_j w_1j·w_jk·f'(w_1j·f(z_1))",
               .printed = for_each_output(single_input, eq_118_sides)};
  wider(eq_118, for_each_output(any_network, eq_118_sides));
  eq_118.readings.push_back(
      {"z_k is \"the output of the network\": it is da_k/dz_1 of Eq. 109 and 110",
       for_each_output(single_input, [](const Network& n, int k, Sides& sides) {
         sides.equal(n.d(a_k(k), z_i(0)), equation_118(n, k));
       })});
  add(eq_118);

  // f''(z_1)·Σ w_1j·w_jk·f'(w_1j·f(z_1)) + f'(z_1)·Σ w_1j·w_jk·f''(w_1j·f(z_1))·inner(j)
  const auto second = [](const Network& n, int k, const auto& inner) {
    const double z_1 = n(z_i(0));
    return n.ddf(z_1)
               * sum(n.j(),
                     [&](int j) {
                       return n(w_ij(0, j)) * n(w_jk(j, k)) * n.df(n(w_ij(0, j)) * n.f(z_1));
                     })
           + n.df(z_1) * sum(n.j(), [&](int j) {
               return n(w_ij(0, j)) * n(w_jk(j, k)) * n.ddf(n(w_ij(0, j)) * n.f(z_1)) * inner(j);
             });
  };
  const auto eq_119_sides = [=](const Network& n, int k, Sides& sides) {
    // d(w_1j·f(z_1))/dz_1 by a Dual of its own.
    const auto f_of_z_1 = activate(n.activation, autodiff::Dual<double>::variable(n(z_i(0))));
    sides.equal(n.dd(z_k(k), z_i(0)),
                second(n, k, [&](int j) { return (n(w_ij(0, j)) * f_of_z_1).tangent(); }));
  };
  Claim eq_119{.equation = "119",
               .words = "d²z_k/dz_1² = f''(z_1)·Σ_j w_1j·w_jk·f'(w_1j·f(z_1)) + f'(z_1)·Σ_j "
                        "w_1j·w_jk·f''(w_1j·f(z_1))·d(w_1j·f(z_1))/dz_1",
               .printed = for_each_output(single_input, eq_119_sides)};
  wider(eq_119, for_each_output(any_network, eq_119_sides));
  add(eq_119);
  const auto eq_120_sides = [=](const Network& n, int k, Sides& sides) {
    sides.equal(n.dd(z_k(k), z_i(0)),
                second(n, k, [&](int j) { return n(w_ij(0, j)) * n.df(z_i(0)); }));
  };
  Claim eq_120{.equation = "120",
               .words = "d²z_k/dz_1² = f''(z_1)·Σ_j w_1j·w_jk·f'(w_1j·f(z_1)) + f'(z_1)·Σ_j "
                        "w_1j·w_jk·f''(w_1j·f(z_1))·w_1j·f'(z_1)",
               .printed = for_each_output(single_input, eq_120_sides)};
  wider(eq_120, for_each_output(any_network, eq_120_sides));
  add(eq_120);
  return claims;
}

} // namespace jetwork::paper
