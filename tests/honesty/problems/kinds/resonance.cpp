// Frequencies that are equal or nearly so: amplitudes that grow, and beats longer than the domain.
#include "tests/honesty/problems/families.hpp"

#include <numbers>

namespace jetwork::honesty {
namespace {

/// y'' = -k·y + f·cos(w·t) with √k at or near w.
auto forced_spring(Draw& draw) -> ChosenProblem {
  const double w = draw.dyadic(0.5, 5), f = draw.number(0.1, 2), end = draw.number(5, 100);
  const bool is_exact = draw.chance(0.3);
  const double k = is_exact ? w * w : w * w * (1 + draw.sign() * draw.decades(-13, -0.5));
  const double y0 = draw.number(-1, 1), v0 = draw.number(-1, 1);
  return chosen({fmt::format("y'' = -{}*y + {}*cos({}*t)", k, f, w)}, {{"y", {y0, v0}}}, {0, end},
                [=](const Real& t) -> Reals {
                  const Real u = sqrt(Real(k)), sum = u + w, difference = (k - square(w)) / sum;
                  // (cos w·t - cos u·t)/(u² - w²), without cancellation
                  const Real beat = difference == 0
                                        ? Real(t * sin(u * t) / sum)
                                        : Real(2 * sin(sum * t / 2) * sin(difference * t / 2)
                                               / (sum * difference));
                  return {y0 * cos(u * t) + v0 / u * sin(u * t) + f * beat};
                });
}

/// y'' = -2d·y' - k·y + f·cos(w·t), with weak damping.
auto damped_resonance(Draw& draw) -> ChosenProblem {
  const double w = draw.number(0.5, 5), d = draw.decades(-4, -1), f = draw.number(0.1, 2);
  const double k = rounded(w * w * (1 + draw.sign() * draw.decades(-3, -0.5)), 6);
  const double y0 = draw.number(-1, 1), v0 = draw.number(-1, 1);
  return chosen(
      {fmt::format("y'' = -2*{}*y' - {}*y + {}*cos({}*t)", d, k, f, w)}, {{"y", {y0, v0}}},
      {0, draw.number(5, 100)}, [=](const Real& t) -> Reals {
        const Real off = k - square(w), drag = 2 * Real(d) * w, size = off * off + drag * drag;
        const Real a = f * off / size, b = f * drag / size; // a·cos + b·sin is the forced part
        const Real u = sqrt(k - square(d)), p = y0 - a, q = (v0 - b * w + d * p) / u;
        return {a * cos(w * t) + b * sin(w * t) + exp(-d * t) * (p * cos(u * t) + q * sin(u * t))};
      });
}

/// Two springs that are joined by a weak one.
auto weakly_joined_springs(Draw& draw) -> ChosenProblem {
  const double k = draw.number(0.5, 10), e = draw.decades(-10, 0), x0 = draw.number(0.3, 2);
  return chosen({fmt::format("x'' = -{0}*x + {1}*(y - x)", k, e),
                 fmt::format("y'' = -{0}*y + {1}*(x - y)", k, e)},
                {{"x", {x0, 0}}, {"y", {0, 0}}}, {0, draw.number(5, 100)},
                [=](const Real& t) -> Reals {
                  const Real together = x0 * cos(sqrt(Real(k)) * t),
                             apart = x0 * cos(sqrt(k + 2 * Real(e)) * t);
                  const Real u = sqrt(Real(k)), v = sqrt(k + 2 * Real(e));
                  // y = (cos u·t - cos v·t)·x0/2, without cancellation
                  const Real y = x0 * sin((u + v) * t / 2) * sin((v - u) * t / 2);
                  return {(together + apart) / 2, y};
                });
}

/// y'''' + 2w²·y'' + w⁴·y = 0, solved by t·sin(w·t): every frequency is there twice.
auto double_frequency(Draw& draw) -> ChosenProblem {
  const double w = draw.dyadic(0.5, 3), a = draw.dyadic_not_zero(-2, 2);
  return chosen({fmt::format("y'''' = -{}*y'' - {}*y", 2 * w * w, w * w * w * w)},
                {{"y", {0, 0, 2 * a * w, 0}}}, {0, draw.number(5, 60)},
                [=](const Real& t) -> Reals { return {a * t * sin(w * t)}; });
}

/// z' = x·y of two oscillations: the smaller the difference of the frequencies, the larger z.
auto product_of_oscillations(Draw& draw) -> ChosenProblem {
  const double u = draw.number(0.5, 5), v = u * (1 + draw.decades(-12, -0.5));
  return chosen({fmt::format("x' = -{}*p", u), fmt::format("p' = {}*x", u),
                 fmt::format("y' = -{}*q", v), fmt::format("q' = {}*y", v), "z' = x*y"},
                {{"x", {1}}, {"p", {0}}, {"y", {1}}, {"q", {0}}, {"z", {0}}},
                {0, draw.number(5, 60)}, [=](const Real& t) -> Reals {
                  const Real sum = Real(u) + v, difference = Real(v) - u;
                  return {cos(u * t), sin(u * t), cos(v * t), sin(v * t),
                          sin(difference * t) / (2 * difference) + sin(sum * t) / (2 * sum)};
                });
}

constexpr std::array families{Family{"forced_spring", forced_spring},
                              Family{"damped_resonance", damped_resonance},
                              Family{"weakly_joined_springs", weakly_joined_springs},
                              Family{"double_frequency", double_frequency},
                              Family{"product_of_oscillations", product_of_oscillations}};

} // namespace

auto resonance_families() -> std::span<const Family> { return families; }

} // namespace jetwork::honesty
