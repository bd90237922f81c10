// Rates from 1 to 1e8 on domains of about 1: almost nothing of the fast part is seen, but all of its rounding.
#include "tests/honesty/problems/families.hpp"

namespace jetwork::honesty {
namespace {

/// c + b·sin(w·t), whose start is exactly c.
struct Curve {
  double c, b, w;
  auto operator()(const Real& t) const -> Real { return c + b * sin(w * t); }
  [[nodiscard]] auto text() const -> std::string {
    return fmt::format("({} + {}*sin({}*t))", text_of(c), text_of(b), w);
  }
  [[nodiscard]] auto slope() const -> std::string {
    return fmt::format("{}*cos({}*t)", text_of(b * w), w);
  }
};
/// Positive, and its products exact.
auto draw_curve(Draw& draw) -> Curve {
  return {draw.dyadic(1.5, 3), draw.dyadic_not_zero(-1, 1), draw.dyadic(0.5, 8)};
}

auto relaxation(Draw& draw) -> ChosenProblem {
  const Curve g = draw_curve(draw);
  const double k = draw.decades(0, 8), off = draw.chance(0.5) ? 0.0 : draw.dyadic(-1, 1);
  return chosen_scalar(fmt::format("y' = -{}*(y - {}) + {}", k, g.text(), g.slope()), g.c + off,
                       {0, draw.number(0.5, 10)},
                       [=](const Real& t) -> Real { return g(t) + off * exp(-k * t); });
}

/// y' = -k·y + b·cos(w·t)
auto forced_decay(Draw& draw) -> ChosenProblem {
  const double k = draw.decades(0, 8), w = draw.number(0.3, 10), b = draw.decades(-2, 6),
               y0 = draw.number(-2, 2);
  return chosen_scalar(fmt::format("y' = -{}*y + {}*cos({}*t)", k, b, w), y0,
                       {0, draw.number(0.5, 10)}, [=](const Real& t) -> Real {
                         const auto forced = [&](const Real& s) -> Real {
                           return b * (k * cos(w * s) + w * sin(w * s)) / (square(k) + square(w));
                         };
                         return forced(t) + (y0 - forced(0)) * exp(-k * t);
                       });
}

/// y' = -k·(y³ - g³) + g'
auto cubic_relaxation(Draw& draw) -> ChosenProblem {
  const Curve g = draw_curve(draw);
  return chosen_scalar(
      fmt::format("y' = -{}*(y^3 - {}^3) + {}", draw.decades(0, 8), g.text(), g.slope()), g.c,
      {0, draw.number(0.5, 10)}, [=](const Real& t) -> Real { return g(t); });
}

/// y' = -k·sinh(y - g) + g', of which d = y - g obeys tanh(d/2) = tanh(d(0)/2)·exp(-k·t).
auto hyperbolic_relaxation(Draw& draw) -> ChosenProblem {
  const Curve g = draw_curve(draw);
  const double k = draw.decades(0, 8), off = draw.dyadic(-3, 3);
  return chosen_scalar(fmt::format("y' = -{}*sinh(y - {}) + {}", k, g.text(), g.slope()), g.c + off,
                       {0, draw.number(0.5, 10)}, [=](const Real& t) -> Real {
                         return g(t) + 2 * atanh(tanh(Real(off) / 2) * exp(-k * t));
                       });
}

/// Kaps' problem: exp(-2t) and exp(-t), however stiff it is.
auto kaps(Draw& draw) -> ChosenProblem {
  return chosen({fmt::format("x' = -2*x + {}*(y^2 - x)", draw.decades(0, 8)), "y' = x - y - y^2"},
                {{"x", {1}}, {"y", {1}}}, {0, draw.number(0.5, 10)},
                [](const Real& t) -> Reals { return {exp(-2 * t), exp(-t)}; });
}

/// A slow part that a fast one follows.
auto chain(Draw& draw) -> ChosenProblem {
  const double k = draw.decades(-1, 2), l = draw.decades(3, 8), x0 = draw.number(0.3, 2),
               y0 = draw.number(0.3, 2);
  return chosen({fmt::format("x' = -{}*x", k), fmt::format("y' = -{}*(y - x)", l)},
                {{"x", {x0}}, {"y", {y0}}}, {0, rounded(draw.uniform(0.5, 30) / k)},
                [=](const Real& t) -> Reals {
                  const Real follows = Real(l) / (Real(l) - k) * x0;
                  return {x0 * exp(-k * t), follows * exp(-k * t) + (y0 - follows) * exp(-l * t)};
                });
}

/// y' = y²·(1 - y) from a small start: w + log w = a + log a - t for w = 1/y - 1, by Newton's method in log w.
auto flame(Draw& draw) -> ChosenProblem {
  const double y0 = draw.decades(-4, -1);
  return chosen_scalar("y' = y^2*(1 - y)", y0, {0, rounded(2 / y0)},
                       [=](const Real& t) -> Real {
                         const Real a = 1 / Real(y0) - 1, right = a + log(a) - t;
                         Real v = right > 1 ? Real(log(right)) : right;
                         for (int i = 0; i < 60; ++i) {
                           const Real w = exp(v), step = (w + v - right) / (w + 1);
                           v -= step;
                           if (abs(step) < Real("1e-48") * (1 + abs(v))) break;
                         }
                         return 1 / (exp(v) + 1);
                       },
                       {1 / y0});
}

constexpr std::array families{Family{"relaxation", relaxation},
                              Family{"forced_decay", forced_decay},
                              Family{"cubic_relaxation", cubic_relaxation},
                              Family{"hyperbolic_relaxation", hyperbolic_relaxation},
                              Family{"kaps", kaps},
                              Family{"chain", chain},
                              Family{"flame", flame}};

} // namespace

auto stiff_families() -> std::span<const Family> { return families; }

} // namespace jetwork::honesty
