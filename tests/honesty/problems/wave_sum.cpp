#include "tests/honesty/problems/wave_sum.hpp"

namespace jetwork::honesty {
namespace {

/// The derivative of one term, which is one term again.
auto derivative_of(const WaveTerm& term) -> WaveTerm {
  const double amplitude = term.amplitude * term.rate;
  switch (term.wave) {
  case Wave::sine: return {Wave::cosine, amplitude, term.rate};
  case Wave::cosine: return {Wave::sine, -amplitude, term.rate};
  default: return {Wave::exponential, amplitude, term.rate};
  }
}

auto derivative_of(WaveTerm term, int times) -> WaveTerm {
  for (int n = 0; n < times; ++n) term = derivative_of(term);
  return term;
}

auto function_name(Wave wave) -> std::string_view {
  return wave == Wave::exponential ? "exp" : wave == Wave::sine ? "sin" : "cos";
}

} // namespace

auto WaveSum::text(int derivative) const -> std::string {
  std::string sum;
  for (const WaveTerm& term : terms_) {
    const auto [wave, amplitude, rate] = derivative_of(term, derivative);
    sum += fmt::format("{}{}*{}({}*t)", sum.empty() ? "" : " + ", text_of(amplitude),
                       function_name(wave), text_of(rate));
  }
  return sum;
}

auto WaveSum::operator()(const Real& t, int derivative) const -> Real {
  Real sum = 0;
  for (const WaveTerm& term : terms_) {
    const auto [wave, amplitude, rate] = derivative_of(term, derivative);
    const Real x = rate * t;
    sum += amplitude * (wave == Wave::exponential ? exp(x) : wave == Wave::sine ? sin(x) : cos(x));
  }
  return sum;
}

auto WaveSum::at_zero(int derivative) const -> double {
  double sum = 0;
  for (const WaveTerm& term : terms_) {
    const WaveTerm derived = derivative_of(term, derivative);
    if (derived.wave != Wave::sine) sum += derived.amplitude;
  }
  return sum + 0.0; // no negative zero
}

auto WaveSum::start(int order) const -> std::vector<double> {
  std::vector<double> values;
  for (int n = 0; n < order; ++n) values.push_back(at_zero(n));
  return values;
}

auto draw_wave_sum(Draw& draw, int most) -> WaveSum {
  std::vector<WaveTerm> terms;
  const int count = draw.integer(1, most);
  for (int i = 0; i < count; ++i) {
    const auto wave = static_cast<Wave>(draw.integer(0, 2));
    const double rate =
        wave == Wave::exponential ? draw.dyadic_not_zero(-2, 0.5) : draw.dyadic(0.25, 3);
    terms.push_back({wave, draw.dyadic_not_zero(-2, 2), rate});
  }
  return WaveSum(terms);
}

} // namespace jetwork::honesty
