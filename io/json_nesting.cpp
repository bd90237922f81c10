#include "io/json_nesting.hpp"

#include <cstddef>

namespace jetwork::io {

auto is_nested_deeper(std::string_view text, int most) -> bool {
  int depth = 0;
  bool is_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_string) {
      if (c == '\\') ++i; // what follows ends no string
      else if (c == '"') is_string = false;
    } else if (c == '"') {
      is_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > most) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

} // namespace jetwork::io
