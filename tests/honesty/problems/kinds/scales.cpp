// Large and tiny numbers, in the unknowns and in time, and unknowns of different magnitude side by side.
#include "tests/honesty/problems/families.hpp"

namespace jetwork::honesty {
namespace {

/// Powers of ten between which the unit of the unknowns lies. The squares of tiny ones are below the smallest double.
struct Units {
  double least, greatest;
};
constexpr Units usual{-130, 100}, tiny{-300, -130};
auto unit_of(const Units& units, Draw& draw) -> double {
  return draw.decades(units.least, units.greatest);
}

/// x' = a·y, y' = -b·x
auto rotation_in_units(Draw& draw, const Units& units) -> ChosenProblem {
  const double x0 = unit_of(units, draw), time = draw.decades(-9, 9);
  const double ratio = draw.decades(0, 20); // of y to x
  const double a = rounded(1 / (time * ratio)), b = rounded(ratio / time);
  return chosen({fmt::format("x' = {}*y", a), fmt::format("y' = -{}*x", b)},
                {{"x", {x0}}, {"y", {0}}}, {0, rounded(time * draw.uniform(2, 30))},
                [=](const Real& t) -> Reals {
                  const Real w = sqrt(Real(a) * b);
                  return {x0 * cos(w * t), -b / w * x0 * sin(w * t)};
                });
}

auto growth_from_next_to_nothing(Draw& draw) -> ChosenProblem {
  const double y0 = draw.chance(0.4) ? 5e-324 : draw.decades(-322, -290), r = draw.decades(-1, 2);
  return chosen_scalar(fmt::format("y' = {}*y", r), y0, {0, rounded(draw.uniform(50, 900) / r)},
                       [=](const Real& t) -> Real { return y0 * exp(r * t); });
}

auto relaxation_in_units(Draw& draw, const Units& units) -> ChosenProblem {
  const double unit = unit_of(units, draw), time = draw.decades(-9, 9);
  const double k = rounded(1 / time), level = rounded(unit * draw.uniform(0.5, 2)),
               y0 = rounded(unit * draw.uniform(-2, 2));
  return chosen_scalar(
      fmt::format("y' = -{}*(y - {})", k, level), y0, {0, rounded(time * draw.uniform(1, 20))},
      [=](const Real& t) -> Real { return level + (Real(y0) - level) * exp(-k * t); });
}

/// y' = -k·y², whose square may be below the smallest number or above the largest.
auto quadratic_decay(Draw& draw, const Units& units) -> ChosenProblem {
  const double y0 = unit_of(units, draw), k = rounded(draw.decades(-1, 1) / y0);
  return chosen_scalar(fmt::format("y' = -{}*y^2", k), y0, {0, draw.number(1, 50)},
                       [=](const Real& t) -> Real { return y0 / (1 + Real(k) * y0 * t); });
}

/// A decaying x, and y of another magnitude that it drives.
auto driven_from_another_scale(Draw& draw, const Units& units) -> ChosenProblem {
  const double x0 = unit_of(units, draw), ratio = draw.decades(0, 100), k = draw.number(0.3, 3);
  const double l = rounded(k * draw.uniform(1.5, 4));
  return chosen({fmt::format("x' = -{}*x", k), fmt::format("y' = -{}*y + {}*x", l, ratio)},
                {{"x", {x0}}, {"y", {0}}}, {0, draw.number(1, 20)}, [=](const Real& t) -> Reals {
                  return {x0 * exp(-k * t),
                          Real(ratio) * x0 / (Real(l) - k) * (exp(-k * t) - exp(-l * t))};
                });
}

/// Far from t = 0 few digits of t are left for the distance from the start.
auto late_start(Draw& draw) -> ChosenProblem {
  const double start = rounded(draw.sign() * draw.decades(2, 10)), length = draw.number(1, 20);
  const double k = draw.number(0.1, 1), w = draw.number(0.3, 3), y0 = draw.number(0.5, 2);
  return chosen_scalar(
      fmt::format("y' = {}*cos({}*(t - {}))*y", k, w, text_of(start)), y0, {start, start + length},
      [=](const Real& t) -> Real { return y0 * exp(k * sin(w * (t - start)) / w); });
}

auto logistic_in_units(Draw& draw, const Units& units) -> ChosenProblem {
  const double K = unit_of(units, draw), y0 = rounded(K * draw.decades(-20, -1)),
               r = draw.decades(-6, 6);
  return chosen_scalar(fmt::format("y' = {}*y*(1 - y/{})", r, K), y0,
                       {0, rounded(draw.uniform(5, 80) / r)}, [=](const Real& t) -> Real {
                         const Real growth = exp(r * t);
                         return y0 * growth / (1 + Real(y0) / K * (growth - 1));
                       });
}

/// A force so weak that all of y is tiny, from a start at zero.
auto pushed_from_zero(Draw& draw, const Units& units) -> ChosenProblem {
  const double f = unit_of(units, draw), k = draw.number(0.3, 3), w = draw.number(0.3, 5);
  return chosen_scalar(fmt::format("y' = -{}*y + {}*cos({}*t)", k, f, w), 0,
                       {0, draw.number(1, 30)}, [=](const Real& t) -> Real {
                         const Real size = square(k) + square(w);
                         return f * ((k * cos(w * t) + w * sin(w * t)) - k * exp(-k * t)) / size;
                       });
}

/// y' = k·y² has a pole in the domain. No answer is right behind it, so that the truth there is out of reach.
auto pole(Draw& draw) -> ChosenProblem {
  const double k = draw.decades(-1, 1), y0 = draw.decades(-2, 2), at = 1 / (k * y0);
  return chosen_scalar(fmt::format("y' = {}*y^2", k), y0, {0, rounded(at * draw.uniform(1.05, 3))},
                       [=](const Real& t) -> Real {
                         const Real left = 1 / Real(y0) - k * t;
                         return left > 0 ? Real(1 / left) : Real("1e1000");
                       });
}

/// Any of the above in units that are tiny.
auto in_tiny_units(Draw& draw) -> ChosenProblem {
  constexpr std::array all{rotation_in_units,         relaxation_in_units, quadratic_decay,
                           driven_from_another_scale, logistic_in_units,   pushed_from_zero};
  return draw.one_of(all)(draw, tiny);
}

constexpr std::array families{
    Family{"rotation_in_units", [](Draw& draw) { return rotation_in_units(draw, usual); }},
    Family{"relaxation_in_units", [](Draw& draw) { return relaxation_in_units(draw, usual); }},
    Family{"quadratic_decay", [](Draw& draw) { return quadratic_decay(draw, usual); }},
    Family{"driven_from_another_scale",
           [](Draw& draw) { return driven_from_another_scale(draw, usual); }},
    Family{"logistic_in_units", [](Draw& draw) { return logistic_in_units(draw, usual); }},
    Family{"pushed_from_zero", [](Draw& draw) { return pushed_from_zero(draw, usual); }},
    Family{"in_tiny_units", in_tiny_units},
    Family{"growth_from_next_to_nothing", growth_from_next_to_nothing},
    Family{"late_start", late_start},
    Family{"pole", pole}};

} // namespace

auto scale_families() -> std::span<const Family> { return families; }

} // namespace jetwork::honesty
