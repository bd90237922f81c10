// Right sides with a kink or a jump, at a time or at a value of the solution.
#include "tests/honesty/problems/families.hpp"

#include <algorithm>
#include <numbers>

namespace jetwork::honesty {
namespace {

constexpr std::array<double, 8> powers{0.25, 0.5, 1, 1.5, 2.5, 3, 3.5, 5};

auto sign_of(const Real& x) -> Real { return x > 0 ? Real(1) : x < 0 ? Real(-1) : Real(0); }

/// y' = b·|t - c|^p + d
auto power_of_distance(Draw& draw) -> ChosenProblem {
  const double end = draw.number(1, 20), c = rounded(end * draw.uniform(0.05, 0.95));
  const double p = draw.one_of(powers), b = draw.sign() * draw.number(0.2, 3);
  const double d = draw.chance(0.5) ? 0.0 : draw.number(-1, 1), y0 = draw.number(-2, 2);
  return chosen_scalar(fmt::format("y' = {}*abs(t - {})^{} + {}", text_of(b), c, p, text_of(d)), y0,
                       {0, end},
                       [=](const Real& t) -> Real {
                         const auto integral = [&](const Real& x) -> Real {
                           return sign_of(x) * pow(abs(x), Real(p) + 1) / (Real(p) + 1);
                         };
                         return y0 + b * (integral(t - c) - integral(-Real(c))) + d * t;
                       },
                       {c});
}

/// y' = -a·y + b·|t - c|, of which the solution has a kink in the second derivative.
auto damped_distance(Draw& draw) -> ChosenProblem {
  const double end = draw.number(1, 20), c = rounded(end * draw.uniform(0.05, 0.95));
  const double a = draw.decades(-1, 3), b = draw.number(0.2, 3), y0 = draw.number(-2, 2);
  return chosen_scalar(fmt::format("y' = -{}*y + {}*abs(t - {})", a, b, c), y0, {0, end},
                       [=](const Real& t) -> Real {
                         // b/a·(|s| - sign(s)/a) solves the equation on either side of s = 0.
                         const auto on_side = [&](const Real& s, int side) -> Real {
                           return Real(b) / a * side * (s - 1 / Real(a));
                         };
                         const auto from = [&](const Real& y, const Real& s0, const Real& s,
                                               int side) -> Real {
                           return on_side(s, side) + (y - on_side(s0, side)) * exp(-a * (s - s0));
                         };
                         const Real s = t - c;
                         if (s <= 0) return from(y0, -Real(c), s, -1);
                         return from(from(y0, -Real(c), 0, -1), 0, s, 1);
                       },
                       {c});
}

/// y' = -k·(y - g) + g' with g = |t - c|^q
auto follows_a_kink(Draw& draw) -> ChosenProblem {
  constexpr std::array<double, 4> exponents{1, 1.5, 2, 3};
  const double c = draw.dyadic(1, 4), end = rounded(c * draw.uniform(1.1, 3)),
               k = draw.decades(0, 4);
  const double q = draw.one_of(exponents);
  const double g0 = std::pow(c, q), off = draw.chance(0.3) ? 1.0 : 0.0;
  const std::string slope = q == 1 ? fmt::format("sign(t - {})", c)
                                   : fmt::format("{}*sign(t - {})*abs(t - {})^{}", q, c, c, q - 1);
  return chosen_scalar(fmt::format("y' = -{}*(y - abs(t - {})^{}) + {}", k, c, q, slope), g0 + off,
                       {0, end},
                       [=](const Real& t) -> Real {
                         const Real distance = Real(g0 + off) - pow(Real(c), Real(q));
                         return pow(abs(t - c), Real(q)) + distance * exp(-k * t);
                       },
                       {c});
}

/// y' = max(t - c, 0)·b - a·min(t, d)
auto switched_on(Draw& draw) -> ChosenProblem {
  const double end = draw.number(1, 20), a = draw.number(-2, 2), b = draw.number(-2, 2);
  const double c = rounded(end * draw.uniform(0.05, 0.95)),
               d = rounded(end * draw.uniform(0.05, 0.95));
  const double y0 = draw.number(-2, 2);
  return chosen_scalar(
      fmt::format("y' = {}*max(t - {}, 0) - {}*min(t, {})", text_of(b), c, text_of(a), d), y0,
      {0, end},
      [=](const Real& t) -> Real {
        const Real on = t > c ? Real(t - c) : Real(0), before = t < d ? t : Real(d);
        return y0 + b * on * on / 2 - a * (before * before / 2 + d * (t - before));
      },
      {c, d});
}

/// r'' = -k·max(r, 0) - l·min(r, 0): half periods π/√k and π/√l in turn.
auto spring_with_a_soft_side(Draw& draw) -> ChosenProblem {
  const double k = draw.decades(-1, 2), l = draw.decades(-1, 2), v = draw.number(0.3, 3);
  const double end =
      rounded(draw.uniform(0.5, 6) * std::numbers::pi * (1 / std::sqrt(k) + 1 / std::sqrt(l)));
  return chosen({fmt::format("r'' = -{}*max(r, 0) - {}*min(r, 0)", k, l)}, {{"r", {0, v}}},
                {0, end},
                [=](const Real& t) -> Reals {
                  const Real pi = acos(Real(-1)), w = sqrt(Real(k)), u = sqrt(Real(l));
                  const Real phase = t - floor(t / (pi / w + pi / u)) * (pi / w + pi / u);
                  if (phase <= pi / w) return {v / w * sin(w * phase)};
                  return {-v / u * sin(u * (phase - pi / w))};
                },
                {std::numbers::pi / std::sqrt(k)});
}

/// r'' = -a·sign(r): parabolas, and a jump at every zero.
auto relay(Draw& draw) -> ChosenProblem {
  const double a = draw.decades(-1, 1), v = draw.number(0.3, 3);
  const double end = rounded(draw.uniform(0.3, 4) * 4 * v / a),
               start = draw.chance(0.5) ? 0.0 : draw.number(0.1, 2);
  return chosen({fmt::format("r'' = -{}*sign(r)", a)}, {{"r", {start, v}}}, {0, end},
                [=](const Real& t) -> Reals {
                  // On the parabola that passes r = 0 upwards at the time -shift with the speed top.
                  const Real top = sqrt(square(v) + 2 * Real(a) * start), shift = (top - v) / a;
                  const Real half = 2 * top / a, turns = floor((t + shift) / half);
                  const Real phase = t + shift - turns * half;
                  const Real height = top * phase - a * phase * phase / 2;
                  return {turns - 2 * floor(turns / 2) == 0 ? height : Real(-height)};
                },
                {2 * v / a});
}

/// y' = r·min(y, c): exponential up to c, then straight.
auto saturated_growth(Draw& draw) -> ChosenProblem {
  const double y0 = draw.decades(-6, -1), c = draw.number(0.2, 5), r = draw.decades(-1, 1);
  const double crossing = std::log(c / y0) / r;
  return chosen_scalar(
      fmt::format("y' = {}*min(y, {})", r, c), y0, {0, rounded(crossing * draw.uniform(0.9, 2))},
      [=](const Real& t) -> Real {
        const Real crossed = log(Real(c) / y0) / r;
        return t <= crossed ? Real(y0 * exp(r * t)) : Real(c + r * Real(c) * (t - crossed));
      },
      {crossing});
}

/// y' = 1 + |y - c|: slows down towards c, and runs away from there.
auto distance_to_a_value(Draw& draw) -> ChosenProblem {
  const double c = draw.number(0.2, 3), y0 = -draw.number(0.1, 3);
  const double crossing = std::log(1 + c - y0);
  return chosen_scalar(fmt::format("y' = 1 + abs(y - {})", c), y0,
                       {0, rounded(crossing * draw.uniform(1.1, 3))},
                       [=](const Real& t) -> Real {
                         const Real whole = 1 + Real(c) - y0, crossed = log(whole);
                         return t <= crossed ? Real(Real(c) + 1 - whole * exp(-t))
                                             : Real(Real(c) - 1 + exp(t - crossed));
                       },
                       {crossing});
}

/// y' = b·|t - c|^-p: an infinite slope that the solution passes.
auto infinite_slope(Draw& draw) -> ChosenProblem {
  constexpr std::array<double, 3> exponents{0.25, 0.5, 0.75};
  const double end = draw.number(1, 20), c = rounded(end * draw.uniform(0.05, 0.95));
  const double p = draw.one_of(exponents), b = draw.sign() * draw.number(0.2, 3),
               y0 = draw.number(-2, 2);
  return chosen_scalar(fmt::format("y' = {}/abs(t - {})^{}", text_of(b), c, p), y0, {0, end},
                       [=](const Real& t) -> Real {
                         const auto integral = [&](const Real& x) -> Real {
                           return sign_of(x) * pow(abs(x), 1 - Real(p)) / (1 - Real(p));
                         };
                         return y0 + b * (integral(t - c) - integral(-Real(c)));
                       },
                       {c});
}

/// y' = b between c and d, and 0 elsewhere.
auto window(Draw& draw) -> ChosenProblem {
  const double end = draw.decades(0, 3), c = rounded(end * draw.uniform(0.05, 0.7), 6);
  const double d = rounded(c + end * draw.decades(-3.5, -0.6), 6);
  const double b = draw.sign() * rounded(draw.uniform(0.3, 3) / (d - c)), y0 = draw.number(-2, 2);
  return chosen_scalar(
      fmt::format("y' = {}*(sign(t - {}) - sign(t - {}))", text_of(b), c, d), y0, {0, end},
      [=](const Real& t) -> Real {
        const Real inside = t <= c ? Real(0) : t >= d ? Real(Real(d) - c) : Real(t - c);
        return y0 + 2 * b * inside;
      },
      {c, d});
}

/// y' = -k·√y, which is empty at a time that it reaches, and stays so.
auto runs_dry(Draw& draw) -> ChosenProblem {
  const double k = draw.decades(-1, 1), y0 = draw.decades(-2, 2), empty = 2 * std::sqrt(y0) / k;
  return chosen_scalar(fmt::format("y' = -{}*sign(y)*sqrt(abs(y))", k), y0,
                       {0, rounded(empty * draw.uniform(0.5, 3))},
                       [=](const Real& t) -> Real {
                         const Real root = sqrt(Real(y0)) - k * t / 2;
                         return root > 0 ? Real(root * root) : Real(0);
                       },
                       {empty});
}

constexpr std::array families{Family{"power_of_distance", power_of_distance},
                              Family{"damped_distance", damped_distance},
                              Family{"follows_a_kink", follows_a_kink},
                              Family{"switched_on", switched_on},
                              Family{"spring_with_a_soft_side", spring_with_a_soft_side},
                              Family{"relay", relay},
                              Family{"saturated_growth", saturated_growth},
                              Family{"distance_to_a_value", distance_to_a_value},
                              Family{"infinite_slope", infinite_slope},
                              Family{"window", window},
                              Family{"runs_dry", runs_dry}};

} // namespace

auto kink_families() -> std::span<const Family> { return families; }

} // namespace jetwork::honesty
