// Section 4.2: the weights that feed a hidden layer, Eq. 60 to 85.
#include "paper/claims/claim.hpp"
#include "paper/claims/network_family.hpp"

namespace jetwork::paper {

namespace {

const NetworkFamily networks{.before = {{}, {2}}};
/// Layer h, and in the last of them another in front of it.
const NetworkFamily four_layers_or_more{.before = {{1}, {3}, {2, 3}}};

/// For each weight w_ij: sided(n, i, j, sides).
template <class Sided>
auto for_each_w_ij(Sided sided) -> Statement {
  return over(networks, [sided](const Network& n, Sides& sides) {
    for (int i : n.i())
      for (int j : n.j()) {
        sides.at("i", i, "j", j);
        sided(n, i, j, sides);
      }
  });
}
/// For each of them and each output: sided(n, output, i, j, sides).
template <class Sided>
auto for_each_output_and_w_ij(Sided sided) -> Statement {
  return for_each_w_ij([sided](const Network& n, int i, int j, Sides& sides) {
    for (int output : n.k()) sided(n, output, i, j, sides);
  });
}
/// For each weight w_hi: sided(n, h, i), which is claimed to be ∂L_T/∂w_hi.
template <class Claimed>
auto loss_by_w_hi(Claimed claimed) -> Statement {
  return over(four_layers_or_more, [claimed](const Network& n, Sides& sides) {
    for (int h : n.h())
      for (int i : n.i()) {
        sides.at("h", h, "i", i);
        sides.equal(n.d(loss(), w_hi(h, i)), claimed(n, h, i));
      }
  });
}
auto error(const Network& n, int k) -> double { return n(a_k(k)) - n.y(k); }
auto one_if(bool is) -> double { return is ? 1 : 0; }

} // namespace

auto section_4_hidden_layers() -> std::vector<Claim> {
  std::vector<Claim> claims;
  const auto add = [&](Claim claim) { claims.push_back(std::move(claim)); };

  add({.equation = "60",
       .words = "∂L_T/∂w_ij = Σ_n (a_n - y_n)·∂a_n/∂w_ij",
       .printed = for_each_w_ij([](const Network& n, int i, int j, Sides& sides) {
         sides.equal(n.d(loss(), w_ij(i, j)),
                     sum(n.k(), [&](int m) { return error(n, m) * n.d(a_k(m), w_ij(i, j)); }));
       })});
  add({.equation = "61",
       .words = "a_n = f(Σ_m w_mn·a_m + b_n)",
       .printed = over(networks, [](const Network& n, Sides& sides) {
         for (int m : n.k())
           sides.equal(n(a_k(m)), n.f(sum(n.j(), [&](int j) { return n(w_jk(j, m)) * n(a_j(j)); })
                                      + n(b_k(m))));
       })});
  add({.equation = "62",
       .words = "∂a_n/∂w_ij = ∂a_n/∂z_n·∂z_n/∂w_ij",
       .printed = for_each_output_and_w_ij([](const Network& n, int m, int i, int j, Sides& sides) {
         sides.equal(n.d(a_k(m), w_ij(i, j)), n.d(a_k(m), z_k(m)) * n.d(z_k(m), w_ij(i, j)));
       })});
  add({.equation = "63",
       .words = "∂a_n/∂z_n = f'(z_n)",
       .printed = over(networks, [](const Network& n, Sides& sides) {
         for (int m : n.k()) sides.equal(n.d(a_k(m), z_k(m)), n.df(z_k(m)));
       })});
  const auto product_rule = [](const Network& n, int output, int i, int j) {
    const double w_by_w = 0; // weights of different layers
    return sum(n.j(), [&](int m) {
      return w_by_w * n(a_j(m)) + n(w_jk(m, output)) * n.d(a_j(m), w_ij(i, j));
    });
  };
  add({.equation = "64",
       .words = "∂z_n/∂w_ij = Σ_m (∂w_mn/∂w_ij·a_m + w_mn·∂a_m/∂w_ij) + ∂b_n/∂w_ij",
       .printed =
           for_each_output_and_w_ij([=](const Network& n, int m, int i, int j, Sides& sides) {
             const double b_by_w = 0;
             sides.equal(n.d(z_k(m), w_ij(i, j)), product_rule(n, m, i, j) + b_by_w);
           }),
       .readings = {
           {"all three terms inside the sum",
            for_each_output_and_w_ij([=](const Network& n, int m, int i, int j, Sides& sides) {
              const double b_by_w = 0;
              sides.equal(n.d(z_k(m), w_ij(i, j)),
                          product_rule(n, m, i, j) + sum(n.j(), [&](int) { return b_by_w; }));
            })}}});
  add({.equation = "65",
       .words = "∂z_n/∂w_ij = Σ_m w_mn·∂a_m/∂w_ij",
       .printed =
           for_each_output_and_w_ij([](const Network& n, int output, int i, int j, Sides& sides) {
             sides.equal(n.d(z_k(output), w_ij(i, j)), sum(n.j(), [&](int m) {
                           return n(w_jk(m, output)) * n.d(a_j(m), w_ij(i, j));
                         }));
           })});
  add({.equation = "66",
       .words = "∂z_n/∂w_ij = w_jn·∂a_j/∂w_ij",
       .printed = for_each_output_and_w_ij([](const Network& n, int m, int i, int j, Sides& sides) {
         sides.equal(n.d(z_k(m), w_ij(i, j)), n(w_jk(j, m)) * n.d(a_j(j), w_ij(i, j)));
       })});
  add({.equation = "67",
       .words = "∂a_j/∂w_ij = ∂a_j/∂z_j·∂z_j/∂w_ij",
       .printed = for_each_w_ij([](const Network& n, int i, int j, Sides& sides) {
         sides.equal(n.d(a_j(j), w_ij(i, j)), n.d(a_j(j), z_j(j)) * n.d(z_j(j), w_ij(i, j)));
       })});
  add({.equation = "68",
       .words = "∂a_j/∂z_j = f'(z_j)",
       .printed = over(networks, [](const Network& n, Sides& sides) {
         for (int j : n.j()) sides.equal(n.d(a_j(j), z_j(j)), n.df(z_j(j)));
       })});
  add({.equation = "69",
       .words = "∂z_j/∂w_ij = Σ_n (∂w_nj/∂w_ij·a_n + w_nj·∂a_n/∂w_ij) + ∂b_j/∂w_ij",
       .printed = for_each_w_ij([](const Network& n, int i, int j, Sides& sides) {
         const double b_by_w = 0;
         sides.equal(n.d(z_j(j), w_ij(i, j)), sum(n.i(), [&](int m) {
                                                return one_if(m == i) * n(a_i(m))
                                                       + n(w_ij(m, j)) * n.d(a_i(m), w_ij(i, j));
                                              }) + b_by_w);
       })});
  add({.equation = "70",
       .words = "∂z_j/∂w_ij = a_i",
       .printed = for_each_w_ij([](const Network& n, int i, int j, Sides& sides) {
         sides.equal(n.d(z_j(j), w_ij(i, j)), n(a_i(i)));
       })});
  add({.equation = "71",
       .words = "∂a_j/∂w_ij = f'(z_j)·a_i",
       .printed = for_each_w_ij([](const Network& n, int i, int j, Sides& sides) {
         sides.equal(n.d(a_j(j), w_ij(i, j)), n.df(z_j(j)) * n(a_i(i)));
       })});
  add({.equation = "72",
       .words = "∂z_n/∂w_ij = w_jn·f'(z_j)·a_i",
       .printed = for_each_output_and_w_ij([](const Network& n, int m, int i, int j, Sides& sides) {
         sides.equal(n.d(z_k(m), w_ij(i, j)), n(w_jk(j, m)) * n.df(z_j(j)) * n(a_i(i)));
       })});
  add({.equation = "73",
       .words = "∂a_n/∂w_ij = f'(z_n)·w_jn·f'(z_j)·a_i",
       .printed = for_each_output_and_w_ij([](const Network& n, int m, int i, int j, Sides& sides) {
         sides.equal(n.d(a_k(m), w_ij(i, j)),
                     n.df(z_k(m)) * n(w_jk(j, m)) * n.df(z_j(j)) * n(a_i(i)));
       })});
  const auto sum_over_outputs = for_each_w_ij([](const Network& n, int i, int j, Sides& sides) {
    sides.equal(n.d(loss(), w_ij(i, j)), sum(n.k(), [&](int m) {
                  return error(n, m) * n.df(z_k(m)) * n(w_jk(j, m)) * n.df(z_j(j)) * n(a_i(i));
                }));
  });
  add({.equation = "74",
       .words = "∂L_T/∂w_ij = Σ_n (a_n - y_n)·f'(z_n)·w_jn·f'(z_j)·a_i",
       .printed = sum_over_outputs});
  add({.equation = "75",
       .words = "∂L_T/∂w_ij = Σ_k (a_k - y_k)·f'(z_k)·w_jk·f'(z_j)·a_i",
       .printed = sum_over_outputs});
  add({.equation = "76",
       .words = "∂L_T/∂w_ij = Σ_k δ_k·w_jk·f'(z_j)·a_i",
       .printed = for_each_w_ij([](const Network& n, int i, int j, Sides& sides) {
         sides.equal(n.d(loss(), w_ij(i, j)), sum(n.k(), [&](int k) {
                       return n.delta_k(k) * n(w_jk(j, k)) * n.df(z_j(j)) * n(a_i(i));
                     }));
       })});
  add({.equation = "77",
       .words = "δ_j = f'(z_j)·Σ_k δ_k·w_jk",
       .readings = {{"it is ∂L_T/∂z_j", over(networks, [](const Network& n, Sides& sides) {
                       for (int j : n.j()) sides.equal(n.d(loss(), z_j(j)), n.delta_j(j));
                     })}}});
  add({.equation = "78",
       .words = "∂L_T/∂w_ij = δ_j·a_i",
       .printed = for_each_w_ij([](const Network& n, int i, int j, Sides& sides) {
         sides.equal(n.d(loss(), w_ij(i, j)), n.delta_j(j) * n(a_i(i)));
       })});

  add({.equation = "79",
       .words = "∂L_T/∂w_hi = Σ_k (a_k - y_k)·f'(z_k)·Σ_j w_jk·f'(z_j)·w_ij·f'(z_i)·a_h",
       .printed = loss_by_w_hi([](const Network& n, int h, int i) {
         return sum(n.k(), [&](int k) {
           return error(n, k) * n.df(z_k(k)) * sum(n.j(), [&](int j) {
                    return n(w_jk(j, k)) * n.df(z_j(j)) * n(w_ij(i, j)) * n.df(z_i(i)) * n(a_h(h));
                  });
         });
       })});
  add({.equation = "80",
       .words = "∂L_T/∂w_hi = Σ_j w_ij·f'(z_j)·Σ_k (a_k - y_k)·f'(z_k)·w_jk·f'(z_i)·a_h",
       .printed = loss_by_w_hi([](const Network& n, int h, int i) {
         return sum(n.j(), [&](int j) {
           return n(w_ij(i, j)) * n.df(z_j(j)) * sum(n.k(), [&](int k) {
                    return error(n, k) * n.df(z_k(k)) * n(w_jk(j, k)) * n.df(z_i(i)) * n(a_h(h));
                  });
         });
       })});
  add({.equation = "81",
       .words = "∂L_T/∂w_hi = Σ_j w_ij·f'(z_j)·Σ_k δ_k·w_jk·f'(z_i)·a_h",
       .printed = loss_by_w_hi([](const Network& n, int h, int i) {
         return sum(n.j(), [&](int j) {
           return n(w_ij(i, j)) * n.df(z_j(j)) * sum(n.k(), [&](int k) {
                    return n.delta_k(k) * n(w_jk(j, k)) * n.df(z_i(i)) * n(a_h(h));
                  });
         });
       })});
  add({.equation = "82",
       .words = "∂L_T/∂w_hi = Σ_j w_ij·f'(z_i)·δ_j·a_h",
       .printed = loss_by_w_hi([](const Network& n, int h, int i) {
         return sum(n.j(),
                    [&](int j) { return n(w_ij(i, j)) * n.df(z_i(i)) * n.delta_j(j) * n(a_h(h)); });
       })});
  add({.equation = "83",
       .words = "∂L_T/∂w_hi = f'(z_i)·Σ_j w_ij·δ_j·a_h",
       .printed = loss_by_w_hi([](const Network& n, int h, int i) {
         return n.df(z_i(i))
                * sum(n.j(), [&](int j) { return n(w_ij(i, j)) * n.delta_j(j) * n(a_h(h)); });
       })});
  add({.equation = "84",
       .words = "δ_i = f'(z_i)·Σ_j δ_j·w_ij",
       .readings = {
           {"it is ∂L_T/∂z_i", over(four_layers_or_more, [](const Network& n, Sides& sides) {
              for (int i : n.i()) sides.equal(n.d(loss(), z_i(i)), n.delta_i(i));
            })}}});
  add({.equation = "85",
       .words = "∂L_T/∂w_hi = δ_i·a_h",
       .printed =
           loss_by_w_hi([](const Network& n, int h, int i) { return n.delta_i(i) * n(a_h(h)); })});
  return claims;
}

} // namespace jetwork::paper
