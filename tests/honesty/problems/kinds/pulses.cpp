// Short pulses at random places on long domains: whoever does not look there does not see them.
#include "tests/honesty/problems/families.hpp"

#include <boost/math/special_functions/erf.hpp>

namespace jetwork::honesty {
namespace {

struct Pulse {
  double height = 1, centre = 0, width = 1;
};
struct Pulses {
  double end = 1;
  std::vector<Pulse> pulses = {};

  [[nodiscard]] auto centres() const -> std::vector<double> {
    std::vector<double> places;
    for (const auto& [height, centre, width] : pulses)
      for (const double step : {-2.0, -1.0, 0.0, 1.0, 2.0}) places.push_back(centre + step * width);
    return places;
  }
};

/// Points that check a residual lie 1/5000 of the domain apart or closer. A bell of this width has half of its height over a
/// distance of 1.7 widths or more.
constexpr double narrowest = 1.0 / 8000, narrowest_tried = 1e-6;

auto draw_pulses(Draw& draw, double least_width, double greatest_width, bool positive) -> Pulses {
  Pulses drawn{.end = draw.decades(0, 4)};
  const int count = draw.integer(1, 3);
  for (int i = 0; i < count; ++i)
    drawn.pulses.push_back(
        {.height = (positive ? 1.0 : draw.sign()) * draw.number(0.3, 3),
         .centre = rounded(drawn.end * draw.uniform(0.05, 0.95), 6),
         .width = rounded(drawn.end
                          * draw.decades(std::log10(least_width), std::log10(greatest_width)))});
  return drawn;
}

auto bell(double factor, const Pulse& pulse) -> std::string {
  return fmt::format("{}*exp(-((t - {})/{})^2)", text_of(factor), pulse.centre, pulse.width);
}
auto integral_of_bell(double factor, const Pulse& pulse, const Real& t) -> Real {
  const Real from = -Real(pulse.centre) / pulse.width, to = (t - pulse.centre) / pulse.width;
  return factor * Real(pulse.width) * sqrt(acos(Real(-1))) / 2
         * (boost::math::erf(to) - boost::math::erf(from));
}
auto sum_of_bells(const Pulses& drawn, const std::vector<double>& factors) -> std::string {
  std::string sum;
  for (std::size_t i = 0; i < drawn.pulses.size(); ++i)
    sum += (i == 0 ? "" : " + ") + bell(factors[i], drawn.pulses[i]);
  return sum;
}
auto integral_of_bells(const Pulses& drawn, const std::vector<double>& factors, const Real& t)
    -> Real {
  Real sum = 0;
  for (std::size_t i = 0; i < drawn.pulses.size(); ++i)
    sum += integral_of_bell(factors[i], drawn.pulses[i], t);
  return sum;
}
/// Factors that make a bell's integral about its height.
auto factors_of(const Pulses& drawn) -> std::vector<double> {
  std::vector<double> factors;
  for (const auto& [height, centre, width] : drawn.pulses)
    factors.push_back(rounded(height / width));
  return factors;
}

auto kicks_from(const Pulses& drawn, double y0) -> ChosenProblem {
  const auto factors = factors_of(drawn);
  return chosen_scalar(
      "y' = " + sum_of_bells(drawn, factors), y0, {0, drawn.end},
      [=](const Real& t) -> Real { return y0 + integral_of_bells(drawn, factors, t); },
      drawn.centres());
}
auto kicks(Draw& draw) -> ChosenProblem {
  return kicks_from(draw_pulses(draw, narrowest, 0.05, false), draw.number(0.1, 2));
}
auto kicks_between_the_points(Draw& draw) -> ChosenProblem {
  return kicks_from(draw_pulses(draw, narrowest_tried, narrowest, false), draw.number(0.1, 2));
}

/// y' = a(t)·y with pulses a.
auto bursts_of_growth(Draw& draw) -> ChosenProblem {
  const Pulses drawn = draw_pulses(draw, narrowest, 0.05, false);
  const auto factors = factors_of(drawn);
  const double y0 = draw.number(0.1, 2);
  return chosen_scalar(
      "y' = (" + sum_of_bells(drawn, factors) + ")*y", y0, {0, drawn.end},
      [=](const Real& t) -> Real { return y0 * exp(integral_of_bells(drawn, factors, t)); },
      drawn.centres());
}

/// y' = a(t)·(1 - y²), y(0) = 0: y = tanh of the integral.
auto bounded_kicks(Draw& draw) -> ChosenProblem {
  const Pulses drawn = draw_pulses(draw, narrowest, 0.05, false);
  const auto factors = factors_of(drawn);
  return chosen_scalar(
      "y' = (" + sum_of_bells(drawn, factors) + ")*(1 - y^2)", 0, {0, drawn.end},
      [=](const Real& t) -> Real { return tanh(integral_of_bells(drawn, factors, t)); },
      drawn.centres());
}

/// y' = -k·(y - g) + g' with g = 1/cosh((t - c)/w): the pulse leaves no trace behind it.
auto follows_a_pulse(Draw& draw) -> ChosenProblem {
  const double end = draw.decades(0, 3);
  const double w = rounded(end * draw.decades(-3.7, -1)),
               c = rounded(end * draw.uniform(0.1, 0.9), 6);
  const double k = rounded(draw.decades(0, 3) / end), y0 = draw.number(0.1, 1);
  return chosen_scalar(
      fmt::format(
          "y' = -{0}*(y - 1/cosh((t - {1})/{2})) - tanh((t - {1})/{2})/cosh((t - {1})/{2})/{2}", k,
          c, w),
      y0, {0, end},
      [=](const Real& t) -> Real {
        const Real g = 1 / cosh((t - c) / w), g0 = 1 / cosh(-Real(c) / w);
        return g + (y0 - g0) * exp(-k * t);
      },
      {c - w, c, c + w});
}

/// An oscillation whose speed has pulses: x' = -a(t)·v, v' = a(t)·x turns by the integral of a.
auto sudden_turns(Draw& draw) -> ChosenProblem {
  const Pulses drawn = draw_pulses(draw, narrowest, 0.05, false);
  const auto factors = factors_of(drawn);
  const double w = rounded(draw.decades(0, 1.5) / drawn.end);
  const std::string speed = fmt::format("({} + {})", w, sum_of_bells(drawn, factors));
  return chosen(
      {"x' = -" + speed + "*v", "v' = " + speed + "*x"}, {{"x", {1}}, {"v", {0}}}, {0, drawn.end},
      [=](const Real& t) -> Reals {
        const Real angle = w * t + integral_of_bells(drawn, factors, t);
        return {cos(angle), sin(angle)};
      },
      drawn.centres());
}

constexpr std::array families{Family{"kicks", kicks},
                              Family{"kicks_between_the_points", kicks_between_the_points},
                              Family{"bursts_of_growth", bursts_of_growth},
                              Family{"bounded_kicks", bounded_kicks},
                              Family{"follows_a_pulse", follows_a_pulse},
                              Family{"sudden_turns", sudden_turns}};

} // namespace

auto pulse_families() -> std::span<const Family> { return families; }

} // namespace jetwork::honesty
