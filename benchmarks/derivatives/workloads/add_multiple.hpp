// y += factor · x, the innermost loop of the hand-written derivatives.
//
// g++ 12 unrolls a short loop of known length first, and then vectorises the loop around it, with strided loads:
// three times as slow as this loop in plain vector instructions, which it makes where it may not unroll.
#pragma once

#include <cstddef>

namespace jetwork::benchmarks {

template <std::size_t size>
inline void add_multiple(double factor, const double* x, double* y) {
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC unroll 1
#endif
  for (std::size_t i = 0; i < size; ++i) y[i] += factor * x[i];
}

} // namespace jetwork::benchmarks
