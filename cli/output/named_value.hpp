// What --show and --phase name.
#pragma once

#include <cstddef>

namespace jetwork::cli {

/// An unknown, or a derivative of it below its order.
struct NamedValue {
  std::size_t unknown = 0;
  int derivative = 0;
};

} // namespace jetwork::cli
