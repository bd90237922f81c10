// The highest derivative inside a nonlinear expression. Where several slopes satisfy the equation, either a condition
// chooses one, or each is a truth; to change from one to the other on the way is wrong.
#include "tests/honesty/problems/families.hpp"
#include "tests/honesty/problems/wave_sum.hpp"

#include <numbers>

namespace jetwork::honesty {
namespace {

/// A slope p = c + b·sin(w·t), and the y of this slope.
struct Slope {
  double c, b, w;
  auto integral(const Real& t) const -> Real { return c * t + b / Real(w) * (1 - cos(w * t)); }
  [[nodiscard]] auto text() const -> std::string {
    return fmt::format("({} + {}*sin({}*t))", text_of(c), text_of(b), w);
  }
};
auto draw_slope(Draw& draw, double least, double greatest) -> Slope {
  return {draw.number(least, greatest), draw.number(-0.4, 0.4), draw.number(0.3, 4)};
}
auto with_slope(std::string equation, const Slope& p, Draw& draw) -> ChosenProblem {
  const double y0 = draw.number(-1, 1);
  return chosen_scalar(std::move(equation), y0, {0, draw.number(1, 10)},
                       [=](const Real& t) -> Real { return y0 + p.integral(t); });
}

auto cubic_slope(Draw& draw) -> ChosenProblem {
  const Slope p = draw_slope(draw, -2, 2);
  return with_slope(fmt::format("y'^3 + y' = {0}^3 + {0}", p.text()), p, draw);
}
auto exponential_slope(Draw& draw) -> ChosenProblem {
  const Slope p = draw_slope(draw, -3, 3);
  return with_slope(fmt::format("y' + exp(y') = {0} + exp({0})", p.text()), p, draw);
}

/// The same with a condition that chooses the slope that it has, or with the other truth as well.
auto with_choice(ChosenProblem problem, double slope, Truth other, Draw& draw) -> ChosenProblem {
  if (draw.chance(0.7)) problem.choices = {fmt::format("y'({}) = {}", problem.domain.start, slope)};
  else problem.truths.push_back(std::move(other));
  problem.is_ambiguous = problem.choices.empty();
  return problem;
}

/// (y' - p)·(y' - q) = 0: two solutions, one from each slope.
auto two_slopes(Draw& draw) -> ChosenProblem {
  const Slope p = draw_slope(draw, 0.7, 2);
  Slope q = draw_slope(draw, -2, -0.7);
  if (draw.chance(0.5)) q = {-p.c, -p.b, p.w};
  ChosenProblem problem =
      with_slope(fmt::format("(y' - {})*(y' - {}) = 0", p.text(), q.text()), p, draw);
  const double y0 = problem.unknowns[0].initial[0];
  return with_choice(
      std::move(problem), p.c, [=](const Real& t) -> Reals { return {y0 + q.integral(t)}; }, draw);
}

/// y'² = w²·(1 - y²) from 0: ±sin(w·t), on the way to the turning point.
auto either_way_round(Draw& draw) -> ChosenProblem {
  const double w = draw.dyadic(0.5, 4),
               end = rounded(draw.uniform(0.3, 0.95) * std::numbers::pi / (2 * w));
  ChosenProblem problem = chosen_scalar(fmt::format("y'^2 = {}*(1 - y^2)", w * w), 0, {0, end},
                                        [=](const Real& t) -> Real { return sin(w * t); });
  return with_choice(
      std::move(problem), w, [=](const Real& t) -> Reals { return {-sin(w * t)}; }, draw);
}

/// The same differentiated, y'·y'' = -w²·y·y', with y'(0) to choose.
auto energy_differentiated(Draw& draw) -> ChosenProblem {
  const double w = draw.dyadic(0.5, 4), v = draw.sign() * draw.dyadic(0.5, 2);
  return chosen({fmt::format("y'*y'' = -{}*y*y'", w * w)}, {{"y", {0, v}}},
                {0, rounded(draw.uniform(0.3, 0.95) * std::numbers::pi / (2 * w))},
                [=](const Real& t) -> Reals { return {v / Real(w) * sin(w * t)}; });
}

/// p³ - 3p is given, and p(0) says which of the three p it is; y' = p.
auto branch_of_a_cubic(Draw& draw) -> ChosenProblem {
  constexpr std::array<double, 3> middles{-2, 0, 2};
  const double c = draw.one_of(middles), b = draw.dyadic_not_zero(-0.75, 0.75),
               w = draw.dyadic(0.5, 4);
  const double y0 = draw.number(-1, 1);
  return chosen(
      {"y' = p", fmt::format("(3*p^2 - 3)*p' = (3*({0} + {1}*sin({2}*t))^2 - 3)*{3}*cos({2}*t)",
                             text_of(c), text_of(b), w, text_of(b * w))},
      {{"y", {y0}}, {"p", {c}}}, {0, draw.number(1, 10)}, [=](const Real& t) -> Reals {
        return {y0 + c * t + b / Real(w) * (1 - cos(w * t)), c + b * sin(w * t)};
      });
}

/// y'' + y''³ = q + q³ + k·(y - g), with y = g and q = g''.
auto cubic_acceleration(Draw& draw) -> ChosenProblem {
  const WaveSum g = draw_wave_sum(draw, 2);
  const double k = draw.number(0.1, 3);
  return chosen(
      {fmt::format("y'' + y''^3 = ({0}) + ({0})^3 - {1}*(y - ({2}))", g.text(2), k, g.text())},
      {{"y", g.start(2)}}, {0, draw.number(1, 6)}, [=](const Real& t) -> Reals { return {g(t)}; });
}

/// √y' = 1 + y: y' = (1 + y)², as far as half of the way to the pole.
auto root_of_slope(Draw& draw) -> ChosenProblem {
  const double y0 = draw.dyadic(0, 2);
  return chosen_scalar("sqrt(y') = 1 + y", y0, {0, rounded(draw.uniform(0.2, 0.9) / (1 + y0))},
                       [=](const Real& t) -> Real { return 1 / (1 / (1 + Real(y0)) - t) - 1; });
}

/// log(y') = -k·y: y = log(exp(k·y0) + k·t)/k
auto logarithm_of_slope(Draw& draw) -> ChosenProblem {
  const double y0 = draw.number(-2, 2), k = draw.number(0.3, 3);
  return chosen_scalar(fmt::format("log(y') = -{}*y", k), y0, {0, draw.number(1, 20)},
                       [=](const Real& t) -> Real { return log(exp(Real(k) * y0) + k * t) / k; });
}

/// x' and y' in each other's equation: x' + b·sin(y') and y' - b·sin(x') are given.
auto slopes_of_each_other(Draw& draw) -> ChosenProblem {
  const Slope p = draw_slope(draw, -2, 2), q = draw_slope(draw, -2, 2);
  const double b = draw.number(0.1, 0.9), x0 = draw.number(-1, 1), y0 = draw.number(-1, 1);
  return chosen({fmt::format("x' + {2}*sin(y') = {0} + {2}*sin({1})", p.text(), q.text(), b),
                 fmt::format("y' - {2}*sin(x') = {1} - {2}*sin({0})", p.text(), q.text(), b)},
                {{"x", {x0}}, {"y", {y0}}}, {0, draw.number(1, 10)},
                [=](const Real& t) -> Reals { return {x0 + p.integral(t), y0 + q.integral(t)}; });
}

constexpr std::array families{Family{"cubic_slope", cubic_slope},
                              Family{"exponential_slope", exponential_slope},
                              Family{"two_slopes", two_slopes},
                              Family{"either_way_round", either_way_round},
                              Family{"energy_differentiated", energy_differentiated},
                              Family{"branch_of_a_cubic", branch_of_a_cubic},
                              Family{"cubic_acceleration", cubic_acceleration},
                              Family{"root_of_slope", root_of_slope},
                              Family{"logarithm_of_slope", logarithm_of_slope},
                              Family{"slopes_of_each_other", slopes_of_each_other}};

} // namespace

auto implicit_families() -> std::span<const Family> { return families; }

} // namespace jetwork::honesty
