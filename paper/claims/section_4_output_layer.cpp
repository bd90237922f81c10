// Sections 4 and 4.1: the weights that feed the output layer, and the cubic of 4.1.1.
#include "paper/claims/claim.hpp"
#include "paper/claims/cubic_family.hpp"
#include "paper/claims/network_family.hpp"

namespace jetwork::paper {

namespace {

const NetworkFamily networks{.before = {{}, {2}}};

/// For each weight w_jk: sided(n, j, k, sides).
template <class Sided>
auto for_each_w_jk(Sided sided) -> Statement {
  return over(networks, [sided](const Network& n, Sides& sides) {
    for (int j : n.j())
      for (int k : n.k()) {
        sides.at("j", j, "k", k);
        sided(n, j, k, sides);
      }
  });
}

auto one_if(bool is) -> double { return is ? 1 : 0; }

constexpr std::array<double, 4> printed_result{0.0237, 0.8476, -0.004, -0.0920};

/// The gradient by coefficient c is 2·Σ(y_pred - y)·x^c.
auto gradient_of_cubic(std::size_t c, double factor = 2) -> Statement {
  return over(cubics, [c, factor](const Cubic& cubic, Sides& sides) {
    sides.equal(cubic.gradient()[c],
                factor * cubic.sum([&](double x, double error) { return error * std::pow(x, c); }));
  });
}
auto step_of_cubic(std::size_t c, double sign) -> Statement {
  return over(cubics, [c, sign](const Cubic& cubic, Sides& sides) {
    const double gradient =
        2 * cubic.sum([&](double x, double error) { return error * std::pow(x, c); });
    sides.equal(-Cubic::learning_rate * cubic.gradient()[c] * 1e6,
                sign * Cubic::learning_rate * gradient * 1e6, "the change, in millionths");
  });
}

} // namespace

auto section_4_output_layer() -> std::vector<Claim> {
  std::vector<Claim> claims;
  const auto add = [&](Claim claim) { claims.push_back(std::move(claim)); };

  add({.equation = "46", .words = "L_T = ½·Σ_n (a_n - y_n)²"});
  add({.equation = "47", .words = "∂L_T/∂w_jk is asked for"});
  add({.equation = "48",
       .words = "∂L_T/∂w_jk = Σ_n (a_n - y_n)·∂a_n/∂w_jk",
       .printed = for_each_w_jk([](const Network& n, int j, int k, Sides& sides) {
         sides.equal(n.d(loss(), w_jk(j, k)), sum(n.k(), [&](int m) {
                       return (n(a_k(m)) - n.y(m)) * n.d(a_k(m), w_jk(j, k));
                     }));
       })});
  add({.equation = "49",
       .words = "∂L_T/∂w_jk = (a_k - y_k)·∂a_k/∂w_jk",
       .printed = for_each_w_jk([](const Network& n, int j, int k, Sides& sides) {
         sides.equal(n.d(loss(), w_jk(j, k)), (n(a_k(k)) - n.y(k)) * n.d(a_k(k), w_jk(j, k)));
       })});
  add({.equation = "50",
       .words = "∂a_k/∂w_jk = ∂a_k/∂z_k·∂z_k/∂w_jk",
       .printed = for_each_w_jk([](const Network& n, int j, int k, Sides& sides) {
         sides.equal(n.d(a_k(k), w_jk(j, k)), n.d(a_k(k), z_k(k)) * n.d(z_k(k), w_jk(j, k)));
       })});
  add({.equation = "51",
       .words = "∂a_k/∂z_k = f'(z_k)",
       .printed = over(networks, [](const Network& n, Sides& sides) {
         for (int k : n.k()) sides.equal(n.d(a_k(k), z_k(k)), n.df(z_k(k)));
       })});
  const auto by_w = [](const Network& n, int j, int k) {
    return sum(n.j(), [&](int m) {
      return one_if(m == j) * n(a_j(m)) + n(w_jk(m, k)) * n.d(a_j(m), w_jk(j, k));
    });
  };
  add({.equation = "52",
       .words = "∂z_k/∂w_jk = ∂/∂w_jk of (Σ_n w_nk·a_n + b_k), all of it differentiated",
       .printed = for_each_w_jk([=](const Network& n, int j, int k, Sides& sides) {
         sides.equal(n.d(z_k(k), w_jk(j, k)), by_w(n, j, k) + 0);
       }),
       .correction = "with parentheses: ∂/∂w_jk (Σ_n w_nk·a_n + b_k)",
       .corrected = for_each_w_jk([=](const Network& n, int j, int k, Sides& sides) {
         sides.equal(n.d(z_k(k), w_jk(j, k)), by_w(n, j, k));
       }),
       .readings = {{"without the parentheses, as it is printed: (∂/∂w_jk Σ_n w_nk·a_n) + b_k",
                     for_each_w_jk([=](const Network& n, int j, int k, Sides& sides) {
                       sides.equal(n.d(z_k(k), w_jk(j, k)), by_w(n, j, k) + n(b_k(k)));
                     })}}});
  add({.equation = "53",
       .words = "∂z_k/∂w_jk = Σ_n (∂w_nk/∂w_jk·a_n + w_nk·∂a_n/∂w_jk) + ∂b_k/∂w_jk",
       .printed = for_each_w_jk([=](const Network& n, int j, int k, Sides& sides) {
         const double b_by_w = 0; // two parameters
         sides.equal(n.d(z_k(k), w_jk(j, k)), by_w(n, j, k) + b_by_w);
       }),
       .readings = {{"all three terms inside the sum, as the text has it",
                     for_each_w_jk([=](const Network& n, int j, int k, Sides& sides) {
                       const double b_by_w = 0;
                       sides.equal(n.d(z_k(k), w_jk(j, k)),
                                   by_w(n, j, k) + sum(n.j(), [&](int) { return b_by_w; }));
                     })},
                    {"the sum reaches the first term alone",
                     for_each_w_jk([=](const Network& n, int j, int k, Sides& sides) {
                       const double first =
                           sum(n.j(), [&](int m) { return one_if(m == j) * n(a_j(m)); });
                       sides.equal(n.d(z_k(k), w_jk(j, k)),
                                   first + n(w_jk(j, k)) * n.d(a_j(j), w_jk(j, k)));
                     })}}});
  add({.equation = "54",
       .words = "∂z_k/∂w_jk = a_j",
       .printed = for_each_w_jk([](const Network& n, int j, int k, Sides& sides) {
         sides.equal(n.d(z_k(k), w_jk(j, k)), n(a_j(j)));
       })});
  add({.equation = "55",
       .words = "∂L_T/∂w_jk = (a_k - y_k)·f'(z_k)·a_j",
       .printed = for_each_w_jk([](const Network& n, int j, int k, Sides& sides) {
         sides.equal(n.d(loss(), w_jk(j, k)), (n(a_k(k)) - n.y(k)) * n.df(z_k(k)) * n(a_j(j)));
       })});
  add({.equation = "56",
       .words = "δ_k = f'(z_k)(a_k - y_k)",
       .readings = {{"it is ∂L_T/∂z_k", over(networks, [](const Network& n, Sides& sides) {
                       for (int k : n.k()) sides.equal(n.d(loss(), z_k(k)), n.delta_k(k));
                     })}}});
  add({.equation = "57",
       .words = "∂L_T/∂w_jk = δ_k·a_j",
       .printed = for_each_w_jk([](const Network& n, int j, int k, Sides& sides) {
         sides.equal(n.d(loss(), w_jk(j, k)), n.delta_k(k) * n(a_j(j)));
       })});

  add({.equation = "4.1.1 line 14",
       .words = "y_pred = a + b·x + c·x² + d·x³",
       .printed = over(cubics, [](const Cubic& cubic, Sides& sides) {
         const auto& c = cubic.coefficients;
         for (double x : {-1.0, 0.5, 2.0})
           sides.equal(cubic(x), c[0] + c[1] * x + c[2] * x * x + c[3] * x * x * x);
       })});
  add({.equation = "4.1.1 line 19",
       .words = "grad_y_pred = 2·(y_pred - y) is the loss by y_pred",
       .printed = over(cubics, [](const Cubic& cubic, Sides& sides) {
         const double error = cubic(0.5) - std::sin(0.5);
         sides.equal(
             (autodiff::Dual<double>::variable(error) * autodiff::Dual<double>::variable(error))
                 .tangent(),
             2 * error);
       })});
  add({.equation = "4.1.1 line 20",
       .words = "grad_a = Σ grad_y_pred is ∂loss/∂a",
       .printed = gradient_of_cubic(0)});
  add({.equation = "4.1.1 line 21",
       .words = "grad_b = Σ grad_y_pred·x is ∂loss/∂b",
       .printed = gradient_of_cubic(1)});
  add({.equation = "4.1.1 line 22",
       .words = "grad_c = Σ grad_y_pred·x² is ∂loss/∂c",
       .printed = gradient_of_cubic(2)});
  add({.equation = "4.1.1 line 23",
       .words = "grad_d = Σ grad_y_pred·x³ is ∂loss/∂d",
       .printed = gradient_of_cubic(3)});
  add({.equation = "4.1.1 line 26",
       .words = "a -= learning_rate·grad_a is a step down the gradient",
       .printed = step_of_cubic(0, -1)});
  add({.equation = "4.1.1 line 27",
       .words = "b -= learning_rate·grad_b is a step down the gradient",
       .printed = step_of_cubic(1, -1)});
  add({.equation = "4.1.1 line 28",
       .words = "c -= learning_rate·grad_c is a step down the gradient",
       .printed = step_of_cubic(2, -1)});
  add({.equation = "4.1.1 line 29",
       .words = "d -= learning_rate·grad_d is a step down the gradient",
       .printed = step_of_cubic(3, -1)});
  const auto by_chain = [](std::size_t c) {
    return over(cubics, [c](const Cubic& cubic, Sides& sides) {
      sides.equal(cubic.gradient()[c], 2 * cubic.sum([&](double x, double error) {
        return error * cubic.by_coefficient(x)[c];
      }));
    });
  };
  add({.equation = "58",
       .words = "∂L/∂a = 2·Σ_n (y_pred - y)·∂y_pred/∂a, with L = Σ_n (y_pred - y)²",
       .printed = by_chain(0)});
  add({.equation = "59", .words = "∂L/∂b = 2·Σ_n (y_pred - y)·∂y_pred/∂b", .printed = by_chain(1)});
  add({.equation = "4.1.1 text on updates",
       .words = "Δcoeff = learning_rate × gradient is a step down the gradient",
       .printed = step_of_cubic(2, 1),
       .correction = "Δcoeff = -learning_rate × gradient, as lines 26 to 29 have it",
       .corrected = step_of_cubic(2, -1)});
  add({.equation = "4.1.1 printed result",
       .words = "0.0237 + 0.8476·x - 0.004·x² - 0.0920·x³ is where the descent ends",
       .printed = over(cubics,
                       [](const Cubic&, Sides& sides) {
                         for (std::size_t c = 0; c < 4; ++c)
                           sides.equal(Cubic::limit()[c], printed_result[c],
                                       "the coefficient of x^" + std::to_string(c));
                       }),
       .correction = "the limit is 0.856741·x - 0.093330·x³; after 2000 steps the result depends "
                     "on the random start",
       .corrected =
           over(cubics,
                [](const Cubic& cubic, Sides& sides) {
                  // Where the gradient vanishes, which the engine says, the descent stays.
                  Cubic at_limit = cubic;
                  at_limit.coefficients = Cubic::limit();
                  for (const double slope : at_limit.gradient())
                    sides.equal(0, Cubic::learning_rate * slope, "a step");
                  const auto six_digits = [](double c) { return std::round(c * 1e6) / 1e6; };
                  sides.equal(six_digits(Cubic::limit()[1]), 0.856741, "the coefficient of x");
                  sides.equal(six_digits(Cubic::limit()[3]), -0.093330, "the coefficient of x³");
                }),
       .readings = {
           {"it is what one random start has come to after 2000 steps, to the digits printed",
            over(cubics, [=](const Cubic&, Sides& sides) {
              const auto end = Cubic::descended(Cubic::start_of(printed_result), 2000);
              for (std::size_t c = 0; c < 4; ++c) {
                const double unit = c == 2 ? 1e-3 : 1e-4;
                sides.equal(std::round(end[c] / unit) * unit, printed_result[c],
                            "the coefficient of x^" + std::to_string(c));
              }
            })}}});
  return claims;
}

} // namespace jetwork::paper
