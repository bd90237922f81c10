// Sums of exponentials, sines and cosines, as solutions to choose: of all derivatives the text, the truth, and the value at
// 0, which is a double exactly as long as amplitudes and rates are multiples of 1/8.
//
//   const WaveSum g{{{Wave::sine, 0.5, 2}}};      // sin(2t)/2
//   g.text(1);                                    // "1*cos(2*t)"
//   g(Real(0.3), 1);                              // cos(0.6)
#pragma once

#include "tests/honesty/problems/chosen_problem.hpp"

#include <string>
#include <vector>

namespace jetwork::honesty {

enum class Wave { exponential, sine, cosine };

struct WaveTerm {
  Wave wave = Wave::exponential;
  double amplitude = 1, rate = 1;
};

class WaveSum {
public:
  explicit WaveSum(std::vector<WaveTerm> terms) : terms_(std::move(terms)) {}

  [[nodiscard]] auto terms() const -> const std::vector<WaveTerm>& { return terms_; }
  [[nodiscard]] auto text(int derivative = 0) const -> std::string;
  auto operator()(const Real& t, int derivative = 0) const -> Real;
  [[nodiscard]] auto at_zero(int derivative = 0) const -> double;
  /// u, u', … at 0, as many as an unknown of this order needs.
  [[nodiscard]] auto start(int order) const -> std::vector<double>;

private:
  std::vector<WaveTerm> terms_;
};

/// Up to `most` terms, none of which grows faster than exp(t/2).
[[nodiscard]] auto draw_wave_sum(Draw& draw, int most) -> WaveSum;

} // namespace jetwork::honesty
