// Unknowns that are zero all the time, because of a symmetry, by cancellation, or because nothing moves them.
#include "tests/honesty/problems/families.hpp"

#include <vector>

namespace jetwork::honesty {
namespace {

/// n masses in a ring, x_i'' = k·(x_{i-1} - 2x_i + x_{i+1}), at rest at first, with x_{n-i} = -x_i: mass 0 never moves.
auto ring_of_springs(Draw& draw) -> ChosenProblem {
  const int n = draw.integer(3, 8);
  const double k = draw.number(0.3, 5);
  const auto index = [](int i) { return static_cast<std::size_t>(i); };
  std::vector<double> x(index(n), 0.0);
  for (int i = 1; 2 * i < n; ++i) {
    x[index(i)] = draw.number(-2, 2);
    x[index(n - i)] = -x[index(i)];
  }
  std::vector<std::string> equations;
  std::vector<UnknownAtStart> unknowns;
  for (int i = 0; i < n; ++i) {
    equations.push_back(
        fmt::format("x{0}'' = {3}*(x{1} - 2*x{0} + x{2})", i, (i + n - 1) % n, (i + 1) % n, k));
    unknowns.push_back({fmt::format("x{}", i), {x[index(i)], 0.0}});
  }
  // An odd sequence is a sum of sines, each of which oscillates with a frequency of its own.
  return chosen(equations, unknowns, {0, draw.number(2, 40)}, [=](const Real& t) -> Reals {
    const Real angle = 2 * acos(Real(-1)) / n;
    Reals values(index(n), Real(0));
    for (int m = 1; 2 * m < n; ++m) {
      Real amplitude = 0;
      for (int i = 0; i < n; ++i) amplitude += 2 * x[index(i)] * sin(angle * (m * i % n)) / n;
      const Real swing = amplitude * cos(2 * sqrt(Real(k)) * sin(angle * m / 2) * t);
      for (int i = 1; 2 * i < n; ++i) values[index(i)] += swing * sin(angle * (m * i % n));
    }
    for (int i = 1; 2 * i < n; ++i) values[index(n - i)] = -values[index(i)];
    return values;
  });
}

/// x and y cancel in the equation of z.
auto sum_of_opposites(Draw& draw) -> ChosenProblem {
  const double k = draw.number(0.3, 3), x0 = draw.number(0.3, 2), l = draw.number(0, 2);
  return chosen({fmt::format("x' = -{}*x", k), fmt::format("y' = -{}*y", k),
                 fmt::format("z' = x + y - {}*z", l)},
                {{"x", {x0}}, {"y", {-x0}}, {"z", {0}}}, {0, draw.number(1, 20)},
                [=](const Real& t) -> Reals { return {x0 * exp(-k * t), -x0 * exp(-k * t), 0}; });
}

/// Nothing moves r; its neighbour oscillates.
auto at_rest(Draw& draw) -> ChosenProblem {
  const double k = draw.number(0.3, 5), x0 = draw.number(0.3, 2);
  return chosen({fmt::format("x'' = -{}*x", k), "r' = x*r"}, {{"x", {x0, 0}}, {"r", {0}}},
                {0, draw.number(1, 30)},
                [=](const Real& t) -> Reals { return {x0 * cos(sqrt(Real(k)) * t), 0}; });
}

/// A circular orbit of which the plane is z = 0.
auto plane_orbit(Draw& draw) -> ChosenProblem {
  const auto equation = [](char name) {
    return fmt::format("{0}'' = -{0}/(x^2 + y^2 + z^2)^1.5", name);
  };
  return chosen({equation('x'), equation('y'), equation('z')},
                {{"x", {1, 0}}, {"y", {0, 1}}, {"z", {0, 0}}}, {0, draw.number(1, 60)},
                [](const Real& t) -> Reals { return {cos(t), sin(t), 0}; });
}

/// q' = 2·s·c - 2·c·s
auto constant_by_cancellation(Draw& draw) -> ChosenProblem {
  const double w = draw.number(0.3, 5);
  return chosen({fmt::format("s' = {}*c", w), fmt::format("c' = -{}*s", w),
                 fmt::format("q' = s*c' + c*s' - {}*(c^2 - s^2)", w)},
                {{"s", {0}}, {"c", {1}}, {"q", {0}}}, {0, draw.number(1, 20)},
                [=](const Real& t) -> Reals { return {sin(w * t), cos(w * t), 0}; });
}

/// Two equal solutions, and an equation for their difference.
auto difference_of_twins(Draw& draw) -> ChosenProblem {
  const double r = draw.number(0.3, 3), y0 = draw.decades(-3, -0.5);
  return chosen({fmt::format("x' = {}*x*(1 - x)", r), fmt::format("y' = {}*y*(1 - y)", r),
                 "d' = x^2 - y^2 - d"},
                {{"x", {y0}}, {"y", {y0}}, {"d", {0}}}, {0, draw.number(1, 20)},
                [=](const Real& t) -> Reals {
                  const Real growth = exp(r * t), x = y0 * growth / (1 + y0 * (growth - 1));
                  return {x, x, 0};
                });
}

constexpr std::array families{Family{"ring_of_springs", ring_of_springs},
                              Family{"sum_of_opposites", sum_of_opposites},
                              Family{"at_rest", at_rest},
                              Family{"plane_orbit", plane_orbit},
                              Family{"constant_by_cancellation", constant_by_cancellation},
                              Family{"difference_of_twins", difference_of_twins}};

} // namespace

auto symmetry_families() -> std::span<const Family> { return families; }

} // namespace jetwork::honesty
