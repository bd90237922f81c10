// Sections 5.5 and 5.6: the derivative by the first of several inputs, Eq. 157 to 170.
#include "paper/claims/claim.hpp"
#include "paper/claims/single_input.hpp"

namespace jetwork::paper {

namespace {

/// Σ_i w_ij·f'(z_i): the derivative by all inputs at once.
auto by_all_inputs(const Network& n, int j) -> double {
  return sum(n.i(), [&](int i) { return n(w_ij(i, j)) * n.df(z_i(i)); });
}
/// Σ_i w_ij·da_i/dz_1
auto by_first_input(const Network& n, int j) -> double {
  return sum(n.i(), [&](int i) { return n(w_ij(i, j)) * n.d(a_i(i), z_i(0)); });
}

/// da_j/dz_1 = f'(Σ_i w_ij·a_i)·inner(n, j), b_j in f' or not: Eq. 160, 161, 163, 170.
template <class Inner>
auto through_f(Inner inner) {
  return [inner](const NetworkFamily& family, bool with_bias) {
    return for_each_j(family, [=](const Network& n, int j, Sides& sides) {
      sides.equal(n.d(a_j(j), z_i(0)), n.df(fed_by_inputs(n, j, with_bias)) * inner(n, j));
    });
  };
}
const auto printed_163 = through_f(by_all_inputs);
const auto corrected_163 =
    through_f([](const Network& n, int j) -> double { return n(w_ij(0, j)) * n.df(z_i(0)); });
const auto all_at_once =
    for_each_j(without_biases(several_inputs), [](const Network& n, int j, Sides& sides) {
      sides.equal(sum(n.i(), [&](int i) { return n.d(a_j(j), z_i(i)); }),
                  n.df(fed_by_inputs(n, j, false)) * by_all_inputs(n, j));
    });
/// Eq. 170 behind any layer i, as section 5.6 has it: z_1 is an input's, further back.
const NetworkFamily four_layers{.before = {{1}, {3}}};
const auto behind_any_layer = for_each_j(four_layers, [](const Network& n, int j, Sides& sides) {
  sides.equal(n.d(a_j(j), z_h(0)), n.df(fed_by_inputs(n, j, true)) * sum(n.i(), [&](int i) {
                                     return n(w_ij(i, j)) * n.d(a_i(i), z_h(0));
                                   }));
});
const auto printed_behind_any_layer =
    for_each_j(four_layers, [](const Network& n, int j, Sides& sides) {
      sides.equal(n.d(a_j(j), z_h(0)), n.df(fed_by_inputs(n, j, false)) * by_all_inputs(n, j));
    });

/// dz_k/dz_1 = Σ_j w_jk·f'(Σ_i w_ij·a_i)·inner(n, j), b_j in f' or not: Eq. 166.
template <class Inner>
auto to_the_output(Inner inner) {
  return [inner](const NetworkFamily& family, bool with_bias) {
    return for_each_k(family, [=](const Network& n, int k, Sides& sides) {
      sides.equal(n.d(z_k(k), z_i(0)), sum(n.j(), [&](int j) {
                    return n(w_jk(j, k)) * n.df(fed_by_inputs(n, j, with_bias)) * inner(n, j);
                  }));
    });
  };
}

} // namespace

auto section_5_several_inputs() -> std::vector<Claim> {
  std::vector<Claim> claims;
  const auto add = [&](Claim claim) { claims.push_back(std::move(claim)); };
  const auto beyond = [](const Statement& statement) {
    return Reading{"with biases, and with inputs that are not activated", statement};
  };
  const auto add_bias_left_out = [&](Claim claim, const auto& statement) {
    Claim judged = bias_left_out(std::move(claim), several_inputs, statement);
    judged.readings.push_back(beyond(statement(any_network, false)));
    add(judged);
  };

  add_bias_left_out({.equation = "157",
                     .words = "z_j = Σ_i w_ij·a_i",
                     .correction = "z_j = Σ_i w_ij·a_i + b_j, by Eq. 1"},
                    z_j_fed_by_inputs);
  add({.equation = "158", .words = "a_j = f(z_j)"});
  add_bias_left_out({.equation = "159",
                     .words = "a_j = f(Σ_i w_ij·a_i)",
                     .correction = "a_j = f(Σ_i w_ij·a_i + b_j)"},
                    [](const NetworkFamily& family, bool with_bias) {
                      return for_each_j(family, [with_bias](const Network& n, int j, Sides& sides) {
                        sides.equal(n(a_j(j)), n.f(fed_by_inputs(n, j, with_bias)));
                      });
                    });
  add_bias_left_out({.equation = "160",
                     .words = "da_j/dz_1 = f'(Σ_i w_ij·a_i)·d/dz_1 Σ_i w_ij·a_i",
                     .correction = "da_j/dz_1 = f'(Σ_i w_ij·a_i + b_j)·d/dz_1 Σ_i w_ij·a_i"},
                    through_f([](const Network& n, int j) { return n.d(z_j(j), z_i(0)); }));
  add_bias_left_out({.equation = "161",
                     .words = "da_j/dz_1 = f'(Σ_i w_ij·a_i)·Σ_i w_ij·da_i/dz_1",
                     .correction = "da_j/dz_1 = f'(Σ_i w_ij·a_i + b_j)·Σ_i w_ij·da_i/dz_1"},
                    through_f(by_first_input));
  add({.equation = "162",
       .words = "da_i/dz_i = f'(z_i)",
       .printed = over(several_inputs,
                       [](const Network& n, Sides& sides) {
                         for (int i : n.i()) sides.equal(n.d(a_i(i), z_i(i)), n.df(z_i(i)));
                       }),
       .correction = "what Eq. 161 needs is da_i/dz_1 = f'(z_1) for i = 1 and 0 otherwise",
       .corrected = over(several_inputs,
                         [](const Network& n, Sides& sides) {
                           for (int i : n.i())
                             sides.equal(n.d(a_i(i), z_i(0)), i == 0 ? n.df(z_i(0)) : 0);
                         }),
       .readings = {{"put into Eq. 161, which needs da_i/dz_1: da_i/dz_1 = f'(z_i)",
                     over(several_inputs, [](const Network& n, Sides& sides) {
                       for (int i : n.i()) {
                         sides.at("i", i);
                         sides.equal(n.d(a_i(i), z_i(0)), n.df(z_i(i)));
                       }
                     })}}});
  const std::string one_term =
      "da_j/dz_1 = f'(Σ_i w_ij·a_i + b_j)·w_1j·f'(z_1), since da_i/dz_1 = 0 for i ≠ 1";
  const Reading sum_of_all{"it is the sum of the derivatives by all inputs, Σ_i da_j/dz_i, without "
                           "biases",
                           all_at_once};
  const std::string no_biases = "for networks without biases";
  add({.equation = "163",
       .words = "da_j/dz_1 = f'(Σ_i w_ij·a_i)·Σ_i w_ij·f'(z_i)",
       .printed = printed_163(several_inputs, false),
       .correction = one_term,
       .corrected = corrected_163(several_inputs, true),
       .readings = {{no_biases, printed_163(without_biases(several_inputs), false)},
                    sum_of_all,
                    beyond(printed_163(any_network, false))}});
  add(bias_left_out({.equation = "164",
                     .words = "z_k = Σ_j w_jk·a_j",
                     .correction = "z_k = Σ_j w_jk·a_j + b_k, by Eq. 1"},
                    several_inputs, z_k_fed_by_hidden));
  add({.equation = "165",
       .words = "dz_k/dz_1 = Σ_j w_jk·da_j/dz_1",
       .printed = for_each_k(several_inputs, [](const Network& n, int k, Sides& sides) {
         sides.equal(n.d(z_k(k), z_i(0)),
                     sum(n.j(), [&](int j) { return n(w_jk(j, k)) * n.d(a_j(j), z_i(0)); }));
       })});
  const auto printed_166 = to_the_output(by_all_inputs);
  const auto corrected_166 =
      to_the_output([](const Network& n, int j) { return n(w_ij(0, j)) * n.df(z_i(0)); });
  add({.equation = "166",
       .words = "dz_k/dz_1 = Σ_j w_jk·f'(Σ_i w_ij·a_i)·Σ_i w_ij·f'(z_i)",
       .printed = printed_166(several_inputs, false),
       .correction = "dz_k/dz_1 = Σ_j w_jk·f'(Σ_i w_ij·a_i + b_j)·w_1j·f'(z_1)",
       .corrected = corrected_166(several_inputs, true),
       .readings = {{no_biases, printed_166(without_biases(several_inputs), false)},
                    beyond(printed_166(any_network, false))}});
  add(bias_left_out({.equation = "167",
                     .words = "with one input, dz_k/dz_1 = Σ_j w_jk·f'(w_1j·a_1)·w_1j·f'(z_1)",
                     .correction = "dz_k/dz_1 = Σ_j w_jk·f'(w_1j·a_1 + b_j)·w_1j·f'(z_1)"},
                    single_input, corrected_166));
  add(bias_left_out(
      {.equation = "168",
       .words = "with one input, dz_k/dz_1 = f'(z_1)·Σ_j w_1j·w_jk·f'(w_1j·f(z_1)), as Eq. 118",
       .correction = "dz_k/dz_1 = f'(z_1)·Σ_j w_1j·w_jk·f'(w_1j·f(z_1) + b_j)",
       .readings = {{"with several inputs, with biases, or with inputs that are not activated",
                     equation_118_of(any_network, false)}}},
      single_input, equation_118_of));
  add_bias_left_out({.equation = "169",
                     .words = "z_j = Σ_i w_ij·f(z_i)",
                     .correction = "z_j = Σ_i w_ij·f(z_i) + b_j"},
                    [](const NetworkFamily& family, bool with_bias) {
                      return for_each_j(family, [with_bias](const Network& n, int j, Sides& sides) {
                        sides.equal(n(z_j(j)), sum(n.i(), [&](int i) {
                                                 return n(w_ij(i, j)) * n.f(n(z_i(i)));
                                               }) + (with_bias ? n(b_j(j)) : 0));
                      });
                    });
  add({.equation = "170",
       .words = "da_j/dz_1 = f'(Σ_i w_ij·a_i)·Σ_i w_ij·f'(z_i), stated again",
       .printed = printed_163(several_inputs, false),
       .correction = one_term,
       .corrected = corrected_163(several_inputs, true),
       .readings = {{no_biases, printed_163(without_biases(several_inputs), false)},
                    sum_of_all,
                    {"behind any layer i, as printed, z_1 being an input's further back",
                     printed_behind_any_layer},
                    {"behind any layer i: da_j/dz_1 = f'(Σ_i w_ij·a_i + b_j)·Σ_i w_ij·da_i/dz_1",
                     behind_any_layer}}});
  return claims;
}

} // namespace jetwork::paper
