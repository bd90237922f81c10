// Reads a problem file (TOML) into a text problem, and notes the place of every piece of text, so
// that a message can point at it.
//
//   const ProblemSource source = read_problem_file("spring.toml");      // throws InputError
//   problem = pinn::read_problem(source.text);                          // errors: cli/options/problem_error.hpp
//
//   spring.toml:4: equation 1, column 9: unknown name 'q'
//     m*r'' = -q*r
//              ^
#pragma once

#include "cli/options/problem_source.hpp"

#include <string>
#include <string_view>

namespace jetwork::cli {

/// Reads the file and checks its keys and types; pinn::read_problem parses the equations and
/// conditions. Throws InputError.
[[nodiscard]] auto read_problem_file(const std::string& path) -> ProblemSource;
/// The same for the text of a file, which messages call `path`.
[[nodiscard]] auto read_problem_text(std::string_view text, const std::string& path)
    -> ProblemSource;

} // namespace jetwork::cli
