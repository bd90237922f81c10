// Solutions that fall by many decades and come back: what was lost on the way down is missing on the way up.
#include "tests/honesty/problems/families.hpp"
#include "tests/honesty/problems/lotka_volterra.hpp"

#include <algorithm>
#include <memory>
#include <numbers>

namespace jetwork::honesty {
namespace {

constexpr double log_10 = std::numbers::ln10;

/// How many decades a solution falls, as powers of ten. A deep fall leaves less than the rounding of what was there, and
/// at last less than a double holds.
struct Fall {
  double least, greatest;
};
constexpr Fall shallow{0.3, 1.2}, deep{1.2, 3};
auto decades_of(const Fall& fall, Draw& draw) -> double {
  return draw.decades(fall.least, fall.greatest);
}

/// y' = -a(t)·y with a falling through zero in the middle.
auto valley(Draw& draw, const Fall& depth) -> ChosenProblem {
  const double h = draw.number(0.5, 20), k = rounded(2 * decades_of(depth, draw) * log_10 / h);
  const double y0 = draw.sign() * draw.number(0.5, 2);
  return chosen_scalar(
      fmt::format("y' = -{}*(1 - t/{})*y", k, h), y0, {0, rounded(2 * h * draw.uniform(0.7, 1.02))},
      [=](const Real& t) -> Real { return y0 * exp(-k * (t - t * t / (2 * Real(h)))); }, {h});
}

/// As high above the start as below it, and a double ends at 1e308.
auto wavy_valleys(Draw& draw, const Fall& depth) -> ChosenProblem {
  const double w = draw.number(0.3, 5),
               k = rounded(w * std::min(decades_of(depth, draw), 590.0) * log_10 / 2);
  const double y0 = draw.number(0.5, 2), periods = draw.uniform(0.8, 4);
  return chosen_scalar(fmt::format("y' = -{}*cos({}*t)*y", k, w), y0,
                       {0, rounded(2 * std::numbers::pi / w * periods)},
                       [=](const Real& t) -> Real { return y0 * exp(-k * sin(w * t) / w); },
                       {0.5 * std::numbers::pi / w, 1.5 * std::numbers::pi / w});
}

/// s' = 1, y' = s·y/ε: the time at which growth begins is a part of the solution.
auto passage(Draw& draw, const Fall& depth) -> ChosenProblem {
  const double c = draw.number(0.5, 3);
  const double epsilon = rounded(c * c / (2 * decades_of(depth, draw) * log_10));
  const double y0 = draw.number(0.5, 2);
  return chosen({"s' = 1", fmt::format("y' = s*y/{}", epsilon)}, {{"s", {-c}}, {"y", {y0}}},
                {0, rounded(2 * c * draw.uniform(0.7, 1.02))},
                [=](const Real& t) -> Reals {
                  const Real s = t - c;
                  return {s, y0 * exp((s * s - square(c)) / (2 * Real(epsilon)))};
                },
                {c});
}

/// A solution and its inverse: where one is smallest, the other is largest.
auto seesaw(Draw& draw, const Fall& depth) -> ChosenProblem {
  const double h = draw.number(0.5, 5),
               k = rounded(2 * std::min(decades_of(depth, draw), 200.0) * log_10 / h);
  return chosen(
      {fmt::format("y' = -{}*(1 - t/{})*y", k, h), fmt::format("z' = {}*(1 - t/{})*z", k, h)},
      {{"y", {1}}, {"z", {1}}}, {0, 2 * h},
      [=](const Real& t) -> Reals {
        const Real fall = k * (t - t * t / (2 * Real(h)));
        return {exp(-fall), exp(fall)};
      },
      {h});
}

/// y' = a(t)·y·(1 - y): y stays at 0 long after 0 has become unstable.
auto delayed_departure(Draw& draw, const Fall& depth) -> ChosenProblem {
  const double c = draw.number(0.5, 3);
  const double epsilon = rounded(c * c / (2 * decades_of(depth, draw) * log_10));
  const double y0 = draw.number(0.1, 0.9);
  return chosen_scalar(fmt::format("y' = (t - {})/{}*y*(1 - y)", c, epsilon), y0,
                       {0, rounded(2.5 * c)},
                       [=](const Real& t) -> Real {
                         const Real growth = exp((square(t - c) - square(c)) / (2 * Real(epsilon)));
                         return y0 * growth / (1 - Real(y0) + y0 * growth);
                       },
                       {c, 2 * c});
}

auto logistic(Draw& draw, double least, double greatest) -> ChosenProblem {
  const double y0 = draw.decades(least, greatest), r = draw.decades(-1, 2), K = draw.decades(-2, 3);
  const double climb = std::log(K) - std::log(y0);
  return chosen_scalar(fmt::format("y' = {}*y*(1 - y/{})", r, K), y0,
                       {0, rounded((climb + draw.uniform(-5, 20)) / r)},
                       [=](const Real& t) -> Real {
                         const Real growth = exp(r * t);
                         return y0 * growth / (1 + Real(y0) / K * (growth - 1));
                       },
                       {climb / r});
}

/// Solutions come together at a curve and part again: a rounding error made in between grows without bound.
auto return_to_a_curve(Draw& draw, const Fall& depth) -> ChosenProblem {
  const double h = draw.number(0.5, 5), k = rounded(2 * decades_of(depth, draw) * log_10 / h);
  const double c = draw.dyadic_not_zero(-2, 2), b = draw.dyadic_not_zero(-1, 1),
               w = draw.dyadic(0.5, 4);
  const double off = draw.chance(0.5) ? 0.0 : draw.dyadic(-1, 1);
  return chosen_scalar(
      fmt::format("y' = -{0}*(1 - t/{1})*(y - {2} - {3}*sin({4}*t)) + {5}*cos({4}*t)", k, h,
                  text_of(c), text_of(b), w, text_of(b * w)),
      c + off, {0, rounded(2 * h * draw.uniform(0.6, 1.0))}, [=](const Real& t) -> Real {
        return c + b * sin(w * t) + off * exp(-k * (t - t * t / (2 * Real(h))));
      });
}

auto lotka_volterra(Draw& draw) -> ChosenProblem {
  const LotkaVolterra animals{.a = draw.number(0.5, 2),
                              .b = draw.number(0.5, 2),
                              .c = draw.number(0.5, 2),
                              .d = draw.number(0.5, 2)};
  // The further from the balance, the higher and rarer are the outbreaks.
  const double x0 = draw.decades(-3, 1), y0 = draw.decades(-3, 1);
  const double end = draw.number(5, 40);
  auto reference = std::make_shared<const LotkaVolterraReference>(animals, x0, y0, end);
  return chosen({fmt::format("x' = {}*x - {}*x*y", animals.a, animals.b),
                 fmt::format("y' = {}*x*y - {}*y", animals.c, animals.d)},
                {{"x", {x0}}, {"y", {y0}}}, {0, end},
                [reference](const Real& t) -> Reals { return (*reference)(t); });
}

constexpr std::array families{
    Family{"valley", [](Draw& draw) { return valley(draw, shallow); }},
    Family{"deep_valley", [](Draw& draw) { return valley(draw, deep); }},
    Family{"wavy_valleys", [](Draw& draw) { return wavy_valleys(draw, shallow); }},
    Family{"deep_wavy_valleys", [](Draw& draw) { return wavy_valleys(draw, deep); }},
    Family{"passage", [](Draw& draw) { return passage(draw, shallow); }},
    Family{"deep_passage", [](Draw& draw) { return passage(draw, deep); }},
    Family{"seesaw", [](Draw& draw) { return seesaw(draw, shallow); }},
    Family{"deep_seesaw", [](Draw& draw) { return seesaw(draw, deep); }},
    Family{"delayed_departure", [](Draw& draw) { return delayed_departure(draw, shallow); }},
    Family{"deep_delayed_departure", [](Draw& draw) { return delayed_departure(draw, deep); }},
    Family{"return_to_a_curve", [](Draw& draw) { return return_to_a_curve(draw, shallow); }},
    Family{"deep_return_to_a_curve", [](Draw& draw) { return return_to_a_curve(draw, deep); }},
    Family{"logistic", [](Draw& draw) { return logistic(draw, -130, -3); }},
    Family{"logistic_from_next_to_nothing", [](Draw& draw) { return logistic(draw, -300, -130); }},
    Family{"lotka_volterra", lotka_volterra}};

} // namespace

auto decay_then_growth_families() -> std::span<const Family> { return families; }

} // namespace jetwork::honesty
