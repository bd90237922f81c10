// A text problem with the place of every piece of its text, so that a message can point at it.
//
//   source.text.equations[0];             // "m*r'' = -k*r"
//   source.equations[0];                  // "spring.toml:4", or "--equation"
#pragma once

#include "pinn/text_problem.hpp"

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace jetwork::cli {

/// A file whose values of an unknown are where its solution is looked for first.
struct GuessFile {
  std::string unknown, path; ///< the path as it is opened
  std::string place;         ///< where it is named
};

/// Where an event stands, and each of its texts, as pinn::text_of() counts them.
struct EventPlaces {
  std::string whole;
  std::vector<std::string> pieces = {};
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
  std::vector<EventPlaces> events;
  std::vector<std::pair<std::string, std::string>> invariants; ///< name and formula
  std::vector<std::string> invariant_places;
};

} // namespace jetwork::cli
