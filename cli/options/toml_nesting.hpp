// How deeply a TOML text is nested, before it is parsed: toml++ calls itself for each part of a key, and a key of a
// hundred thousand parts would exhaust the call stack.
//
//   find_too_deep("domain = [0, 1]\na.b.c = 3", 2);    // line 2
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace jetwork::cli {

/// The first line, counted from 1, in which a key has more than `most` parts, or in which lists and tables lie more
/// than `most` deep inside each other. What stands in strings and comments does not count.
[[nodiscard]] auto find_too_deep(std::string_view toml, int most) -> std::optional<std::size_t>;

} // namespace jetwork::cli
