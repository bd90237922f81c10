// Equations of order 3 to 8, and unknowns of different orders in one system.
#include "tests/honesty/problems/families.hpp"
#include "tests/honesty/problems/wave_sum.hpp"

namespace jetwork::honesty {
namespace {

/// The derivatives' factors in Π (D - rate) Π (D² + rate²): a polynomial in D, its highest coefficient 1.
auto characteristic_polynomial(const WaveSum& sum) -> std::vector<double> {
  std::vector<double> polynomial{1};
  for (const auto& [wave, amplitude, rate] : sum.terms()) {
    const std::size_t step = wave == Wave::exponential ? 1 : 2;
    const double constant = wave == Wave::exponential ? -rate : rate * rate;
    std::vector<double> product(polynomial.size() + step, 0.0);
    for (std::size_t n = 0; n < polynomial.size(); ++n) {
      product[n + step] += polynomial[n];
      product[n] += constant * polynomial[n];
    }
    polynomial = product;
  }
  return polynomial;
}

/// Of the least order that has all terms of a sum for solutions.
auto linear(Draw& draw) -> ChosenProblem {
  std::vector<double> polynomial;
  WaveSum y({});
  do {
    y = draw_wave_sum(draw, 6);
    polynomial = characteristic_polynomial(y);
  } while (polynomial.size() < 4 || polynomial.size() > 9);
  const int order = static_cast<int>(polynomial.size()) - 1;
  std::string equation = pinn::primed("y", order) + " = 0";
  for (int n = order - 1; n >= 0; --n)
    if (const double factor = polynomial[static_cast<std::size_t>(n)]; factor != 0)
      equation += fmt::format(" - {}*{}", text_of(factor), pinn::primed("y", n));
  return chosen({equation}, {{"y", y.start(order)}}, {0, draw.number(1, 8)},
                [=](const Real& t) -> Reals { return {y(t)}; });
}

/// y⁽ⁿ⁾ = g⁽ⁿ⁾ + b·(y² - g²)
auto nonlinear(Draw& draw) -> ChosenProblem {
  const WaveSum g = draw_wave_sum(draw, 3);
  const int order = draw.integer(3, 8);
  const double b = draw.sign() * draw.number(0.05, 1);
  return chosen({fmt::format("{} = {} + {}*(y^2 - ({})^2)", pinn::primed("y", order), g.text(order),
                             text_of(b), g.text())},
                {{"y", g.start(order)}}, {0, draw.number(0.5, 5)},
                [=](const Real& t) -> Reals { return {g(t)}; });
}

/// Two or three unknowns, each of its own order, and each driven by what the others are off.
auto mixed_orders(Draw& draw) -> ChosenProblem {
  const int count = draw.integer(2, 3);
  constexpr std::array names{"x", "y", "z"};
  std::vector<WaveSum> g;
  std::string off;
  for (int i = 0; i < count; ++i) {
    g.push_back(draw_wave_sum(draw, 2));
    off += fmt::format("{}({} - ({}))", i == 0 ? "" : " + ", names[static_cast<std::size_t>(i)],
                       g.back().text());
  }
  std::vector<std::string> equations;
  std::vector<UnknownAtStart> unknowns;
  for (std::size_t i = 0; i < g.size(); ++i) {
    const int order = draw.integer(1, 4);
    const double b = draw.number(-1, 1);
    equations.push_back(fmt::format("{} = {} + {}*sin({})", pinn::primed(names[i], order),
                                    g[i].text(order), text_of(b), off));
    unknowns.push_back({names[i], g[i].start(order)});
  }
  return chosen(equations, unknowns, {0, draw.number(0.5, 6)}, [=](const Real& t) -> Reals {
    Reals values;
    for (const WaveSum& sum : g) values.push_back(sum(t));
    return values;
  });
}

constexpr std::array families{Family{"linear", linear}, Family{"nonlinear", nonlinear},
                              Family{"mixed_orders", mixed_orders}};

} // namespace

auto high_order_families() -> std::span<const Family> { return families; }

} // namespace jetwork::honesty
