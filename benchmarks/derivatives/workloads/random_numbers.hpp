// Numbers drawn at random, the same in every run.
#pragma once

#include <cstddef>
#include <random>
#include <vector>

namespace jetwork::benchmarks {

inline auto random_numbers(std::size_t count, double low, double high, unsigned seed)
    -> std::vector<double> {
  std::mt19937_64 generator(seed);
  std::uniform_real_distribution<double> uniform(low, high);
  std::vector<double> numbers(count);
  for (double& number : numbers) number = uniform(generator);
  return numbers;
}

} // namespace jetwork::benchmarks
