// Tens to thousands of oscillations, of which the phase has to be right at the end.
#include "tests/honesty/problems/families.hpp"

#include <boost/math/special_functions/jacobi_elliptic.hpp>

#include <numbers>

namespace jetwork::honesty {
namespace {

constexpr double turn = 2 * std::numbers::pi;

auto spring(Draw& draw) -> ChosenProblem {
  const double k = draw.decades(-2, 4), x0 = draw.number(-1, 1), v0 = draw.number(-1, 1);
  return chosen({fmt::format("r'' = -{}*r", k)}, {{"r", {x0, v0}}},
                {0, rounded(turn / std::sqrt(k) * draw.decades(1.5, 3.5))},
                [=](const Real& t) -> Reals {
                  const Real w = sqrt(Real(k));
                  return {x0 * cos(w * t) + v0 / w * sin(w * t)};
                });
}

auto damped_spring(Draw& draw) -> ChosenProblem {
  const double k = draw.decades(-2, 4), x0 = draw.number(0.3, 1);
  const double end = rounded(turn / std::sqrt(k) * draw.decades(1.5, 3)),
               d = rounded(draw.uniform(0.1, 30) / end);
  return chosen({fmt::format("r'' = -2*{}*r' - {}*r", d, k)}, {{"r", {x0, 0}}}, {0, end},
                [=](const Real& t) -> Reals {
                  const Real w = sqrt(k - square(d));
                  return {x0 * exp(-d * t) * (cos(w * t) + d / w * sin(w * t))};
                });
}

/// The faster, the larger: an error in the radius becomes one in the phase, which grows with time.
auto rotation(Draw& draw) -> ChosenProblem {
  const double x0 = draw.number(0.3, 2), y0 = draw.number(-2, 2), speed = x0 * x0 + y0 * y0;
  return chosen({"x' = -y*(x^2 + y^2)", "y' = x*(x^2 + y^2)"}, {{"x", {x0}}, {"y", {y0}}},
                {0, rounded(turn / speed * draw.decades(1, 2.8))}, [=](const Real& t) -> Reals {
                  const Real angle = (square(x0) + square(y0)) * t;
                  return {x0 * cos(angle) - y0 * sin(angle), x0 * sin(angle) + y0 * cos(angle)};
                });
}

/// Kepler's orbit from the perihelion; E - e·sin E = n·t by Newton's method.
auto kepler(Draw& draw) -> ChosenProblem {
  const double e = draw.number(0, 0.7), q = 1 - e, v = std::sqrt((1 + e) / (1 - e));
  return chosen(
      {"x'' = -x/(x^2 + y^2)^1.5", "y'' = -y/(x^2 + y^2)^1.5"}, {{"x", {q, 0}}, {"y", {0, v}}},
      {0, rounded(turn * draw.decades(0.5, 2.3))}, [=](const Real& t) -> Reals {
        const Real a = 1 / (2 / Real(q) - square(v)), eccentricity = 1 - q / a;
        Real mean = t / (a * sqrt(a));
        mean -= 2 * acos(Real(-1)) * round(mean / (2 * acos(Real(-1))));
        Real E = mean + eccentricity * sin(mean);
        for (int i = 0; i < 60; ++i) {
          const Real step = (E - eccentricity * sin(E) - mean) / (1 - eccentricity * cos(E));
          E -= step;
          if (abs(step) < Real("1e-46")) break;
        }
        return {a * (cos(E) - eccentricity), a * sqrt(1 - eccentricity * eccentricity) * sin(E)};
      });
}

/// r'' = -a·r - b·r³ from rest at r0: r0·cn(w·t) with w² = a + b·r0² and the modulus m² = b·r0²/(2w²).
auto duffing(Draw& draw) -> ChosenProblem {
  const double a = draw.number(0.3, 3), b = draw.number(0.1, 3), r0 = draw.number(0.3, 2);
  return chosen({fmt::format("r'' = -{}*r - {}*r^3", a, b)}, {{"r", {r0, 0}}},
                {0, rounded(turn / std::sqrt(a + b * r0 * r0) * draw.decades(1, 2.3))},
                [=](const Real& t) -> Reals {
                  const Real w = sqrt(a + b * square(r0)), m = sqrt(b * square(r0) / 2) / w;
                  return {r0 * boost::math::jacobi_cn(m, Real(w * t))};
                });
}

/// y' = b·cos(w·t)·y over many periods.
auto breathing(Draw& draw) -> ChosenProblem {
  const double w = draw.decades(-1, 2), b = rounded(w * draw.uniform(0.1, 3)),
               y0 = draw.number(0.3, 2);
  return chosen_scalar(fmt::format("y' = {}*cos({}*t)*y", b, w), y0,
                       {0, rounded(turn / w * draw.decades(1, 2.8))},
                       [=](const Real& t) -> Real { return y0 * exp(b / Real(w) * sin(w * t)); });
}

constexpr std::array families{Family{"spring", spring},     Family{"damped_spring", damped_spring},
                              Family{"rotation", rotation}, Family{"kepler", kepler},
                              Family{"duffing", duffing},   Family{"breathing", breathing}};

} // namespace

auto long_time_families() -> std::span<const Family> { return families; }

} // namespace jetwork::honesty
