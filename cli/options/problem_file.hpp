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

#include "pinn/text_problem.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jetwork::cli {

/// Equations, and as many of the other entries each: what is larger would not be solved.
inline constexpr std::size_t most_entries = 10'000;
/// Bytes of a title, and of a name that is printed.
inline constexpr std::size_t longest_name = 1000;

/// A file whose values of an unknown are where its solution is looked for first.
struct GuessFile {
  std::string unknown, path; ///< the path as it is opened
  std::string place;         ///< where it is named
};

/// A problem with the places of its parts: "spring.toml:4", or "--equation".
struct ProblemSource {
  pinn::TextProblem text;
  std::string whole;
  std::array<std::string, 2> domain;
  std::vector<std::string> equations;
  std::vector<std::string> conditions;
  std::vector<std::string> parameters, definitions;
  std::vector<std::string> guesses, bounds;
  std::vector<GuessFile> guess_files;
  std::vector<std::pair<std::string, std::string>> invariants; ///< name and formula
  std::vector<std::string> invariant_places;
};

/// Reads the file and checks its keys and types; pinn::read_problem parses the equations and
/// conditions. Throws InputError.
[[nodiscard]] auto read_problem_file(const std::string& path) -> ProblemSource;
/// The same for the text of a file, which messages call `path`.
[[nodiscard]] auto read_problem_text(std::string_view text, const std::string& path)
    -> ProblemSource;

} // namespace jetwork::cli
