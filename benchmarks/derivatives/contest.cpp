#include "benchmarks/derivatives/contest.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

namespace jetwork::benchmarks {

void Contest::check() const {
  constexpr double tolerance = 1e-10; // of the largest derivative
  std::vector<double> expected;
  for (const Contender& contender : contenders) {
    std::vector<double> found(results.size(), std::nan(""));
    for (int repeat = 0; repeat < 2; ++repeat) contender.once(found); // again, on used memory
    if (!contender.differentiates) continue;
    if (expected.empty()) expected = found; // the hand-written one comes first
    double largest = 0;
    for (const double derivative : expected) largest = std::max(largest, std::abs(derivative));
    for (std::size_t i = 0; i < expected.size(); ++i)
      if (!(std::abs(found[i] - expected[i]) <= tolerance * largest))
        throw std::runtime_error(
            fmt::format("{}: {} gives {} for derivative {}, but the hand-written one is {}", title,
                        contender.name, found[i], i, expected[i]));
  }
}

} // namespace jetwork::benchmarks
