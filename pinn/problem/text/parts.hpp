// A text problem in parts: parsed, its numbers known, its unknowns and their orders found. A
// private header of pinn/problem/text/read_problem.cpp and its neighbours.
#pragma once

#include "formula/expression.hpp"
#include "formula/formula.hpp"
#include "pinn/problem/text/text_problem.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace jetwork::pinn::detail {

using Part = TextProblemError::Part;

/// An unknown's name, and where its highest derivative stands: in which equation, at which column.
struct TextUnknown {
  std::string name;
  int order = 0;
  std::size_t equation = 0;
  std::size_t column = 0;
};

struct TextParts {
  const TextProblem& text;
  formula::Parameters parameters = {};
  double start = 0.0;
  double end = 0.0;
  std::vector<formula::Equation> equations = {};
  std::vector<formula::Equation> conditions = {};
  std::vector<TextUnknown> unknowns = {}; ///< in the order in which the conditions name them
};

/// Throws a TextProblemError whose message begins with the part: "equation 1, column 3: …"; column
/// 0 is left out.
[[noreturn]] void fail(const TextProblem& text, Part part, std::size_t index, std::size_t column,
                       const std::string& message);
/// The same for a ParseError, whose message names its column already.
[[noreturn]] void fail(const TextProblem& text, Part part, std::size_t index,
                       const formula::ParseError& error);

/// Calls read(), and lets a ParseError become a TextProblemError about the part.
template <class Read>
auto reading(const TextProblem& text, Part part, std::size_t index, Read read) {
  try {
    return read();
  } catch (const formula::ParseError& error) { fail(text, part, index, error); }
}

/// r, r', r'', …
[[nodiscard]] inline auto primed(const std::string& name, int order) -> std::string {
  return name + std::string(static_cast<std::size_t>(order), '\'');
}

/// Whether the text is a name, without primes.
[[nodiscard]] auto is_name(const std::string& text) -> bool;

/// The values of all parameters, whatever the order in which they refer to each other
/// (pinn/problem/text/parameters.cpp).
[[nodiscard]] auto read_parameters(const TextProblem& text) -> formula::Parameters;

/// Both ends of the domain (pinn/problem/text/parameters.cpp).
void read_domain(TextParts& parts);

/// The unknowns and their orders (pinn/problem/text/unknowns.cpp).
void find_unknowns(TextParts& parts);

/// The initial values of each unknown (pinn/problem/text/conditions.cpp). Where the conditions hold at the
/// end of the domain, its ends are exchanged.
[[nodiscard]] auto find_initial_values(TextParts& parts) -> std::vector<std::vector<double>>;

} // namespace jetwork::pinn::detail
