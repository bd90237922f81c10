// The processor time of a call, the lowest of a few, so that other programs on the machine disturb it little.
//
//   const double seconds = cpu_seconds([&] { solve(problem); });
//   const double usual = median(ratios);
#pragma once

#include <algorithm>
#include <ctime>
#include <limits>
#include <vector>

namespace jetwork::benchmarks {

inline auto cpu_now() -> double {
  std::timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// The middle one of an odd number of numbers.
inline auto median(std::vector<double> numbers) -> double {
  std::ranges::sort(numbers);
  return numbers.at(numbers.size() / 2);
}

/// Calls once, and again up to `most` times for as long as all calls together take less than `enough` seconds.
template <class Call>
auto cpu_seconds(Call call, int most = 5, double enough = 0.03) -> double {
  double best = std::numeric_limits<double>::infinity(), sum = 0.0;
  for (int i = 0; i < most && (i == 0 || sum < enough); ++i) {
    const double begun = cpu_now();
    call();
    const double seconds = cpu_now() - begun;
    best = std::min(best, seconds);
    sum += seconds;
  }
  return best;
}

} // namespace jetwork::benchmarks
