// Sections 5.1 and 5.2: the derivatives of the output by the one input, Eq. 105 to 120.
#include "paper/claims/claim.hpp"
#include "paper/claims/single_input.hpp"

namespace jetwork::paper {

namespace {

/// Eq. 113-116 let z_j = w_1j·z_1, which Eq. 106 has only where the input layer does not activate.
const NetworkFamily activated_or_not{.inputs = {1}, .input_activated = {true, false}};

auto weight(const Network& n, int j) -> double { return n(w_ij(0, j)); }
/// Eq. 114.
auto printed_slope(const Network& n, int j) -> double {
  return n.df(weight(n, j) * n(z_i(0))) * weight(n, j);
}
/// The summand of Eq. 117 without w_jk: da_j/dz_1.
auto slope(const Network& n, int j, bool with_bias) -> double {
  return n.df(fed_by_input(n, j, with_bias)) * weight(n, j) * n.df(z_i(0));
}
template <class Slope>
auto through_w_jk(const Network& n, int k, Slope slope) -> double {
  return sum(n.j(), [&](int j) { return n(w_jk(j, k)) * slope(n, j); });
}
const auto true_slope = [](const Network& n, int j) { return slope(n, j, true); };

/// f''(z_1)·Σ w_1j·w_jk·f'(w_1j·f(z_1)) + f'(z_1)·Σ w_1j·w_jk·f''(w_1j·f(z_1))·inner(j), b_j added or not.
template <class Inner>
auto second_derivative(const Network& n, int k, bool with_bias, Inner inner) -> double {
  const auto in = [&](int j) { return fed_by_input(n, j, with_bias); };
  const auto weights = [&](int j) { return weight(n, j) * n(w_jk(j, k)); };
  return n.ddf(n(z_i(0))) * sum(n.j(), [&](int j) { return weights(j) * n.df(in(j)); })
         + n.df(z_i(0)) * sum(n.j(), [&](int j) { return weights(j) * n.ddf(in(j)) * inner(j); });
}
auto equation_119_of(const NetworkFamily& family, bool with_bias) -> Statement {
  return for_each_k(family, [with_bias](const Network& n, int k, Sides& sides) {
    // d(w_1j·f(z_1))/dz_1 by a Dual of its own.
    const auto f_of_z_1 = activate(n.activation, autodiff::Dual<double>::variable(n(z_i(0))));
    sides.equal(n.dd(z_k(k), z_i(0)), second_derivative(n, k, with_bias, [&](int j) {
                  return (weight(n, j) * f_of_z_1).tangent();
                }));
  });
}
auto equation_120_of(const NetworkFamily& family, bool with_bias) -> Statement {
  return for_each_k(family, [with_bias](const Network& n, int k, Sides& sides) {
    sides.equal(n.dd(z_k(k), z_i(0)), second_derivative(n, k, with_bias, [&](int j) {
                  return weight(n, j) * n.df(z_i(0));
                }));
  });
}

} // namespace

auto section_5_single_input() -> std::vector<Claim> {
  std::vector<Claim> claims;
  const auto add = [&](Claim claim) { claims.push_back(std::move(claim)); };
  // Beyond the section's network as well.
  const auto add_bias_left_out = [&](Claim claim, const auto& statement) {
    Claim judged = bias_left_out(std::move(claim), single_input, statement);
    judged.readings.push_back(
        {"for several inputs, with biases or with inputs that are not activated",
         statement(any_network, false)});
    add(judged);
  };

  add({.equation = "105", .words = "a_1 = f(z_1)"});
  add_bias_left_out({.equation = "106",
                     .words = "z_j = w_1j·a_1",
                     .correction = "z_j = w_1j·a_1 + b_j, by Eq. 1"},
                    [](const NetworkFamily& family, bool with_bias) {
                      return for_each_j(family, [with_bias](const Network& n, int j, Sides& sides) {
                        sides.equal(n(z_j(j)), fed_by_input(n, j, with_bias));
                      });
                    });
  add({.equation = "107", .words = "a_j = f(z_j)"});
  add_bias_left_out({.equation = "108",
                     .words = "z_k = Σ_j w_jk·a_j",
                     .correction = "z_k = Σ_j w_jk·a_j + b_k, by Eq. 1"},
                    z_k_fed_by_hidden);
  add({.equation = "109", .words = "a_k = f(z_k)"});
  add({.equation = "110",
       .words = "da_k/dz_1 = f'(z_k)·dz_k/dz_1",
       .printed = for_each_k(single_input, [](const Network& n, int k, Sides& sides) {
         sides.equal(n.d(a_k(k), z_i(0)), n.df(z_k(k)) * n.d(z_k(k), z_i(0)));
       })});
  add({.equation = "111",
       .words = "dz_k/dz_1 = Σ_j w_jk·da_j/dz_1",
       .printed = for_each_k(single_input, [](const Network& n, int k, Sides& sides) {
         sides.equal(n.d(z_k(k), z_i(0)),
                     sum(n.j(), [&](int j) { return n(w_jk(j, k)) * n.d(a_j(j), z_i(0)); }));
       })});
  add({.equation = "112", .words = "a_j = f(z_j), stated again"});

  const std::string no_biases = "for networks without biases";
  const auto printed_113 = [](const Network& n, int j, Sides& sides) {
    sides.equal(n(a_j(j)), n.f(weight(n, j) * n(z_i(0))));
  };
  add({.equation = "113",
       .words = "a_j = f(w_1j·z_1)",
       .printed = for_each_j(activated_or_not, printed_113),
       .correction = "a_j = f(w_1j·a_1 + b_j), by Eq. 106 and Eq. 1",
       .corrected = for_each_j(activated_or_not,
                               [](const Network& n, int j, Sides& sides) {
                                 sides.equal(n(a_j(j)), n.f(fed_by_input(n, j, true)));
                               }),
       .readings = {{no_biases, for_each_j(without_biases(activated_or_not), printed_113)}}});
  const auto printed_114 = [](const Network& n, int j, Sides& sides) {
    sides.equal(n.d(a_j(j), z_i(0)), printed_slope(n, j));
  };
  add({.equation = "114",
       .words = "da_j/dz_1 = f'(w_1j·z_1)·w_1j",
       .printed = for_each_j(activated_or_not, printed_114),
       .correction = "da_j/dz_1 = f'(w_1j·a_1 + b_j)·w_1j·f'(z_1), with a_1 = f(z_1)",
       .corrected = for_each_j(single_input,
                               [](const Network& n, int j, Sides& sides) {
                                 sides.equal(n.d(a_j(j), z_i(0)), true_slope(n, j));
                               }),
       .readings = {{no_biases, for_each_j(without_biases(activated_or_not), printed_114)}}});
  const auto printed_115 = [](const Network& n, int k, Sides& sides) {
    sides.equal(n.d(z_k(k), z_i(0)), through_w_jk(n, k, printed_slope));
  };
  add({.equation = "115",
       .words = "dz_k/dz_1 = Σ_j w_jk·f'(w_1j·z_1)·w_1j",
       .printed = for_each_k(activated_or_not, printed_115),
       .correction = "dz_k/dz_1 = Σ_j w_jk·f'(w_1j·a_1 + b_j)·w_1j·f'(z_1)",
       .corrected = for_each_k(single_input,
                               [](const Network& n, int k, Sides& sides) {
                                 sides.equal(n.d(z_k(k), z_i(0)), through_w_jk(n, k, true_slope));
                               }),
       .readings = {{no_biases, for_each_k(without_biases(activated_or_not), printed_115)}}});
  const auto printed_116 = [](const Network& n, int k, Sides& sides) {
    sides.equal(n.d(a_k(k), z_i(0)), n.df(z_k(k)) * through_w_jk(n, k, printed_slope));
  };
  add({.equation = "116",
       .words = "da_k/dz_1 = f'(z_k)·Σ_j w_jk·f'(w_1j·z_1)·w_1j",
       .printed = for_each_k(activated_or_not, printed_116),
       .correction = "da_k/dz_1 = f'(z_k)·Σ_j w_jk·f'(w_1j·a_1 + b_j)·w_1j·f'(z_1)",
       .corrected = for_each_k(single_input,
                               [](const Network& n, int k, Sides& sides) {
                                 sides.equal(n.d(a_k(k), z_i(0)),
                                             n.df(z_k(k)) * through_w_jk(n, k, true_slope));
                               }),
       .readings = {{no_biases, for_each_k(without_biases(activated_or_not), printed_116)}}});

  add_bias_left_out({.equation = "117",
                     .words = "dz_k/dz_1 = Σ_j w_jk·f'(w_1j·a_1)·w_1j·f'(z_1)",
                     .correction = "dz_k/dz_1 = Σ_j w_jk·f'(w_1j·a_1 + b_j)·w_1j·f'(z_1)"},
                    [](const NetworkFamily& family, bool with_bias) {
                      return for_each_k(family, [with_bias](const Network& n, int k, Sides& sides) {
                        sides.equal(n.d(z_k(k), z_i(0)),
                                    through_w_jk(n, k, [&](const Network&, int j) {
                                      return slope(n, j, with_bias);
                                    }));
                      });
                    });
  add_bias_left_out(
      {.equation = "118",
       .words = "dz_k/dz_1 = f'(z_1)·Σ_j w_1j·w_jk·f'(w_1j·f(z_1))",
       .correction = "dz_k/dz_1 = f'(z_1)·Σ_j w_1j·w_jk·f'(w_1j·f(z_1) + b_j)",
       .readings = {{"z_k is \"the output of the network\": it is da_k/dz_1 of Eq. 109 and 110",
                     for_each_k(without_biases(single_input),
                                [](const Network& n, int k, Sides& sides) {
                                  sides.equal(n.d(a_k(k), z_i(0)), equation_118(n, k, false));
                                })}}},
      equation_118_of);
  add_bias_left_out({.equation = "119",
                     .words = "d²z_k/dz_1² = f''(z_1)·Σ_j w_1j·w_jk·f'(w_1j·f(z_1)) + f'(z_1)·Σ_j "
                              "w_1j·w_jk·f''(w_1j·f(z_1))·d(w_1j·f(z_1))/dz_1",
                     .correction = "the same with w_1j·f(z_1) + b_j in f' and f''"},
                    equation_119_of);
  add_bias_left_out({.equation = "120",
                     .words = "d²z_k/dz_1² = f''(z_1)·Σ_j w_1j·w_jk·f'(w_1j·f(z_1)) + f'(z_1)·Σ_j "
                              "w_1j·w_jk·f''(w_1j·f(z_1))·w_1j·f'(z_1)",
                     .correction = "the same with w_1j·f(z_1) + b_j in f' and f''"},
                    equation_120_of);
  return claims;
}

} // namespace jetwork::paper
