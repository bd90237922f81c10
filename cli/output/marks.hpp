// Vertical lines in a picture, as where events happen: thin and dashed, of one colour for each name, which stands once in the key.
#pragma once

#include "cli/output/picture.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace jetwork::cli {

/// The marks that lie within the picture have these names, in the order of the first of each.
[[nodiscard]] auto names_of_marks(const Picture& picture) -> std::vector<std::string>;

/// gnuplot's commands for the lines, which it draws through every panel that follows, and for the key, to go behind a plot command.
struct MarkCommands {
  std::string lines, entries;
};
/// Of marks of one name that lie on one of so many pixels, one is drawn.
[[nodiscard]] auto mark_commands(const Picture& picture, double pixels, std::size_t longest_name)
    -> MarkCommands;

} // namespace jetwork::cli
