// Above which size an input is refused.
#pragma once

#include <cstddef>

namespace jetwork::cli {

/// Equations, and as many of the other entries each: what is larger would not be solved.
inline constexpr std::size_t most_entries = 10'000;
/// Bytes of a title, and of a name that is printed.
inline constexpr std::size_t longest_name = 1000;

} // namespace jetwork::cli
