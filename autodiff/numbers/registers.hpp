// How wide a vector register of the processor is that the compiler was told to compile for (-march).
#pragma once

#include <cstddef>

namespace jetwork::autodiff::detail {

/// The bytes of a vector register: what the compiler computes on at once.
#if defined(__AVX512F__)
inline constexpr std::size_t register_bytes = 64;
#elif defined(__AVX__)
inline constexpr std::size_t register_bytes = 32;
#else
inline constexpr std::size_t register_bytes = 16;
#endif

} // namespace jetwork::autodiff::detail
