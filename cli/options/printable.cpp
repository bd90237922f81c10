#include "cli/options/printable.hpp"

#include "formula/utf8.hpp"

#include <algorithm>

namespace jetwork::cli {

auto printable(std::string_view text) -> std::string {
  constexpr std::size_t longest = 500;
  std::string result = formula::shortened(text, longest);
  std::replace_if(
      result.begin(), result.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '?');
  return result;
}

} // namespace jetwork::cli
